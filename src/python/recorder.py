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
    MEANWHILE_TERMINAL file descriptors such as `1,2`: what is written there comes to a terminal, although through a pipe

How it sees things:

* A turn of a task is one call of `Handle._run`: the event loop calls nothing else. Before it the task is resumed, after
  it the task is finished or suspended, and `task._fut_waiter` says what it waits for. The coroutine itself is never
  wrapped, so tracebacks, `repr(task)` and stacks stay as they are. Loops of another make (uvloop) have no `Handle._run`
  to replace: there the step that they are asked to call is wrapped.
* A task is woken when the loop is asked to call its next step soon (`call_soon`); who asked is whose turn it is.
* A sleep is a future that a timer sets (`call_at`), so its deadline is known.
* A blocking call is a call of one of the functions that `record_blocking_calls` lists.
* What shared variables hold is looked at when a turn ends, those that the task's code names and another task's does too:
  globals that functions assign to or that are lists, dictionaries or sets, and variables of functions around. Only plain
  values are shown; nothing of the program's own classes is called or kept.
* Threads and processes of executors have lanes of their own; what they do inside is not seen, only when they begin and end.

Not seen: what C code does by itself (numpy, database drivers), threads that C code starts, and tasks of frameworks that
do not use asyncio (trio, curio, gevent).

A turn must cost little, so what is done at each turn is written out in place, and the lines of frequent events are put
together by hand.
"""

import sys

# What Python itself has imported so far.
IMPORTED_BEFORE = frozenset(sys.modules)

import _thread
import asyncio
import asyncio.base_events
import asyncio.events
import asyncio.futures
import asyncio.tasks
import atexit
import builtins
import concurrent.futures
import contextvars
import functools
import gc
import io
import itertools
import json
import linecache
import opcode
import os
import select
import signal
import socket
import stat
import subprocess
import threading
import time
import traceback
import types
import warnings
import weakref

HERE = os.path.abspath(__file__)
ASYNCIO = os.path.dirname(asyncio.__file__)
# A coroutine that runs here was asked for by whoever called these files.
PLUMBING = tuple(os.path.join(ASYNCIO, name) for name in ("tasks.py", "taskgroups.py", "base_events.py", "runners.py"))
STANDARD = os.path.dirname(os.__file__)
# Folders of installed packages, wherever they lie.
SITE = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)
# Coroutines by which a loop cleans up after itself.
HOUSEKEEPING = ("shutdown_asyncgens", "shutdown_default_executor")
# Libraries whose own waits are part of something that is recorded as a whole.
INNER = (ASYNCIO, threading.__file__, os.path.dirname(concurrent.futures.__file__))
# Where executors are asked to do something for a task.
EXECUTING = (os.path.join(ASYNCIO, "threads.py"), os.path.dirname(concurrent.futures.__file__))
# Blocking calls that wait for somebody to type.
ASKING = ("input", "stdin.readline", "stdin.read", "stdin.readlines", "getpass.getpass")
# What a thread lane is said to do as long as it lives.
OWN_THREAD = "a thread of its own"
# asyncio's objects and the families that the timeline knows them by.
FAMILIES = {
    "Lock": "mutex",
    "Condition": "condition",
    "Queue": "channel",
    "Semaphore": "semaphore",
    "Event": "event",
    "Barrier": "barrier",
}
# An event holds at most this many characters of a value, of a name, of an error.
VALUE_LENGTH = 80
NAME_LENGTH = 120
ERROR_LENGTH = 1_000
# Of what a shared variable holds at most this many characters and items are shown; of so many variables.
HELD_LENGTH = 40
HELD_ITEMS = 20
MAX_VARIABLES = 200
# A wait for more tasks than this names the first of them.
MAX_AWAITED = 1_000
# What records modules that are imported later, by their names.
late_modules = {}
# These frameworks have loops and tasks of their own.
OTHER_FRAMEWORKS = ("trio", "curio", "gevent", "eventlet")

# What a text is in a line of the trace; and any other value.
quoted = json.encoder.encode_basestring
encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
real_sleep = time.sleep
start_thread = _thread.start_new_thread
real_clock = time.perf_counter_ns


# ---------------------------------------------------------------------------------------------------- the trace

class Trace:
    """Collects lines of the trace and writes them out, in large pieces but never long after they were made."""

    # Seconds between two writings.
    PACE = 0.03

    def __init__(self, output):
        self.lines = []
        self.lock = threading.Lock()
        self.is_open = True
        # Whether a thread of its own writes now and then; what ends that thread, and what it holds as long as it lives.
        self.is_writing = False
        self.enough, self.life = threading.Lock(), threading.Lock()
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

    def begin_writing(self):
        """Starts a thread that writes now and then, so that a long computation is seen while it goes on."""
        if self.is_open and not self.is_writing:
            self.is_writing = True
            self.enough.acquire()
            self.life.acquire()
            start_thread(self.write_now_and_then, ())

    def write_now_and_then(self):
        while not self.enough.acquire(True, self.PACE):
            self.flush()
        self.enough.release()
        self.life.release()

    def end_writing(self):
        """Ends that thread before a fork: Python warns those who fork while there are several threads."""
        if not self.is_writing:
            return
        self.enough.release()
        with self.life:
            self.is_writing = False
        # Its last instructions are outside of Python; the system counts it until they are done.
        for _ in range(1_000):
            if count_threads() <= threading.active_count():
                return
            real_sleep(0.00001)

    def stop(self):
        """For a process that was forked off: what it does is not this run's."""
        if self.is_open:
            os.close(self.file)
        self.is_open = False
        self.lines.clear()
        self.lock = threading.Lock()


def count_threads():
    """How many threads this process has, where the system says so; else 0."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 0


def emit(lane, event, line=0, **fields):
    """Adds an event of a lane. Fields that are None are left out."""
    extra = ""
    for key, value in fields.items():
        if value is not None:
            extra += f',"{key}":{quoted(value) if type(value) is str else encoded(value)}'
    where = f',"line":{line}' if line else ""
    trace.lines.append(f'{{"at":{clock()},"task":{lane},"event":"{event}"{where}{extra}}}\n')


# ---------------------------------------------------------------------------------------------------- lanes

class Here(threading.local):
    """What is known of the thread that asks."""

    # The lane whose code runs, if one does; and the lane that goes on when a loop ends.
    lane, program = None, 0
    # Whether it is not the program's own thread, so that its blocking keeps no task from running.
    is_worker = True
    # Whether a blocking call is under way, so that those within it are part of it.
    is_blocking = False


class Lanes:
    """Numbers and names of lanes. Lane 0 is the program itself."""

    def __init__(self):
        self.latest = 0
        self.names = {}
        self.here = Here()

    def new(self, name):
        """A new lane's number and its name, told apart from earlier ones of the same name."""
        name = name[:NAME_LENGTH]
        self.latest += 1
        self.names[name] = count = self.names.get(name, 0) + 1
        return self.latest, name if count == 1 else f"{name} #{count}"

    def current(self):
        """The lane whose code runs on this thread, or None."""
        return self.here.lane


def own_line(frame):
    """The line in the program's own file that is being carried out, or 0."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename == program_file:
            return frame.f_lineno
        if code.co_name == "take_turn" and code.co_filename == HERE:
            return 0
        frame = frame.f_back
    return 0


def is_turn(frame):
    """Whether a turn of a task begins with this frame: what is below it belongs to the event loop."""
    return frame.f_code.co_name == "take_turn" and frame.f_code.co_filename == HERE


@functools.lru_cache(maxsize=None)
def is_library(filename):
    """Whether a file belongs to the standard library or an installed package, or is none: code that was put together."""
    return filename.startswith((STANDARD, "<")) or is_installed(filename) or filename == HERE


@functools.lru_cache(maxsize=None)
def is_installed(filename):
    """Whether a file belongs to an installed package."""
    return SITE[0] in filename or SITE[1] in filename


@functools.lru_cache(maxsize=None)
def is_plumbing(filename):
    """Whether a file is where asyncio makes tasks for those who call it."""
    return filename.startswith(PLUMBING) or filename == HERE


def asked_by(frame):
    """The frame that asked asyncio's plumbing for a task, and the functions passed on the way there."""
    passed = []
    while frame is not None and is_plumbing(frame.f_code.co_filename):
        if is_turn(frame):
            return None, passed
        passed.append(frame.f_code.co_name)
        frame = frame.f_back
    return frame, passed


