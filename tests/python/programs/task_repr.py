import asyncio, re

async def sleeper():
    await asyncio.sleep(0.01)
    return 3

async def main():
    task = asyncio.create_task(sleeper(), name="it")
    plain = lambda: re.sub("0x[0-9a-f]+", "0x", repr(task))
    print(plain())
    await asyncio.sleep(0)
    print(plain())
    await task
    print(plain(), task.get_coro().__name__)

asyncio.run(main())
