# asyncio-sync: Event: all that wait go on, in order; after clear() others wait
import asyncio
async def waiter(event, name):
    await event.wait()
    print(name)
async def main():
    event = asyncio.Event()
    ts = [asyncio.create_task(waiter(event, n)) for n in "abc"]
    await asyncio.sleep(1)
    event.set()
    print(event.is_set())
    event.clear()
    print(event.is_set())
    late = asyncio.create_task(waiter(event, "late"))
    await asyncio.sleep(1)
    event.set()
    await asyncio.wait(ts + [late])
asyncio.run(main())
