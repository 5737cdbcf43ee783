# asyncio-sync: Semaphore: a cancelled waiter takes no permit
import asyncio
async def work(sem, name):
    async with sem:
        print(name)
        await asyncio.sleep(2)
async def main():
    sem = asyncio.Semaphore(1)
    ts = [asyncio.create_task(work(sem, n)) for n in "abc"]
    await asyncio.sleep(1)
    ts[1].cancel()
    await asyncio.wait(ts)
    print(sem.locked())
asyncio.run(main())