def shown(value):
    """A plain value as text; None for what would have to run code of the program to be shown."""
    return repr(value)[:VALUE_LENGTH] if type(value) in (str, int, float, bool, bytes, complex) else None


def put(owner, name, function):
    """Puts a function in another one's place, of which it takes the name, the text for help and the signature."""
    setattr(owner, name, functools.update_wrapper(function, getattr(owner, name)))


# ---------------------------------------------------------------------------------------------------- tasks

def record_tasks():
    """Replaces how loops make tasks, run their turns and wake them."""
    here, append, sharing = lanes.here, trace.lines.append, values.lanes
    handle_class, plain_run, cancel = asyncio.events.Handle, asyncio.events.Handle._run, asyncio.events.Handle.cancel

    def run_handle(handle):
        """What the loop calls. Replaces `Handle._run`."""
        task = getattr(handle._callback, "__self__", None)
        lane = getattr(task, "_meanwhile_lane", None)
        if type(lane) is not int or task.done():  # some objects answer to any name
            return plain_run(handle)
        take_turn(task, lane, plain_run, handle)

    def take_turn(task, lane, step, *arguments):
        """One turn of a task, which `step` carries out."""
        outer = here.lane
        if outer is not None:
            emit(outer, "suspended", on={"kind": "yield"})  # a loop that runs within a turn of another one
        here.lane = lane
        append(f'{{"at":{clock()},"task":{lane},"event":"resumed"}}\n')
        try:
            step(*arguments)
        finally:
            end_turn(task, lane)
            here.lane = outer
            if outer is not None:
                emit(outer, "resumed")

    def end_turn(task, lane):
        if virtual:
            virtual.now += VirtualTime.TURN
        if lane in sharing:
            # A thread's lane is in there for the thread's own function; it goes on in a main coroutine.
            values.tell(lane, getattr(task, "_meanwhile_variables", ()))
        if task.done():
            sharing.discard(lane)
            output.finish_line(lane)
            if lane != here.program:  # which goes on after its main coroutine
                finish(task, lane)
            return
        future = task._fut_waiter
        if future is None:
            append(f'{{"at":{clock()},"task":{lane},"event":"suspended","on":{{"kind":"yield"}}}}\n')
        else:
            until = getattr(future, "_meanwhile_until", None)
            if until is None:
                line, on = describe_wait(task, future)
                emit(lane, "suspended", line, on=on)
            else:
                line = line_of(task)
                where = f',"line":{line}' if line else ""
                append(f'{{"at":{clock()},"task":{lane},"event":"suspended"{where}'
                       f',"on":{{"kind":"sleep","until":{until}}}}}\n')
            if future.done():
                emit(lane, "woken")  # it was cancelled before it began to wait

    def finish(task, lane):
        if task.cancelled():
            emit(lane, "finished", outcome="cancelled")
        elif task._exception is not None:
            emit(lane, "finished", error_line(task._exception), outcome="failed", error=describe_error(task._exception))
        else:
            value = shown(task._result)
            value = "" if value is None else f',"value":{quoted(value)}'
            append(f'{{"at":{clock()},"task":{lane},"event":"finished","outcome":"done"{value}}}\n')

    def cancel_handle(handle):
        callback = handle._callback
        if type(callback) is Callback:
            emit(callback.lane, "finished", outcome="cancelled")
        return cancel(handle)

    handle_class._run, handle_class.cancel = run_handle, cancel_handle
    record_loop(asyncio.base_events.BaseEventLoop, end_turn, lambda task, callback: callback)

    def wrapped(task, callback):
        """A step of a task for a loop that has no handles of asyncio's own."""
        if not hasattr(task, "_fut_waiter"):
            return callback

        def step(*arguments):
            lane = getattr(task, "_meanwhile_lane", None)
            if lane is None or task.done():
                return callback(*arguments)
            if virtual:
                virtual.follow_real_time()
            take_turn(task, lane, callback, *arguments)

        return step

    def note_loop_class(cls, **options):
        super(asyncio.AbstractEventLoop, cls).__init_subclass__(**options)
        if not issubclass(cls, asyncio.base_events.BaseEventLoop):
            record_loop(cls, end_turn, wrapped)

    asyncio.AbstractEventLoop.__init_subclass__ = classmethod(note_loop_class)
    record_shield()


def record_loop(loop_class, end_turn, step_of):
    """Replaces the methods of a class of loops that make tasks and wake them. What a loop is to call in order to carry a
    task's turn out, `step_of` gives."""
    here, append = lanes.here, trace.lines.append
    make, soon, at, later = loop_class.create_task, loop_class.call_soon, loop_class.call_at, loop_class.call_later
    soon_threadsafe, forever, complain = (
        loop_class.call_soon_threadsafe, loop_class.run_forever, loop_class.call_exception_handler)
    wake_sleeper = asyncio.futures._set_result_unless_cancelled

    def create_task(loop, coro, **options):
        caller, passed = asked_by(sys._getframe(1))
        code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
        parent = here.lane
        begins_here = "run_until_complete" in passed or "run" in passed
        if code is not None and code.co_filename.startswith(ASYNCIO):
            name = getattr(coro, "__name__", "")
            if name in HOUSEKEEPING or caller is None or caller.f_code.co_filename.startswith(ASYNCIO):
                return make(loop, coro, **options)
        if begins_here:
            # The program's lane goes on in its main coroutine.
            lane = here.program
        else:
            name = options.get("name") or getattr(coro, "__name__", None) or type(coro).__name__
            lane, name = lanes.new(str(name))
            line = own_line(caller)
            where = f',"line":{line}' if line else ""
            append(f'{{"at":{clock()},"task":{lane},"event":"spawned"{where}'
                   f',"name":{quoted(name)},"parent":{parent or 0}}}\n')
            if is_eager(loop, options):
                return begin_eagerly(loop, coro, code, options, lane, parent)
        task = make(loop, coro, **options)
        tag(task, lane)
        if code is not None and code.co_filename == program_file:
            values.begin_task(task, lane, coro, code, loop, parent)
        return task

    def is_eager(loop, options):
        if "eager_start" in options:
            return options["eager_start"]
        try:
            factory = loop.get_task_factory()
        except NotImplementedError:
            return False
        eager = getattr(asyncio, "eager_task_factory", None)
        return factory is not None and (
            factory is eager or "create_eager_task_factory" in getattr(factory, "__qualname__", ""))

    def begin_eagerly(loop, coro, code, options, lane, parent):
        """An eager task has its first turn at once, within the turn of the one that makes it."""
        if parent is not None:
            emit(parent, "suspended", on={"kind": "yield"})
        emit(lane, "resumed")
        here.lane = lane
        try:
            task = make(loop, coro, **options)
        finally:
            here.lane = parent
        tag(task, lane)
        if code is not None and code.co_filename == program_file:
            values.begin_task(task, lane, coro, code, loop, parent)
        end_turn(task, lane)
        if parent is not None:
            emit(parent, "resumed")
        return task

    def tag(task, lane):
        try:
            task._meanwhile_lane = lane
        except AttributeError:
            pass  # a task of another make: it is seen when it is made, not after that

    def call_soon(loop, callback, *arguments, context=None):
        task = getattr(callback, "__self__", None)
        lane = getattr(task, "_meanwhile_lane", None)
        if type(lane) is not int:
            callback = noted(callback)
        else:
            by = here.lane
            if by != lane:  # else it gives others a turn, and is ready at once
                source = "" if by is None else f',"by":{by}'
                append(f'{{"at":{clock()},"task":{lane},"event":"woken"{source}}}\n')
        callback = step_of(task, callback)
        return soon(loop, callback, *arguments, context=context)

    def call_soon_threadsafe(loop, callback, *arguments, context=None):
        return soon_threadsafe(loop, noted(callback), *arguments, context=context)

    def call_at(loop, when, callback, *arguments, context=None):
        callback = with_deadline(callback, arguments, when - loop.time())
        return at(loop, when, callback, *arguments, context=context)

    def call_later(loop, delay, callback, *arguments, context=None):
        callback = with_deadline(callback, arguments, delay)
        return later(loop, delay, callback, *arguments, context=context)

    def with_deadline(callback, arguments, delay):
        if callback is wake_sleeper:
            # asyncio.sleep made this future
            arguments[0]._meanwhile_until = clock() + max(0, round(delay * 1e9))
            return callback
        return noted(callback, delay)

    def noted(callback, delay=None):
        """The function with a lane of its own, if it is one of the program's; else as it is. `delay` is in seconds."""
        code = getattr(callback, "__code__", None)
        if type(code) is not types.CodeType or is_library(code.co_filename):
            return callback
        parent = here.lane
        lane, name = lanes.new(callback.__name__)
        emit(lane, "spawned", own_line(sys._getframe(2)), name=name, parent=parent or 0)
        if delay is not None:
            emit(lane, "suspended", on={"kind": "sleep", "until": clock() + max(0, round(delay * 1e9))})
        return Callback(callback, lane)

    def run_forever(loop):
        """The loop has the thread until it stops; then the program's own lane goes on."""
        program, outer = here.program, here.lane
        watch_selector(loop)
        if outer is not None:
            emit(outer, "suspended", own_line(sys._getframe(1)), on=describe_program_wait(sys._getframe(1)))
        here.lane = None
        try:
            return forever(loop)
        finally:
            here.lane = outer
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

    replacements = [create_task, call_soon, call_soon_threadsafe, call_at, run_forever, call_exception_handler]
    if loop_class is not asyncio.base_events.BaseEventLoop:
        replacements.append(call_later)  # asyncio's own calls call_at
    for function in replacements:
        put(loop_class, function.__name__, function)


