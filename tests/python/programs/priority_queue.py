import asyncio

async def main():
    q = asyncio.PriorityQueue()
    for n in (3, 1, 2):
        await q.put(n)
    print([await q.get() for _ in range(3)])
    stack = asyncio.LifoQueue()
    for n in "abc":
        stack.put_nowait(n)
    print([stack.get_nowait() for _ in range(3)])
    try:
        stack.get_nowait()
    except asyncio.QueueEmpty:
        print("empty")

asyncio.run(main())
