//! The kernel's sockets: they bring requests in and take messages out.

use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use anyhow::Context;
use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use zeromq::{
    PubSocket, RepSocket, RouterSendHalf, RouterSocket, Socket, SocketRecv, SocketSend, ZmqMessage,
};

use super::kernel::{Channel, Kernel, KernelOptions, Running, Sender};
use super::wire::{Connection, Message, Signer};

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
        while let Ok(beat) = heartbeat.recv().await {
            if heartbeat.send(beat).await.is_err() {
                return;
            }
        }
    });
    let sent = tokio::spawn(send(outgoing, shell_out, control_out, published));
    loop {
        tokio::select! {
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
    let _ = tokio::time::timeout(std::time::Duration::from_secs(1), sent).await;
    Ok(())
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
