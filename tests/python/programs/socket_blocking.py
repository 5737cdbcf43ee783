import asyncio, socket, threading

def serve(listener):
    connection, _ = listener.accept()
    connection.sendall(connection.recv(10).upper())
    connection.close()

async def main():
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(listener,)).start()
    with socket.create_connection(listener.getsockname()) as client:
        client.sendall(b"hello")
        print(client.recv(10))
    listener.close()

asyncio.run(main())
