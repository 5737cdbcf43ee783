# asyncio-eventloop: call_later and its order
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(2, print, "two")
    loop.call_later(1, print, "one")
    handle = loop.call_later(1.5, print, "never")
    await asyncio.sleep(1.2)
    handle.cancel()
    await asyncio.sleep(2)
    print("end")
asyncio.run(main())
