# asyncio-queue: put waits while the queue is full
import asyncio
async def producer(q):
    for i in range(4):
        await q.put(i)
        print("put", i)
async def main():
    q = asyncio.Queue(maxsize=2)
    p = asyncio.create_task(producer(q))
    await asyncio.sleep(1)
    print(q.qsize(), q.full())
    for i in range(4):
        print("got", await q.get())
        await asyncio.sleep(1)
    await p
    print(q.empty())
asyncio.run(main())