def record_shield():
    """Lets the future that `shield` gives know what it stands for."""
    plain = asyncio.tasks.shield

    @functools.wraps(plain)
    def shield(arg, **options):
        inner = asyncio.ensure_future(arg, **options)
        outer = plain(inner, **options)
        lane = lane_of(inner)
        if lane is not None and outer is not inner:
            outer._meanwhile_stands_for = lane
        return outer

    asyncio.shield = asyncio.tasks.shield = shield


def lane_of(future):
    """The lane of a task, or the lane whose end a future stands for; else None."""
    for name in ("_meanwhile_lane", "_meanwhile_stands_for"):
        lane = getattr(future, name, None)
        if type(lane) is int:
            return lane
    return None


class Callback:
    """A function of the program that a loop calls: a short task of its own."""

    def __init__(self, function, lane):
        self.function, self.lane = function, lane
        self.variables = values.begin_call(function, lane, lanes.here.lane)
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
            values.tell(self.lane, self.variables)
            output.finish_line(self.lane)
            emit(self.lane, "finished", **outcome)
            lanes.here.lane = None


def describe_error(error):
    """An exception as its last line in a traceback; if it cannot say so itself, its type."""
    try:
        text = str(error)[:ERROR_LENGTH]
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

def step_into(coro):
    """The frame of a coroutine or generator, and what that awaits. Without a frame it is neither, or hides it (the step
    of an asynchronous generator does; then its caller's frame must do)."""
    if type(coro) is types.CoroutineType:
        return coro.cr_frame, coro.cr_await
    frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None) or getattr(coro, "ag_frame", None)
    inner = getattr(coro, "cr_await", None) or getattr(coro, "gi_yieldfrom", None) or getattr(coro, "ag_await", None)
    return frame, inner


def line_of(task):
    """The line of the program's own file in which a task waits, or 0."""
    line, coro = 0, task.get_coro()
    while coro is not None:
        frame, coro = step_into(coro)
        if frame is None:
            break
        if frame.f_code.co_filename == program_file:
            line = frame.f_lineno
    return line


def describe_wait(task, future):
    """The line in which a task waits, and what for, as the trace says it."""
    line, first, owner, coro = 0, None, None, task.get_coro()
    while coro is not None:
        frame, coro = step_into(coro)
        if frame is None:
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
    lane = lane_of(future)
    if lane is not None:
        return line, {"kind": "task", "id": lane}
    awaited = awaited_lanes(future, first)
    if awaited:
        return line, {"kind": "task", "id": awaited[0]} if len(awaited) == 1 else {"kind": "tasks", "ids": awaited}
    if owner is not None:
        kind = family(owner)
        return line, {"kind": "object", "object": kind, "name": object_name(task, owner) or kind}
    if first is not None:
        return line, {"kind": "io", "what": call_name(first)}
    name = object_name(task, future)
    return line, {"kind": "object", "object": "future", "name": name} if name else {"kind": "io", "what": "a future"}


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
        elif word in ("_wait_for_one", "__anext__"):
            # as_completed waits again for each of them.
            tasks = variables.get("todo") or getattr(variables.get("self"), "_todo", ())
            tasks = itertools.islice(tasks, MAX_AWAITED // 10)
    lanes = [lane_of(task) for task in tasks or () if task is not None and not task.done()]
    return sorted(lane for lane in lanes if lane is not None)[:MAX_AWAITED]


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
        frame, coro = step_into(coro)
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
            lane = lane_of(future)
            if lane:
                return {"kind": "task", "id": lane}
            several = awaited_lanes(future, None)
            if several:
                return {"kind": "tasks", "ids": several}
            return {"kind": "yield"}
        if frame.f_code.co_name == "run":
            return {"kind": "yield"}  # of a loop that has no `run_until_complete` to be seen
        frame = frame.f_back
    return {"kind": "io", "what": "loop.run_forever"}


# ---------------------------------------------------------------------------------------------------- shared variables

# Values that are shown without running code of the program; and such that hold others.
ATOMS = frozenset((int, float, bool, str, bytes, complex, type(None)))
BRACKETS = {list: "[]", tuple: "()", dict: "{}", set: "{}", frozenset: "{}"}
# These are no variables.
FIXED = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType)
NOTHING = object()
# What classes are asked for in a way that they cannot answer by themselves.
NAME_OF, ATTRIBUTES_OF = type.__dict__["__name__"].__get__, type.__dict__["__dict__"].__get__


class Shared:
    """A variable that tasks may share: a global of the program, or one of a function around (`cell`)."""

    __slots__ = ("name", "cell", "is_stored", "users", "last", "text", "__weakref__")

    def __init__(self, name, cell, is_stored):
        self.name, self.cell, self.is_stored = name, cell, is_stored
        # The first lanes whose code names it; the latest plain value; the text that it is known as.
        self.users, self.last, self.text = set(), NOTHING, None

    def value(self):
        if self.cell is None:
            return values.globals.get(self.name, NOTHING)
        try:
            return self.cell.cell_contents
        except ValueError:
            return NOTHING


