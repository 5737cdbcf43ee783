import threading

def fail():
    raise ValueError("in a thread")

thread = threading.Thread(target=fail, name="Thread-x")
thread.start()
thread.join()
print("main goes on")
