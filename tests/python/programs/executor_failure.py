import asyncio

def fail():
    raise RuntimeError("in the thread")

async def main():
    try:
        await asyncio.get_running_loop().run_in_executor(None, fail)
    except RuntimeError as error:
        print("caught", error)

asyncio.run(main())
