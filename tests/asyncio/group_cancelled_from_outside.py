# asyncio-task: Task Groups: cancelling the task that has the group cancels all in it
import asyncio
async def child(name):
    try:
        await asyncio.sleep(9)
    finally:
        print(name, "ends")
async def parent():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(child("a"))
        tg.create_task(child("b"))
async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("parent cancelled")
asyncio.run(main())