class Values:
    """Finds the variables that tasks share, and tells what they hold."""

    def __init__(self):
        self.globals = sys.modules["__main__"].__dict__
        # By the code of a task: that code, its globals. Ids are its keys, because to hash code means to read all of it.
        self.known = {}
        self.shared = {}
        # Variables of functions live as long as the tasks that use them.
        self.cells = weakref.WeakValueDictionary()
        # Names that some function assigns to.
        self.stored, self.has_scanned = set(), False
        # Lanes of tasks that use something that may be shared.
        self.lanes = set()

    def begin_task(self, task, lane, coro, code, loop, parent):
        """Notes what a new task will use, and lets variables be known that are shared from here on."""
        found = self.globals_of(code)
        if not found and not code.co_freevars:
            return
        if code.co_freevars:
            own = next((it for it in gc.get_referents(coro) if type(it) is types.FunctionType and it.__code__ is code), None)
            found = found + self.cells_of(own, asyncio.current_task(loop))
        if found:
            try:
                task._meanwhile_variables = found
            except AttributeError:
                return
            self.begin(lane, found, parent)

    def begin_call(self, function, lane, parent):
        """The same for a function that is called in a lane of its own. Gives what it will use."""
        if type(function) is types.MethodType:
            function = function.__func__
        if type(function) is not types.FunctionType or function.__code__.co_filename != program_file:
            return ()
        found = self.globals_of(function.__code__) + self.cells_of(function, None)
        self.begin(lane, found, parent)
        return found

    def begin(self, lane, found, parent):
        self.lanes.add(lane)
        for it in found:
            if len(it.users) < 2:
                it.users.add(lane)
                if len(it.users) == 2:
                    self.tell(lane if parent is None else parent, (it,))

    def tell(self, lane, found):
        """Notes those that have changed since they were looked at last."""
        for it in found:
            if len(it.users) < 2:
                continue
            value = it.value()
            if value is it.last or value is NOTHING:
                continue
            kind, it.last = type(value), NOTHING
            if kind in ATOMS:
                text = held_atom(value, kind)
                if kind in (float, bool, int) or value is None or len(text) < HELD_LENGTH:
                    it.last = value
            else:
                text = held(value, kind)
            if text is None or text == it.text:
                continue
            # What nobody is known to assign to is of interest once it changes.
            is_news = it.text is not None or kind in BRACKETS or it.is_stored and kind in ATOMS
            it.text = text
            if is_news:
                trace.lines.append(f'{{"at":{clock()},"task":{lane},"event":"holds","variable":{quoted(it.name)}'
                                   f',"value":{quoted(text)}}}\n')

    def globals_of(self, code):
        """The globals that may be shared which a function uses, or one that it calls."""
        found = self.known.get(id(code))
        if found is None:
            if not self.has_scanned:
                self.has_scanned = True
                for function in own_functions(self.globals):
                    self.walk(function.__code__)
            names = sorted(self.walk(code))
            found = self.known[id(code)] = code, tuple(filter(None, map(self.global_of, names)))
        return found[1]

    def global_of(self, name):
        value = self.globals.get(name, NOTHING)
        kind = type(value)
        is_variable = name in self.stored and kind not in FIXED and not issubclass(kind, type) or (
            kind in BRACKETS and kind not in (tuple, frozenset))
        if not is_variable or name.startswith("__"):
            return None
        if name not in self.shared and len(self.shared) < MAX_VARIABLES:
            self.shared[name] = Shared(name, None, name in self.stored)
        return self.shared.get(name)

    def walk(self, code):
        """The names of globals that some code uses, and functions that it calls as far as that is seen; notes which of them
        are assigned to."""
        names, rest, seen = set(), [code], set()
        methods = {}
        for function in own_functions(self.globals):
            methods.setdefault(function.__name__, []).append(function.__code__)
        while rest and len(seen) < 1_000:
            code = rest.pop()
            if id(code) in seen:
                continue
            seen.add(id(code))
            names |= self.names_in(code)
            rest += [it for it in code.co_consts if type(it) is types.CodeType]
            for name in code.co_names:
                rest += methods.get(name, ())
        return names

    def names_in(self, code):
        """The globals that instructions of some code name."""
        names = set()
        for word, argument in instructions(code):
            if word in ("LOAD_GLOBAL", "STORE_GLOBAL"):
                if word == "LOAD_GLOBAL" and sys.version_info >= (3, 11):
                    argument >>= 1
                # Pythons to come may write this down in another way.
                name = code.co_names[argument] if argument < len(code.co_names) else ""
                names.add(name)
                if word == "STORE_GLOBAL":
                    self.store(name)
            elif word == "STORE_DEREF":
                self.stored.update(f"{it} of a function" for it in code.co_freevars)
        return names

    def store(self, name):
        self.stored.add(name)
        if name in self.shared:
            self.shared[name].is_stored = True

    def cells_of(self, function, maker):
        """The variables of functions around that a function uses, itself or through another one among them. `maker` is the
        task that makes the new one: what is its own variable, it shares."""
        found, rest, seen = {}, [function], set()
        while rest:
            function = rest.pop()
            if function is None or id(function) in seen:
                continue
            seen.add(id(function))
            for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
                try:
                    kind = type(cell.cell_contents)
                except ValueError:
                    continue
                if kind is types.FunctionType and cell.cell_contents.__code__.co_filename == program_file:
                    found.update((it.name, it) for it in self.globals_of(cell.cell_contents.__code__))
                    rest.append(cell.cell_contents)
                elif (kind in ATOMS or kind in BRACKETS) and name not in found and not name.startswith("__"):
                    found[name] = self.cell_of(name, cell, maker)
        return tuple(found.values())

    def cell_of(self, name, cell, maker):
        variable = self.cells.get(id(cell))
        if variable is None:
            variable = self.cells[id(cell)] = Shared(name, cell, f"{name} of a function" in self.stored)
            code = getattr(maker.get_coro(), "cr_code", None) if maker is not None else None
            lane = getattr(maker, "_meanwhile_lane", None)
            if code is not None and lane is not None and name in code.co_cellvars:
                maker._meanwhile_variables = (*getattr(maker, "_meanwhile_variables", ()), variable)
                self.lanes.add(lane)
                variable.users.add(lane)
        return variable


def instructions(code):
    """The names of some code's instructions, and their arguments."""
    extended, data = 0, code.co_code
    for at in range(0, len(data) - 1, 2):
        word = opcode.opname[data[at]]
        argument = data[at + 1] | extended
        extended = argument << 8 if word == "EXTENDED_ARG" else 0
        yield word, argument


def own_functions(variables):
    """The functions of the program's own file among global variables, those of its classes too."""
    found, rest = [], list(variables.values())
    for value in rest:
        kind = type(value)
        if kind is types.FunctionType:
            if value.__code__.co_filename == program_file:
                found.append(value)
            for cell in value.__closure__ or ():  # one that was decorated
                try:
                    inner = cell.cell_contents
                except ValueError:
                    continue
                if type(inner) is types.FunctionType and inner.__code__.co_filename == program_file:
                    found.append(inner)
        elif issubclass(kind, type):
            found += [it for it in list(ATTRIBUTES_OF(value).values()) if type(it) is types.FunctionType
                      and it.__code__.co_filename == program_file]
    return found


def held_atom(value, kind):
    """A plain value as text, cut where it gets long; of a large one no more is looked at."""
    if kind is int and value.bit_length() > 512:
        return f"<int of {value.bit_length()} bits>"
    if kind in (str, bytes):
        value = value[:HELD_LENGTH + 1]
    text = repr(value)
    return text if len(text) <= HELD_LENGTH else text[:HELD_LENGTH] + "…"


