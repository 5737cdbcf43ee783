# asyncio-future: cancel
import asyncio
async def waits(fut):
    try:
        await fut
    except asyncio.CancelledError:
        print("waiter")
        raise
async def main():
    fut = asyncio.get_running_loop().create_future()
    t = asyncio.create_task(waits(fut))
    await asyncio.sleep(1)
    print(fut.cancel())
    await asyncio.wait([t])
    print(fut.cancelled(), fut.cancel())
asyncio.run(main())
