"""What tasks share is shown, and nobody notices: nothing of the program's classes is called, and nothing is kept."""

import asyncio
import threading
import weakref

LIMIT = 3
balance = 100
log = []
seen = {"a"}
rates = {"usd": 1.5}
current = None
handed_over = 0


class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit("a class was asked for its name")

    def __getattribute__(cls, name):
        if name in ("__dict__", "__module__"):
            raise SystemExit(f"a class was asked for {name}")
        return super().__getattribute__(name)


class Account(metaclass=Meta):
    def __init__(self, owner):
        self.owner = owner

    def __repr__(self):
        raise SystemExit("it was shown")

    def __eq__(self, other):
        raise SystemExit("it was compared")

    def __hash__(self):
        raise SystemExit("it was hashed")

    def __getattribute__(self, name):
        if name == "__class__":
            raise SystemExit("it was asked for its class")
        return super().__getattribute__(name)

    def __del__(self):
        print("gone:", self.owner)


class Text(str):
    def __repr__(self):
        raise SystemExit("a text was shown")


async def pay(amount):
    global balance, current
    before = balance
    await asyncio.sleep(0.1)
    if amount < LIMIT:
        balance = before - amount
    log.append((amount, [balance]))
    seen.add(str(amount))
    current = Account(amount)
    note()


def note():
    rates["eur"] = Text("one")
    log.append(current)
    log.pop()


def hand_over():
    global handed_over
    handed_over += 1


async def main():
    hits, account = 0, Account("main")
    kept = weakref.ref(account)

    async def hit():
        nonlocal hits, account
        for _ in range(2):
            before = hits
            await asyncio.sleep(0)
            hits = before + 1
        account = None

    await asyncio.gather(pay(1), pay(2), hit(), hit())
    print("kept" if kept() else "not kept")
    for _ in range(2):
        await asyncio.to_thread(hand_over)
    asyncio.get_running_loop().call_soon(hand_over)
    await asyncio.sleep(0)
    print(balance, hits, handed_over, log[0])


asyncio.run(main())
thread = threading.Thread(target=hand_over)
thread.start()
thread.join()
current = None
print("the end")
