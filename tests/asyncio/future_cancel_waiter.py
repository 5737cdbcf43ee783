# asyncio-future: cancelling a task that awaits a future cancels the future
import asyncio
async def waits(fut):
    await fut
async def main():
    fut = asyncio.get_running_loop().create_future()
    t = asyncio.create_task(waits(fut))
    await asyncio.sleep(1)
    t.cancel()
    await asyncio.wait([t])
    print(fut.cancelled(), t.cancelled())
asyncio.run(main())
