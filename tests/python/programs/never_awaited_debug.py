"""In debug mode Python says where a coroutine was made that nobody awaited."""
import asyncio
import sys


async def never():
    pass


async def main():
    never()
    await asyncio.sleep(0)


asyncio.run(main(), debug=True)
print(sys.get_coroutine_origin_tracking_depth())
sys.set_coroutine_origin_tracking_depth(2)
never()
sys.set_coroutine_origin_tracking_depth(0)
never()
