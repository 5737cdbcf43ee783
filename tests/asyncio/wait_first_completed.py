# asyncio-task: Waiting Primitives: FIRST_COMPLETED
import asyncio
async def work(seconds):
    await asyncio.sleep(seconds)
    print(seconds, "ends")
    return seconds
async def main():
    tasks = [asyncio.create_task(work(s)) for s in (3, 1, 2)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(done.pop().result(), len(pending))
    await asyncio.wait(tasks)
    print("all")
asyncio.run(main())
