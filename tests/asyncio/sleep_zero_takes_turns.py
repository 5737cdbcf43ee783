# asyncio-task: Sleeping: sleep(0) lets other tasks run
import asyncio
async def steps(name):
    for i in range(3):
        print(name, i)
        await asyncio.sleep(0)
async def main():
    await asyncio.gather(steps("a"), steps("b"), steps("c"))
asyncio.run(main())
