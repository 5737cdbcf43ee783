# asyncio-sync: Semaphore
import asyncio
async def work(sem, name):
    async with sem:
        print(name, "in")
        await asyncio.sleep(1)
        print(name, "out")
async def main():
    sem = asyncio.Semaphore(2)
    await asyncio.gather(*[work(sem, i) for i in range(5)])
asyncio.run(main())
