import asyncio

PAGES = {"/": ["/a", "/b"], "/a": ["/c"], "/b": ["/c", "/"], "/c": []}

async def crawl():
    seen, queue = set(), asyncio.Queue()
    queue.put_nowait("/")
    async def worker():
        while True:
            page = await queue.get()
            if page not in seen:
                seen.add(page)
                await asyncio.sleep(0.003)
                for link in PAGES[page]:
                    queue.put_nowait(link)
            queue.task_done()
    workers = [asyncio.create_task(worker()) for _ in range(2)]
    await queue.join()
    for task in workers:
        task.cancel()
    return sorted(seen)

print(asyncio.run(crawl()))
