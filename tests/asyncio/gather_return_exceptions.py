# asyncio-task: gather with return_exceptions
import asyncio
async def bad():
    await asyncio.sleep(1)
    raise ValueError("bad")
async def good():
    await asyncio.sleep(2)
    return 7
async def main():
    for it in await asyncio.gather(bad(), good(), return_exceptions=True):
        print(it)
asyncio.run(main())
