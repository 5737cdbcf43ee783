import asyncio, os, sys

async def main():
    print("before")
    sys.stdout.flush()
    os._exit(5)

asyncio.run(main())
