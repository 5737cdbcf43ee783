# asyncio-task: Task Groups: all failures are collected
import asyncio
async def bad(name):
    await asyncio.sleep(1)
    raise ValueError(name)
async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(bad("one"))
            tg.create_task(bad("two"))
    except* ValueError as group:
        for e in group.exceptions:
            print(e)
asyncio.run(main())
