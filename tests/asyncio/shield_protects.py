# asyncio-task: Shielding From Cancellation
import asyncio
async def something():
    await asyncio.sleep(3)
    print("something ends")
async def waiter(task):
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        print("waiter cancelled")
        raise
async def main():
    task = asyncio.create_task(something())
    w = asyncio.create_task(waiter(task))
    await asyncio.sleep(1)
    w.cancel()
    await task
    print(w.cancelled(), task.cancelled())
asyncio.run(main())
