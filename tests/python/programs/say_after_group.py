import asyncio, sys

async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)

async def main():
    if sys.version_info < (3, 11):
        return print("no task groups here")
    async with asyncio.TaskGroup() as group:
        group.create_task(say_after(0.02, "hello"))
        group.create_task(say_after(0.04, "world"))
    print("both have completed now")

asyncio.run(main())
