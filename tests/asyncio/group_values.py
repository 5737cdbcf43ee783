# asyncio-task: Task Groups
import asyncio
async def some_coro(x):
    await asyncio.sleep(x)
    return x * 10
async def main():
    async with asyncio.TaskGroup() as tg:
        task1 = tg.create_task(some_coro(1))
        task2 = tg.create_task(some_coro(2))
    print(f"Both tasks have completed now: {task1.result()}, {task2.result()}")
asyncio.run(main())
