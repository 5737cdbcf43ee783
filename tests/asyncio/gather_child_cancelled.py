# asyncio-task: gather: a child that is cancelled counts as an error of its
import asyncio
async def child(name, seconds):
    await asyncio.sleep(seconds)
    print(name, "ends")
async def main():
    a = asyncio.create_task(child("a", 5))
    b = asyncio.create_task(child("b", 2))
    asyncio.get_running_loop().call_later(1, a.cancel)
    try:
        await asyncio.gather(a, b)
    except asyncio.CancelledError:
        print("one was cancelled")
    await b
asyncio.run(main())
