# asyncio-queue: Examples
import asyncio
async def worker(name, queue):
    while True:
        sleep_for = await queue.get()
        await asyncio.sleep(sleep_for)
        queue.task_done()
        print(f'{name} has slept for {sleep_for:.2f} seconds')
async def main():
    queue = asyncio.Queue()
    for i in range(10):
        queue.put_nowait(0.05 + 0.25 * (i % 4))
    tasks = [asyncio.create_task(worker(f'worker-{i}', queue)) for i in range(3)]
    await queue.join()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print('3 workers slept in parallel')
asyncio.run(main())
