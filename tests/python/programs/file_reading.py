import asyncio, os, tempfile

async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "big.txt")
        with open(path, "w") as file:
            file.write("line\n" * 300000)
        with open(path) as file:
            print(len(file.read()))
        with open(path, "rb") as file:
            print(len(file.readlines()))

asyncio.run(main())
