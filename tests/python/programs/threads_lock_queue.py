import queue, threading

total, lock, jobs = 0, threading.Lock(), queue.Queue()

def work():
    global total
    while (n := jobs.get()) is not None:
        with lock:
            total += n

threads = [threading.Thread(target=work) for _ in range(3)]
[t.start() for t in threads]
for n in range(10):
    jobs.put(n)
for _ in threads:
    jobs.put(None)
[t.join() for t in threads]
print(total)
