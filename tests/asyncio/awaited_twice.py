# asyncio-task: a task may be awaited many times
import asyncio
async def work():
    await asyncio.sleep(1)
    return "v"
async def main():
    task = asyncio.create_task(work())
    print(await task)
    print(await task)
asyncio.run(main())
