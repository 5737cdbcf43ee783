"""Records what a Python program's asyncio tasks do, as a meanwhile trace.

Python imports a module called `sitecustomize`, if it finds one, before it runs a program. This file is put under that name
into a folder of its own, which is the first in PYTHONPATH. So Python runs the program itself, as always; it is not changed,
and there are no other frames below it. The recorder replaces a few functions of asyncio, threading, time, socket and the
like by ones that note when they begin and end. Only the standard library is used.

The environment says what to do:

    MEANWHILE_TRACE    `fd:N`, an inherited file descriptor, or the path of a file to write
    MEANWHILE_CLOCK    `real` or `virtual`
    MEANWHILE_PROGRAM  the path of the script, or `-m NAME`
    MEANWHILE_PATH     what PYTHONPATH was before, if it was set
    MEANWHILE_TERMINAL set if what the program prints comes to a terminal, although through a pipe

How it sees things:

* A turn of a task is one call of `Handle._run`: the event loop calls nothing else. Before it the task is resumed, after
  it the task is finished or suspended, and `task._fut_waiter` says what it waits for. The coroutine itself is never
  wrapped, so tracebacks, `repr(task)` and stacks stay as they are.
* A task is woken when the loop is asked to call its next step soon (`call_soon`); who asked is whose turn it is.
* A sleep is a future that a timer sets (`call_at`), so its deadline is known.
* A blocking call is a call of one of the functions that `record_blocking_calls` lists.
* Threads have lanes of their own; what they do inside is not seen, only when they begin and end.

Not seen: what C code does by itself (numpy, database drivers), threads that C code starts, and loops other than
asyncio's own.
"""

import asyncio
import asyncio.base_events
import asyncio.events
import asyncio.futures
import asyncio.tasks
import atexit
import builtins
import concurrent.futures
import functools
import io
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
import traceback
import types
import warnings

HERE = os.path.abspath(__file__)
ASYNCIO = os.path.dirname(asyncio.__file__)
# A coroutine that runs here was asked for by whoever called these files.
PLUMBING = tuple(os.path.join(ASYNCIO, name) for name in ("tasks.py", "taskgroups.py", "base_events.py", "runners.py"))
STANDARD = os.path.dirname(os.__file__)
SITE = (os.path.join(STANDARD, "site-packages"), os.path.join(STANDARD, "dist-packages"))
# Coroutines by which a loop cleans up after itself.
HOUSEKEEPING = ("shutdown_asyncgens", "shutdown_default_executor")
# Libraries whose own waits are part of something that is recorded as a whole.
INNER = (ASYNCIO, threading.__file__, os.path.dirname(concurrent.futures.__file__))
# asyncio's objects and the families that the timeline knows them by.
FAMILIES = {
    "Lock": "mutex",
    "Condition": "condition",
    "Queue": "channel",
    "Semaphore": "semaphore",
    "Event": "event",
    "Barrier": "barrier",
}
# An event holds at most this many characters of a value.
VALUE_LENGTH = 80

quoted = json.encoder.encode_basestring_ascii
real_sleep = time.sleep
real_clock = time.perf_counter_ns


# ---------------------------------------------------------------------------------------------------- the trace

class Trace:
    """Collects lines of the trace and writes them out, in large pieces but never long after they were made."""

    PIECE = 256

    def __init__(self, output):
        self.lines = []
        self.lock = threading.Lock()
        self.is_open = True
        if output.startswith("fd:"):
            self.file = int(output[3:])
            os.set_inheritable(self.file, False)
        else:
            self.file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    def flush(self):
        """Writes what has been collected. A reader that is gone ends the recording, never the program."""
        if not self.lines:
            return
        with self.lock:
            lines, count = self.lines, len(self.lines)
            data = memoryview("".join(lines[:count]).encode("utf-8", "replace"))
            del lines[:count]
            try:
                while data and self.is_open:
                    data = data[os.write(self.file, data):]
            except OSError:
                self.is_open = False

    def flush_now_and_then(self):
        """For a thread: lets a long computation be seen while it goes on."""
        while self.is_open:
            real_sleep(0.03)
            self.flush()

    def stop(self):
        """For a process that was forked off: what it does is not this run's."""
        if self.is_open:
            os.close(self.file)
        self.is_open = False
        self.lines.clear()
        self.lock = threading.Lock()


def emit(lane, event, line=0, **fields):
    """Adds an event of a lane. Fields that are None are left out."""
    extra = "".join(f',"{key}":{json.dumps(value)}' for key, value in fields.items() if value is not None)
    where = f',"line":{line}' if line else ""
    trace.lines.append(f'{{"at":{clock()},"task":{lane},"event":"{event}"{where}{extra}}}\n')


# ---------------------------------------------------------------------------------------------------- lanes

class Lanes:
    """Numbers and names of lanes. Lane 0 is the program itself."""

    def __init__(self):
        self.latest = 0
        self.names = {}
        # The lane that has the thread of an event loop, by thread.
        self.here = threading.local()

    def new(self, name):
        """A new lane's number and its name, told apart from earlier ones of the same name."""
        self.latest += 1
        self.names[name] = count = self.names.get(name, 0) + 1
        return self.latest, name if count == 1 else f"{name} #{count}"

    def current(self):
        """The lane whose code runs on this thread, or None."""
        return getattr(self.here, "lane", None)

    def is_loop_thread(self):
        """Whether this thread is the program's own, where blocking keeps tasks from running."""
        return getattr(self.here, "is_worker", True) is False


