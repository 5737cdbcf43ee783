import sys

print("name? ", end="")
print("hello", sys.stdin.readline().strip() or "nobody")
try:
    input()
except EOFError:
    print("no more")
