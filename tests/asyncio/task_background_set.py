# asyncio-task: Creating Tasks, kept in a set
import asyncio
background_tasks = set()
async def some_coro(param):
    await asyncio.sleep(0.1 * param)
    print("done", param)
async def main():
    for i in range(10):
        task = asyncio.create_task(some_coro(param=i))
        background_tasks.add(task)
        task.add_done_callback(background_tasks.discard)
    await asyncio.sleep(2)
    print(len(background_tasks), "left")
asyncio.run(main())
