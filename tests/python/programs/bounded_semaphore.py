import asyncio

async def main():
    sem = asyncio.BoundedSemaphore(1)
    async with sem:
        print(sem.locked())
    try:
        sem.release()
    except ValueError as error:
        print(error)

asyncio.run(main())
