import asyncio, contextvars

var = contextvars.ContextVar("var", default="outer")

async def child():
    print(var.get())
    var.set("child")

async def main():
    var.set("main")
    await asyncio.create_task(child())
    print(var.get())

asyncio.run(main())
