# asyncio-stream: TCP echo client and server using streams
import asyncio
async def handle_echo(reader, writer):
    data = await reader.readline()
    message = data.decode().strip()
    print(f"Received {message}")
    print(f"Send: {message}")
    writer.write(data)
    await writer.drain()
    print("Close the connection")
    writer.close()
async def tcp_echo_client(port, message):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    print(f'Send: {message}')
    writer.write((message + "\n").encode())
    await writer.drain()
    data = await reader.readline()
    print(f'Received: {data.decode().strip()}')
    writer.close()
async def main():
    server = await asyncio.start_server(handle_echo, '127.0.0.1', 0)
    await tcp_echo_client(server.sockets[0].getsockname()[1], 'Hello World!')
    server.close()
asyncio.run(main())
