import asyncio, sys

async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        if sys.version_info >= (3, 11):
            asyncio.current_task().uncancel()
    await asyncio.sleep(0.01)
    return "lived on"

async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    print(await task, task.cancelled())

asyncio.run(main())
