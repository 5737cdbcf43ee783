import asyncio

async def main():
    task = asyncio.create_task(asyncio.sleep(0.05, "value"))
    done, pending = await asyncio.wait({task}, timeout=0.01)
    print(len(done), len(pending))
    print(await task)

asyncio.run(main())
