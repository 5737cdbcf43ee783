"""Runs programs one after another under a loop whose time only jumps, as the virtual clock's does.

Standard input holds programs between lines "# begin" and "# end"; each calls `asyncio.run`. What a program prints goes
to standard output, with its time, and "# end" after it.
"""

import asyncio
import sys
import time

TICK = 0.001
# Whether to say in lines that begin with "#" where the other side is known to differ.
DIFFERENCES = "differences" in sys.argv


class Stepping(asyncio.SelectorEventLoop):
    now = 0.0
    # How often time has jumped, and how often it had when each timer was made.
    jumps = 0
    differences = frozenset()

    def __init__(self):
        super().__init__()
        self.made = {}

    def time(self):
        self.now += 1e-7
        return self.now

    def _run_once(self):
        waiting = [timer._when for timer in self._scheduled if not timer._cancelled]
        if DIFFERENCES and not self._ready and not waiting:
            # Tasks that await each other, and that a RecursionError has kept from being cancelled.
            self.note("stuck")
            self.stop()
        if not self._ready and waiting:
            first = min(waiting)
            near = [it for it in self._scheduled if not it._cancelled and it._when <= first + 2 * TICK]
            made = {self.made[id(it)] for it in near}
            if len(made) > 1:
                # Their order depends on what operations cost.
                self.note("ambiguous")
            self.jumps += 1
            self.now = max(self.now, max(when for when in waiting if when <= first + TICK))
        super()._run_once()

    def call_at(self, when, callback, *args, context=None):
        timer = super().call_at(when, callback, *args, context=context)
        self.made[id(timer)] = self.jumps
        return timer

    def note(self, difference):
        self.differences |= {difference}


class Queue(asyncio.Queue):
    """Notes where CPython lets a task take what another one has waited for longer."""

    getting = 0
    putting = 0

    async def get(self):
        if self.getting and not self.empty():
            asyncio.get_running_loop().note("not the longest waiter")
        self.getting += 1
        try:
            return await super().get()
        finally:
            self.getting -= 1

    async def put(self, item):
        if self.putting and not self.full():
            asyncio.get_running_loop().note("not the longest waiter")
        self.putting += 1
        try:
            return await super().put(item)
        finally:
            self.putting -= 1


class Barrier(asyncio.Barrier):
    """Notes where CPython lets a task wait until all of the last round have gone on."""

    async def wait(self):
        if self._state.name != "FILLING":
            asyncio.get_running_loop().note("the next round of a barrier")
        return await super().wait()


class Lock(asyncio.Lock):
    """Notes where CPython lets a lock rest although tasks wait for it, because the first of them was just cancelled."""

    def _wake_up_first(self):
        if self._waiters and next(iter(self._waiters)).cancelled():
            asyncio.get_running_loop().note("the first in the queue of a lock was cancelled")
        super()._wake_up_first()


class Policy(asyncio.DefaultEventLoopPolicy):
    loops = []

    def new_event_loop(self):
        loop = Stepping()
        self.loops.append(loop)
        loop.set_exception_handler(lambda loop, context: None)
        return loop


def text(value):
    """A value as the other side prints it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def say(*words):
    print(f"{asyncio.get_running_loop().now:.2f}", *map(text, words))


class Voice:
    """Says what one program says. What is left of it says nothing in the next one."""

    is_on = True

    def __call__(self, *words):
        if self.is_on:
            say(*words)


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
    # A cancel that it has not heard of yet goes on to the other one.
    task_itself = asyncio.current_task()
    before = task_itself.cancelling() - task_itself._must_cancel
    try:
        await other
        say(task, "awaited")
    except asyncio.CancelledError as error:
        if task_itself.cancelling() > before:
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
    voice = Voice()
    scope = {
        "__name__": "__main__", "asyncio": asyncio, "print": voice, "say": voice, "heard": heard, "word": word,
        "await_other": await_other, "Oops": Oops, "Queue": Queue, "Barrier": Barrier, "Lock": Lock,
    }
    try:
        exec(compile(source, "program", "exec"), scope)
    except RecursionError:
        print("# RecursionError")
    except BaseException as error:
        print("error", repr(error))
    if DIFFERENCES:
        for loop in Policy.loops:
            for difference in sorted(loop.differences):
                print("#", difference)
    Policy.loops.clear()
    voice.is_on = False
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
