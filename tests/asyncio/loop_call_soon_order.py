# asyncio-eventloop: callbacks are called in the order in which they were registered
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    for name in "abc":
        loop.call_soon(print, name)
    print("main")
    await asyncio.sleep(0)
    print("end")
asyncio.run(main())
