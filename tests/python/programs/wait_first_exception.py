import asyncio

async def fail():
    await asyncio.sleep(0.01)
    raise ValueError("early")

async def main():
    tasks = [asyncio.create_task(fail()), asyncio.create_task(asyncio.sleep(5))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in done:
        print(repr(task.exception()))
    for task in pending:
        task.cancel()

asyncio.run(main())
