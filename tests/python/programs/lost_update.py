import asyncio

counter = 0

async def add_one():
    global counter
    seen = counter
    await asyncio.sleep(0)
    counter = seen + 1

async def main():
    await asyncio.gather(*(add_one() for _ in range(5)))
    print(counter)

asyncio.run(main())
