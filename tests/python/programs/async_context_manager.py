import asyncio, contextlib

@contextlib.asynccontextmanager
async def resource(name):
    print("open", name)
    await asyncio.sleep(0.005)
    try:
        yield name
    finally:
        print("close", name)

async def main():
    async with resource("a") as a, resource("b") as b:
        print(a, b)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(resource("c"))

asyncio.run(main())
