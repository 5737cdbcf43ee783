# asyncio-task: a task that is cancelled before its first turn never runs
import asyncio
async def never():
    print("never")
async def main():
    task = asyncio.create_task(never())
    print(task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print(task.cancelled())
asyncio.run(main())
