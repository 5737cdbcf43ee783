//! Files: what `:help` says of these words. What they do is in `script/library/files.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "fs::read",
        signature: "fs::read(path)",
        summary: "waits for a file and gives its text; other tasks run meanwhile",
        details: "fs::read_blocking(path) holds the thread instead. At most 64 MB of UTF-8 text. Under the virtual \
                  clock every call to a file takes 1 ms.",
        example: "fs::write(\"notes.txt\", \"hello\");\nprint(fs::read(\"notes.txt\"));",
        peers: Peers {
            python: "async with aiofiles.open(path) as f",
            javascript: "await fs.readFile(path, 'utf8')",
            tokio: "tokio::fs::read_to_string(path).await",
        },
    },
    Word {
        name: "fs::read_bytes",
        signature: "fs::read_bytes(path)",
        summary: "waits for a file and gives its bytes, as a blob",
        details: "For what is not text: pictures, archives. fs::read_bytes_blocking(path) holds the thread instead. \
                  At most 64 MB. bytes[0] is the first one, a number from 0 to 255; bytes.as_string() makes text of \
                  them; fs::write(path, bytes) writes them back.",
        example: "fs::write(\"three.bin\", blob(3, 255));\nlet bytes = fs::read_bytes(\"three.bin\");\nprint(bytes.len(), bytes[0]);",
        peers: Peers {
            python: "async with aiofiles.open(path, 'rb') as f",
            javascript: "await fs.readFile(path)",
            tokio: "tokio::fs::read",
        },
    },
    Word {
        name: "fs::write",
        signature: "fs::write(path, text)",
        summary: "waits until a file holds this text and nothing else",
        details: "A blob is written as its bytes. fs::write_blocking(path, text) holds the thread instead.",
        example: "let tasks = [];\nfor i in 0..3 { tasks.push(spawn fs::write(`notes ${i}.txt`, i)) }\nawait tasks;",
        peers: Peers {
            python: "async with aiofiles.open(path, 'w') as f",
            javascript: "await fs.writeFile(path, text)",
            tokio: "tokio::fs::write",
        },
    },
    Word {
        name: "fs::append",
        signature: "fs::append(path, text)",
        summary: "waits until a text stands at a file's end",
        details: "fs::append_blocking(path, text) holds the thread instead. The file is made if there is none.",
        example: "let path = \"notes.txt\";\nfs::write(path, \"one \");\nfs::append(path, \"two\");\nprint(fs::read(path));",
        peers: Peers {
            python: "async with aiofiles.open(path, 'a') as f",
            javascript: "await fs.appendFile(path, text)",
            tokio: "tokio::fs::OpenOptions::append",
        },
    },
    Word {
        name: "fs::list",
        signature: "fs::list(path)",
        summary: "waits for the names in a folder, sorted; a folder's name ends with /",
        details: "fs::list_blocking(path) holds the thread instead.",
        example: "print(fs::list(\".\"));",
        peers: Peers {
            python: "await aiofiles.os.listdir(path)",
            javascript: "await fs.readdir(path)",
            tokio: "tokio::fs::read_dir",
        },
    },
    Word {
        name: "fs::exists",
        signature: "fs::exists(path)",
        summary: "waits for the answer whether there is such a file or folder",
        details: "fs::exists_blocking(path) holds the thread instead.",
        example: "print(fs::exists(\"no such file\"));",
        peers: Peers {
            python: "await aiofiles.os.path.exists(path)",
            javascript: "await fs.access(path).then(() => true, () => false)",
            tokio: "tokio::fs::try_exists",
        },
    },
    Word {
        name: "fs::remove",
        signature: "fs::remove(path)",
        summary: "waits until a file, or an empty folder, is gone",
        details: "fs::remove_blocking(path) holds the thread instead.",
        example: "let path = \"notes.txt\";\nfs::write(path, \"\");\nfs::remove(path);\nprint(fs::exists(path));",
        peers: Peers {
            python: "await aiofiles.os.remove(path)",
            javascript: "await fs.rm(path), await fs.rmdir(path)",
            tokio: "tokio::fs::remove_file",
        },
    },
];