def own_line(frame):
    """The line in the program's own file that is being carried out, or 0."""
    while frame is not None and not is_turn(frame):
        if frame.f_code.co_filename == program_file:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def is_turn(frame):
    """Whether a turn of a task begins with this frame: what is below it belongs to the event loop."""
    return frame.f_code.co_name == "take_turn" and frame.f_code.co_filename == HERE


def is_library(filename):
    """Whether a file belongs to the standard library or an installed package."""
    return filename.startswith((STANDARD, "<frozen")) or filename == HERE


def asked_by(frame):
    """The frame that asked asyncio's plumbing for a task, and the functions passed on the way there."""
    passed = []
    while frame is not None and (frame.f_code.co_filename.startswith(PLUMBING) or frame.f_code.co_filename == HERE):
        if is_turn(frame):
            return None, passed
        passed.append(frame.f_code.co_name)
        frame = frame.f_back
    return frame, passed


def shown(value):
    """A plain value as text; None for what would have to run code of the program to be shown."""
    return repr(value)[:VALUE_LENGTH] if type(value) in (str, int, float, bool, bytes, complex) else None


# ---------------------------------------------------------------------------------------------------- tasks

def record_tasks():
    """Replaces how loops make tasks, run their turns and wake them."""
    loop_class = asyncio.base_events.BaseEventLoop
    make, soon, at = loop_class.create_task, loop_class.call_soon, loop_class.call_at
    soon_threadsafe, forever, complain = (
        loop_class.call_soon_threadsafe, loop_class.run_forever, loop_class.call_exception_handler)
    plain_run, cancel = asyncio.events.Handle._run, asyncio.events.Handle.cancel
    append = trace.lines.append

    def create_task(loop, coro, **options):
        caller, passed = asked_by(sys._getframe(1))
        code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
        filename = code.co_filename if code else ""
        parent = lanes.current()
        begins_here = "run_until_complete" in passed or "run" in passed
        if filename.startswith(ASYNCIO):
            name = getattr(coro, "__name__", "")
            if name in HOUSEKEEPING or caller is None or caller.f_code.co_filename.startswith(ASYNCIO):
                return make(loop, coro, **options)
        if begins_here:
            # The program's lane goes on in its main coroutine.
            lane = lanes.here.program = getattr(lanes.here, "program", 0)
        else:
            name = options.get("name") or getattr(coro, "__name__", None) or type(coro).__name__
            lane, name = lanes.new(str(name))
            emit(lane, "spawned", own_line(caller), name=name, parent=parent if parent is not None else 0)
        if not begins_here and is_eager(loop, options):
            return begin_eagerly(loop, coro, options, lane, parent)
        task = make(loop, coro, **options)
        tag(task, lane)
        return task

    def is_eager(loop, options):
        if "eager_start" in options:
            return options["eager_start"]
        factory = loop._task_factory
        eager = getattr(asyncio, "eager_task_factory", None)
        return factory is not None and (
            factory is eager or "create_eager_task_factory" in getattr(factory, "__qualname__", ""))

    def begin_eagerly(loop, coro, options, lane, parent):
        """An eager task has its first turn at once, within the turn of the one that makes it."""
        if parent is not None:
            emit(parent, "suspended", on={"kind": "yield"})
        emit(lane, "resumed")
        lanes.here.lane = lane
        try:
            task = make(loop, coro, **options)
        finally:
            lanes.here.lane = parent
        tag(task, lane)
        end_turn(task, lane)
        if parent is not None:
            emit(parent, "resumed")
        return task

    def tag(task, lane):
        try:
            task._meanwhile_lane = lane
        except AttributeError:
            pass  # a task of another make: it is seen when it is made, not after that

    def take_turn(handle):
        """One turn: the loop calls a handle. Replaces `Handle._run`."""
        callback = handle._callback
        task = getattr(callback, "__self__", None)
        lane = getattr(task, "_meanwhile_lane", None)
        if lane is None:
            return plain_run(handle)
        here = lanes.here
        here.lane = lane
        if not task.done():
            append(f'{{"at":{clock()},"task":{lane},"event":"resumed"}}\n')
        try:
            plain_run(handle)
        finally:
            end_turn(task, lane)
            here.lane = None

    def end_turn(task, lane):
        if not task.done():
            future = task._fut_waiter
            if future is None:
                append(f'{{"at":{clock()},"task":{lane},"event":"suspended","on":{{"kind":"yield"}}}}\n')
            else:
                line, on = describe_wait(task, future)
                emit(lane, "suspended", line, on=on)
            spend_turn()
            return
        output.finish_line(lane)
        if lane == getattr(lanes.here, "program", 0):
            return  # the program goes on after its main coroutine
        finish(lane, task)

    def finish(lane, task):
        if task.cancelled():
            emit(lane, "finished", outcome="cancelled")
        elif task._exception is not None:
            emit(lane, "finished", error_line(task._exception), outcome="failed", error=describe_error(task._exception))
        else:
            emit(lane, "finished", outcome="done", value=shown(task._result))

    def noted(callback, on):
        """The function with a lane of its own, if it is one of the program's; else as it is."""
        code = getattr(callback, "__code__", None)
        if code is None or is_library(code.co_filename):
            return callback
        parent = lanes.current()
        lane, name = lanes.new(callback.__name__)
        emit(lane, "spawned", own_line(sys._getframe(2)), name=name, parent=parent if parent is not None else 0)
        if on is not None:
            emit(lane, "suspended", on=on)
        return Callback(callback, lane)

    def call_soon(loop, callback, *arguments, **options):
        lane = getattr(getattr(callback, "__self__", None), "_meanwhile_lane", None)
        if lane is None:
            return soon(loop, noted(callback, None), *arguments, **options)
        by = lanes.current()
        source = "" if by is None or by == lane else f',"by":{by}'
        append(f'{{"at":{clock()},"task":{lane},"event":"woken"{source}}}\n')
        return soon(loop, callback, *arguments, **options)

    def call_soon_threadsafe(loop, callback, *arguments, **options):
        return soon_threadsafe(loop, noted(callback, None), *arguments, **options)

    def call_at(loop, when, callback, *arguments, **options):
        until = clock() + max(0, round((when - loop.time()) * 1e9))
        if callback is asyncio.futures._set_result_unless_cancelled:
            arguments[0]._meanwhile_until = until  # asyncio.sleep made this future
        return at(loop, when, noted(callback, {"kind": "sleep", "until": until}), *arguments, **options)

    def cancel_handle(handle):
        callback = handle._callback
        if type(callback) is Callback:
            emit(callback.lane, "finished", outcome="cancelled")
        return cancel(handle)

    def run_forever(loop):
        """The loop has the thread until it stops; then the program's own lane goes on."""
        program, outer = getattr(lanes.here, "program", 0), lanes.current()
        watch_selector(loop)
        if outer is not None:
            emit(outer, "suspended", own_line(sys._getframe(1)), on=describe_program_wait(sys._getframe(1)))
        lanes.here.lane = None
        try:
            return forever(loop)
        finally:
            lanes.here.lane = outer
            if outer is not None:
                emit(program, "resumed")

    def call_exception_handler(loop, context):
        task = context.get("task") or context.get("future")
        lane = getattr(task, "_meanwhile_lane", None)
        message = context.get("message", "")
        if lane is not None and "never retrieved" in message:
            emit(lane, "unseen")
        elif lane is not None and "was destroyed" in message:
            emit(lane, "finished", outcome="cancelled", error="nobody kept it, so it was thrown away before its end")
        return complain(loop, context)

    asyncio.events.Handle._run = take_turn
    asyncio.events.Handle.cancel = cancel_handle
    loop_class.create_task, loop_class.call_soon, loop_class.call_at = create_task, call_soon, call_at
    loop_class.call_soon_threadsafe, loop_class.run_forever = call_soon_threadsafe, run_forever
    loop_class.call_exception_handler = call_exception_handler


