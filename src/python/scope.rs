//! What the recorder sees of a Python program, and what it does not, as help says it.

/// What it sees.
pub const SEEN: &[(&str, &str)] = &[
    (
        "tasks",
        "of create_task, gather, TaskGroup, wait, wait_for, timeout, as_completed, run, Runner; eager ones, too",
    ),
    (
        "waits",
        "for sleep, tasks, Lock, Event, Condition, Semaphore, Barrier, Queue, streams, subprocesses, futures",
    ),
    (
        "blocking calls",
        "time.sleep, sockets (so requests and urllib), subprocess, sqlite3, input, locks, joins, large files",
    ),
    (
        "lanes of their own",
        "threads, to_thread, jobs of executors, functions given to call_soon and call_later",
    ),
    (
        "values",
        "of variables that several tasks use: globals that functions assign to, lists, dictionaries, sets, and from 3.11 on nonlocal ones",
    ),
    ("mistakes", "coroutines never awaited, errors nobody looked at, tasks nobody kept"),
    ("loops", "asyncio's own, and others that it lets be used, such as uvloop"),
];

/// What it does not see.
pub const NOT_SEEN: &[(&str, &str)] = &[
    (
        "C code",
        "what extensions do by themselves counts as running: numpy, database drivers other than sqlite3",
    ),
    (
        "standard input",
        "`for line in sys.stdin` and sys.stdin.buffer; input() and sys.stdin.readline() are seen",
    ),
    ("attributes", "what objects of the program's classes hold: their code is never called to show it"),
    ("files", "reads of less than 1 MB, and writes"),
    ("select", "epoll and poll objects that a program uses by itself"),
    ("inside threads", "what a thread of its own does between its beginning and its end"),
    ("other processes", "those that the program starts or forks; of jobs of a process pool only the end"),
    ("other frameworks", "tasks of trio, curio, gevent and eventlet"),
    (
        "datetime.now()",
        "goes on in real time under the virtual clock; time.time() and its like, and date.today(), jump",
    ),
    (
        "early imports",
        "functions that another sitecustomize or a .pth file has taken before the recorder came",
    ),
];
