import asyncio, sys

async def main():
    if sys.version_info < (3, 11):
        return print("no asyncio.timeout here")
    async with asyncio.timeout(None) as scope:
        scope.reschedule(asyncio.get_running_loop().time() + 5)
        await asyncio.sleep(0.01)
    print(scope.expired())

asyncio.run(main())
