# asyncio-queue: get_nowait and QueueEmpty
import asyncio
async def main():
    q = asyncio.Queue()
    try:
        q.get_nowait()
    except asyncio.QueueEmpty:
        print("empty")
    q.put_nowait(5)
    print(q.get_nowait())
asyncio.run(main())
