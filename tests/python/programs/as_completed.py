import asyncio

async def after(delay):
    await asyncio.sleep(delay)
    return delay

async def main():
    for earliest in asyncio.as_completed([after(0.06), after(0.02), after(0.04)]):
        print(await earliest)

asyncio.run(main())
