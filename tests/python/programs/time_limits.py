import asyncio, time

async def main():
    start = time.monotonic()
    await asyncio.gather(*(asyncio.sleep(0.02) for _ in range(50)))
    print(time.monotonic() - start < 1)

asyncio.run(main())
