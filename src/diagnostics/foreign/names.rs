//! Names from other languages that the vocabulary has no peer for, and what to write here. One line each.

/// A foreign name: the spellings, what to write, and why or what else to know.
pub type Entry = (&'static str, &'static str, &'static str);

/// What has to do with tasks. These count also as methods of something unknown: `group.create_task(f())`.
#[rustfmt::skip]
pub const TASKS: &[Entry] = &[
    ("asyncio.run run_until_complete asyncio.get_event_loop get_event_loop asyncio.new_event_loop asyncio.get_running_loop get_running_loop asyncio.Runner trio.run anyio.run block_on runBlocking", "main()", "the loop runs already: call your function, or spawn it"),
    ("setTimeout", "spawn { sleep(1); work() }", "times are in seconds"),
    ("setInterval", "spawn { loop { sleep(1); work() } }", "times are in seconds"),
    ("await_all WaitGroup futures.join", "join_all([task, task])", "it waits for all and gives an array of their values"),
    ("asyncio.ensure_future ensure_future loop.create_task asyncio.run_coroutine_threadsafe run_coroutine_threadsafe queueMicrotask process.nextTick nextTick start_soon launch Promise new.Promise", "spawn work()", "spawn starts a task and gives its handle"),
    ("threading.Thread Thread thread.spawn std.thread.spawn loop.run_in_executor run_in_executor ThreadPoolExecutor ProcessPoolExecutor concurrent.futures.ThreadPoolExecutor concurrent.futures.ProcessPoolExecutor multiprocessing.Process Process rayon.spawn", "spawn_thread(|| work())", "it does not hold the loop's thread; spawn work() is enough for what waits"),
    ("asyncio.timeout asyncio.timeout_at timeout_at move_on_after fail_after", "timeout(1, task)", "it waits for a task, but not longer than that"),
    ("clearTimeout clearInterval", "task.cancel()", "a handle can cancel its task"),
    ("Promise.any futures.select_ok select_ok", "select([task, task])", "it waits for the first task to end"),
    ("Promise.resolve Promise.reject Promise.try", "work()", "a call gives its value or throws; no promise is needed"),
    ("trio.open_nursery open_nursery anyio.create_task_group create_task_group errgroup.Group", "task_group(|g| { g.spawn(|| …) })", "it returns when all of its tasks have ended"),
    ("asyncio.current_task current_task asyncio.all_tasks all_tasks", "", "a task's handle is what spawn gives; :tasks lists all tasks"),
    ("asyncio.CancelledError CancelledError asyncio.exceptions.CancelledError AbortError", "e == \"cancelled\"", "a task that is cancelled finds this text thrown at its wait"),
    ("asyncio.TimeoutError TimeoutError", "try { timeout(1, task) } catch (e) { … }", "timeout throws a text"),
    ("asyncio.QueueEmpty QueueEmpty", "ch.try_recv() == ()", "it gives () where there is no message"),
    ("asyncio.QueueFull QueueFull", "ch.len == ch.capacity", "ch.send(value) waits while a channel is full"),
    ("asyncio.LifoQueue queue.Queue queue.LifoQueue queue.SimpleQueue SimpleQueue multiprocessing.Queue unbounded_channel mpsc.unbounded_channel mpsc.sync_channel broadcast.channel", "channel(10)", "tasks send and receive through it"),
    ("threading.Lock threading.RLock RLock RwLock", "mutex()", "m.lock(|| …) lets one task in at a time"),
    ("asyncio.BoundedSemaphore BoundedSemaphore threading.BoundedSemaphore", "semaphore(3)", "it has permits for that many tasks"),
    ("asyncio.iscoroutine iscoroutine asyncio.iscoroutinefunction iscoroutinefunction", "type_of(x) == \"task\"", "only spawn makes a task"),
    ("queue.qsize qsize queue.empty queue.full queue.maxsize", "ch.len, ch.capacity", "of a channel"),
    ("queue.put_nowait put_nowait queue.try_send try_send", "ch.send(value)", "it does not wait while there is room: ch.len < ch.capacity"),
    ("AbortController new.AbortController AbortSignal", "task.cancel()", "a handle can cancel its task"),
    ("Arc Rc Box Cell RefCell", "", "no wrapping is needed: closures share the variables that they capture"),
];

/// Functions and values; with a dot at the end, anything that begins so. The more particular stands before the more general.
#[rustfmt::skip]
pub const NAMES: &[Entry] = &[
    // Time.
    ("asyncio.sleep trio.sleep tokio.sleep delay", "sleep(1)", "the task waits, and others run; in seconds"),
    ("time.sleep Thread.sleep thread.sleep usleep", "sleep_blocking(1)", "it holds the thread; sleep(1) lets other tasks run"),
    ("time.time time.monotonic time.perf_counter perf_counter Date.now performance.now Instant.now", "now()", "seconds since the run began"),
    ("asyncio. trio. anyio. curio. threading. concurrent. multiprocessing. tokio. futures. Promise.", "spawn, sleep, await", "they are always there, no import is needed; :help lists all words"),
    ("datetime.now datetime.datetime.now", "now()", "seconds since the run began"),
    ("Duration. timedelta datetime.timedelta", "", "times are plain numbers, in seconds: sleep(0.5)"),
    ("time.", "sleep(1), now()", "they are always there, no import is needed"),
    // Output and input.
    ("console.log console.error console.info console.warn console. System. fmt. println printf echo puts putStrLn cout Console.WriteLine write alert", "print(x)", "print takes any number of values"),
    ("pprint", "print(x)", "print takes any number of values"),
    ("input readline prompt raw_input", "", "a script cannot ask for input"),
    ("open fopen readFile fs.readFile", "fs::read(path)", "it waits for the file and gives its text"),
    ("subprocess. child_process. os.system os.popen", "process::run(program, [argument])", "it waits for another program's end and gives what it wrote"),
    ("sqlite3. aiosqlite.", "db::open(path)", "it waits until an SQLite database is open and gives a connection to it"),
    ("json.loads json.load JSON.parse", "parse_json(text)", ""),
    ("json.dumps json.dump JSON.stringify", "to_json(value)", ""),
    ("json. JSON.", "parse_json(text), to_json(value)", ""),
    ("exit quit sys.exit process.exit sys.", "exit()", "at the prompt, :quit or Ctrl-D leaves"),
    ("require include", "import \"file\" as file;", "this brings in another script"),
    // Values.
    ("None NULL Null undefined Nothing nothing", "()", "it stands for nothing"),
    ("True TRUE", "true", "in small letters"),
    ("False FALSE", "false", "in small letters"),
    ("self", "this", "it is known in functions called as methods"),
    ("pass", "{ }", "an empty block does nothing"),
    ("std. os. fs.", "spawn, sleep, await", "they are always there, no import is needed"),
    // Conversions.
    ("str String toString repr", "x.to_string()", "or `${x}` inside backticks"),
    ("int parseInt Integer.parseInt atoi", "parse_int(\"3\")", "x.to_int() makes an integer of a float"),
    ("float parseFloat Number", "parse_float(\"1.5\")", "x.to_float() makes a float of an integer"),
    ("bool Boolean", "x != 0", "only true and false are conditions"),
    ("list tuple set Array Vec vec vec!", "[a, b]", "an array"),
    ("dict Map HashMap Object", "#{ name: value }", "a map"),
    ("type typeof isinstance", "type_of(x)", ""),
    // Lists.
    ("sum", "list.reduce(|sum, x| sum + x, 0)", ""),
    ("sorted", "list.sort()", "it sorts the array in place"),
    ("reversed", "list.reverse()", "it turns the array around in place"),
    ("enumerate", "for (x, index) in list { … }", ""),
    ("zip", "for (x, index) in list { … }", "the index finds the partner in the other list"),
    ("map", "list.map(|x| x * 2)", "it is a method of the array"),
    ("filter", "list.filter(|x| x > 0)", "it is a method of the array"),
    ("range", "0..3", "range takes start and end: range(0, 3)"),
    ("any", "list.some(|x| x > 0)", ""),
    ("all", "list.all(|x| x > 0)", ""),
    ("append", "list.push(x)", ""),
    ("size length count", "x.len()", ""),
    // Numbers.
    ("math.floor Math.floor math.ceil Math.ceil", "x.floor(), x.ceiling()", ""),
    ("math.sqrt Math.sqrt", "x.sqrt()", "of a float: 2.0.sqrt()"),
    ("math.pi Math.PI", "PI()", ""),
    ("math.pow Math.pow pow", "2 ** 3", ""),
    ("Math.abs math.fabs", "x.abs()", ""),
    ("Math.max math.max", "max(a, b)", ""),
    ("Math.min math.min", "min(a, b)", ""),
    ("Math.round round", "x.round()", "of a float"),
    ("math. Math.", "x.sqrt()", "mathematics is in methods of numbers"),
    ("random random. rand randint randrange Math.random", "", "there is no chance here, so that runs can be repeated"),
    // Other.
    ("main", "fn main() { … }", "or none: a script runs from its first line"),
    ("format sprintf", "`${x}`", "a text in backticks takes values"),
    ("assert", "if !ok { throw \"not ok\"; }", ""),
    ("Error Exception ValueError RuntimeError", "throw \"what went wrong\"", "any value can be thrown"),
    ("Some Ok", "x", "a value needs no wrapping; () stands for nothing"),
    ("Err", "throw \"what went wrong\"", "any value can be thrown"),
    ("fetch requests requests. axios axios. aiohttp. httpx. https. urllib. urlopen", "http::get(url)", "it waits for the server's answer; http::test_server() gives an address to try"),
];

/// Methods and properties of texts, arrays and maps.
#[rustfmt::skip]
pub const MEMBERS: &[Entry] = &[
    ("to_int int parse", "parse_int(text)", "it makes a number of a string"),
    ("append push_back add push_str", "push(x)", ""),
    ("extend concat", "append(list)", "it adds the items of another array"),
    ("length size count", "len()", ""),
    ("upper toUpperCase to_uppercase", "to_upper()", ""),
    ("lower toLowerCase to_lowercase", "to_lower()", ""),
    ("strip trim_all", "trim()", "it changes the text in place"),
    ("startswith startsWith", "starts_with(text)", ""),
    ("endswith endsWith", "ends_with(text)", ""),
    ("includes has contains_key has_key containsKey", "contains(x)", "or x in it"),
    ("indexOf find_index", "index_of(x)", ""),
    ("forEach each", "for x in list { … }", ""),
    ("sum", "reduce(|sum, x| sum + x, 0)", ""),
    ("join", "reduce(|text, x| text + x, \"\")", ""),
    ("slice substring substr", "extract(1..3)", "or sub_string(1, 2) of a text"),
    ("splice", "splice(1..3, list)", ""),
    ("items entries", "keys(), values()", "for name in map.keys() { … }"),
    ("toString to_str str", "to_string()", ""),
    ("format", "`${x}`", "a text in backticks takes values"),
    ("map_err unwrap_or unwrap expect", "try { … } catch (e) { … }", "a call gives its value or throws"),
    ("unshift insert_first", "insert(0, x)", ""),
    ("popleft shift_left", "shift()", ""),
];

/// Methods and properties of our own values, by the value's kind. `{}` stands for the value.
#[rustfmt::skip]
pub const OWN_MEMBERS: &[(&str, Entry)] = &[
    ("task", ("then result get_result get unwrap value join join_handle wait", "await {}", "it waits for the task and gives its value")),
    ("task", ("catch exception", "try { await {} } catch (e) { … }", "the error comes out where the task is awaited")),
    ("task", ("done isDone finished", "{}.is_done", "")),
    ("task", ("status", "{}.state", "")),
    ("task", ("cancelled is_cancelled isCancelled failed", "{}.state == \"cancelled\"", "or \"failed\", \"done\"")),
    ("task", ("stop kill abort terminate", "{}.cancel()", "")),
    ("task", ("add_done_callback finally", "spawn || { await {}; … }", "what comes after it stands after its await")),
    ("channel", ("qsize size length count", "{}.len", "")),
    ("channel", ("empty is_empty isEmpty", "{}.len == 0", "")),
    ("channel", ("full is_full isFull", "{}.len == {}.capacity", "")),
    ("channel", ("maxsize", "{}.capacity", "")),
    ("channel", ("put_nowait try_send push append add", "{}.send(value)", "it waits while the channel is full")),
    ("channel", ("pop shift next receive", "{}.recv()", "it waits while there is no message")),
    ("mutex", ("acquire release unlock enter with", "{}.lock(|value| …)", "it is given back when the closure ends")),
    ("mutex", ("locked", "{}.is_locked", "")),
    ("semaphore", ("lock enter with", "{}.acquire(|| …)", "the permit is given back when the closure ends")),
    ("semaphore", ("locked", "{}.available == 0", "")),
    ("event", ("isSet", "{}.is_set", "")),
    ("event", ("notify notify_all notify_one trigger fire emit", "{}.set()", "")),
    ("event", ("wait_for", "{}.wait()", "")),
    ("barrier", ("n_waiting", "{}.waiting", "")),
    ("task group", ("create_task start_soon start launch go", "{}.spawn(|| work())", "")),
];
