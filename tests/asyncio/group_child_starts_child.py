# asyncio-task: Task Groups: a child may add to its group
import asyncio
async def child(tg, depth):
    await asyncio.sleep(1)
    print("child", depth)
    if depth < 3:
        tg.create_task(child(tg, depth + 1))
async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(child(tg, 1))
    print("end")
asyncio.run(main())
