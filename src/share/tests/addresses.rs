//! Addresses as people write them, and the names under which the page may be asked for.

use std::net::SocketAddr;

use crate::share::address::Hosts;
use crate::share::token::{Readers, is_same, token};
use crate::share::{Address, host_name};

#[test]
fn addresses_are_read_as_people_write_them() {
    let read = |text: &str| text.parse::<Address>().map(|it| it.0.to_string());
    for (text, address) in [
        ("127.0.0.1", "127.0.0.1:0"),
        ("0.0.0.0", "0.0.0.0:0"),
        (" 0.0.0.0:8080 ", "0.0.0.0:8080"),
        ("8080", "127.0.0.1:8080"),
        (":8080", "127.0.0.1:8080"),
        ("localhost", "127.0.0.1:0"),
        ("localhost:9000", "127.0.0.1:9000"),
        ("::1", "[::1]:0"),
        ("[::]:80", "[::]:80"),
        ("[::1]", "[::1]:0"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(address), "{text}");
    }
    for text in ["", "room", "1.2.3", "0.0.0.0:99999", "http://0.0.0.0", "localhosts", "99999"] {
        let problem = read(text).unwrap_err().to_string();
        assert!(problem.contains("write 0.0.0.0 for the room"), "{problem}");
    }
    assert!(Address::default().is_local());
    assert!(!"0.0.0.0".parse::<Address>().unwrap().is_local());
}

#[test]
fn only_the_address_itself_and_the_named_host_are_admitted() {
    let own: SocketAddr = "192.168.1.5:8080".parse().unwrap();
    let hosts = Hosts { names: vec!["class.example".into()] };
    for host in ["192.168.1.5:8080", "class.example", "CLASS.example:443", "[::ffff:192.168.1.5]:8080"] {
        assert!(hosts.admit(host, own), "{host}");
    }
    for host in [
        "",
        "192.168.1.5",
        "192.168.1.5:80",
        "192.168.1.6:8080",
        "evil.example:8080",
        "localhost:8080",
        "127.0.0.1:8080",
        "192.168.1.5:8080:1",
        "192.168.1.5:x",
        "class.example.evil:8080",
        "@192.168.1.5:8080",
        "[::1:8080",
        "[]:8080",
        "192.168.1.5.:8080",
        "0.0.0.0:8080",
    ] {
        assert!(!hosts.admit(host, own), "{host}");
    }
    let local: SocketAddr = "127.0.0.1:80".parse().unwrap();
    for host in ["localhost", "LOCALHOST:80", "127.0.0.1"] {
        assert!(Hosts::default().admit(host, local), "{host}");
    }
    assert!(!Hosts::default().admit("127.0.0.2", local));
    assert!(Hosts::default().admit("[::1]:9", "[::1]:9".parse().unwrap()));
}

#[test]
fn tokens_are_random_and_readers_are_known_again() {
    let [one, other] = [token().unwrap(), token().unwrap()];
    assert_ne!(one, other);
    assert_eq!(one.len(), 16);
    assert!(is_same(&one, &one.to_uppercase()) && !is_same(&one, &other) && !is_same(&one, &one[1..]));
    assert!(!is_same(&one, ""));
    let (readers, others) = (Readers::new().unwrap(), Readers::new().unwrap());
    let reader = readers.welcome().unwrap();
    assert!(readers.knows(&reader) && !others.knows(&reader));
    let forged = format!("{}{}", &reader[..16], &others.welcome().unwrap()[16..]);
    for other in ["", &reader[..31], &forged, &reader.to_uppercase(), "ééééééééééééééééé"] {
        assert!(!readers.knows(other), "{other}");
    }
}

#[test]
fn a_host_is_a_name_and_nothing_more() {
    for (text, name) in
        [("class.example", "class.example"), ("[fe80::1]", "fe80::1"), ("10.0.0.1", "10.0.0.1")]
    {
        assert_eq!(host_name(text).as_deref(), Ok(name));
    }
    for text in ["", "http://class.example", "class.example:80", "a b", "a/b", "\u{1b}[31m", "é"] {
        assert!(host_name(text).unwrap_err().to_string().contains("without a port"), "{text}");
    }
}
