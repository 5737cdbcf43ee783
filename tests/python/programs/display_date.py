import asyncio

async def display():
    loop = asyncio.get_running_loop()
    end = loop.time() + 0.1
    beats = 0
    while True:
        beats += 1
        if loop.time() + 0.04 >= end:
            break
        await asyncio.sleep(0.04)
    print("beats", beats)

asyncio.run(display())
