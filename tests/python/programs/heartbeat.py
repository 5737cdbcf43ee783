import asyncio

async def heartbeat():
    while True:
        print("beat")
        await asyncio.sleep(0.02)

async def main():
    beat = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.05)
    beat.cancel()
    print("work done")

asyncio.run(main())
