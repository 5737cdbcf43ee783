# asyncio-future: all that await it go on in order
import asyncio
async def waits(fut, name):
    print(name, await fut)
async def main():
    fut = asyncio.get_running_loop().create_future()
    ts = [asyncio.create_task(waits(fut, n)) for n in "abc"]
    await asyncio.sleep(1)
    fut.set_result(3)
    await asyncio.wait(ts)
asyncio.run(main())
