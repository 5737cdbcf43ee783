import contextlib, io

with contextlib.redirect_stdout(io.StringIO()) as kept:
    print("not shown")
print(repr(kept.getvalue()))
