# asyncio-task: each cancel breaks off the next wait
import asyncio
async def stubborn():
    for i in range(3):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("no", i)
async def main():
    task = asyncio.create_task(stubborn())
    for i in range(3):
        await asyncio.sleep(1)
        print(task.cancel())
    await task
    print(task.cancelled(), task.cancel())
asyncio.run(main())
