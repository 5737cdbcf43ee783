# asyncio-task: wait: a timeout cancels nothing
import asyncio
async def work():
    await asyncio.sleep(3)
    print("work ends")
async def main():
    task = asyncio.create_task(work())
    done, pending = await asyncio.wait([task], timeout=1)
    print(len(done), len(pending))
    await task
asyncio.run(main())
