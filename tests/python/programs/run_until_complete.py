import asyncio

async def number(n):
    await asyncio.sleep(0.01)
    return n

loop = asyncio.new_event_loop()
print(loop.run_until_complete(number(1)))
print(loop.run_until_complete(asyncio.wait_for(number(2), 1)))
task = loop.create_task(number(3))
print(loop.run_until_complete(task))
loop.close()
