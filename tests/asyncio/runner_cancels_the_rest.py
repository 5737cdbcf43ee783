# asyncio-runner: at the end all tasks that are left are cancelled
import asyncio
async def left(name):
    try:
        await asyncio.sleep(99)
    except asyncio.CancelledError:
        await asyncio.sleep(1)
        print(name, "cleaned up")
        raise
async def main():
    ts = [asyncio.create_task(left("a")), asyncio.create_task(left("b"))]
    await asyncio.sleep(1)
    print("main ends")
asyncio.run(main())
