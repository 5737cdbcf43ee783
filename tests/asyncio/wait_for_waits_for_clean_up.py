# asyncio-task: wait_for waits until the task is really cancelled
import asyncio
async def slow():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        await asyncio.sleep(2)
        print("cleaned up")
        raise
async def main():
    try:
        await asyncio.wait_for(slow(), 1)
    except TimeoutError:
        print("timed out")
asyncio.run(main())
