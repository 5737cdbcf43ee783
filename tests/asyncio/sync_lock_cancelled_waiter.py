# asyncio-sync: Lock: a waiter that is cancelled leaves the queue
import asyncio
async def use(lock, name):
    async with lock:
        print(name, "has it")
        await asyncio.sleep(2)
async def main():
    lock = asyncio.Lock()
    a, b, c = [asyncio.create_task(use(lock, n)) for n in "abc"]
    await asyncio.sleep(1)
    b.cancel()
    await asyncio.wait([a, b, c])
    print(b.cancelled())
asyncio.run(main())
