# asyncio-runner: a task that swallows the cancel at the end goes on to its own end
import asyncio
async def stubborn():
    try:
        await asyncio.sleep(99)
    except asyncio.CancelledError:
        print("no")
    await asyncio.sleep(5)
    print("now I am done")
async def main():
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(1)
    print("main ends")
asyncio.run(main())
