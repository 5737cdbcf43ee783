# asyncio-sync: Lock
import asyncio
async def use(lock, name):
    async with lock:
        print(name, "has it")
        await asyncio.sleep(1)
        print(name, "gives it back")
async def main():
    lock = asyncio.Lock()
    await asyncio.gather(use(lock, "a"), use(lock, "b"), use(lock, "c"))
    print(lock.locked())
asyncio.run(main())