def held(value, kind, depth=1):
    """What a list or the like holds, as text, and what those in it hold; of objects of the program what they are. None where
    it cannot be looked at."""
    if kind not in BRACKETS:
        return "<" + NAME_OF(kind)[:HELD_LENGTH] + ">"
    opening, closing = BRACKETS[kind]
    try:
        items = list(itertools.islice(value.items() if kind is dict else value, HELD_ITEMS))
    except RuntimeError:
        return None  # a thread changes it
    if kind is dict:
        texts = [f"{held_item(key, depth)}: {held_item(item, depth)}" for key, item in items]
    else:
        texts = [held_item(item, depth) for item in items]
    if kind in (set, frozenset):
        texts.sort()  # their order is left to chance
    text = opening + ", ".join(texts)
    if len(items) < len(value):
        text += ", …"
    elif kind is tuple and len(items) == 1:
        text += ","
    text += closing
    return text if len(text) <= HELD_LENGTH else text[:HELD_LENGTH] + "…"


def held_item(item, depth):
    kind = type(item)
    if kind in ATOMS:
        return held_atom(item, kind)
    return "…".join(BRACKETS[kind]) if kind in BRACKETS and depth == 0 else held(item, kind, depth - 1) or "…"


# ---------------------------------------------------------------------------------------------------- threads

def record_threads():
    """Gives lanes to threads of the program and to jobs of its executors."""
    start, submit = threading.Thread.start, concurrent.futures.ThreadPoolExecutor.submit

    def begin(name, line, parent):
        lane, name = lanes.new(name)
        emit(lane, "spawned", line, name=name, parent=parent if parent is not None else 0)
        emit(lane, "thread")
        return lane

    def on_thread(lane, target, function, arguments, options):
        """Runs a function on this thread, in a lane of its own. `target` is what it calls in the end."""
        here, running = lanes.here, turn_of_loop()
        here.lane = here.program = lane
        variables = values.begin_call(target, lane, lane)
        emit(lane, "resumed")
        emit(lane, "blocking", what=OWN_THREAD)
        if running is not None:
            emit(running, "resumed")
        outcome = {"outcome": "done"}
        try:
            return function(*arguments, **options)
        except BaseException as error:
            outcome = {"outcome": "failed", "error": describe_error(error)}
            raise
        finally:
            values.tell(lane, variables)
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
        caller = sys._getframe().f_back
        if caller is not None and is_library(caller.f_code.co_filename) and not is_installed(caller.f_code.co_filename):
            return start(thread)
        name = getattr(getattr(thread, "_target", None), "__name__", None) or thread.name
        lane = begin(name, own_line(caller), lanes.current())
        work = thread.run
        target = getattr(thread, "_target", None) or work
        if virtual:
            virtual.thread_begins()

        def run():
            try:
                on_thread(lane, target, work, (), {})
            finally:
                if virtual:
                    virtual.thread_ends()

        thread.run = run
        return start(thread)

    def target_of(function):
        """What a thread or an executor is asked to call in the end."""
        target = function.func if isinstance(function, functools.partial) else function
        if getattr(target, "__name__", "") == "run" and isinstance(getattr(target, "__self__", None), contextvars.Context):
            # asyncio.to_thread: a context runs what was asked for.
            target = function.args[0] if isinstance(function, functools.partial) and function.args else target
        return target

    def job_of(function, caller):
        """The name of what an executor is asked to do, and the line; None for what a library does for itself."""
        target = target_of(function)
        code = getattr(target, "__code__", None)
        while caller is not None and (
                is_plumbing(caller.f_code.co_filename) or caller.f_code.co_filename.startswith(EXECUTING)):
            caller = caller.f_back
        if code is not None and is_library(code.co_filename) and (
                caller is None or is_library(caller.f_code.co_filename)):
            return None
        return getattr(target, "__name__", "job"), own_line(caller)

    def run_job(*work):
        if virtual:
            virtual.job_begins()
        return on_thread(*work)

    def thread_submit(executor, function, /, *arguments, **options):
        caller = sys._getframe().f_back
        job = job_of(function, caller)
        if job is None:
            return submit(executor, function, *arguments, **options)
        lane = begin(*job, lanes.current())
        if virtual:
            virtual.job_waits()
        future = submit(executor, run_job, lane, target_of(function), function, arguments, options)
        future._meanwhile_stands_for = lane
        if virtual and (caller is None or caller.f_code.co_name != "run_in_executor"):
            future.add_done_callback(virtual.job_ends)
        return future

    def wrap_future(future, **options):
        """What makes an executor's future one that a task can await."""
        wrapped = wrap(future, **options)
        lane = lane_of(future)
        if lane is not None and wrapped is not future:
            wrapped._meanwhile_stands_for = lane
            if virtual:
                # After asyncio's own callback, so that the loop knows of the end before time goes on.
                future.add_done_callback(virtual.job_ends)
        return wrapped

    def record_process_pool(module):
        """Jobs of other processes: of those only the end is seen."""
        plain = module.ProcessPoolExecutor.submit

        @functools.wraps(plain)
        def process_submit(executor, function, /, *arguments, **options):
            job = job_of(function, sys._getframe().f_back)
            future = plain(executor, function, *arguments, **options)
            if job is not None:
                lane = begin(*job, lanes.current())
                emit(lane, "suspended", on={"kind": "io", "what": "another process"})
                future._meanwhile_stands_for = lane
                if virtual:
                    virtual.thread_begins()
                    future.add_done_callback(lambda _: virtual.thread_ends())
                future.add_done_callback(functools.partial(end_of_job, lane))
            return future

        module.ProcessPoolExecutor.submit = process_submit

    def end_of_job(lane, future):
        if future.cancelled():
            emit(lane, "finished", outcome="cancelled")
        elif future.exception() is not None:
            emit(lane, "finished", outcome="failed", error=describe_error(future.exception()))
        else:
            emit(lane, "finished", outcome="done", value=shown(future.result()))

    wrap = asyncio.futures.wrap_future
    put(threading.Thread, "start", thread_start)
    put(concurrent.futures.ThreadPoolExecutor, "submit", thread_submit)
    put(asyncio.futures, "wrap_future", wrap_future)
    asyncio.wrap_future = wrap_future
    late_modules["concurrent.futures.process"] = record_process_pool


# ---------------------------------------------------------------------------------------------------- blocking calls

def blocking(what, function, is_blocking=None):
    """A function that says when it begins and ends, where it holds a loop's thread."""
    asks, is_builtin = what in ASKING, isinstance(function, (types.BuiltinFunctionType, types.MethodType))

    def call(*arguments, **options):
        if is_builtin:
            arguments = arguments[1:]  # see `Builtin`
        here = lanes.here
        lane = here.lane
        if lane is None or here.is_blocking:
            return function(*arguments, **options)
        if here.is_worker:
            if asks:
                return ask(function, lane, what, *arguments, **options)
            if virtual and what != "time.sleep":
                return virtual.block_worker(function, *arguments, **options)
            return function(*arguments, **options)
        caller = sys._getframe().f_back  # none where C code calls: atexit does
        if is_blocking and not is_blocking(*arguments, **options):
            return function(*arguments, **options)
        if caller is not None and caller.f_code.co_filename.startswith(INNER):
            if virtual and what in ("Executor.shutdown", "Thread.join"):
                return virtual.block_program(function, *arguments, **options)  # the end of a `with`
            return function(*arguments, **options)
        here.is_blocking = True
        if virtual:
            virtual.block_main(what != "time.sleep")
        emit(lane, "blocking", own_line(caller), what=outermost(caller) or what)
        if asks:
            trace.flush()  # what is drawn must give way at once
        elif not trace.is_writing:
            trace.begin_writing()
        try:
            return function(*arguments, **options)
        finally:
            here.is_blocking = False
            if virtual:
                virtual.block_main(False)
            emit(lane, "unblocked", own_line(caller))

    def ask(function, lane, what, *arguments, **options):
        """A thread of its own that waits for somebody to type is said to do so."""
        lanes.here.is_blocking = True
        emit(lane, "blocking", own_line(sys._getframe(1).f_back), what=what)
        trace.flush()
        try:
            return function(*arguments, **options)
        finally:
            lanes.here.is_blocking = False
            emit(lane, "blocking", what=OWN_THREAD)

    if is_builtin:
        return builtin(call, function, what.rpartition(".")[0] or "builtins")
    return functools.update_wrapper(call, function)


