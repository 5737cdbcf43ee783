import asyncio, sqlite3

async def main():
    db = sqlite3.connect(":memory:")
    db.execute("create table t (a)")
    db.executemany("insert into t values (?)", [(n,) for n in range(3)])
    print(db.execute("select sum(a) from t").fetchone(), type(db.cursor()).__name__)
    await asyncio.sleep(0)

asyncio.run(main())
