import asyncio, concurrent.futures, time

def blocking(n):
    time.sleep(0.02)
    return n * n

async def main():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, blocking, 3))
    with concurrent.futures.ThreadPoolExecutor() as pool:
        print(await asyncio.gather(*(loop.run_in_executor(pool, blocking, n) for n in range(3))))

asyncio.run(main())
