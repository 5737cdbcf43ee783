# asyncio-sync: Condition: wait_for a predicate
import asyncio
async def main():
    cond = asyncio.Condition()
    items = []
    async def consumer():
        async with cond:
            await cond.wait_for(lambda: len(items) >= 2)
            print("have", len(items))
    async def producer():
        for i in range(3):
            await asyncio.sleep(1)
            async with cond:
                items.append(i)
                print("made", i)
                cond.notify_all()
    await asyncio.gather(consumer(), producer())
asyncio.run(main())
