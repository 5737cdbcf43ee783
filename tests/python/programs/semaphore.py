import asyncio

async def main():
    sem = asyncio.Semaphore(2)
    active = most = 0
    async def work():
        nonlocal active, most
        async with sem:
            active += 1
            most = max(most, active)
            await asyncio.sleep(0.01)
            active -= 1
    await asyncio.gather(*(work() for _ in range(6)))
    print("at most", most)

asyncio.run(main())
