# asyncio-task: Task Groups within each other
import asyncio
async def child(name, s):
    try:
        await asyncio.sleep(s)
        print(name)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
async def bad():
    await asyncio.sleep(1)
    raise ValueError("bad")
async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(bad())
            async with asyncio.TaskGroup() as inner:
                inner.create_task(child("in", 5))
    except* ValueError as group:
        print(group.exceptions[0])
asyncio.run(main())