class Callback:
    """A function of the program that a loop calls: a short task of its own."""

    def __init__(self, function, lane):
        self.function, self.lane = function, lane
        functools.update_wrapper(self, function)

    def __call__(self, *arguments):
        lanes.here.lane = self.lane
        emit(self.lane, "resumed")
        outcome = {"outcome": "done"}
        try:
            return self.function(*arguments)
        except BaseException as error:
            outcome = {"outcome": "failed", "error": describe_error(error)}
            raise
        finally:
            output.finish_line(self.lane)
            emit(self.lane, "finished", **outcome)
            lanes.here.lane = None


def describe_error(error):
    """An exception as its last line in a traceback; if it cannot say so itself, its type."""
    try:
        text = str(error)
    except Exception:
        text = ""
    name = type(error).__name__
    return f"{name}: {text}" if text else name


def error_line(error):
    """The innermost line of the program's own file that an exception passed."""
    line, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == program_file:
            line = step.tb_lineno
        step = step.tb_next
    return line


# ---------------------------------------------------------------------------------------------------- waits

def describe_wait(task, future):
    """The line in which a task waits, and what for, as the trace says it."""
    line, first, owner = 0, None, None
    coro = task.get_coro()
    while coro is not None:
        frame = (getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None) or getattr(coro, "ag_frame", None))
        if frame is None:
            # The step of an asynchronous generator hides the generator; its caller's frame must do.
            break
        code = frame.f_code
        if code.co_filename == program_file:
            line = frame.f_lineno
            first = owner = None
        elif first is None:
            first = frame
        if owner is None and code.co_filename.startswith(ASYNCIO):
            found = frame.f_locals.get("self")
            owner = found if family(found) else None
        coro = getattr(coro, "cr_await", None) or getattr(coro, "gi_yieldfrom", None) or getattr(coro, "ag_await", None)
    until = getattr(future, "_meanwhile_until", None)
    if until is not None:
        return line, {"kind": "sleep", "until": until}
    lane = getattr(future, "_meanwhile_lane", None)
    if lane is not None:
        return line, {"kind": "task", "id": lane}
    awaited = awaited_lanes(future, first)
    if awaited:
        return line, {"kind": "task", "id": awaited[0]} if len(awaited) == 1 else {"kind": "tasks", "ids": awaited}
    if owner is not None:
        kind = family(owner)
        return line, {"kind": "object", "object": kind, "name": object_name(task, owner) or kind}
    return line, {"kind": "io", "what": call_name(first) if first else "a future"}


def family(value):
    """The timeline's word for one of asyncio's objects; None for other values."""
    for base in type(value).__mro__:
        if base.__module__.startswith("asyncio") and base.__name__ in FAMILIES:
            return FAMILIES[base.__name__]
    return None


