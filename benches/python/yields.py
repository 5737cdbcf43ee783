"""A hundred thousand turns of a hundred tasks that do nothing else."""

import asyncio


async def worker():
    for _ in range(1000):
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(*(worker() for _ in range(100)))


asyncio.run(main())
