import asyncio, os, sys

async def main():
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        print("child", flush=True)
        os._exit(0)
    os.waitpid(child, 0)
    print("parent")

asyncio.run(main())
