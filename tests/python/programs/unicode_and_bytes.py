import sys

print("Ελλάδα, Österreich, 日本, \u202e, \x1b[31mred\x1b[0m")
sys.stdout.write("no end of line")
sys.stdout.flush()
sys.stdout.buffer.write(b"\nbytes\n")
sys.stdout.writelines(["a\n", "b\n"])
sys.stderr.write("to the error stream\n")
