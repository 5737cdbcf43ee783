import asyncio

async def main():
    cond = asyncio.Condition()
    items = []
    async def consumer(n):
        async with cond:
            await cond.wait_for(lambda: items)
            print("consumer", n, items.pop())
    tasks = [asyncio.create_task(consumer(n)) for n in range(2)]
    await asyncio.sleep(0.01)
    async with cond:
        items.extend("xy")
        cond.notify_all()
    await asyncio.gather(*tasks)

asyncio.run(main())
