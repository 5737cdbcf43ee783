# asyncio-runner: at the end all tasks that are left are cancelled
import asyncio
async def left(name, seconds):
    try:
        await asyncio.sleep(99)
    except asyncio.CancelledError:
        await asyncio.sleep(seconds)
        print(name, "cleaned up")
        raise
async def main():
    ts = [asyncio.create_task(left("a", 1)), asyncio.create_task(left("b", 1.5))]
    await asyncio.sleep(1)
    print("main ends")
asyncio.run(main())
