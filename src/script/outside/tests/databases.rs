//! The module `db`.

use super::Place;

#[test]
fn rows_come_back_as_they_went_in() {
    Place::new().check(
        "let c = db::open(\"a.db\"); c.execute(\"CREATE TABLE t (a, b, c, d)\");
         print(c.execute(\"INSERT INTO t VALUES (?, ?, ?, ?)\", [1, 2.5, \"x\", ()]));
         c.execute_blocking(\"INSERT INTO t (a) VALUES (:a)\", #{a: true});
         print(c.query(\"SELECT * FROM t\"));
         print(db::open_blocking(\"a.db\").query_blocking(\"SELECT count(*) AS n FROM t\"));
         print(c);",
        &[
            "0.00 1",
            "0.01 [#{a: 1, b: 2.5, c: \"x\", d: ()}, #{a: 1, b: (), c: (), d: ()}]",
            "0.01 [#{n: 2}]",
            "0.01 <connection to a.db>",
        ],
    );
}

#[test]
fn a_transaction_is_kept_or_undone() {
    Place::new().check(
        "let c = db::open(\":memory:\"); c.execute(\"CREATE TABLE t (n)\");
         print(c.transaction(|| { c.execute(\"INSERT INTO t VALUES (1)\"); sleep(1); \"kept\" }));
         try { c.transaction(|| { c.execute(\"DELETE FROM t\"); throw \"undone\" }) } catch (e) { print(e) }
         let t = spawn { c.transaction(|| { c.execute(\"DELETE FROM t\"); sleep(9) }) };
         sleep(1); t.cancel();
         print(c.query(\"SELECT n FROM t\"));",
        &["1.01 kept", "1.01 undone", "2.01 [#{n: 1}]"],
    );
}

#[test]
fn whoever_uses_a_connection_in_a_transaction_waits_for_its_end() {
    Place::new().check(
        "let c = db::open(\":memory:\"); c.execute(\"CREATE TABLE t (n)\");
         let a = spawn { c.transaction(|| { c.execute(\"INSERT INTO t VALUES (1)\"); sleep(2) }) };
         let b = spawn { print(c.query(\"SELECT n FROM t\")) };
         let d = spawn { try { c.query_blocking(\"SELECT 1\") } catch (e) { print(e) } };
         await [a, b, d];",
        &[
            "0.00 query_blocking(\"SELECT 1\"): another task uses this connection, and cannot go on while this \
             call holds the thread. Use the waiting twin, or a connection of its own",
            "2.01 [#{n: 1}]",
        ],
    );
}

#[test]
fn a_locked_database_is_tried_for_a_second() {
    let script = "let a = db::open(\"a.db\"); let b = db::open(\"a.db\"); a.execute(\"CREATE TABLE t (n)\");
                  let t = spawn { a.transaction(|| sleep(SECONDS)) }; sleep(0.01);
                  try { b.execute(\"INSERT INTO t VALUES (1)\"); print(\"done\") } catch (e) { print(e) }";
    Place::new().check(&script.replace("SECONDS", "0.5"), &["0.51 done"]);
    let locked = "1.02 execute(\"INSERT INTO t VALUES (1)\"): the database is locked: another connection has a \
                  transaction on it. It was tried for 1 s";
    Place::new().check(&script.replace("SECONDS", "5"), &[locked]);
}

#[test]
fn what_is_wrong_with_a_statement_can_be_caught() {
    let place = Place::new();
    std::fs::write(place.path().join("text"), "this is no database at all, but a text. ".repeat(50)).unwrap();
    let open = |rest: &str| format!("let c = db::open(\":memory:\"); {rest}");
    place.check_catches(&open("c.query(\"SELEC\")"), "near \"SELEC\": syntax error");
    place.check_catches(&open("c.query(\"SELECT ?\", [])"), "takes 1 parameters and got 0");
    place.check_catches(&open("c.query(\"SELECT ?\", [|| 1])"), "<closure> cannot be stored in a database");
    place.check_catches(
        &open("c.query(\"SELECT 1\", 5)"),
        "parameters are an array for ?, or a map for :name",
    );
    place.check_catches("db::open(\"no/such/folder.db\")", "there is no such file, or it cannot be opened");
    place.check_catches("db::open(\"text\").query(\"SELECT * FROM t\")", "this file is no database");
}

#[test]
fn nothing_is_left_to_chance_under_the_virtual_clock() {
    let place = Place::new();
    let refused = "would give something else the next time";
    for sql in
        ["SELECT random()", "SELECT hex(randomblob(4))", "SELECT datetime('now')", "SELECT CURRENT_TIMESTAMP"]
    {
        place.check_catches(&format!("db::open(\":memory:\").query(\"{sql}\")"), refused);
    }
    place.check_catches(
        "let c = db::open(\":memory:\"); c.execute(\"CREATE TABLE t (x, y DEFAULT (random()))\"); \
         c.execute(\"INSERT INTO t (x) VALUES (1)\")",
        refused,
    );
}

const SLOW: &str = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < LAST) \
                    SELECT count(*) AS n FROM c";

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_slow_query_on_a_thread_lets_the_loop_go_on() {
    let script = format!(
        "let c = db::open(\":memory:\"); let ticks = 0; spawn {{ loop {{ sleep(0.005); ticks += 1 }} }};
         sleep(0.001); c.query_blocking(\"{0}\"); let held = ticks; ticks = 0;
         await spawn_thread(|| c.query_blocking(\"{0}\")); print(held < 2, ticks > 3);",
        SLOW.replace("LAST", "1000000")
    );
    let said = Place::real().said(&script);
    assert_eq!(said, ["true true"]);
}

#[test]
fn a_query_without_end_can_be_cancelled() {
    let script = format!(
        "let c = db::open(\":memory:\"); let t = spawn {{ c.query(\"{}\") }};
         sleep(0.02); t.cancel(); print(c.query(\"SELECT 1 AS n\"));",
        SLOW.replace("LAST", "1e18")
    );
    let said = Place::real().said(&script);
    assert_eq!(said, ["[#{n: 1}]"]);
}

/// Old programs write texts and names in other encodings.
#[test]
fn a_text_that_is_not_utf8_is_said_so_and_its_bytes_can_be_had() {
    let place = Place::new();
    place.check_catches(
        "db::open(\":memory:\").query(\"SELECT CAST(x'e9' AS TEXT) AS t\")",
        "the text in t is not UTF-8; CAST(t AS BLOB) gives its bytes",
    );
    // `CREATE TABLE t (é)` in Latin-1.
    place.check(
        "let c = db::open(\"old.db\"); c.execute(\"CREATE TABLE t (n)\"); c.execute(\"INSERT INTO t VALUES (1)\");
         c.execute(\"PRAGMA writable_schema = ON\");
         c.execute(\"UPDATE sqlite_schema SET sql = CAST(x'435245415445205441424c4520742028e929' AS TEXT)\");
         print(db::open(\"old.db\").query(\"SELECT * FROM t\"));",
        &["0.01 [#{column_1: 1}]"],
    );
}

#[test]
fn columns_of_the_same_name_are_all_kept() {
    Place::new().check(
        "print(db::open(\":memory:\").query(\"SELECT 1 AS a, 2 AS a, 3 AS a_2\"))",
        &["0.00 [#{a: 1, a_2: 2, a_2_2: 3}]"],
    );
}
