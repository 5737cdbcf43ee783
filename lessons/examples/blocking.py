# Two fetches that hold the thread while they wait: 4 seconds, however they are started.

import asyncio
import time


async def fetch_data():
    print("Start fetching…")
    time.sleep(2)
    print("Data fetched")
    return 42


async def main():
    first = asyncio.create_task(fetch_data())
    second = asyncio.create_task(fetch_data())

    await first
    await second


asyncio.run(main())
