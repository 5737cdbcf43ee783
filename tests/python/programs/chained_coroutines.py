import asyncio

async def part1(n):
    await asyncio.sleep(0.01 * n)
    return f"result{n}-1"

async def part2(n, arg):
    await asyncio.sleep(0.01)
    return f"result{n}-2 derived from {arg}"

async def chain(n):
    print(await part2(n, await part1(n)))

async def main():
    await asyncio.gather(*(chain(n) for n in (3, 1, 2)))

asyncio.run(main())
