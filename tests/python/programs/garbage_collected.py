import asyncio, gc

async def waits_for_nobody():
    await asyncio.get_running_loop().create_future()

async def main():
    asyncio.create_task(waits_for_nobody(), name="lost")
    await asyncio.sleep(0.01)
    gc.collect()
    print("collected")

asyncio.run(main())
