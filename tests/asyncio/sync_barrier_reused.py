# asyncio-sync: Barrier: rounds
import asyncio
async def worker(b, name, seconds):
    for r in range(2):
        await asyncio.sleep(seconds)
        await b.wait()
        print(name, r)
async def main():
    b = asyncio.Barrier(2)
    await asyncio.gather(worker(b, "a", 1), worker(b, "b", 2))
asyncio.run(main())
