# asyncio-stream: readline at the end of the stream
import asyncio
async def handle(reader, writer):
    writer.write(b"one\ntwo")
    writer.close()
async def main():
    server = await asyncio.start_server(handle, '127.0.0.1', 0)
    reader, writer = await asyncio.open_connection('127.0.0.1', server.sockets[0].getsockname()[1])
    while line := await reader.readline():
        print(line.decode().strip())
    print("end")
    writer.close()
    server.close()
asyncio.run(main())
