# asyncio-task: Task Object: names
import asyncio
async def work():
    await asyncio.sleep(1)
async def main():
    task = asyncio.create_task(work(), name="first")
    print(task.get_name())
    task.set_name("second")
    print(task.get_name())
    await task
asyncio.run(main())
