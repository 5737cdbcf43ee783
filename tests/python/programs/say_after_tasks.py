import asyncio

async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)

async def main():
    one = asyncio.create_task(say_after(0.02, "hello"))
    two = asyncio.create_task(say_after(0.04, "world"))
    print("started")
    await one
    await two
    print("finished")

asyncio.run(main())
