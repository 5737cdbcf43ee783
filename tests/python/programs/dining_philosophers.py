import asyncio

async def philosopher(name, left, right):
    async with left:
        await asyncio.sleep(0.002)
        async with right:
            await asyncio.sleep(0.002)
            print(name, "ate")

async def main():
    forks = [asyncio.Lock() for _ in range(3)]
    await asyncio.gather(
        philosopher("A", forks[0], forks[1]),
        philosopher("B", forks[1], forks[2]),
        philosopher("C", forks[0], forks[2]))

asyncio.run(main())
