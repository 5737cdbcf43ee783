//! The kernel's sockets: they bring requests in and take messages out.

use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use zeromq::{
    PubSocket, RepSocket, RouterSendHalf, RouterSocket, Socket, SocketRecv, SocketSend, ZmqMessage,
};

use super::kernel::{Channel, Kernel, KernelOptions, Running, Sender};
use super::wire::{Connection, Message, Signer};

/// After a beat that was none.
const BREATH: Duration = Duration::from_millis(5);
/// Between two looks whether the program that started the kernel is still there.
const LOOK_FOR_PARENT: Duration = Duration::from_secs(1);

/// Serves a front end until it says that the kernel is to end. `text` is its connection's file.
///
/// # Errors
/// The file is none, or a socket or thread cannot be had.
pub fn serve(text: &str, options: KernelOptions) -> anyhow::Result<()> {
    let connection = Connection::read(text)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve_at(&connection, options))
}

async fn serve_at(connection: &Connection, options: KernelOptions) -> anyhow::Result<()> {
    let signer = Arc::new(Signer::new(&connection.key));
    let (frames, outgoing) = unbounded_channel();
    let sender = Sender { signer: signer.clone(), frames };
    let (mut shell, mut control, mut stdin) = (RouterSocket::new(), RouterSocket::new(), RouterSocket::new());
    let (mut published, mut heartbeat) = (PubSocket::new(), RepSocket::new());
    bind(&mut shell, connection, connection.shell_port).await?;
    bind(&mut control, connection, connection.control_port).await?;
    bind(&mut stdin, connection, connection.stdin_port).await?;
    bind(&mut published, connection, connection.iopub_port).await?;
    bind(&mut heartbeat, connection, connection.hb_port).await?;
    let (shell_out, mut shell) = shell.split();
    let (control_out, mut control) = control.split();
    let running = Arc::<Running>::default();
    let (requests, kernel_requests) = mpsc::channel::<Message>();
    let kernel = Kernel::new(options, sender.clone(), running.clone()).context("the kernel cannot start")?;
    // It answers one after the other, and a cell may take long.
    thread::Builder::new().name("kernel".into()).spawn(move || kernel.serve(&kernel_requests))?;
    tokio::spawn(async move {
        loop {
            // What is no beat, or comes from somebody who has gone, is not the end of those that are.
            let is_answered = match heartbeat.recv().await {
                Ok(beat) => heartbeat.send(beat).await.is_ok(),
                Err(_) => false,
            };
            if !is_answered {
                tokio::time::sleep(BREATH).await;
            }
        }
    });
    let mut orphaned = pin!(orphaned());
    let sent = tokio::spawn(send(outgoing, shell_out, control_out, published));
    loop {
        tokio::select! {
            () = &mut orphaned => break,
            message = shell.recv() => {
                let Some(request) = read(&signer, message?) else { continue };
                if request.kind() == "shutdown_request" {
                    sender.reply(Channel::Shell, &request, &shutdown(&request));
                    break;
                }
                if requests.send(request).is_err() {
                    break;
                }
            }
            message = control.recv() => {
                let Some(request) = read(&signer, message?) else { continue };
                sender.publish("status", &request.header, &json!({"execution_state": "busy"}));
                let is_end = request.kind() == "shutdown_request";
                match request.kind() {
                    "interrupt_request" => {
                        running.interrupt();
                        sender.reply(Channel::Control, &request, &json!({"status": "ok"}));
                    }
                    "shutdown_request" => sender.reply(Channel::Control, &request, &shutdown(&request)),
                    "kernel_info_request" => {
                        sender.reply(Channel::Control, &request, &super::kernel::kernel_info());
                    }
                    _ => {}
                }
                sender.publish("status", &request.header, &json!({"execution_state": "idle"}));
                if is_end {
                    break;
                }
            }
        }
    }
    // What is on its way still goes out; a cell that runs ends with the process.
    running.interrupt();
    drop((sender, requests));
    let _ = tokio::time::timeout(Duration::from_secs(1), sent).await;
    Ok(())
}

/// Ends when the program that started the kernel has gone without a word.
async fn orphaned() {
    let parent: Option<u32> = std::env::var("JPY_PARENT_PID").ok().and_then(|it| it.parse().ok());
    #[cfg(unix)]
    if let Some(parent) = parent {
        while std::os::unix::process::parent_id() == parent {
            tokio::time::sleep(LOOK_FOR_PARENT).await;
        }
        return;
    }
    // Elsewhere the system ends it.
    let _ = parent;
    std::future::pending().await
}

async fn bind(socket: &mut impl Socket, connection: &Connection, port: u16) -> anyhow::Result<()> {
    let address = connection.address(port);
    socket.bind(&address).await.map(drop).with_context(|| format!("{address} cannot be used"))
}

/// A message that is signed with the connection's key; others are nobody's.
fn read(signer: &Signer, message: ZmqMessage) -> Option<Message> {
    signer.read(&message.into_vec()).ok()
}

fn shutdown(request: &Message) -> Value {
    json!({"status": "ok", "restart": request.content["restart"].as_bool().unwrap_or(false)})
}