def awaited_lanes(future, frame):
    """The lanes of several tasks that are waited for at once: by gather, wait, wait_for, a task group."""
    tasks = getattr(future, "_children", None)
    if tasks is None and frame is not None and frame.f_code.co_filename.startswith(ASYNCIO):
        variables, word = frame.f_locals, frame.f_code.co_name
        if word in ("_wait", "wait"):
            tasks = variables.get("fs")
        elif word == "wait_for":
            tasks = [variables.get("fut")]
        elif word in ("__aexit__", "_aexit"):
            tasks = getattr(variables.get("self"), "_tasks", None)
        elif word == "_wait_for_one":
            tasks = [it for it in variables.get("todo") or getattr(variables.get("self"), "_todo", ())]
    found = [it._meanwhile_lane for it in tasks or () if hasattr(it, "_meanwhile_lane") and not it.done()]
    return sorted(found)


def object_name(task, value):
    """What the program calls an object, looked for once."""
    name = getattr(value, "_meanwhile_name", None)
    if name is None:
        name = variable_name(task, value)
        try:
            value._meanwhile_name = name or ""
        except AttributeError:
            pass
    return name


def variable_name(task, value):
    """What the program calls an object: a variable of the coroutines on the way, an attribute, or a global."""
    coro = task.get_coro()
    while coro is not None:
        frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None) or getattr(coro, "ag_frame", None)
        if frame is None:
            break
        if frame.f_code.co_filename == program_file:
            for name, found in list(frame.f_locals.items()) + list(frame.f_globals.items()):
                if found is value:
                    return name
            held = getattr(frame.f_locals.get("self"), "__dict__", None) or {}
            for name, found in list(held.items()):
                if found is value:
                    return name
        coro = getattr(coro, "cr_await", None) or getattr(coro, "gi_yieldfrom", None) or getattr(coro, "ag_await", None)
    return None


def call_name(frame):
    """What a library's function is called by those who use it: `StreamReader.readline`, `requests.get`."""
    name, owner = frame.f_code.co_name, frame.f_locals.get("self")
    if owner is not None:
        return f"{type(owner).__name__}.{name}"
    module = frame.f_globals.get("__name__", "")
    package = module.split(".")[0]
    if hasattr(sys.modules.get(package), name):
        module = package
    return f"{module}.{name}" if module else name


def describe_program_wait(frame):
    """What the program waits for while a loop runs: a task it made before, or its own main coroutine."""
    while frame is not None and frame.f_code.co_filename.startswith(ASYNCIO):
        if frame.f_code.co_name == "run_until_complete":
            future = frame.f_locals.get("future")
            lane = getattr(future, "_meanwhile_lane", None)
            if lane:
                return {"kind": "task", "id": lane}
            several = awaited_lanes(future, None)
            if several:
                return {"kind": "tasks", "ids": several}
            return {"kind": "yield"}
        frame = frame.f_back
    return {"kind": "io", "what": "loop.run_forever"}


# ---------------------------------------------------------------------------------------------------- threads

def record_threads():
    """Gives lanes to threads of the program and to jobs of its executors."""
    start, submit = threading.Thread.start, concurrent.futures.ThreadPoolExecutor.submit
    in_executor = asyncio.base_events.BaseEventLoop.run_in_executor

    def begin(name, line, parent):
        lane, name = lanes.new(name)
        emit(lane, "spawned", line, name=name, parent=parent if parent is not None else 0)
        emit(lane, "thread")
        return lane

    def on_thread(lane, function, arguments, options):
        """Runs a function on this thread, in a lane of its own."""
        here, running = lanes.here, turn_of_loop()
        here.lane, here.program, here.is_worker = lane, lane, True
        emit(lane, "resumed")
        emit(lane, "blocking", what="a thread of its own")
        if running is not None:
            emit(running, "resumed")
        outcome = {"outcome": "done"}
        try:
            return function(*arguments, **options)
        except BaseException as error:
            outcome = {"outcome": "failed", "error": describe_error(error)}
            raise
        finally:
            output.finish_line(lane)
            emit(lane, "unblocked")
            emit(lane, "finished", **outcome)
            here.lane = None
            running = turn_of_loop()
            if running is not None:
                emit(running, "resumed")

    def turn_of_loop():
        """The lane that has the program's main thread just now."""
        return main_here.get("lane")

    def thread_start(thread):
        caller = sys._getframe(1)
        if is_library(caller.f_code.co_filename) and not caller.f_code.co_filename.startswith(SITE):
            return start(thread)
        name = thread._target.__name__ if getattr(thread, "_target", None) and hasattr(thread._target, "__name__") else thread.name
        lane = begin(name, own_line(caller), lanes.current())
        work = thread.run
        if virtual:
            virtual.thread_begins()

        def run():
            try:
                on_thread(lane, work, (), {})
            finally:
                if virtual:
                    virtual.thread_ends()

        thread.run = run
        return start(thread)

    def executor_submit(executor, function, *arguments, **options):
        caller = sys._getframe(1)
        target = function.func if isinstance(function, functools.partial) else function
        if getattr(target, "__name__", "") == "run" and isinstance(getattr(target, "__self__", None), type(copy_context())):
            # asyncio.to_thread: a context runs what was asked for.
            inner = function.args[0] if isinstance(function, functools.partial) and function.args else target
            target = inner
        code = getattr(target, "__code__", None)
        by_library = code is not None and is_library(code.co_filename)
        while caller is not None and caller.f_code.co_filename.startswith(PLUMBING + (HERE, os.path.join(ASYNCIO, "threads.py"))):
            caller = caller.f_back
        if by_library and (caller is None or is_library(caller.f_code.co_filename)):
            return submit(executor, function, *arguments, **options)
        lane = begin(getattr(target, "__name__", "job"), own_line(sys._getframe(1)), lanes.current())
        if virtual:
            virtual.thread_begins()
        future = submit(executor, on_thread, lane, function, arguments, options)
        future._meanwhile_lane = lane
        if hasattr(lanes.here, "submitted"):
            lanes.here.submitted = future
        elif virtual:
            future.add_done_callback(lambda _: virtual.thread_ends())
        return future

    def run_in_executor(loop, executor, function, *arguments):
        lanes.here.submitted = None
        try:
            future = in_executor(loop, executor, function, *arguments)
            job = lanes.here.submitted
        finally:
            del lanes.here.submitted
        if job is not None:
            future._meanwhile_lane = job._meanwhile_lane
            if virtual:
                # After asyncio's own callback, so that the loop knows of the end before time goes on.
                job.add_done_callback(lambda _: virtual.thread_ends())
        return future

    from contextvars import copy_context
    threading.Thread.start = thread_start
    concurrent.futures.ThreadPoolExecutor.submit = executor_submit
    asyncio.base_events.BaseEventLoop.run_in_executor = run_in_executor


