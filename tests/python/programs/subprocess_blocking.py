import asyncio, subprocess, sys

async def main():
    done = subprocess.run([sys.executable, "-c", "print('child')"], capture_output=True, text=True)
    print(done.returncode, done.stdout.strip())

asyncio.run(main())
