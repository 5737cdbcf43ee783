"""What Python itself calls has no frame below it."""
import atexit
import threading
import time

atexit.register(print, "the last line")
atexit.register(time.sleep, 0.01)
thread = threading.Thread(target=print, args=("from a thread",))
thread.start()
thread.join()
print("end of the program")
