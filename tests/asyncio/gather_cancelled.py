# asyncio-task: gather: cancelling it cancels all that have not ended
import asyncio
async def child(name):
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
async def both():
    await asyncio.gather(child("a"), child("b"))
async def main():
    task = asyncio.create_task(both())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("both", "cancelled")
asyncio.run(main())
