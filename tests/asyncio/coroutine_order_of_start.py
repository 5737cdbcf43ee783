# asyncio-task: a task begins at the next wait of the one that made it
import asyncio
async def work(name):
    print(name, "begins")
async def main():
    asyncio.create_task(work("a"))
    asyncio.create_task(work("b"))
    print("main")
    await asyncio.sleep(0)
    print("end")
asyncio.run(main())
