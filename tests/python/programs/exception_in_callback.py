import asyncio

def fail():
    raise ValueError("in a callback")

async def main():
    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(0.01)

asyncio.run(main())
