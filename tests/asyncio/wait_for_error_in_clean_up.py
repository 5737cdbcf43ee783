# asyncio-task: wait_for throws what the task throws while it is being cancelled
import asyncio
async def bad():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        raise ValueError("worse")
async def main():
    try:
        await asyncio.wait_for(bad(), 1)
    except ValueError as e:
        print(e)
asyncio.run(main())
