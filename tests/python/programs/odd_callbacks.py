"""Callbacks that answer to any attribute, and executors whose jobs have arguments of any name."""
import asyncio
from concurrent.futures import ThreadPoolExecutor
from unittest import mock


class Anything:
    def __getattr__(self, name):
        return lambda *arguments: None

    def method(self):
        print("method")

    def __call__(self, *arguments):
        print("called with", len(arguments))


class Itself:
    def __getattr__(self, name):
        return self

    def method(self):
        print("method of itself")

    def __call__(self, *arguments):
        print("itself called with", len(arguments))
        return self


def job(function, executor):
    return function, executor


async def main():
    loop = asyncio.get_running_loop()
    for callback in (Anything().method, Anything(), Itself().method, Itself()):
        loop.call_soon(callback)
        loop.call_soon_threadsafe(callback)
        await asyncio.sleep(0)
    loop.call_later(0.01, Itself().method)
    future = loop.create_future()
    future.add_done_callback(Itself())
    future.set_result(1)
    mocked = mock.MagicMock()
    loop.call_soon(mocked.method, 1)
    await asyncio.sleep(0.02)
    print(mocked.method.call_args)
    with ThreadPoolExecutor() as pool:
        print(pool.submit(job, function=1, executor=2).result())


asyncio.run(main())
