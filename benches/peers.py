"""The peers of benches/runtime.rs in Python: the same work. Prints seconds; "absent" where a package is not installed."""

import asyncio
import sys
import time


async def yields():
    async def work():
        for _ in range(10_000):
            await asyncio.sleep(0)

    await asyncio.gather(*(work() for _ in range(100)))


async def sleepers(count):
    await asyncio.gather(*(asyncio.sleep(1) for _ in range(count)))


async def channel():
    messages = asyncio.Queue(10)

    async def send():
        for number in range(100_000):
            await messages.put(number)

    sender = asyncio.create_task(send())
    for _ in range(100_000):
        await messages.get()
    await sender


ROWS = "CREATE TABLE t (a INTEGER, b TEXT)"
FILL = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT i, 'row ' || i FROM n"


def sqlite(measure):
    import sqlite3

    db = sqlite3.connect(":memory:")
    db.row_factory = lambda cursor, row: {column[0]: value for column, value in zip(cursor.description, row)}
    db.execute(ROWS)
    db.execute(FILL)
    began = time.perf_counter()
    if measure == "rows":
        assert len(db.execute("SELECT a, b FROM t").fetchall()) == 20_000
    else:
        for _ in range(2_000):
            db.execute("SELECT 1 AS a").fetchall()
    return time.perf_counter() - began


async def selects_waiting():
    import aiosqlite

    async with aiosqlite.connect(":memory:") as db:
        began = time.perf_counter()
        for _ in range(2_000):
            async with db.execute("SELECT 1 AS a") as cursor:
                await cursor.fetchall()
        return time.perf_counter() - began


async def requests(url, count, at_once):
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def get():
            async with session.get(url) as answer:
                await answer.read()

        began = time.perf_counter()
        if at_once:
            await asyncio.gather(*(get() for _ in range(count)))
        else:
            for _ in range(count):
                await get()
        return time.perf_counter() - began


def timed(work):
    began = time.perf_counter()
    asyncio.run(work)
    return time.perf_counter() - began


def main(row, *arguments):
    if row == "uvloop":
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
        return timed(yields())
    if row == "yields":
        return timed(yields())
    if row == "sleepers":
        return timed(sleepers(int(arguments[0])))
    if row == "channel":
        return timed(channel())
    if row == "rows" or row == "selects":
        return sqlite(row)
    if row == "selects_waiting":
        return asyncio.run(selects_waiting())
    if row == "start":
        return 0.0
    return asyncio.run(requests(arguments[0], int(arguments[1]), row == "at_once"))


try:
    print(main(*sys.argv[1:]))
except ImportError:
    print("absent")
