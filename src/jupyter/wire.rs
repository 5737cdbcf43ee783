//! Messages as Jupyter sends them: frames of JSON, signed with the key of the connection's file.

use std::collections::{HashSet, VecDeque};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;

/// Stands between the addresses and the message.
const DELIMITER: &[u8] = b"<IDS|MSG>";
/// The frames of a message behind its signature.
const PARTS: usize = 4;
/// Signatures that are remembered.
const MAX_SEEN: usize = 1 << 16;

/// Where a front end wants the kernel's sockets.
#[derive(Clone, Debug, Deserialize)]
pub struct Connection {
    pub transport: String,
    pub ip: String,
    pub shell_port: u16,
    pub iopub_port: u16,
    pub stdin_port: u16,
    pub control_port: u16,
    pub hb_port: u16,
    pub key: String,
    #[serde(default)]
    pub signature_scheme: String,
}

impl Connection {
    /// Reads a connection's file.
    ///
    /// # Errors
    /// It is none, or asks for what is not there.
    pub fn read(text: &str) -> anyhow::Result<Connection> {
        let connection: Connection =
            serde_json::from_str(text).context("this is no connection file of Jupyter")?;
        ensure!(
            connection.transport == "tcp",
            "the transport `{}` is not built in, only tcp",
            connection.transport
        );
        let scheme = connection.signature_scheme.as_str();
        ensure!(
            matches!(scheme, "" | "hmac-sha256"),
            "signatures by `{scheme}` are not built in, only hmac-sha256"
        );
        // Whoever reaches the ports could run programs.
        ensure!(
            !connection.key.is_empty() || connection.is_local(),
            "a kernel without a key listens on this computer alone, not at {}",
            connection.ip
        );
        Ok(connection)
    }

    /// Whether nobody but this computer reaches the sockets.
    fn is_local(&self) -> bool {
        let ip = self.ip.trim_start_matches('[').trim_end_matches(']');
        ip == "localhost" || ip.parse::<IpAddr>().is_ok_and(|it| it.to_canonical().is_loopback())
    }

    pub fn address(&self, port: u16) -> String {
        format!("tcp://{}:{port}", self.ip)
    }
}

/// A message that has come, or one to be sent.
#[derive(Clone, Debug)]
pub struct Message {
    /// Whom it is from, or for.
    pub addresses: Vec<Bytes>,
    pub header: Value,
    pub content: Value,
}

impl Message {
    pub fn kind(&self) -> &str {
        self.header["msg_type"].as_str().unwrap_or_default()
    }
}

/// Signs what is sent, and checks what has come.
pub struct Signer {
    key: String,
    session: String,
    count: AtomicU64,
    seen: Mutex<Seen>,
}

/// The signatures of the latest messages. Who listens in the network cannot have a cell run a second time.
#[derive(Default)]
struct Seen {
    all: HashSet<Vec<u8>>,
    in_order: VecDeque<Vec<u8>>,
}

impl Seen {
    /// Says whether it is a new one.
    fn add(&mut self, signature: Vec<u8>) -> bool {
        if !self.all.insert(signature.clone()) {
            return false;
        }
        self.in_order.push_back(signature);
        if self.in_order.len() > MAX_SEEN
            && let Some(oldest) = self.in_order.pop_front()
        {
            self.all.remove(&oldest);
        }
        true
    }
}

impl Signer {
    /// An empty key means that nothing is signed.
    pub fn new(key: &str) -> Signer {
        let began = jiff::Timestamp::now().as_nanosecond();
        Signer {
            key: key.to_owned(),
            session: format!("{:x}-{began:x}", std::process::id()),
            count: AtomicU64::new(0),
            seen: Mutex::default(),
        }
    }

    /// The message that these frames are.
    ///
    /// # Errors
    /// They are none, not signed with the key, or have come before.
    pub fn read(&self, frames: &[Bytes]) -> anyhow::Result<Message> {
        let Some(at) = frames.iter().position(|it| it.as_ref() == DELIMITER) else { bail!("no delimiter") };
        let (addresses, rest) = (&frames[..at], &frames[at + 1..]);
        ensure!(rest.len() > PARTS, "too few frames");
        let parts = &rest[1..=PARTS];
        if !self.key.is_empty() {
            let signature = unhex(&rest[0]).context("no signature")?;
            self.mac(parts).verify_slice(&signature).ok().context("a wrong signature")?;
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            ensure!(seen.add(signature), "the same message once more");
        }
        let read = |part: &Bytes| serde_json::from_slice::<Value>(part);
        Ok(Message { addresses: addresses.to_vec(), header: read(&parts[0])?, content: read(&parts[3])? })
    }

