# asyncio-task: the waiter gets what the awaited task ends with
import asyncio
async def inner():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        return "value"
async def outer(task):
    print(await task)
    await asyncio.sleep(1)
    print("outer goes on")
async def main():
    i = asyncio.create_task(inner())
    o = asyncio.create_task(outer(i))
    await asyncio.sleep(1)
    o.cancel()
    await o
asyncio.run(main())
