import asyncio

async def fail():
    raise KeyError("k")

async def main():
    print(await asyncio.gather(fail(), asyncio.sleep(0.01, "ok"), return_exceptions=True))
    try:
        await asyncio.gather(fail(), asyncio.sleep(0.01))
    except KeyError as error:
        print("caught", error)

asyncio.run(main())
