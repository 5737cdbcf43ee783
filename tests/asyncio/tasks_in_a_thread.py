# asyncio-task: error in a task is thrown by await
import asyncio
async def bad():
    await asyncio.sleep(1)
    raise ValueError("bad")
async def main():
    t = asyncio.create_task(bad())
    await asyncio.sleep(2)
    try:
        await t
    except ValueError as e:
        print("caught", e)
asyncio.run(main())
