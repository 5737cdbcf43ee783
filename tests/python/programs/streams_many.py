import asyncio

async def handle(reader, writer):
    number = int(await reader.readline())
    await asyncio.sleep(0.01)
    writer.write(f"{number * number}\n".encode())
    await writer.drain()
    writer.close()

async def ask(port, number):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{number}\n".encode())
    answer = int(await reader.readline())
    writer.close()
    return answer

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(await asyncio.gather(*(ask(port, n) for n in range(5))))
    server.close()
    await server.wait_closed()

asyncio.run(main())
