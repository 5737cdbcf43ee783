import asyncio, sys

async def leave():
    await asyncio.sleep(0.01)
    sys.exit(4)

async def main():
    await asyncio.gather(leave(), asyncio.sleep(1))

asyncio.run(main())
