import asyncio

async def fail():
    raise KeyError("first")

async def main():
    try:
        await asyncio.create_task(fail())
    except KeyError as error:
        raise RuntimeError("second") from error

asyncio.run(main())
