import asyncio

async def worker(name, queue):
    while True:
        item = await queue.get()
        await asyncio.sleep(0.005)
        print(f"{name} did {item}")
        queue.task_done()

async def main():
    queue = asyncio.Queue()
    for item in range(6):
        queue.put_nowait(item)
    tasks = [asyncio.create_task(worker(f"worker-{i}", queue)) for i in range(3)]
    await queue.join()
    for task in tasks:
        task.cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))

asyncio.run(main())
