import asyncio, sys

async def main():
    code = "import time; time.sleep(0.01); print('from the child')"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    print((await process.stdout.readline()).decode().rstrip())
    print(await process.wait())

asyncio.run(main())
