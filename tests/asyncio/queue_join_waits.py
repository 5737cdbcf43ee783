# asyncio-queue: join waits until all is done
import asyncio
async def main():
    q = asyncio.Queue()
    async def consumer():
        while True:
            item = await q.get()
            await asyncio.sleep(1)
            print("done", item)
            q.task_done()
    for i in range(3):
        await q.put(i)
    c = asyncio.create_task(consumer())
    await q.join()
    print("all done")
    c.cancel()
asyncio.run(main())
