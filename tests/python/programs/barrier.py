import asyncio, sys

async def main():
    if not hasattr(asyncio, "Barrier"):
        return print("no barriers here")
    b = asyncio.Barrier(3)
    async def come(n):
        await asyncio.sleep(0.01 * n)
        place = await b.wait()
        print("passed", n)
    await asyncio.gather(*(come(n) for n in range(3)))
    print(b.n_waiting)

asyncio.run(main())
