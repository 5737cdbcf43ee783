import asyncio, traceback

async def fail():
    await asyncio.sleep(0)
    raise ValueError("printed")

async def main():
    try:
        await asyncio.create_task(fail())
    except ValueError:
        traceback.print_exc()
        print(len(traceback.extract_stack()) > 0)

asyncio.run(main())