class Builtin:
    """A replacement for a function that is written in C. Unlike a function of Python's it does not become a method where a
    class has it as an attribute (`clock = time.perf_counter`). It looks like what it replaces, and is pickled by its name."""

    __slots__ = ("__weakref__",)

    def __getattr__(self, name):
        return getattr(self._plain, name)

    def __repr__(self):
        return repr(self._plain)

    def __reduce__(self):
        return self.__name__

    @property
    def __class__(self):
        return self._plain.__class__


def builtin(call, plain, module):
    """A replacement for a function in C that stands in a module. `call` gets the replacement itself before the arguments."""
    return type("Builtin", (Builtin,), {
        "__slots__": (), "__call__": call, "_plain": plain, "__name__": plain.__name__, "__doc__": plain.__doc__,
        "__module__": module})()


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

    def replace(owner, names, title=None, is_blocking=None):
        for name in names.split():
            if hasattr(owner, name):
                word = f"{title or owner.__name__}.{name}"
                setattr(owner, name, blocking(word, getattr(owner, name), is_blocking))

    def holds(sock, *_, **__):
        return sock.gettimeout() != 0

    def waits(*_, **options):
        return options.get("timeout") != 0

    def record_ssl(module):
        replace(module.SSLSocket, "do_handshake recv recv_into read send sendall write", "ssl", holds)

    def record_queue(module):
        replace(module.Queue, "get put join", "queue.Queue")
        module.SimpleQueue = type("SimpleQueue", (module.SimpleQueue,), {"__module__": "queue"})
        replace(module.SimpleQueue, "get", "queue.SimpleQueue")

    def record_threads_of_pools(module):
        pool = module.ThreadPoolExecutor
        pool.shutdown = blocking("Executor.shutdown", pool.shutdown, lambda _, wait=True, **__: wait)

    def record_multiprocessing_queues(module):
        for kind in ("Queue", "JoinableQueue", "SimpleQueue"):
            replace(getattr(module, kind), "get join", f"multiprocessing.{kind}")

    replace(socket.socket, "accept connect recv recv_into recvfrom send sendall sendto", "socket", holds)
    replace(socket, "getaddrinfo gethostbyname gethostbyaddr getnameinfo")
    replace(subprocess, "run call check_call check_output")
    replace(subprocess.Popen, "wait communicate", None, waits)
    replace(os, "system wait wait3 fsync")
    replace(os, "waitpid wait4", None, lambda _, options, **__: not options & getattr(os, "WNOHANG", 1))
    replace(select, "select", None, lambda _, __, ___, timeout=None: timeout is None or timeout > 0)
    replace(signal, "pause sigwait sigwaitinfo sigtimedwait")
    time.sleep = blocking("time.sleep", time.sleep)
    builtins.input = blocking("input", builtins.input)
    if sys.stdin is not None:
        replace(sys.stdin, "readline read readlines", "stdin")
    future = concurrent.futures.Future
    replace(future, "result exception", None, lambda future, *_, **__: not future.done())
    concurrent.futures.wait = blocking("concurrent.futures.wait", concurrent.futures.wait)
    replace(threading.Thread, "join", None, lambda thread, *_, **__: thread.is_alive())
    replace(threading.Event, "wait", None, lambda event, *_, **__: not event.is_set())
    replace(threading.Barrier, "wait")
    replace(threading.Condition, "wait wait_for")
    replace(threading.Semaphore, "acquire __enter__", None, lambda it, blocking=True, timeout=None: (
        blocking and timeout != 0 and not it._value))
    late_modules.update({
        "ssl": record_ssl,
        "queue": record_queue,
        "concurrent.futures.thread": record_threads_of_pools,
        "sqlite3": record_databases,
        "getpass": lambda module: replace(module, "getpass"),
        "shutil": lambda module: replace(module, "copyfile copytree rmtree move make_archive unpack_archive"),
        "multiprocessing.process": lambda module: replace(
            module.BaseProcess, "join", "Process", lambda process, *_, **__: process.is_alive()),
        "multiprocessing.connection": lambda module: replace(module._ConnectionBase, "recv recv_bytes", "Connection"),
        "multiprocessing.queues": record_multiprocessing_queues,
        "multiprocessing.pool": lambda module: replace(module.ApplyResult, "get wait", "AsyncResult"),
    })
    record_locks()
    record_reads()


class LateModules:
    """Modules that are recorded when the program imports them. It stands among those that find modules for Python."""

    @classmethod
    def begin(cls):
        for name in [name for name in late_modules if name in sys.modules]:
            late_modules.pop(name)(sys.modules[name])
        sys.meta_path.insert(0, cls)

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        record = late_modules.pop(name, None)
        if record is None:
            return None
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target) if finder is not cls else None
            if spec is not None:
                break
        else:
            return None
        if is_beside_program(spec):
            return spec  # a module of the program's own by that name
        loader = spec.loader

        def exec_module(module):
            del loader.exec_module
            loader.exec_module(module)
            record(module)

        loader.exec_module = exec_module
        return spec


def record_locks():
    """Locks of the program (not of libraries) say when they hold the thread."""

    class Recorded:
        """A lock whose `acquire` is recorded."""

        def __init__(self, lock):
            self._lock, self.release = lock, lock.release

        def acquire(self, blocking=True, timeout=-1):
            return self._lock.acquire(False) or blocking and waiting_acquire(self._lock, True, timeout)

        def __enter__(self):
            return self.acquire()

        def __exit__(self, *_):
            self.release()

        def __repr__(self):
            return repr(self._lock)

        def __reduce_ex__(self, protocol):
            return self._lock.__reduce_ex__(protocol)  # which says why it cannot be copied

        @property
        def __class__(self):
            return type(self._lock)

        def __getattr__(self, name):
            return getattr(self._lock, name)

    Recorded.__name__, Recorded.__qualname__, Recorded.__module__ = "lock", "lock", "_thread"

    def acquire(lock, *arguments):
        return lock.acquire(*arguments)

    if virtual:
        acquire = virtual.limited(acquire, lambda result, _, __, timeout: None if result else timeout)
    waiting_acquire = blocking("Lock.acquire", acquire)

    def replace(name):
        plain = getattr(threading, name)

        class Kind(type):
            """From 3.13 on `threading.Lock` is the class of its locks."""

            def __instancecheck__(cls, value):
                return isinstance(value, type(plain()))

        class Lock(metaclass=Kind):
            def __new__(cls):
                """A lock; to libraries the plain one."""
                caller = sys._getframe().f_back
                is_own = caller is not None and not is_library(caller.f_code.co_filename)
                return Recorded(plain()) if is_own else plain()

        Lock.__name__ = Lock.__qualname__ = name
        Lock.__module__ = "threading"
        setattr(threading, name, Lock)

    replace("Lock")
    replace("RLock")


def record_reads():
    """Reading much at once is a blocking call, and so is reading what is no file; small files are too quick to matter."""
    plain_open, large = io.open, 1 << 20

    def opened(_, file, *arguments, **options):
        stream = plain_open(file, *arguments, **options)
        caller = sys._getframe().f_back
        caller = caller.f_code.co_filename if caller is not None else ""
        if lanes.here.is_worker or is_library(caller) and "pathlib" not in caller:
            return stream
        try:
            status = os.fstat(stream.fileno())
            if status.st_size >= large or not stat.S_ISREG(status.st_mode):
                for name in ("read", "readlines", "readline"):
                    setattr(stream, name, blocking(f"file.{name}", method_of(stream, name)))
        except (OSError, AttributeError, ValueError):
            pass
        return stream

    def method_of(stream, name):
        """A method that does not keep its stream, so that what nobody has any more is closed as ever."""
        plain, stream = getattr(type(stream), name), weakref.ref(stream)
        return lambda *arguments, **options: plain(stream(), *arguments, **options)

    builtins.open = io.open = builtin(opened, plain_open, "io")


