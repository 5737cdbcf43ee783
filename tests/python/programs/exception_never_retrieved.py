import asyncio

async def fail():
    raise RuntimeError("nobody looks")

async def main():
    asyncio.create_task(fail(), name="Task-fail")
    await asyncio.sleep(0.01)
    print("main goes on")

asyncio.run(main())
