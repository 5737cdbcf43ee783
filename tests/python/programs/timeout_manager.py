import asyncio, sys

async def main():
    if sys.version_info < (3, 11):
        return print("no asyncio.timeout here")
    try:
        async with asyncio.timeout(0.02):
            await asyncio.sleep(5)
    except TimeoutError:
        print("The long operation timed out, but we've handled it.")
    print("This statement will run regardless.")

asyncio.run(main())
