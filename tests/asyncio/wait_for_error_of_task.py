# asyncio-task: wait_for throws the task's error
import asyncio
async def bad():
    await asyncio.sleep(0.5)
    raise ValueError("bad")
async def main():
    try:
        await asyncio.wait_for(bad(), 1)
    except ValueError as e:
        print(e)
asyncio.run(main())
