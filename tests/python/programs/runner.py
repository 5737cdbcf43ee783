import asyncio, sys

async def number(n):
    await asyncio.sleep(0)
    return n

if sys.version_info >= (3, 11):
    with asyncio.Runner() as runner:
        print(runner.run(number(1)), runner.run(number(2)))
else:
    print("no Runner here")
