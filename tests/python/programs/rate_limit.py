import asyncio

async def main():
    limit = asyncio.Semaphore(3)
    order = []
    async def call(n):
        async with limit:
            await asyncio.sleep(0.005)
            order.append(n)
    await asyncio.gather(*(call(n) for n in range(9)))
    print(order)

asyncio.run(main())
