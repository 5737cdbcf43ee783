import asyncio, logging

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

async def work(n):
    logging.info("begin %d", n)
    await asyncio.sleep(0.01 * n)
    logging.info("end %d", n)

async def main():
    await asyncio.gather(work(1), work(2))

asyncio.run(main())
