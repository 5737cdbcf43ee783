"""Warnings and log records that count frames find the same ones."""
import asyncio
import logging
import warnings

warnings.simplefilter("always")
logging.basicConfig(format="%(filename)s %(funcName)s %(message)s")


def warn():
    warnings.warn("look", UserWarning, stacklevel=2)
    logging.warning("look", stacklevel=2) if hasattr(asyncio, "to_thread") else None


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(warn)
    await asyncio.sleep(0)
    loop.call_later(0.01, warn)
    await asyncio.sleep(0.02)
    await loop.run_in_executor(None, warn)
    warn()


asyncio.run(main())
