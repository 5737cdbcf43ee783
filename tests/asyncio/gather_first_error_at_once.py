# asyncio-task: gather: the first error goes to the waiter at once, the others go on
import asyncio
async def bad():
    await asyncio.sleep(1)
    raise ValueError("bad")
async def good():
    await asyncio.sleep(2)
    print("good ends")
async def main():
    try:
        await asyncio.gather(good(), bad())
    except ValueError as e:
        print("caught", e)
    await asyncio.sleep(3)
    print("end")
asyncio.run(main())
