# asyncio-task: Task Groups: an error while being cancelled counts as well
import asyncio
async def bad():
    await asyncio.sleep(1)
    raise ValueError("first")
async def worse():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        await asyncio.sleep(1)
        raise ValueError("second")
async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(bad())
            tg.create_task(worse())
    except* ValueError as group:
        for e in group.exceptions:
            print(e)
asyncio.run(main())
