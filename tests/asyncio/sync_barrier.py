# asyncio-sync: Barrier
import asyncio
async def example_barrier():
    b = asyncio.Barrier(3)
    async def passes(name):
        await b.wait()
        print(name, "passed")
    t1 = asyncio.create_task(passes("first"))
    t2 = asyncio.create_task(passes("second"))
    await asyncio.sleep(0)
    print(b.n_waiting)
    await b.wait()
    print("barrier passed")
    await asyncio.wait([t1, t2])
asyncio.run(example_barrier())
