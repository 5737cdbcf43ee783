# asyncio-task: Task Object: done and result
import asyncio
async def work():
    await asyncio.sleep(1)
    return 5
async def main():
    task = asyncio.create_task(work())
    print(task.done())
    await asyncio.sleep(2)
    print(task.done(), task.result())
asyncio.run(main())
