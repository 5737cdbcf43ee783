import threading, time

def late():
    time.sleep(0.03)
    print("late")

threading.Thread(target=late).start()
print("main ends")