# ---------------------------------------------------------------------------------------------------- blocking calls

def blocking(what, function, is_blocking=None):
    """A function that says when it begins and ends, where it holds a loop's thread."""

    @functools.wraps(function)
    def call(*arguments, **options):
        here = lanes.here
        lane = getattr(here, "lane", None)
        if lane is None or getattr(here, "is_worker", True) or getattr(here, "is_blocking", False):
            return function(*arguments, **options)
        caller = sys._getframe(1)
        if caller.f_code.co_filename.startswith(INNER) or is_blocking and not is_blocking(*arguments):
            return function(*arguments, **options)
        here.is_blocking = True
        if virtual:
            virtual.block_main(what != "time.sleep")
        emit(lane, "blocking", own_line(caller), what=outermost(caller) or what)
        trace.flush()
        try:
            return function(*arguments, **options)
        finally:
            here.is_blocking = False
            if virtual:
                virtual.block_main(False)
            emit(lane, "unblocked", own_line(caller))

    return call


def outermost(frame):
    """The library's function that the program called, where a blocking call is made inside a library."""
    found = None
    while frame is not None and is_library(frame.f_code.co_filename):
        if is_turn(frame):
            return None
        found, frame = frame if frame.f_code.co_filename != HERE else found, frame.f_back
    return call_name(found) if found is not None else None


def record_blocking_calls():
    """Replaces what blocks a thread in the standard library."""

    def holds(sock, *_):
        return sock.gettimeout() != 0

    for name in ("accept", "connect", "recv", "recv_into", "recvfrom", "send", "sendall", "sendto"):
        setattr(socket.socket, name, blocking(f"socket.{name}", getattr(socket.socket, name), holds))
    socket.getaddrinfo = blocking("socket.getaddrinfo", socket.getaddrinfo)
    ssl = sys.modules.get("ssl")
    for name in ("do_handshake", "recv", "recv_into", "read", "send", "sendall", "write") if ssl else ():
        setattr(ssl.SSLSocket, name, blocking(f"ssl.{name}", getattr(ssl.SSLSocket, name), holds))
    for name in ("run", "call", "check_call", "check_output"):
        setattr(subprocess, name, blocking(f"subprocess.{name}", getattr(subprocess, name)))
    for name in ("wait", "communicate"):
        setattr(subprocess.Popen, name, blocking(f"Popen.{name}", getattr(subprocess.Popen, name)))
    os.system = blocking("os.system", os.system)
    time.sleep = blocking("time.sleep", time.sleep)
    builtins.input = blocking("input", builtins.input)
    for name in ("readline", "read", "readlines") if sys.stdin is not None else ():
        setattr(sys.stdin, name, blocking(f"stdin.{name}", getattr(sys.stdin, name)))
    concurrent.futures.Future.result = blocking(
        "Future.result", concurrent.futures.Future.result, lambda future, *_: not future.done())
    concurrent.futures.ThreadPoolExecutor.shutdown = blocking(
        "Executor.shutdown", concurrent.futures.ThreadPoolExecutor.shutdown, lambda _, wait=True, **__: wait)
    concurrent.futures.wait = blocking("concurrent.futures.wait", concurrent.futures.wait)
    threading.Thread.join = blocking("Thread.join", threading.Thread.join, lambda thread, *_: thread.is_alive())
    threading.Event.wait = blocking("Event.wait", threading.Event.wait, lambda event, *_: not event.is_set())
    threading.Barrier.wait = blocking("Barrier.wait", threading.Barrier.wait)
    for name in ("get", "put", "join"):
        setattr(queue.Queue, name, blocking(f"queue.Queue.{name}", getattr(queue.Queue, name)))
    record_locks()
    record_reads()
    record_databases()


