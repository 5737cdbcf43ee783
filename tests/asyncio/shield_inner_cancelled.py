# asyncio-task: shield: if the task itself is cancelled, the waiter sees that
import asyncio
async def something():
    await asyncio.sleep(3)
async def main():
    task = asyncio.create_task(something())
    asyncio.get_running_loop().call_later(1, task.cancel)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        print("it was cancelled")
asyncio.run(main())
