# asyncio-queue: a getter that is cancelled takes nothing
import asyncio
async def getter(q, name):
    print(name, await q.get())
async def main():
    q = asyncio.Queue()
    a = asyncio.create_task(getter(q, "a"))
    b = asyncio.create_task(getter(q, "b"))
    await asyncio.sleep(1)
    a.cancel()
    await q.put(1)
    await b
    print(q.qsize())
asyncio.run(main())
