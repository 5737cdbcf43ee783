# asyncio-task: wait_for gives the value of a task that swallows the cancel
import asyncio
async def stubborn():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        return "all the same"
async def main():
    print(await asyncio.wait_for(stubborn(), 1))
asyncio.run(main())
