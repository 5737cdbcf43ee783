# asyncio-dev: an error that nobody retrieves ends only its task
import asyncio
async def bug():
    raise Exception("not consumed")
async def main():
    t = asyncio.create_task(bug())
    await asyncio.sleep(1)
    print("main goes on", t.done())
asyncio.run(main())
