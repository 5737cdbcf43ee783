import asyncio

async def run(command):
    process = await asyncio.create_subprocess_shell(
        command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    out, err = await process.communicate()
    print(command, process.returncode, out, err)

async def main():
    await run("echo one")
    await run("exit 3")

asyncio.run(main())
