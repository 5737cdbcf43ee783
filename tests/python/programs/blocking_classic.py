import asyncio, time

async def fetch_data():
    print("Start fetching")
    time.sleep(0.05)
    print("Data fetched")
    return 42

async def main():
    tasks = [asyncio.create_task(fetch_data()) for _ in range(2)]
    for task in tasks:
        print(await task)

asyncio.run(main())
