# asyncio-task: Task Groups: the body is cancelled, too
import asyncio
async def bad():
    await asyncio.sleep(1)
    raise ValueError("bad")
async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(bad())
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                print("body cancelled")
                raise
    except* ValueError as group:
        print(len(group.exceptions), "error")
asyncio.run(main())
