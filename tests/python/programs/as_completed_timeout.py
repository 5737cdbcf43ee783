import asyncio

async def main():
    tasks = [asyncio.ensure_future(asyncio.sleep(d)) for d in (0.01, 3)]
    try:
        for earliest in asyncio.as_completed(tasks, timeout=0.05):
            await earliest
            print("one")
    except asyncio.TimeoutError:
        print("too late")

asyncio.run(main())
