import asyncio

def show(what):
    print("called", what)

async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(show, "soon")
    loop.call_later(0.01, show, "later")
    dropped = loop.call_later(0.02, show, "never")
    dropped.cancel()
    await asyncio.sleep(0.04)

asyncio.run(main())
