# asyncio-task: wait: cancelling the waiter leaves the tasks alone
import asyncio
async def work():
    await asyncio.sleep(3)
    print("work ends")
async def waits(task):
    await asyncio.wait([task])
async def main():
    task = asyncio.create_task(work())
    w = asyncio.create_task(waits(task))
    await asyncio.sleep(1)
    w.cancel()
    await task
    print(w.cancelled())
asyncio.run(main())
