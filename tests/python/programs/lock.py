import asyncio

async def use(lock, name):
    async with lock:
        print(name, "has it")
        await asyncio.sleep(0.01)

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(use(lock, n) for n in "abc"))
    print(lock.locked())

asyncio.run(main())
