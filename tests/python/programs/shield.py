import asyncio

async def inner():
    await asyncio.sleep(0.05)
    print("inner ends")
    return "kept"

async def outer(task):
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        print("outer is cancelled")
        raise

async def main():
    task = asyncio.create_task(inner())
    waiter = asyncio.create_task(outer(task))
    await asyncio.sleep(0.01)
    waiter.cancel()
    try:
        await waiter
    except asyncio.CancelledError:
        print("seen")
    print(await task)

asyncio.run(main())
