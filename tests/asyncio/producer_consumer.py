# asyncio-queue: a producer and a consumer
import asyncio
async def producer(q):
    for i in range(3):
        await asyncio.sleep(1)
        await q.put(i)
    await q.put(None)
async def consumer(q):
    while (item := await q.get()) is not None:
        print("item", item)
    print("end")
async def main():
    q = asyncio.Queue(1)
    await asyncio.gather(producer(q), consumer(q))
asyncio.run(main())
