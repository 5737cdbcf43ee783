# asyncio-sync: Lock: given back when its block fails
import asyncio
async def use(lock, name):
    async with lock:
        print(name)
        raise ValueError(name)
async def main():
    lock = asyncio.Lock()
    for it in await asyncio.gather(use(lock, "a"), use(lock, "b"), return_exceptions=True):
        print(it)
    print(lock.locked())
asyncio.run(main())