    /// A message of this kind about `parent`, as frames.
    pub fn frames(&self, addresses: &[Bytes], kind: &str, parent: &Value, content: &Value) -> Vec<Bytes> {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let header = json!({
            "msg_id": format!("{}-{count}", self.session),
            "session": self.session,
            "username": "meanwhile",
            "date": jiff::Timestamp::now().to_string(),
            "msg_type": kind,
            "version": "5.3",
        });
        let parts: Vec<Bytes> =
            [&header, parent, &json!({}), content].iter().map(|it| Bytes::from(it.to_string())).collect();
        let signature = match self.key.is_empty() {
            true => String::new(),
            false => self.mac(&parts).finalize().into_bytes().iter().map(|it| format!("{it:02x}")).collect(),
        };
        let head = addresses.iter().cloned().chain([Bytes::from_static(DELIMITER), Bytes::from(signature)]);
        head.chain(parts).collect()
    }

    fn mac(&self, parts: &[Bytes]) -> Hmac<Sha256> {
        // A key of any length will do.
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(self.key.as_bytes()).unwrap_or_else(|_| unreachable!());
        parts.iter().for_each(|part| mac.update(part));
        mac
    }
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let text = str::from_utf8(text).ok().filter(|it| it.len() % 2 == 0 && it.is_ascii())?;
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(signer: &Signer) -> Vec<Bytes> {
        signer.frames(&[Bytes::from_static(b"you")], "status", &json!({"msg_id": "1"}), &json!({"a": "b"}))
    }

    #[test]
    fn what_is_sent_can_be_read_with_the_key_alone() {
        let signer = Signer::new("secret");
        let frames = sent(&signer);
        let message = signer.read(&frames).unwrap();
        assert_eq!((message.kind(), &message.content), ("status", &json!({"a": "b"})));
        assert_eq!(message.addresses.as_slice(), &frames[..1]);
        assert!(Signer::new("other").read(&frames).is_err());
        assert!(signer.read(&frames).is_err(), "what was heard cannot be said again");
        let mut changed = sent(&signer);
        changed[6] = Bytes::from_static(b"{\"a\":\"c\"}");
        assert!(signer.read(&changed).is_err(), "signed is what was said");
    }

    #[test]
    fn what_has_come_is_not_remembered_for_ever() {
        let mut seen = Seen::default();
        for number in 0..2 * MAX_SEEN {
            assert!(seen.add(number.to_le_bytes().to_vec()));
        }
        assert_eq!((seen.all.len(), seen.in_order.len()), (MAX_SEEN, MAX_SEEN));
    }

    #[test]
    fn without_a_key_only_this_computer_is_listened_to() {
        let file = |ip: &str, key: &str| {
            let file = json!({ "transport": "tcp", "ip": ip, "key": key, "shell_port": 1, "iopub_port": 2, "stdin_port": 3,
                "control_port": 4, "hb_port": 5, "signature_scheme": "hmac-sha256" });
            Connection::read(&file.to_string()).map(drop).map_err(|it| it.to_string())
        };
        for ip in ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"] {
            assert_eq!(file(ip, ""), Ok(()), "{ip}");
        }
        for ip in ["0.0.0.0", "*", "192.168.1.2", "::", "example.org", "127.0.0.1.example.org", ""] {
            assert!(file(ip, "").is_err(), "{ip}");
            assert_eq!(file(ip, "secret"), Ok(()), "{ip}");
        }
    }

    #[test]
    fn what_is_no_message_is_refused() {
        let signer = Signer::new("secret");
        let frames = sent(&signer);
        for count in 0..frames.len() {
            assert!(signer.read(&frames[..count]).is_err(), "{count}");
        }
        for bytes in [&b"zz"[..], b"", b"\xff\xff", b"abc"] {
            let mut changed = frames.clone();
            changed[2] = Bytes::copy_from_slice(bytes);
            assert!(signer.read(&changed).is_err());
        }
        assert!(Connection::read("{}").is_err() && Connection::read("nothing").is_err());
    }
}
