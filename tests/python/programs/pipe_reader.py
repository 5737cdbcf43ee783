import asyncio, os

async def main():
    loop = asyncio.get_running_loop()
    read, write = os.pipe()
    came = loop.create_future()
    loop.add_reader(read, lambda: came.done() or came.set_result(os.read(read, 100)))
    loop.call_later(0.01, os.write, write, b"through a pipe")
    print(await came)
    loop.remove_reader(read)

asyncio.run(main())
