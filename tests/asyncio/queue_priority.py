# asyncio-queue: PriorityQueue
import asyncio
async def main():
    q = asyncio.PriorityQueue()
    for it in [(3, "c"), (1, "a"), (2, "b")]:
        q.put_nowait(it)
    while not q.empty():
        number, name = await q.get()
        print(number, name)
asyncio.run(main())
