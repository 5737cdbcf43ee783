import asyncio, time

def blocking_io():
    time.sleep(0.05)
    print("blocking_io complete")

async def main():
    print("started main")
    await asyncio.gather(asyncio.to_thread(blocking_io), asyncio.sleep(0.02))
    print("finished main")

asyncio.run(main())
