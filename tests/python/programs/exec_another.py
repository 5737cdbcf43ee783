"""Another program takes this one's place."""
import asyncio
import os
import sys


async def main():
    await asyncio.sleep(0.01)
    print("before", flush=True)


asyncio.run(main())
os.execv(sys.executable, [sys.executable, "-c", "print('after')"])
