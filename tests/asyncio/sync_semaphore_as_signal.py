# asyncio-sync: Semaphore: release more often than acquired
import asyncio
async def waiter(sem, name):
    await sem.acquire()
    print(name)
async def main():
    sem = asyncio.Semaphore(0)
    ts = [asyncio.create_task(waiter(sem, n)) for n in "abc"]
    for i in range(3):
        await asyncio.sleep(1)
        sem.release()
    await asyncio.wait(ts)
    sem.release()
    print(sem.locked())
asyncio.run(main())
