# asyncio-task: try again with a timeout
import asyncio
async def main():
    for attempt in range(3):
        try:
            await asyncio.wait_for(asyncio.sleep(2 - attempt), 1.5)
            print("ok", attempt)
            break
        except TimeoutError:
            print("again", attempt)
asyncio.run(main())
