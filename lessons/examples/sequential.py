# Two fetches, each awaited before the next one starts: 4 seconds, although nothing blocks.

import asyncio


async def fetch_data():
    print("Start fetching…")
    await asyncio.sleep(2)
    print("Data fetched")
    return 42


async def main():
    await fetch_data()
    await fetch_data()


asyncio.run(main())
