"""Functions written in C are copied, pickled, inspected and mocked as ever."""
import builtins
import copy
import inspect
import io
import os
import pickle
import queue
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from unittest import mock


class Clock:
    read = time.perf_counter


def main():
    for function in (time.sleep, time.monotonic, open, input, os._exit, os.waitpid, queue.SimpleQueue):
        found = pickle.loads(pickle.dumps(function))
        print(function.__name__, found is function, copy.deepcopy(function) is function)
    for copied in (copy.copy, copy.deepcopy, pickle.dumps):
        try:
            copied(threading.Lock())
        except TypeError as error:
            print(error)
    print(repr(time.sleep), inspect.isbuiltin(time.sleep), inspect.isbuiltin(open), builtins.open is io.open)
    print(Clock().read() > 0)
    for name in ("time.sleep", "builtins.open"):
        with mock.patch(name, autospec=True) as replaced:
            (time.sleep if name == "time.sleep" else open)(1)
            print(replaced.call_count)
    with ProcessPoolExecutor(1) as pool:
        print(list(pool.map(time.sleep, [0.01, 0.02])), pool.submit(time.monotonic).result() > 0)


if __name__ == "__main__":
    main()
