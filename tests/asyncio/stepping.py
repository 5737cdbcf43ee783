"""Runs programs one after another under a loop whose time only jumps, as the virtual clock's does.

Standard input holds programs between lines "# begin" and "# end"; each calls `asyncio.run`. What a program prints goes
to standard output, with its time, and "# end" after it.
"""

import asyncio
import sys
import time

TICK = 0.001


class Stepping(asyncio.SelectorEventLoop):
    now = 0.0

    def time(self):
        self.now += 1e-7
        return self.now

    def _run_once(self):
        waiting = [timer._when for timer in self._scheduled if not timer._cancelled]
        if not self._ready and waiting:
            first = min(waiting)
            self.now = max(self.now, max(when for when in waiting if when <= first + TICK))
        super()._run_once()


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        loop = Stepping()
        loop.set_exception_handler(lambda loop, context: None)
        return loop


def text(value):
    """A value as the other side prints it."""
    return {True: "true", False: "false", None: ""}[value] if value is None or value is True or value is False else str(value)


def say(*words):
    print(f"{asyncio.get_running_loop().now:.2f}", *map(text, words))


def hold(seconds):
    asyncio.get_running_loop().now += seconds


class Oops(Exception):
    pass


def heard(task, error):
    """Says what a wait threw, unless the task itself was cancelled."""
    if isinstance(error, asyncio.CancelledError):
        raise error
    if isinstance(error, TimeoutError):
        say(task, "timed out")
    elif isinstance(error, ExceptionGroup):
        say(task, "group", *[str(it) for it in error.exceptions])
    else:
        say(task, str(error))


async def await_other(task, other):
    before = asyncio.current_task().cancelling()
    try:
        await other
        say(task, "awaited")
    except asyncio.CancelledError as error:
        if asyncio.current_task().cancelling() > before:
            raise
        say(task, "awaited a cancelled one")
    except Oops as error:
        say(task, str(error))


def word(task):
    if not task.done():
        return "alive"
    if task.cancelled():
        return "cancelled"
    return "failed" if task.exception() else "done"


def run(source):
    scope = {
        "__name__": "__main__", "asyncio": asyncio, "print": say, "say": say, "heard": heard, "word": word,
        "await_other": await_other, "Oops": Oops,
    }
    try:
        exec(compile(source, "program", "exec"), scope)
    except BaseException as error:
        print("error", repr(error))
    print("# end", flush=True)


time.sleep = hold
asyncio.set_event_loop_policy(Policy())
lines = []
for line in sys.stdin:
    if line == "# begin\n":
        lines = []
    elif line == "# end\n":
        run("".join(lines))
    else:
        lines.append(line)
