# asyncio-task: sleeps of the same length end in their order
import asyncio
async def work(name):
    await asyncio.sleep(1)
    print(name)
async def main():
    await asyncio.gather(*[work(i) for i in range(5)])
asyncio.run(main())
