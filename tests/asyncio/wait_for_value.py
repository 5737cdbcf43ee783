# asyncio-task: wait_for gives the value
import asyncio
async def answer():
    await asyncio.sleep(0.5)
    return 42
async def main():
    print(await asyncio.wait_for(answer(), 1))
asyncio.run(main())
