//! Databases: what `:help` says of these words. What they do is in `script/library/databases.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "db::open",
        signature: "db::open(path)   db::open(\":memory:\")",
        summary: "waits until an SQLite database is open and gives a connection to it",
        details: "The file is made if there is none. Tasks that share a connection use it in turn. Under the \
                  virtual clock every call to a database takes 1 ms. db::open_blocking(path) holds the thread \
                  instead.",
        example: "let books = db::open(\":memory:\");\nbooks.execute(\"CREATE TABLE book (title, year)\");\nbooks.execute(\"INSERT INTO book VALUES (?, ?)\", [\"Emma\", 1815]);\nprint(books.query(\"SELECT * FROM book\"));",
        peers: Peers {
            python: "await aiosqlite.connect(path)",
            javascript: "new pg.Client(url)",
            tokio: "SqlitePool::connect(url).await",
        },
    },
    Word {
        name: "execute",
        signature: "connection.execute(sql)   connection.execute(sql, parameters)",
        summary: "waits until statements have been carried out and gives the number of rows that changed",
        details: "Parameters are an array for ?, or a map for :name. Without parameters there may be several \
                  statements. If another connection has locked the database, it tries for 1 s. \
                  connection.execute_blocking(…) holds the thread instead.",
        example: "let c = db::open(\":memory:\");\nc.execute(\"CREATE TABLE t (n)\");\nprint(c.execute(\"INSERT INTO t VALUES (:n)\", #{n: 1}));",
        peers: Peers {
            python: "await db.execute(sql), await db.commit()",
            javascript: "await client.query(sql)",
            tokio: "sqlx::query(sql).execute(&pool).await",
        },
    },
    Word {
        name: "query",
        signature: "connection.query(sql)   connection.query(sql, parameters)",
        summary: "waits for the rows that a query gives, each as a map",
        details: "At most 100,000 rows. connection.query_blocking(…) holds the thread instead.",
        example: "let c = db::open(\":memory:\");\nfor row in c.query(\"SELECT 1 AS one, ? AS other\", [2]) { print(row.one, row.other) }",
        peers: Peers {
            python: "await db.execute_fetchall(sql)",
            javascript: "await client.query(sql)",
            tokio: "sqlx::query(sql).fetch_all(&pool).await",
        },
    },
    Word {
        name: "transaction",
        signature: "connection.transaction(|| …)",
        summary: "keeps what a closure changes, all of it or, if it throws, nothing; gives its value",
        details: "The connection belongs to the task until the transaction ends, also while the closure waits; \
                  other tasks that use it wait for that.",
        example: "let c = db::open(\":memory:\");\nc.execute(\"CREATE TABLE t (n)\");\ntry { c.transaction(|| { c.execute(\"INSERT INTO t VALUES (1)\"); throw \"no\" }) } catch (e) { print(e) }\nprint(c.query(\"SELECT * FROM t\").len());",
        peers: Peers {
            python: "await db.execute('BEGIN'), await db.commit()",
            javascript: "await client.query('BEGIN'), await client.query('COMMIT')",
            tokio: "pool.begin().await",
        },
    },
];
