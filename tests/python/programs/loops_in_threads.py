"""Threads with a loop each; what their functions share their main coroutines do not use."""
import asyncio
import threading

results = []


async def work(number):
    await asyncio.sleep(0.01 * number)
    return number


async def both(number):
    tasks = [asyncio.create_task(work(number + step)) for step in range(2)]
    return sum(await asyncio.gather(*tasks))


def run(number):
    results.append(number)
    results.append(asyncio.run(both(number)))


threads = [threading.Thread(target=run, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results))
