import asyncio

async def main():
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: print("handler", context["message"]))
    def fail():
        raise ValueError("in a callback")
    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(0.01)

asyncio.run(main())
