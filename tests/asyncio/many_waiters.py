# asyncio-task: several tasks may await one
import asyncio
async def work():
    await asyncio.sleep(1)
    return "v"
async def waits(name, task):
    print(name, await task)
async def main():
    task = asyncio.create_task(work())
    await asyncio.gather(waits("a", task), waits("b", task), waits("c", task))
asyncio.run(main())