def record_databases(sqlite3):
    """sqlite3's connections and cursors are C types: theirs are replaced by subclasses."""
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

    def connected(_, *arguments, **options):
        if len(arguments) < 6:
            options.setdefault("factory", Connection)
        return connect(*arguments, **options)

    sqlite3.connect = builtin(connected, connect, "sqlite3")


# ---------------------------------------------------------------------------------------------------- printing

class Output:
    """Notes what is written to standard output, line by line and lane by lane. The stream stays the same object."""

    def __init__(self):
        self.unfinished = {}

    def record(self, stream):
        write = stream.write

        def recorded(text):
            count = write(text)
            lane = lanes.here.lane or 0
            if "\n" in text:
                *lines, line = (self.unfinished.get(lane, "") + text).split("\n")
                where = own_line(sys._getframe().f_back)
                for whole in lines:
                    emit(lane, "printed", where, text=whole)
                self.unfinished[lane] = line
            else:
                self.unfinished[lane] = self.unfinished.get(lane, "") + text
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
        origins = Origins()

        def warn_unawaited(coro):
            name = getattr(coro, "__qualname__", "?")
            filename, line, _ = coro.cr_origin[0] if coro.cr_origin else ("", 0, "")
            emit(
                lanes.current() or 0, "remarked", line if filename == program_file else 0, rule="never-awaited",
                text=f"{name}() made a coroutine that nobody awaited, so nothing of it ran.",
                **{"try": f"Write await {name}(…), or asyncio.create_task({name}(…)) to let it run beside this."})
            text = f"coroutine '{name}' was never awaited{origins.describe(coro)}"
            warnings.warn(text, RuntimeWarning, stacklevel=2, source=coro)

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


class Origins:
    """Where coroutines are made: the recorder looks at one frame, the program and asyncio's debug mode at as many as they
    ask for."""

    def __init__(self):
        self.asked, self.latest, self.track = 0, 0, sys.set_coroutine_origin_tracking_depth
        self.track(1)

        def get_depth(_):
            return self.asked

        def set_depth(_, depth):
            self.track(depth)  # raises what it raises
            self.asked, self.latest = depth, depth or self.latest
            # Frames of the recorder are among them.
            self.track(depth + 4 if depth else 1)

        sys.get_coroutine_origin_tracking_depth = builtin(get_depth, sys.get_coroutine_origin_tracking_depth, "sys")
        sys.set_coroutine_origin_tracking_depth = builtin(set_depth, self.track, "sys")

    def describe(self, coro):
        """What Python adds to its warning where it was asked to look at origins."""
        if not coro.cr_origin or len(coro.cr_origin) == 1 and not self.asked:
            return ""
        steps = [step for step in coro.cr_origin if step[0] != HERE][:self.latest]
        lines = [(filename, line, name, linecache.getline(filename, line)) for filename, line, name in reversed(steps)]
        return ("\nCoroutine created at (most recent call last)\n" + "".join(traceback.format_list(lines))).rstrip("\n")


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
    def flushing(plain):
        def leave(_, *arguments, **options):
            if trace.is_open:
                trace.flush()
            return plain(*arguments, **options)

        return builtin(leave, plain, "os")

    for name in ("_exit", "abort", "execv", "execve", "kill"):
        if hasattr(os, name):
            setattr(os, name, flushing(getattr(os, name)))
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=trace.end_writing, after_in_child=trace.stop)


# ---------------------------------------------------------------------------------------------------- clocks

class PlainCondition(threading.Condition):
    """A condition whose waits are not recorded, and take real time."""

    wait, wait_for = threading.Condition.wait, threading.Condition.wait_for


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
    # A thread that is let go on takes no longer than this many (real) seconds to begin.
    MOMENT = 0.01

    def __init__(self):
        self.now, self.began = 0, real_clock()
        # Whether a framework waits by itself, so that time has to pass as it does.
        self.is_real = False
        self.changed = PlainCondition(threading.Lock())
        # Threads that sleep, each with its deadline; how many compute; whether the program's own is blocked.
        self.sleepers = []
        self.working = 0
        # Threads that wait for something else, and jobs that wait for a thread.
        self.waiting, self.queued = 0, 0
        self.main_is_blocked = False
        self.has_noted = False

    def read(self):
        return self.now

    def look(self):
        self.now += self.LOOK
        if self.is_real:
            self.now = max(self.now, real_clock() - self.began)
        return self.now

    def sleep(self, seconds):
        if not isinstance(seconds, (int, float)) or seconds < 0:
            return real_sleep(seconds)  # raises what it raises
        if self.is_real:
            return real_sleep(seconds)
        due = self.now + int(seconds * 1e9)
        if lanes.here.is_worker:
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
        """Threads that compute take no time: first they come to their next sleep, or to their end. Whether they do."""
        while self.changed.wait_for(lambda: self.working <= 0, timeout=self.PATIENCE):
            if self.are_idle():
                return True
        return False

    def are_idle(self):
        """Whether no thread computes. One that has just got what it waited for has a moment to say so."""
        if self.working <= 0 and (self.waiting or self.queued):
            self.changed.wait(self.MOMENT)
        return self.working <= 0

    def block_worker(self, function, *arguments, **options):
        """Something that a thread waits for, other than time: a lock, a queue, another thread."""
        lanes.here.is_blocking = True
        self.worker_waits(1)
        try:
            return function(*arguments, **options)
        finally:
            self.worker_waits(-1)
            lanes.here.is_blocking = False

    def block_program(self, function, *arguments, **options):
        """The same for the program's own thread, where a library waits."""
        lanes.here.is_blocking = True
        self.block_main(True)
        try:
            return function(*arguments, **options)
        finally:
            self.block_main(False)
            lanes.here.is_blocking = False

    def worker_waits(self, change):
        with self.changed:
            self.working -= change
            self.waiting += change
            self.wake_if_idle()
            self.changed.notify_all()

    def wake_first(self):
        self.now = max(self.now, self.sleepers.pop(0)[0])
        self.working += 1
        self.changed.notify_all()

    def wake_if_idle(self):
        """While the program's own thread is blocked, threads move time on themselves."""
        if self.main_is_blocked and self.sleepers and self.are_idle() and self.sleepers:
            self.wake_first()

    def thread_begins(self):
        with self.changed:
            self.working += 1

    def thread_ends(self):
        with self.changed:
            self.working -= 1
            self.wake_if_idle()
            self.changed.notify_all()

    def job_waits(self):
        """A job of an executor, until one of its threads is free."""
        with self.changed:
            self.queued += 1

    def job_begins(self):
        with self.changed:
            self.queued -= 1
            self.working += 1

    def job_ends(self, future):
        """For a job's future: as `thread_ends`, unless it was cancelled and never began."""
        if future.cancelled():
            with self.changed:
                self.queued -= 1
        else:
            self.thread_ends()

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

    def note(self, text):
        if not self.has_noted:
            self.has_noted = True
            emit(0, "noted", text=text)

    def give_way(self, module):
        """For a framework that waits by itself, but looks at our clocks."""
        self.is_real = True
        self.note(f"Time is real from here on: {module.__name__} does its waiting by itself, also under the virtual clock.")

    def follow_real_time(self):
        """For loops of another make, which have a clock of their own."""
        self.note("This program's event loop is not asyncio's own, so its waits take real time, also under the virtual clock.")
        self.now = max(self.now, real_clock() - self.began)

    def select_outside(self, select, timeout):
        self.note("Real input and output take real time, also under the virtual clock.")
        began = real_clock()
        ready = select(timeout)
        self.now += real_clock() - began
        return ready

    def limited(self, wait, limit_of):
        """A wait of a thread that may end by its limit of time, which is waited in reality: then as much virtual time is over.
        `limit_of` gives the limit in seconds, or None where there is none or the wait has not come to it."""
        def waited(*arguments, **options):
            began = self.now
            result = wait(*arguments, **options)
            seconds = limit_of(result, *arguments, **options)
            if seconds is not None and seconds > 0:
                self.note("Waits of threads with a limit of time take real time, also under the virtual clock.")
                with self.changed:
                    self.now = max(self.now, began + int(seconds * 1e9))
            return result

        return functools.update_wrapper(waited, wait)

    def install(self):
        plain_select = select.select
        threading.Condition.wait = self.limited(
            threading.Condition.wait, lambda result, _, timeout=None: None if result else timeout)
        threading.Thread.join = self.limited(
            threading.Thread.join, lambda _, thread, timeout=None: timeout if thread.is_alive() else None)
        select.select = builtin(self.limited(
            lambda _, *arguments: plain_select(*arguments),
            lambda result, _, __, ___, ____, timeout=None: None if any(result) else timeout), plain_select, "select")

        def replace(name, call):
            setattr(time, name, builtin(call, getattr(time, name), "time"))

        replace("sleep", lambda _, seconds: self.sleep(seconds))
        for name in ("perf_counter", "monotonic"):
            replace(name, lambda _: self.look() / 1e9)
            replace(name + "_ns", lambda _: self.look())
        replace("time_ns", lambda _: self.EPOCH * 1_000_000_000 + self.look())
        replace("time", lambda _: self.EPOCH + self.look() / 1e9)
        for name in ("localtime", "gmtime", "ctime"):
            replace(name, self.with_moment(getattr(time, name)))
        formatted = time.strftime
        replace("strftime", lambda _, form, *moment: formatted(form, *(moment or (time.localtime(),))))
        asyncio.base_events.BaseEventLoop.time = lambda loop: self.now / 1e9
        late_modules.update(dict.fromkeys(OTHER_FRAMEWORKS, self.give_way))

    def with_moment(self, function):
        """A function of the clock, which takes the time that it is without an argument."""
        return lambda _, seconds=None: function(time.time() if seconds is None else seconds)


