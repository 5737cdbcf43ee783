# asyncio-task: Task Groups: a child that is cancelled is no failure
import asyncio
async def child(name, s):
    await asyncio.sleep(s)
    print(name)
async def main():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(child("a", 2))
        tg.create_task(child("b", 3))
        await asyncio.sleep(1)
        a.cancel()
    print("end", a.cancelled())
asyncio.run(main())
