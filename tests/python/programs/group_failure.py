import asyncio, sys

async def fail(delay, what):
    await asyncio.sleep(delay)
    raise ValueError(what)

async def slow():
    try:
        await asyncio.sleep(10)
    finally:
        print("slow is cleaned up")

async def main():
    if sys.version_info < (3, 11):
        return print("no task groups here")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(0.01, "a"))
            group.create_task(slow())
    except BaseException as error:
        print(type(error).__name__, [str(e) for e in error.exceptions])

asyncio.run(main())
