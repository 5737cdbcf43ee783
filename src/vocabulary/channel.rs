//! Channels: what `:help` says of these words. What they do is in `script/library/channel.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "channel",
        signature: "channel(capacity)   channel()",
        summary: "a queue from task to task; a task that finds it full or empty waits",
        details: "Without a capacity it is never full. `for message in ch` takes messages until the channel is closed and empty. Also: ch.len, ch.capacity, ch.is_closed.",
        example: "let ch = channel(2);\nfn produce(ch) { for i in 0..4 { ch.send(i); print(\"sent\", i) } ch.close() }\nspawn produce(ch);\nfor item in ch { sleep(0.5); print(\"got\", item) }",
        peers: Peers {
            python: "asyncio.Queue(maxsize)",
            javascript: "ReadableStream, TransformStream",
            tokio: "sync::mpsc::channel(capacity), async_channel::bounded(capacity)",
        },
    },
    Word {
        name: "send",
        signature: "ch.send(value)",
        summary: "puts a message into a channel; waits while that is full",
        details: "Throws if the channel is closed, also while it waits.",
        example: "let ch = channel(1);\nlet reader = spawn || { sleep(1); print(ch.recv(), ch.recv()) };\nch.send(1);\nch.send(2);\nprint(\"the second had to wait\");\nawait reader;",
        peers: Peers {
            python: "await queue.put(value)",
            javascript: "await writer.ready, writer.write(value)",
            tokio: "sender.send(value).await",
        },
    },
    Word {
        name: "recv",
        signature: "ch.recv()",
        summary: "takes the oldest message from a channel; waits while there is none",
        details: "Gives () once the channel is closed and empty.",
        example: "let ch = channel(1);\nspawn || { sleep(1); ch.send(\"hello\") };\nprint(ch.recv());",
        peers: Peers {
            python: "await queue.get()",
            javascript: "await reader.read()",
            tokio: "receiver.recv().await",
        },
    },
    Word {
        name: "try_recv",
        signature: "ch.try_recv()",
        summary: "takes a message if one is there, and () if not; never waits",
        details: "",
        example: "let ch = channel(1);\nprint(ch.try_recv() == ());\nch.send(5);\nprint(ch.try_recv());",
        peers: Peers { python: "queue.get_nowait()", javascript: "", tokio: "receiver.try_recv()" },
    },
    Word {
        name: "close",
        signature: "ch.close()",
        summary: "lets no further messages into a channel; those inside can still be taken",
        details: "A task that waits to send gets an error, one that waits to receive gets (), and `for` loops end.",
        example: "let ch = channel(3);\nch.send(1);\nch.close();\nfor item in ch { print(item) }\nprint(\"no more\");",
        peers: Peers {
            python: "queue.shutdown() (3.13)",
            javascript: "writer.close()",
            tokio: "receiver.close(), or dropping all senders",
        },
    },
    Word {
        name: "priority_channel",
        signature: "priority_channel(capacity)   priority_channel()",
        summary: "a channel whose least message is taken first",
        details: "Messages are numbers, texts, or arrays that begin with one: ch.send([2, job]). Arrays are compared item by item; of equal ones the oldest comes first.",
        example: "let jobs = priority_channel();\njobs.send([2, \"sweep\"]);\njobs.send([1, \"put out the fire\"]);\njobs.close();\nfor job in jobs { print(job[1]) }",
        peers: Peers {
            python: "asyncio.PriorityQueue(maxsize)",
            javascript: "",
            tokio: "BinaryHeap behind a Mutex",
        },
    },
    Word {
        name: "task_done",
        signature: "ch.task_done()",
        summary: "says that what was to be done for a message from the channel is done",
        details: "For ch.join(). To be called once for each message that was taken; more often is an error.",
        example: "let ch = channel();\nlet worker = spawn || { for job in ch { sleep(1); ch.task_done() } };\nch.send(\"a\");\nch.send(\"b\");\nch.join();\nprint(\"all done at\", now());\nch.close();\nawait worker;",
        peers: Peers { python: "queue.task_done()", javascript: "", tokio: "" },
    },
    Word {
        name: "join",
        signature: "ch.join()",
        summary: "waits until all messages sent to the channel have been taken and said to be done",
        details: "Done means ch.task_done(), once for each. Also: ch.unfinished, the messages that are not.",
        example: "let ch = channel();\nlet worker = spawn || { for job in ch { sleep(1); ch.task_done() } };\nch.send(\"a\");\nch.send(\"b\");\nch.join();\nprint(\"all done at\", now());\nch.close();\nawait worker;",
        peers: Peers { python: "await queue.join()", javascript: "", tokio: "" },
    },
];
