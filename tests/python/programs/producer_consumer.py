import asyncio

async def produce(queue, names):
    for name in names:
        await asyncio.sleep(0.002)
        await queue.put(name)
        print("made", name)

async def consume(queue):
    while True:
        name = await queue.get()
        await asyncio.sleep(0.004)
        print("ate", name)
        queue.task_done()

async def main():
    queue = asyncio.Queue(2)
    consumer = asyncio.create_task(consume(queue))
    await produce(queue, ["egg", "bread", "tea"])
    await queue.join()
    consumer.cancel()

asyncio.run(main())
