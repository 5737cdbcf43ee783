import asyncio

async def main():
    q = asyncio.Queue(maxsize=1)
    async def produce():
        for i in range(4):
            await q.put(i)
            print("put", i)
        await q.put(None)
    async def consume():
        while (item := await q.get()) is not None:
            await asyncio.sleep(0.005)
            print("got", item)
    await asyncio.gather(produce(), consume())

asyncio.run(main())
