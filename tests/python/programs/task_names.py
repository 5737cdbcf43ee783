import asyncio

async def who():
    print(asyncio.current_task().get_name())

async def main():
    await asyncio.create_task(who(), name="Ann")
    task = asyncio.create_task(who())
    task.set_name("Bo")
    await task
    print(sorted(t.get_name() for t in asyncio.all_tasks()))

asyncio.run(main())
