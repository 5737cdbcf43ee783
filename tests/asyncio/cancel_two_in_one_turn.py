# asyncio-task: two cancels before the task's next turn count as one
import asyncio
async def stubborn():
    for i in range(2):
        try:
            await asyncio.sleep(2)
            print("slept", i)
        except asyncio.CancelledError:
            print("no", i)
async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(1)
    task.cancel()
    task.cancel()
    await task
asyncio.run(main())
