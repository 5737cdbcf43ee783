import asyncio

async def endless():
    try:
        while True:
            yield 1
            await asyncio.sleep(0.001)
    finally:
        print("closed")

async def main():
    async for _ in endless():
        break
    print("left")

asyncio.run(main())
