import sys

for line in ["plain", "Python"]:
    print(line)
print(sys.argv, __name__, __file__.endswith("no_asyncio.py"))
