import asyncio

async def forgotten():
    print("never")

async def main():
    forgotten()
    print("went on")

asyncio.run(main())