def record_locks():
    """Locks of the program (not of libraries) say when they hold the thread."""
    plain = threading.Lock

    class Lock:
        """A lock whose `acquire` is recorded."""

        def __init__(self):
            self._lock = plain()
            self.release, self.locked = self._lock.release, self._lock.locked

        def acquire(self, blocking=True, timeout=-1):
            return self._lock.acquire(False) or blocking and waiting_acquire(self._lock, True, timeout)

        def __enter__(self):
            return self.acquire()

        def __exit__(self, *_):
            self.release()

        def __repr__(self):
            return repr(self._lock)

        def __getattr__(self, name):
            return getattr(self._lock, name)

    def acquire(lock, *arguments):
        return lock.acquire(*arguments)

    waiting_acquire = blocking("Lock.acquire", acquire)

    def make():
        """A lock; to libraries the plain one."""
        return plain() if is_library(sys._getframe(1).f_code.co_filename) else Lock()

    threading.Lock = functools.wraps(plain)(make)


def record_reads():
    """Reading or writing much at once is a blocking call; small files are too quick to matter."""
    plain_open, large = io.open, 1 << 20

    def opened(file, *arguments, **options):
        stream = plain_open(file, *arguments, **options)
        if getattr(lanes.here, "is_worker", True) or is_library(sys._getframe(1).f_code.co_filename):
            return stream
        try:
            is_large = os.fstat(stream.fileno()).st_size >= large
            slow = is_large or not os.path.isfile(stream.fileno())
            for name in ("read", "readlines", "readline") if slow else ():
                setattr(stream, name, blocking(f"file.{name}", getattr(stream, name)))
        except (OSError, AttributeError, ValueError):
            pass
        return stream

    builtins.open = io.open = functools.wraps(plain_open)(opened)


def record_databases():
    """sqlite3's connections and cursors are C types: theirs are replaced by subclasses."""
    try:
        import sqlite3
    except ImportError:
        return
    connect = sqlite3.connect

    class Cursor(sqlite3.Cursor):
        """A cursor whose calls are recorded."""

    class Connection(sqlite3.Connection):
        """A connection whose calls are recorded."""

        def cursor(self, factory=Cursor):
            return super().cursor(factory)

    for owner, base, words in (
        (Connection, sqlite3.Connection, ("execute", "executemany", "executescript", "commit")),
        (Cursor, sqlite3.Cursor, ("execute", "executemany", "executescript", "fetchall")),
    ):
        for name in words:
            setattr(owner, name, blocking(f"sqlite3.{name}", getattr(base, name)))
        owner.__name__, owner.__qualname__, owner.__module__ = base.__name__, base.__qualname__, "sqlite3"

    @functools.wraps(connect)
    def connected(*arguments, **options):
        if len(arguments) < 6:
            options.setdefault("factory", Connection)
        return connect(*arguments, **options)

    sqlite3.connect = connected


# ---------------------------------------------------------------------------------------------------- printing

class Output:
    """Notes what is written to standard output, line by line and lane by lane. The stream stays the same object."""

    def __init__(self):
        self.unfinished = {}

    def record(self, stream):
        write = stream.write

        def recorded(text):
            count = write(text)
            lane = lanes.current() or 0
            line = self.unfinished.get(lane, "") + text
            if "\n" in line:
                *lines, line = line.split("\n")
                where = own_line(sys._getframe(1))
                for whole in lines:
                    emit(lane, "printed", where, text=whole)
            self.unfinished[lane] = line
            return count

        try:
            stream.write = recorded
        except AttributeError:
            pass  # a stream without room for it: its lines are not on the timeline

    def finish_line(self, lane):
        """Notes a line that has no end yet."""
        line = self.unfinished.pop(lane, "")
        if line:
            emit(lane, "printed", text=line)


# ---------------------------------------------------------------------------------------------------- loose ends

def record_loose_ends():
    """Notes coroutines that nobody awaits, and leaves the recorder's own lines out of tracebacks."""
    if hasattr(sys, "set_coroutine_origin_tracking_depth") and hasattr(warnings, "_warn_unawaited_coroutine"):
        sys.set_coroutine_origin_tracking_depth(1)

        def warn_unawaited(coro):
            name = getattr(coro, "__qualname__", "?")
            filename, line, _ = coro.cr_origin[0] if coro.cr_origin else ("", 0, "")
            emit(
                lanes.current() or 0, "remarked", line if filename == program_file else 0, rule="never-awaited",
                text=f"{name}() made a coroutine that nobody awaited, so nothing of it ran.",
                **{"try": f"Write await {name}(…), or asyncio.create_task({name}(…)) to let it run beside this."})
            warnings.warn(f"coroutine '{name}' was never awaited", RuntimeWarning, stacklevel=2, source=coro)

        warnings._warn_unawaited_coroutine = warn_unawaited

    def without_recorder(walk):
        @functools.wraps(walk)
        def walked(*arguments):
            for step in walk(*arguments):
                frame = step[0]
                if frame is None or frame.f_code.co_filename != HERE:
                    yield step

        return walked

    def shown_without_recorder(hook):
        return lambda kind, error, step: hook(kind, error, without_own_frames(error, step))

    sys.excepthook = shown_without_recorder(sys.excepthook)
    if hasattr(threading, "excepthook"):
        plain_hook = threading.excepthook

        def thread_hook(arguments):
            if arguments.exc_value is not None:
                without_own_frames(arguments.exc_value, arguments.exc_traceback)
                arguments = threading.ExceptHookArgs(
                    (arguments.exc_type, arguments.exc_value, arguments.exc_value.__traceback__, arguments.thread))
            plain_hook(arguments)

        threading.excepthook = thread_hook
    for name in ("walk_tb", "_walk_tb_with_full_positions", "walk_stack"):
        if hasattr(traceback, name):
            setattr(traceback, name, without_recorder(getattr(traceback, name)))


