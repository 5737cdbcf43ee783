import asyncio, sys

async def quick():
    print("at once")
    return 1

async def slow():
    await asyncio.sleep(0.01)
    return 2

async def main():
    if sys.version_info >= (3, 12):
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    tasks = [asyncio.create_task(quick()), asyncio.create_task(slow())]
    print(await asyncio.gather(*tasks))

asyncio.run(main())
