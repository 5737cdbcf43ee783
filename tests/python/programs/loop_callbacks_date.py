import asyncio

def display(left, loop):
    print("left", left)
    if left:
        loop.call_later(0.01, display, left - 1, loop)
    else:
        loop.stop()

loop = asyncio.new_event_loop()
loop.call_soon(display, 3, loop)
loop.run_forever()
loop.close()