def watch_selector(loop):
    """Before a loop rests, what is recorded is written out; under the virtual clock time jumps instead."""
    selector = getattr(loop, "_selector", None)
    if selector is None or hasattr(selector, "_meanwhile"):
        return
    select = selector.select

    def watched(timeout=None):
        if not trace.is_writing:
            trace.begin_writing()
        if timeout is None or timeout > trace.PACE:
            trace.flush()  # else that thread will do
        return virtual.select(loop, select, timeout) if virtual else select(timeout)

    try:
        selector.select, selector._meanwhile = watched, True
    except AttributeError:
        pass


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
                if virtual:
                    virtual.block_main(True)
            shutdown()

        threading._shutdown = shutdown_threads

    def finish(self):
        """Notes how the program ended. The code that it leaves with is known to whoever started it."""
        output.finish_line(0)
        for name in OTHER_FRAMEWORKS:
            if name in sys.modules:
                emit(0, "noted", text=f"This program imports {name}. Only tasks of asyncio are recorded, not those of {name}.")
        error = getattr(sys, "last_value", None)
        if error is None:
            emit(0, "finished", outcome="done")
        else:
            emit(0, "finished", error_line(error), outcome="failed", error=describe_error(error))
        trace.flush()


def pretend_terminal(descriptors):
    """Has the program see a terminal where it writes to one through a pipe."""
    is_terminal, size = os.isatty, os.get_terminal_size
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and stream.fileno() in descriptors:
            stream.reconfigure(line_buffering=True)
            stream.isatty = lambda: True
    os.isatty = builtin(lambda _, fd: fd in descriptors or is_terminal(fd), is_terminal, "os")
    # The terminal that is typed at is the one that is written to.
    os.get_terminal_size = builtin(lambda _, fd=1: size(0 if fd in descriptors else fd), size, "os")


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


def program_folder():
    """The folder that Python puts first on the search path, where it does."""
    if getattr(sys.flags, "safe_path", False):
        return None
    return os.getcwd() if is_module else os.path.dirname(os.path.realpath(program_file))


def is_beside_program(spec):
    """Whether a module is found in the program's folder, before all libraries."""
    folder = program_folder()
    return spec is not None and spec.origin is not None and folder is not None and spec.origin in (
        os.path.join(folder, spec.name + ".py"), os.path.join(folder, spec.name, "__init__.py"))


def forget_shadowed_modules():
    """Takes modules out of Python's list that the recorder has imported, where the program's folder has modules of their
    names: the program is to find its own (`asyncio.py`, a frequent accident). Modules that are made of such ones go as well."""
    from importlib.machinery import FrozenImporter, PathFinder
    ours = {name: module for name, module in list(sys.modules.items()) if name not in IMPORTED_BEFORE}
    folder = program_folder()
    try:
        here = {name.partition(".")[0] for name in os.listdir(folder)} if folder else ()
    except OSError:
        return
    gone = {
        name for name in ours if name in here and name not in sys.builtin_module_names
        and FrozenImporter.find_spec(name) is None and is_beside_program(PathFinder.find_spec(name, [folder]))}
    imported = {name: imports_of(name, module) for name, module in ours.items()} if gone else {}
    more = set(gone)
    while more:
        more = {name for name in set(ours) - gone if gone & imported[name]}
        gone |= more
    for name in gone:
        del sys.modules[name]


def imports_of(name, module):
    """The modules that a module imports at its beginning, and the packages that it lies in."""
    found = {name[:at] for at, sign in enumerate(name) if sign == "."}
    try:
        code = module.__spec__.loader.get_code(name)
        found |= {code.co_names[it] for word, it in instructions(code) if word == "IMPORT_NAME" and it < len(code.co_names)}
    except (AttributeError, ImportError):
        return found  # it is written in C
    package = name if hasattr(module, "__path__") else name.rpartition(".")[0]
    return found | {f"{package}.{it}" if it else package for it in found}


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
    global trace, lanes, output, values, virtual, clock, program_file, is_module, main_here
    environment = os.environ
    destination = environment.pop("MEANWHILE_TRACE")
    for_terminal = environment.pop("MEANWHILE_TERMINAL", None)
    if for_terminal:
        pretend_terminal([int(it) for it in for_terminal.split(",")])
    clock_name, program = environment.pop("MEANWHILE_CLOCK"), environment.pop("MEANWHILE_PROGRAM")
    leave_no_trace(environment)
    trace, lanes, output, values = Trace(destination), Lanes(), Output(), Values()
    virtual = VirtualTime() if clock_name == "virtual" else None
    program_file, is_module = file_of(program), program.startswith("-m ")
    header = {
        "format": "meanwhile-trace", "version": 1, "clock": clock_name, "source": os.path.basename(program_file),
        "language": "python", "sources": [{"name": os.path.basename(program_file), "text": source_text(program_file)}],
    }
    trace.lines.append(encoded(header) + "\n")
    if virtual:
        virtual.install()
        clock = virtual.read
    else:
        start = real_clock()
        clock = lambda: real_clock() - start
    lanes.here.lane, lanes.here.program, lanes.here.is_worker = 0, 0, False
    main_here = lanes.here.__dict__
    record_tasks()
    record_threads()
    record_blocking_calls()
    record_loose_ends()
    record_processes()
    output.record(sys.stdout)
    LateModules.begin()
    forget_shadowed_modules()
    trace.begin_writing()
    if not virtual:
        start = real_clock()
    Program().begin()


if "MEANWHILE_TRACE" in os.environ:
    main()
