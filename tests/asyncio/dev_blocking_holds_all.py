# asyncio-dev: Running Blocking Code
import asyncio
import time
async def tick():
    for i in range(3):
        print("tick", i)
        await asyncio.sleep(1)
async def main():
    t = asyncio.create_task(tick())
    await asyncio.sleep(0.5)
    time.sleep(3)
    print("blocked for 3 s")
    await t
asyncio.run(main())
