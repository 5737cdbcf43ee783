# asyncio-task: cancelling a waiter cancels what it awaits
import asyncio
async def inner():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        print("inner")
        raise
async def outer(task):
    try:
        await task
    except asyncio.CancelledError:
        print("outer")
        raise
async def main():
    i = asyncio.create_task(inner())
    o = asyncio.create_task(outer(i))
    await asyncio.sleep(1)
    o.cancel()
    await asyncio.wait([i, o])
    print(i.cancelled(), o.cancelled())
asyncio.run(main())
