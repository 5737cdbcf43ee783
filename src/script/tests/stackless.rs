//! Tasks that are one call of a waiting word have no stack; to everybody else they are tasks like all others.

use super::{Role, session_prepared};
use crate::host::permissions::Outside;
use crate::trace::ClockKind;

/// Programs of which each spawns words that wait: with a stack and without one they must leave the same trace.
const PROGRAMS: &[&str] = &[
    "let t = spawn sleep(1); let u = spawn sleep(2.5); await [t, u]",
    "await spawn sleep(0); await spawn yield_now(); print(now())",
    "let t = spawn sleep(-1); try { await t } catch (e) { print(e) }",
    "let t = spawn sleep(`long`); try { await t } catch (e) { print(e) }",
    "let t = spawn sleep(9); sleep(1); t.cancel(); try { await t } catch (e) { print(e, t.state, now()) }",
    "let t = spawn sleep(9); t.cancel(); try { await t } catch (e) { print(e, t.state, now()) }",
    "let ch = channel(1); let t = spawn ch.recv(); sleep(1); ch.send(`hello`); print(await t)",
    "let ch = channel(1); let a = spawn ch.send(1); let b = spawn ch.send([2, 3]); sleep(1);
     print(ch.recv()); print(ch.recv()); await [a, b]",
    "let ch = channel(); let ts = []; for i in 0..4 { ts.push(spawn ch.recv()) }
     ts[1].cancel(); ch.send(1); ch.send(2); ch.send(3); print(await [ts[0], ts[2], ts[3]])",
    "let ch = channel(1); let t = spawn ch.recv(); sleep(1); ch.send(1); t.cancel(); sleep(1); print(ch.len, t.state)",
    "let ch = channel(1); ch.close(); let t = spawn ch.send(1); try { await t } catch (e) { print(e) }",
    "let ch = channel(1); let t = spawn recv(ch); ch.send(7); print(await t)",
    "let ch = channel(2); ch.send(1); let t = spawn ch.join(); sleep(1); ch.recv(); ch.task_done(); await t",
    "let e = event(); let t = spawn e.wait(); let u = spawn e.wait(); sleep(1); e.set(); await [t, u]",
    "let b = barrier(3); let t = spawn b.wait(); let u = spawn b.wait(); sleep(1); print(b.wait(), await t, await u)",
    "let s = semaphore(1); let t = spawn s.acquire(); let u = spawn s.acquire(); sleep(1); s.release(); await [t, u]",
    "let i = interval(0.5); let t = spawn i.tick(); let u = spawn i.tick(); print(await t, await u, now())",
    "let c = condition(); let t = spawn c.wait(); try { await t } catch (e) { print(e) }",
    "let t = spawn sleep(1); let u = spawn join_all([t, spawn sleep(2)]); print(await u)",
    "let u = spawn select([spawn sleep(3), spawn sleep(2)]); print((await u).index)",
    "let u = spawn timeout(1, spawn sleep(3)); try { await u } catch (e) { print(e) }",
    "let u = spawn timeout(5, spawn sleep(3)); print(await u, now())",
    "let u = spawn join_all([1]); try { await u } catch (e) { print(e) }",
    "let t = spawn sleep(3); let u = spawn join_all([t]); sleep(1); u.cancel(); sleep(1); print(t.state, u.state)",
    "let t = spawn fs::read(`nothing-there`); try { await t } catch (e) { print(e) }",
    "let t = spawn fs::write(`a`, `text`); await t; print(await spawn fs::read(`a`), now())",
    "await spawn fs::write_blocking(`a`, `text`); print(await spawn fs::read_blocking(`a`), now())",
    "let t = spawn fs::read(`a`); let u = spawn fs::list(`.`); t.cancel(); sleep(1); print(t.state, await u)",
    "let db = db::open(`:memory:`); db.execute(`CREATE TABLE t (n)`); let t = spawn db.query_blocking(`SELECT n FROM t`);
     let u = spawn db.query(`SELECT nothing`); try { await u } catch (e) { print(e) } print(await t, now())",
    "let db = spawn db::open(`:memory:`); let db = await db;
     let t = spawn db.transaction(|| { sleep(1); db.execute(`CREATE TABLE t (n)`) });
     sleep(0.5); let u = spawn db.query(`SELECT n FROM t`); await t; print(await u, now())",
    "let t = spawn http::get(`http://nowhere.example`); try { await t } catch (e) { print(e) }",
    "let s = http::test_server(); let t = spawn http::get(s + `/delay/1`); let u = spawn http::get(s + `/delay/1`);
     print((await t).status, (await u).status, now())",
    "let db = db::open(`:memory:`); db.execute(`CREATE TABLE t (n)`); await spawn db.execute(`INSERT INTO t VALUES (?)`, [3]);
     print(await spawn db.query(`SELECT n FROM t`))",
    "let l = net::listen(0); let t = spawn l.accept(); let c = net::connect(`localhost`, l.port); let s = await t;
     let line = spawn c.read_line(); await spawn s.write(`hello\n`); print(await line)",
    "fn sleep(x) { print(`mine`, x) } await spawn sleep(1)",
    "let sleep = |x| print(`mine`, x); await spawn sleep(1)",
    "fn recv() { `mine` } let ch = channel(1); print(await spawn ch.recv())",
    "let t = spawn sleep(1, 2); try { await t } catch (e) { print(e) }",
    "let ch = channel(1); spawn ch.recv(); spawn ch.recv(); ch.join(); channel().recv()",
    "spawn sleep(5); channel().recv()",
    "let never = spawn channel().recv(); spawn join_all([never]); spawn timeout(9, never); sleep(1); await never",
    "let never = spawn channel().recv(); let u = spawn select([never, spawn sleep(2)]); await u; await never",
    "let t = (spawn sleep(5)).named(`nap`); sleep(1); print(t.name, t, t.is_done)",
    "spawn sleep(5); sleep(1)",
    "for i in 0..200 { spawn sleep(i % 7) } sleep(3); throw `over`",
    "let t = spawn sleep_blocking(1); let u = spawn sleep(0.5); await [t, u]; print(now())",
];

#[test]
fn with_a_stack_and_without_one_all_happens_alike() {
    let mut unlike = Vec::new();
    for program in PROGRAMS {
        let traced = |prepare| {
            let folder = tempfile::tempdir().unwrap();
            let outside = Outside { folder: folder.path().to_owned(), ..Outside::default() };
            let (mut ends, trace) =
                session_prepared(ClockKind::Virtual, outside, &[(Role::Free, program)], prepare);
            (format!("{:?}", ends.remove(0).answer), trace)
        };
        let (answer, trace) = traced(|_| {});
        let (answer_with_stacks, with_stacks) = traced(|session| session.forget_native_waits());
        let told = |trace: &crate::trace::Trace| -> Vec<String> {
            trace.events().iter().map(|event| format!("{event:?}")).collect()
        };
        let (one, other) = (told(&trace), told(&with_stacks));
        if let Some(first) = (0..one.len().max(other.len())).find(|it| one.get(*it) != other.get(*it)) {
            unlike.push(format!(
                "{program}\n  without: {:?}\n  with:    {:?}",
                one.get(first),
                other.get(first)
            ));
        }
        if answer != answer_with_stacks {
            unlike.push(format!("{program}\n  without: {answer}\n  with:    {answer_with_stacks}"));
        }
    }
    assert!(unlike.is_empty(), "{}", unlike.join("\n"));
}
