import asyncio

async def main():
    found = []
    async def put(n):
        await asyncio.sleep(n * 0.01)
        found.append(n)
    await asyncio.gather(*map(put, [3, 1, 2]))
    print(found)

asyncio.run(main())
