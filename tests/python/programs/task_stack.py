import asyncio

async def inner():
    await asyncio.sleep(0.01)

async def outer():
    await inner()

async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(0)
    task.print_stack()
    print([frame.f_code.co_name for frame in task.get_stack()])
    await task

asyncio.run(main())
