# asyncio-task: shield within wait_for
import asyncio
async def something():
    await asyncio.sleep(3)
    return "value"
async def main():
    task = asyncio.create_task(something())
    try:
        await asyncio.wait_for(asyncio.shield(task), 1)
    except TimeoutError:
        print("timed out")
    print(await task)
asyncio.run(main())
