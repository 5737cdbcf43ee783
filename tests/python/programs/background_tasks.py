import asyncio

background_tasks = set()

async def work(number):
    await asyncio.sleep(0.01 * number)
    print("work", number)

async def main():
    for number in range(5):
        task = asyncio.create_task(work(number))
        background_tasks.add(task)
        task.add_done_callback(background_tasks.discard)
    await asyncio.sleep(0.1)
    print(len(background_tasks))

asyncio.run(main())
