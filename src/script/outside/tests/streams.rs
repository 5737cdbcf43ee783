//! The module `net`: through memory, and through sockets.

use super::Place;
use crate::host::permissions::{Network, Permissions, Sandbox};

/// The same script under either clock.
fn both(script: &str, expected: &[&str]) {
    for place in [Place::new(), Place::real()] {
        assert_eq!(place.said(script), expected, "{script}");
    }
}

fn catches(script: &str, expected: &str) {
    for place in [Place::new(), Place::real()] {
        place.check_catches(script, expected);
    }
}

#[test]
fn lines_go_both_ways_and_end_with_the_stream() {
    both(
        "let listener = net::listen(0);
         fn echo(listener) {
             let guest = listener.accept();
             loop {
                 let line = guest.read_line();
                 if line == () { break }
                 guest.write(line.len() + \":\" + line + \"\\r\\n\");
             }
             guest.close();
         }
         let host = spawn echo(listener); let stream = net::connect(\"localhost\", listener.port);
         stream.write(\"one\\ntwo \"); stream.write(\"words\\n\");
         print(stream.read_line()); print(stream.read_line()); print(stream.named(\"mine\"));
         stream.close(); await host; print(stream, listener.name);",
        &["3:one", "9:two words", "<stream mine: open>", "<stream mine: closed> listener"],
    );
}

#[test]
fn what_is_read_is_whole_characters_and_the_rest_is_kept() {
    both(
        "let listener = net::listen(0);
         let host = spawn || { let guest = listener.accept(); guest.write(\"é\".to_blob()); guest.close() };
         let stream = net::connect(\"127.0.0.1\", listener.port); await host;
         print(stream.read()); print(stream.read() == ()); print(stream.read_line() == ());",
        &["é", "true", "true"],
    );
}

#[test]
fn many_guests_are_served_at_a_time() {
    both(
        "let listener = net::listen(0);
         let host = spawn || { for i in 0..20 { let guest = listener.accept(); spawn serve(guest) } };
         fn serve(guest) { let line = guest.read_line(); sleep(0.01); guest.write(line + \"!\\n\"); guest.close() }
         fn ask(port, i) { let s = net::connect(\"localhost\", port); s.write(i + \"\\n\"); s.read_line() }
         let all = []; for i in 0..20 { all.push(spawn ask(listener.port, i)) }
         let total = 0; for it in await all { total += it.len } print(total);",
        &["50"],
    );
}

#[test]
fn closing_wakes_who_waits_and_a_cancelled_reader_loses_nothing() {
    both(
        "let listener = net::listen(0); let there = net::connect(\"localhost\", listener.port);
         let here = listener.accept();
         let reader = spawn here.read_line(); sleep(0.01); there.write(\"half\"); sleep(0.05);
         reader.cancel(); join_all_settled([reader]);
         there.write(\" and half\\n\"); print(here.read_line());
         let waits = spawn || { try { here.read_line() } catch (e) { print(e) } };
         let guest = spawn || { try { listener.accept() } catch (e) { print(e) } };
         sleep(0.01); here.close(); await waits; listener.close(); await guest;
         try { here.write(\"x\") } catch (e) { print(e) }",
        &[
            "half and half",
            "read_line: this stream is closed",
            "accept: this listener is closed",
            "write: this stream is closed",
        ],
    );
}

#[test]
fn what_goes_wrong_is_said() {
    catches("net::connect(\"localhost\", 1)", "connection refused: no server listens at localhost:1");
    catches("net::connect(\"localhost\", 70000)", "a port is a number from 1 to 65535");
    catches("net::listen(-1)", "a port is a number from 1 to 65535, or 0 for any that is free");
    catches("let a = net::listen(0); net::listen(a.port)", "somebody listens at port");
    Place::new().check_catches("net::connect(\"example.org\", 80)", "outside, where time cannot be virtual");
    Place::new().check_fails("net::listen(0).accept()", "deadlock");
}

#[test]
fn in_a_sandbox_a_door_leads_to_this_computer_only() {
    let mut place = Place::real();
    place.outside.permissions = Permissions::Sandbox(Sandbox::default());
    for call in ["net::listen(0)", "net::connect(\"localhost\", 1)", "net::connect(\"10.0.0.1\", 1)"] {
        place.check_catches(call, "the sandbox is closed: the network may not be used");
    }
    place.outside.permissions = Permissions::Sandbox(Sandbox::default().with_network(Network::Open));
    place.check_catches("net::connect(\"10.0.0.1\", 1)", "streams reach this computer only");
    place.check_catches("net::connect(\"localhost\", 1)", "connection refused");
}

#[test]
fn where_the_network_is_the_session_s_own_so_are_the_listeners() {
    let mut place = Place::real();
    place.outside.permissions = Permissions::Sandbox(Sandbox::default().with_network(Network::OwnServer));
    let others = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = others.local_addr().unwrap().port();
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        place.check_catches(&format!("net::connect({host:?}, {port})"), "the network is closed here");
    }
    let ours = "let l = net::listen(0); let s = net::connect(`localhost`, l.port); l.accept().write(`x`);";
    place.check_catches(
        &format!("{ours} l.close(); net::connect(`localhost`, l.port)"),
        "the network is closed here",
    );
}
