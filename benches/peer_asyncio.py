"""The peer of benches/runtime.rs: the same work in CPython's asyncio. Prints seconds."""

import asyncio
import sys
import time


async def yields(times):
    for _ in range(times):
        await asyncio.sleep(0)


async def main():
    began = time.perf_counter()
    if sys.argv[1] == "yields":
        await asyncio.gather(*(yields(10_000) for _ in range(100)))
    else:
        await asyncio.gather(*(asyncio.sleep(1) for _ in range(int(sys.argv[2]))))
    print(time.perf_counter() - began)


asyncio.run(main())
