import asyncio, sys

async def fail():
    await asyncio.sleep(0.01)
    raise ValueError("uncaught")

async def main():
    if sys.version_info < (3, 11):
        raise SystemExit("no task groups here")
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        group.create_task(fail())

asyncio.run(main())
