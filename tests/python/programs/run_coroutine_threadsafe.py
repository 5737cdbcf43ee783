import asyncio, threading

async def add(a, b):
    await asyncio.sleep(0.01)
    return a + b

async def main():
    loop = asyncio.get_running_loop()
    answers = []
    def ask():
        answers.append(asyncio.run_coroutine_threadsafe(add(1, 2), loop).result())
    thread = threading.Thread(target=ask)
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.005)
    print(answers)

asyncio.run(main())
