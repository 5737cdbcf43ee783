import asyncio

async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda f: print("done", f.result()))
    def other(f):
        print("never")
    future.add_done_callback(other)
    print(future.remove_done_callback(other))
    future.set_result(5)
    await asyncio.sleep(0.01)

asyncio.run(main())
