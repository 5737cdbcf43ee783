# asyncio-runner: at the end a waiter and what it awaits are both cancelled
import asyncio
async def inner():
    try:
        await asyncio.sleep(99)
    except asyncio.CancelledError:
        print("inner")
        raise
async def outer(t):
    try:
        await t
    except asyncio.CancelledError:
        print("outer")
        raise
async def main():
    i = asyncio.create_task(inner())
    o = asyncio.create_task(outer(i))
    await asyncio.sleep(1)
asyncio.run(main())
