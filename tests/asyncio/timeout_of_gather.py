# asyncio-task: a timeout around gather ends all of it
import asyncio
async def w(name):
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
async def main():
    try:
        await asyncio.wait_for(asyncio.gather(w("a"), w("b")), 1)
    except TimeoutError:
        print("timed out")
asyncio.run(main())
