import asyncio, os, signal

async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, stop.set)
    asyncio.get_running_loop().call_later(0.01, os.kill, os.getpid(), signal.SIGUSR1)
    await stop.wait()
    print("signal came")

asyncio.run(main())
