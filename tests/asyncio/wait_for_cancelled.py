# asyncio-task: wait_for: if it is cancelled, the task is, too
import asyncio
async def slow():
    try:
        await asyncio.sleep(9)
    finally:
        print("slow ends")
async def waits():
    await asyncio.wait_for(slow(), 5)
async def main():
    task = asyncio.create_task(waits())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
asyncio.run(main())
