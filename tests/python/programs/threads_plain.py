import threading, time

def work(n):
    time.sleep(0.01 * n)
    print("thread", n)

threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(threading.active_count())
