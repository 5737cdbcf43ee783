from concurrent.futures import ThreadPoolExecutor, as_completed

with ThreadPoolExecutor(2) as pool:
    print(list(pool.map(lambda n: n * n, range(5))))
    print(sorted(f.result() for f in as_completed([pool.submit(pow, 2, n) for n in range(4)])))
