"""Ten thousand tasks that sleep for a second."""

import asyncio


async def sleeper():
    await asyncio.sleep(1)


async def main():
    await asyncio.gather(*(sleeper() for _ in range(10_000)))


asyncio.run(main())
