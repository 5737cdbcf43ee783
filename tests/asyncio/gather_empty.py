# asyncio-task: gather of nothing
import asyncio
async def main():
    print(await asyncio.gather())
asyncio.run(main())
