# asyncio-task: as_completed
import asyncio
async def work(s):
    await asyncio.sleep(s)
    return s
async def main():
    for it in asyncio.as_completed([work(3), work(1), work(2)]):
        print(await it)
asyncio.run(main())
