import sys, __main__

VALUE = 7
print(__main__.VALUE, sys.modules["__main__"].VALUE, vars().get("__doc__"), __spec__, __package__)
