import asyncio

async def child(n):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("child", n)
        raise

async def main():
    both = asyncio.gather(child(1), child(2))
    await asyncio.sleep(0.01)
    both.cancel()
    try:
        await both
    except asyncio.CancelledError:
        print("all gone")

asyncio.run(main())
