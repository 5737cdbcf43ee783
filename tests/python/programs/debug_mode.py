import asyncio

async def main():
    await asyncio.create_task(asyncio.sleep(0.01))
    print(asyncio.get_running_loop().get_debug())

asyncio.run(main(), debug=True)
