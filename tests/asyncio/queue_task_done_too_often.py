# asyncio-queue: task_done more often than there were items
import asyncio
async def main():
    q = asyncio.Queue()
    try:
        q.task_done()
    except ValueError:
        print("too often")
asyncio.run(main())
