# asyncio-task: Timeouts can be nested
import asyncio
async def main():
    try:
        async with asyncio.timeout(3):
            try:
                async with asyncio.timeout(1):
                    await asyncio.sleep(9)
            except TimeoutError:
                print("inner")
            await asyncio.sleep(9)
    except TimeoutError:
        print("outer")
asyncio.run(main())
