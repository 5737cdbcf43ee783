//! A connection that is lost comes back, and readers hear of a session's end.

use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

/// What stands between a reader and the session, and can fail.
struct Relay {
    url: String,
    is_cut: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Relay {
    fn to(url: &str) -> Relay {
        let (address, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/{path}", listener.local_addr().unwrap());
        let (is_cut, streams) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (cut, all, address) = (is_cut.clone(), streams.clone(), address.to_owned());
        std::thread::spawn(move || {
            for reader in listener.incoming().map_while(Result::ok) {
                // Who is cut off is not answered.
                let Some(session) = (!cut.load(Ordering::SeqCst)).then(|| TcpStream::connect(&address))
                else {
                    continue;
                };
                let session = session.unwrap();
                for (from, to) in [(&reader, &session), (&session, &reader)] {
                    let [mut from, mut to] = [from, to].map(|it| it.try_clone().unwrap());
                    std::thread::spawn(move || {
                        let _ = std::io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
                all.lock().unwrap().extend([reader, session]);
            }
        });
        Relay { url, is_cut, streams }
    }

    fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        self.streams.lock().unwrap().drain(..).for_each(|it| drop(it.shutdown(Shutdown::Both)));
    }

    fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn a_lost_connection_comes_back_and_the_end_is_told() {
    let Some((_turn, [mut browser])) = readers() else { return };
    // What is in between has another port, so its name is admitted.
    let mut session = Session::open(&["--clock", "virtual", "--share-host", "127.0.0.1"]);
    let relay = Relay::to(&session.url);
    let own = std::mem::replace(&mut session.url, relay.url.clone());
    join(&mut browser, &session);
    session.enter(CLASSIC);
    browser.wait_for(&format!("{TITLE} === 'run 1'"));
    let key = "localStorage.getItem('reader ' + location.pathname)";
    let reader = browser.text(key);
    relay.cut();
    browser.wait_for(&format!("{CONNECTION}.startsWith('The connection is lost')"));
    session.enter("sleep(7);");
    session.enter("print(\"that was seven\")");
    session.says("that was seven");
    assert_eq!(browser.text(TITLE), "run 1");
    relay.mend();
    browser.wait_for(&format!("{TITLE} === 'run 2' && {CONNECTION} === ''"));
    assert_eq!(browser.text(key), reader, "it is the same reader");
    assert_ne!(own, session.url);
    session.enter(":share off");
    browser.wait_for(&format!("{CONNECTION} === 'The session is no longer shared. What is here stays.'"));
    assert_eq!(browser.text(TITLE), "run 2");
    assert_eq!(browser.evaluate("localStorage.length"), 0, "the reader is forgotten");
    assert!(browser.text(ABOUT).contains("7.00 s"));
    // It can still be looked at.
    browser.evaluate(&format!("{LANES}.focus()"));
    browser.press("Home", false);
    browser.wait_for(&format!("{CLOCK}.startsWith('0')"));
    // A server that is gone altogether is told apart from one that answers.
    session.enter(":share");
    session.url = session.says("http://").trim().to_owned();
    join(&mut browser, &session);
    session.child.kill().unwrap();
    browser.wait_for(&format!("{CONNECTION}.startsWith('The connection is lost')"));
}
