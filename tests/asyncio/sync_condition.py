# asyncio-sync: Condition
import asyncio
async def consumer(cond, name):
    async with cond:
        await cond.wait()
        print(name, "woken")
async def main():
    cond = asyncio.Condition()
    ts = [asyncio.create_task(consumer(cond, n)) for n in "abc"]
    await asyncio.sleep(1)
    async with cond:
        cond.notify(1)
    await asyncio.sleep(1)
    async with cond:
        cond.notify_all()
    await asyncio.wait(ts)
asyncio.run(main())
