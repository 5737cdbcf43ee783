# Two fetches, started first and then awaited: they wait at the same time, 2 seconds in all.

import asyncio


async def fetch_data():
    print("Start fetching…")
    await asyncio.sleep(2)
    print("Data fetched")
    return 42


async def main():
    first = asyncio.create_task(fetch_data())
    second = asyncio.create_task(fetch_data())

    await first
    await second


asyncio.run(main())
