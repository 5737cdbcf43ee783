# asyncio-future: set_exception
import asyncio
async def main():
    fut = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, fut.set_exception, ValueError("no"))
    try:
        await fut
    except ValueError as e:
        print(e)
    print(fut.done(), fut.cancelled())
asyncio.run(main())
