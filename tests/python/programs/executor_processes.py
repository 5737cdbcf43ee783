import asyncio, concurrent.futures

def square(n):
    return n * n

async def main():
    loop = asyncio.get_running_loop()
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        print(await loop.run_in_executor(pool, square, 7))

if __name__ == "__main__":
    asyncio.run(main())
