import asyncio

async def ticker(delay, to):
    for i in range(to):
        yield i
        await asyncio.sleep(delay)

async def main():
    async for i in ticker(0.005, 3):
        print(i)
    print([x async for x in ticker(0.001, 3) if x])

asyncio.run(main())