def without_own_frames(error, step):
    """The traceback without the recorder's frames. Those of the errors that led to this one lose theirs, too."""
    seen, rest = {id(error)}, [error.__cause__, error.__context__, *getattr(error, "exceptions", ())]
    while rest:
        other = rest.pop()
        if other is None or id(other) in seen:
            continue
        seen.add(id(other))
        other.__traceback__ = own_traceback(other.__traceback__)
        rest += [other.__cause__, other.__context__, *getattr(other, "exceptions", ())]
    error.__traceback__ = own_traceback(step)
    return error.__traceback__


def own_traceback(step):
    """A traceback without the recorder's frames."""
    kept = []
    while step is not None:
        if step.tb_frame.f_code.co_filename != HERE:
            kept.append(step)
        step = step.tb_next
    chain = None
    for step in reversed(kept):
        chain = types.TracebackType(chain, step.tb_frame, step.tb_lasti, step.tb_lineno)
    return chain


def record_processes():
    """What ends this process at once is written out before; what is forked off records nothing."""
    leave = os._exit

    def leave_at_once(code):
        if trace.is_open:
            trace.flush()
        leave(code)

    os._exit = leave_at_once
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=trace.stop)


# ---------------------------------------------------------------------------------------------------- clocks

class VirtualTime:
    """Time that passes only where the program waits: sleeps cost nothing, and two runs are the same.

    A turn of a task costs TURN, a look at a clock LOOK; computing costs nothing. Threads sleep in this time as well: it
    jumps only when none of them computes. Where real input or output is under way, real time passes, as it must.
    """

    TURN = 10_000
    LOOK = 1_000
    # Where clocks begin, in seconds since 1970: the first of January 2024.
    EPOCH = 1_704_067_200
    # A thread that computes for longer than this many (real) seconds does real work.
    PATIENCE = 0.5

    def __init__(self):
        self.now = 0
        self.changed = threading.Condition(threading.Lock())
        # Threads that sleep, each with its deadline; how many compute; whether the program's own is blocked.
        self.sleepers = []
        self.working = 0
        self.main_is_blocked = False
        self.has_noted = False

    def read(self):
        return self.now

    def look(self):
        self.now += self.LOOK
        return self.now

    def sleep(self, seconds):
        if not isinstance(seconds, (int, float)) or seconds < 0:
            return real_sleep(seconds)  # raises what it raises
        due = self.now + int(seconds * 1e9)
        if getattr(lanes.here, "is_worker", True):
            return self.sleep_in_thread(due)
        with self.changed:
            while True:
                self.wait_for_workers()
                if not self.sleepers or self.sleepers[0][0] > due:
                    break
                self.wake_first()
            self.now = max(self.now, due)

    def sleep_in_thread(self, due):
        with self.changed:
            sleeper = (due, object())
            self.sleepers.append(sleeper)
            self.sleepers.sort(key=lambda it: it[0])
            self.working -= 1
            self.wake_if_idle()
            self.changed.notify_all()
            while sleeper in self.sleepers:
                self.changed.wait()

    def wait_for_workers(self):
        """Threads that compute take no time: first they come to their next sleep, or to their end."""
        return self.changed.wait_for(lambda: self.working <= 0, timeout=self.PATIENCE)

    def wake_first(self):
        self.now = max(self.now, self.sleepers.pop(0)[0])
        self.working += 1
        self.changed.notify_all()

    def wake_if_idle(self):
        """While the program's own thread is blocked, threads move time on themselves."""
        if self.main_is_blocked and self.working <= 0 and self.sleepers:
            self.wake_first()

    def thread_begins(self):
        with self.changed:
            self.working += 1

    def thread_ends(self):
        with self.changed:
            self.working -= 1
            self.wake_if_idle()
            self.changed.notify_all()

    def block_main(self, is_blocked):
        with self.changed:
            self.main_is_blocked = is_blocked
            self.wake_if_idle()

    def select(self, loop, select, timeout):
        """In place of a selector's own `select`: what is ready now, else time jumps to what is due next."""
        due = None if timeout is None else self.now + max(1, round(timeout * 1e9))
        while True:
            ready = select(0)
            if ready or timeout is not None and timeout <= 0:
                return ready
            with self.changed:
                are_idle = self.wait_for_workers()
            ready = select(0)
            if ready:
                return ready
            with self.changed:
                if are_idle and self.sleepers and (due is None or self.sleepers[0][0] <= due):
                    self.wake_first()
                    continue
            if not are_idle or self.waits_outside(loop):
                return self.select_outside(select, timeout)
            if due is None:
                return select(None)
            self.now = max(self.now, due)
            return ready

    def waits_outside(self, loop):
        """Whether sockets or pipes are being waited for, other than the loop's own."""
        registered = loop._selector.get_map() if hasattr(loop._selector, "get_map") else None
        return len(registered or ()) > 1

    def select_outside(self, select, timeout):
        if not self.has_noted:
            self.has_noted = True
            emit(0, "noted", text="Real input and output take real time, also under the virtual clock.")
        began = real_clock()
        ready = select(timeout)
        self.now += real_clock() - began
        return ready

    def install(self):
        time.sleep = self.sleep
        time.perf_counter_ns = time.monotonic_ns = self.look
        time.perf_counter = time.monotonic = lambda: self.look() / 1e9
        time.time_ns = lambda: self.EPOCH * 1_000_000_000 + self.look()
        time.time = lambda: self.EPOCH + self.look() / 1e9
        for name in ("localtime", "gmtime", "ctime"):
            plain = getattr(time, name)
            setattr(time, name, lambda seconds=None, plain=plain: plain(time.time() if seconds is None else seconds))
        formatted = time.strftime
        time.strftime = lambda form, *moment: formatted(form, *(moment or (time.localtime(),)))
        asyncio.base_events.BaseEventLoop.time = lambda loop: self.now / 1e9


