import asyncio

tries = 0

async def flaky():
    global tries
    tries += 1
    await asyncio.sleep(0.002)
    if tries < 3:
        raise ConnectionError(f"try {tries}")
    return "at last"

async def main():
    for pause in (0.001, 0.002, 0.004):
        try:
            return print(await flaky())
        except ConnectionError as error:
            print(error)
            await asyncio.sleep(pause)

asyncio.run(main())
