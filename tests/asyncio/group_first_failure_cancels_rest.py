# asyncio-task: Task Groups: the first failure cancels the remaining tasks
import asyncio
async def ok(name):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
async def bad():
    await asyncio.sleep(1)
    raise ValueError("bad")
async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(ok("a"))
            tg.create_task(bad())
            tg.create_task(ok("b"))
    except* ValueError as group:
        print([str(e) for e in group.exceptions][0])
    print("end")
asyncio.run(main())