def watch_selector(loop):
    """Before a loop rests, what is recorded is written out; under the virtual clock time jumps instead."""
    selector = getattr(loop, "_selector", None)
    if selector is None or hasattr(selector, "_meanwhile"):
        return
    select = selector.select

    def watched(timeout=None):
        if timeout is None or timeout > 0:
            trace.flush()
        return virtual.select(loop, select, timeout) if virtual else select(timeout)

    try:
        selector.select, selector._meanwhile = watched, True
    except AttributeError:
        pass


def spend_turn():
    if virtual:
        virtual.now += VirtualTime.TURN


# ---------------------------------------------------------------------------------------------------- the program

class Program:
    """The program's own lane, from its beginning to its end."""

    def begin(self):
        emit(0, "spawned", name="main")
        emit(0, "resumed")
        atexit.register(self.finish)  # the first that is registered, so the last that is called
        shutdown = threading._shutdown

        def shutdown_threads():
            """Python waits here for threads that are left when the program has come to its end."""
            output.finish_line(0)
            if any(not it.daemon for it in threading.enumerate() if it is not threading.current_thread()):
                emit(0, "blocking", what="the end of threads")
                trace.flush()
            shutdown()

        threading._shutdown = shutdown_threads

    def finish(self):
        """Notes how the program ended. The code that it leaves with is known to whoever started it."""
        output.finish_line(0)
        error = getattr(sys, "last_value", None)
        if error is None:
            emit(0, "finished", outcome="done")
        else:
            emit(0, "finished", error_line(error), outcome="failed", error=describe_error(error))
        trace.flush()


def source_text(filename):
    try:
        with io.open(filename, encoding="utf-8", errors="replace") as file:
            return file.read(1 << 20)
    except OSError:
        return ""


def file_of(program):
    """The path by which Python will know the program's own file."""
    if not program.startswith("-m "):
        # From 3.9 on a script knows itself by its whole path.
        return os.path.abspath(program) if sys.version_info >= (3, 9) else program
    parts = program[3:].split(".")
    for folder in [os.getcwd(), *sys.path]:
        path = os.path.join(folder, *parts)
        for candidate in (path + ".py", os.path.join(path, "__main__.py")):
            if os.path.isfile(candidate):
                return candidate
    return program


def leave_no_trace(environment):
    """Takes out of environment and path what brought the recorder here, and lets another sitecustomize have its turn."""
    folder = os.path.dirname(HERE)
    sys.path[:] = [it for it in sys.path if it != folder]
    this = sys.modules.pop("sitecustomize", None)
    environment.pop("PYTHONPATH", None)
    before = environment.pop("MEANWHILE_PATH", None)
    if before is not None:
        environment["PYTHONPATH"] = before
    import importlib
    importlib.invalidate_caches()
    try:
        import sitecustomize  # noqa: F401
    except ImportError:
        sys.modules["sitecustomize"] = this  # Python insists on finding it after its import


def main():
    global trace, lanes, output, virtual, clock, program_file, main_here
    environment = os.environ
    destination = environment.pop("MEANWHILE_TRACE")
    if environment.pop("MEANWHILE_TERMINAL", None):
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(line_buffering=True)
            stream.isatty = lambda: True
    clock_name, program = environment.pop("MEANWHILE_CLOCK"), environment.pop("MEANWHILE_PROGRAM")
    leave_no_trace(environment)
    trace, lanes, output = Trace(destination), Lanes(), Output()
    virtual = VirtualTime() if clock_name == "virtual" else None
    program_file = file_of(program)
    header = {
        "format": "meanwhile-trace", "version": 1, "clock": clock_name, "source": os.path.basename(program_file),
        "language": "python", "sources": [{"name": os.path.basename(program_file), "text": source_text(program_file)}],
    }
    trace.lines.append(json.dumps(header) + "\n")
    if virtual:
        virtual.install()
        clock = virtual.read
    else:
        clock = real_clock
    lanes.here.lane, lanes.here.program, lanes.here.is_worker = 0, 0, False
    main_here = lanes.here.__dict__
    record_tasks()
    record_threads()
    record_blocking_calls()
    record_loose_ends()
    record_processes()
    output.record(sys.stdout)
    import _thread
    _thread.start_new_thread(trace.flush_now_and_then, ())
    if not virtual:
        start = real_clock()
        clock = lambda: real_clock() - start
    Program().begin()


if "MEANWHILE_TRACE" in os.environ:
    main()
