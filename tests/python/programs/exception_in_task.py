import asyncio

async def deep():
    await asyncio.sleep(0.01)
    raise ValueError("deep")

async def middle():
    await deep()

async def main():
    await asyncio.create_task(middle())

asyncio.run(main())