async fn send(
    mut outgoing: UnboundedReceiver<(Channel, Vec<Bytes>)>,
    mut shell: RouterSendHalf,
    mut control: RouterSendHalf,
    mut published: PubSocket,
) {
    while let Some((channel, frames)) = outgoing.recv().await {
        let Ok(message) = ZmqMessage::try_from(frames) else { continue };
        // Whoever has gone wants nothing.
        let _ = match channel {
            Channel::Shell => shell.send(message).await,
            Channel::Control => control.send(message).await,
            Channel::Published => published.send(message).await,
        };
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};

    use super::*;
    use crate::trace::ClockKind;

    /// A socket at the other end, as bytes on the wire (ZMTP 3.0), so that it can misbehave.
    struct Peer(TcpStream);

    impl Peer {
        /// Greets, and says that it is a socket of this kind.
        fn connect(port: u16, kind: &str) -> Peer {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
            let mut greeting = [0; 64];
            (greeting[0], greeting[9], greeting[10]) = (0xff, 0x7f, 3);
            greeting[12..16].copy_from_slice(b"NULL");
            stream.write_all(&greeting).unwrap();
            let size = u32::try_from(kind.len()).unwrap().to_be_bytes();
            let ready = [&b"\x05READY\x0bSocket-Type"[..], &size, kind.as_bytes()].concat();
            stream.write_all(&[4, u8::try_from(ready.len()).unwrap()]).unwrap();
            stream.write_all(&ready).unwrap();
            let mut peer = Peer(stream);
            peer.0.read_exact(&mut greeting).unwrap();
            assert_eq!(peer.frame().0, 4, "it says what it is, too");
            peer
        }

        fn send(&mut self, frames: &[Bytes]) {
            for (index, frame) in frames.iter().enumerate() {
                let more = u8::from(index + 1 < frames.len());
                let size = u64::try_from(frame.len()).unwrap().to_be_bytes();
                self.0.write_all(&[&[2 | more], &size[..], frame].concat()).unwrap();
            }
        }

        /// Flags and content of the next frame.
        fn frame(&mut self) -> (u8, Bytes) {
            let mut head = [0; 2];
            self.0.read_exact(&mut head).unwrap();
            let mut size = u64::from(head[1]);
            if head[0] & 2 != 0 {
                let mut rest = [0; 8];
                self.0.read_exact(&mut rest[1..]).unwrap();
                rest[0] = head[1];
                size = u64::from_be_bytes(rest);
            }
            let mut content = vec![0; size.try_into().unwrap()];
            self.0.read_exact(&mut content).unwrap();
            (head[0] & !2, content.into())
        }

        fn receive(&mut self) -> Vec<Bytes> {
            let mut frames = Vec::new();
            loop {
                let (flags, content) = self.frame();
                frames.push(content);
                if flags & 1 == 0 {
                    return frames;
                }
            }
        }
    }

    /// Strangers who reach the ports can neither have anything run nor keep the kernel from its own front end.
    #[test]
    fn strangers_are_not_heard_and_do_no_harm() {
        let ports: Vec<u16> = {
            let all: Vec<TcpListener> = (0..5).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
            all.iter().map(|it| it.local_addr().unwrap().port()).collect()
        };
        let file = json!({ "transport": "tcp", "ip": "127.0.0.1", "key": "secret", "signature_scheme": "hmac-sha256",
            "shell_port": ports[0], "iopub_port": ports[1], "stdin_port": ports[2], "control_port": ports[3],
            "hb_port": ports[4] });
        let options = KernelOptions { clock: ClockKind::Virtual, granted: Vec::new() };
        let kernel = thread::spawn(move || serve(&file.to_string(), options).map_err(|it| it.to_string()));
        while TcpStream::connect(("127.0.0.1", ports[4])).is_err() {
            assert!(!kernel.is_finished(), "{:?}", kernel.join());
            thread::yield_now();
        }
        // Noise, beats that are none, and beats of somebody who does not wait for the answer.
        for port in &ports {
            TcpStream::connect(("127.0.0.1", *port)).unwrap().write_all(&[0x41; 200]).unwrap();
        }
        let beat = |text: &str| [Bytes::new(), Bytes::copy_from_slice(text.as_bytes())];
        Peer::connect(ports[4], "REQ").send(&beat("x")[1..]);
        for _ in 0..3 {
            Peer::connect(ports[4], "REQ").send(&beat("x"));
        }
        let mut heart = Peer::connect(ports[4], "REQ");
        heart.send(&beat("lives"));
        assert_eq!(heart.receive(), beat("lives"));

        let signer = Signer::new("secret");
        let mut shell = Peer::connect(ports[0], "DEALER");
        let cell = |signer: &Signer| {
            let content = json!({ "code": "1 + 1", "silent": false });
            signer.frames(&[], "execute_request", &json!({}), &content)
        };
        let first = cell(&signer);
        for message in
            [cell(&Signer::new("guess")), cell(&Signer::new("")), first.clone(), first.clone(), first]
        {
            shell.send(&message);
        }
        shell.send(&cell(&signer));
        for count in 1..=2 {
            let answer = signer.read(&shell.receive()).unwrap();
            assert_eq!((answer.kind(), &answer.content["execution_count"]), ("execute_reply", &json!(count)));
        }
        shell.send(&signer.frames(&[], "shutdown_request", &json!({}), &json!({ "restart": false })));
        assert_eq!(kernel.join().unwrap(), Ok(()));
    }
}
