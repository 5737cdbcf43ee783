//! What the kernel answers: each request with a reply, and with what is published on the way.
//!
//! It does not know sockets: messages go into a channel.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::cell::{End, Notebook, Output};
use super::wire::{Message, Signer};
use crate::editor;
use crate::host::permissions::Wish;
use crate::plain::plain_text;
use crate::repl;
use crate::trace::ClockKind;

/// How a kernel is to be.
#[derive(Clone, Debug)]
pub struct KernelOptions {
    pub clock: ClockKind,
    /// What cells may do beyond what programs of documents may.
    pub granted: Vec<Wish>,
}

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Shell,
    Control,
    Published,
}

/// Messages on their way to the sockets.
#[derive(Clone)]
pub struct Sender {
    pub signer: Arc<Signer>,
    pub frames: UnboundedSender<(Channel, Vec<Bytes>)>,
}

impl Sender {
    /// Answers a request.
    pub fn reply(&self, channel: Channel, request: &Message, content: &Value) {
        let kind = request.kind().replace("_request", "_reply");
        let frames = self.signer.frames(&request.addresses, &kind, &request.header, content);
        // Whoever has gone wants no answer.
        let _ = self.frames.send((channel, frames));
    }

    /// Tells all front ends.
    pub fn publish(&self, kind: &str, parent: &Value, content: &Value) {
        let frames = self.signer.frames(&[Bytes::from(kind.to_owned())], kind, parent, content);
        let _ = self.frames.send((Channel::Published, frames));
    }
}

/// What another thread may do to a cell that runs.
#[derive(Default)]
pub struct Running {
    is_busy: AtomicBool,
    stop: Mutex<Option<Box<dyn Fn() + Send>>>,
}

impl Running {
    /// Stops the cell, if one runs.
    pub fn interrupt(&self) {
        if self.is_busy.load(Ordering::SeqCst)
            && let Some(stop) = &*locked(&self.stop)
        {
            stop();
        }
    }
}

/// A notebook's kernel.
pub struct Kernel {
    options: KernelOptions,
    sender: Sender,
    running: Arc<Running>,
    notebook: Notebook,
    /// The request that what is printed belongs to.
    parent: Arc<Mutex<Value>>,
    count: u64,
}

impl Kernel {
    /// # Errors
    /// The system has no thread or folder to give.
    pub fn new(options: KernelOptions, sender: Sender, running: Arc<Running>) -> std::io::Result<Kernel> {
        let parent = Arc::<Mutex<Value>>::default();
        let notebook = Notebook::open(options.clock, &options.granted, output(&sender, &parent))?;
        *locked(&running.stop) = Some(notebook.stopper());
        Ok(Kernel { options, sender, running, notebook, parent, count: 0 })
    }

    /// Answers requests until nobody asks any more.
    pub fn serve(mut self, requests: &Receiver<Message>) {
        let mut waiting = VecDeque::new();
        while let Some(request) = waiting.pop_front().or_else(|| requests.recv().ok()) {
            self.status("busy", &request);
            let Some(answer) = self.answer(&request) else {
                self.status("idle", &request);
                continue;
            };
            // What waits by now was asked before anybody could know how this ends.
            waiting.extend(requests.try_iter());
            self.sender.reply(Channel::Shell, &request, &answer);
            self.status("idle", &request);
            let is_failed = is_cell(&request) && answer["status"] == "error";
            if is_failed && request.content["stop_on_error"].as_bool().unwrap_or(true) {
                let (cells, others): (VecDeque<_>, _) = waiting.into_iter().partition(is_cell);
                waiting = others;
                cells.iter().for_each(|cell| self.abort(cell));
            }
        }
    }

    /// The answer to a request; none where it needs none, or is not known to this protocol.
    fn answer(&mut self, request: &Message) -> Option<Value> {
        let content = &request.content;
        Some(match request.kind() {
            "kernel_info_request" => kernel_info(),
            "execute_request" => self.execute(request),
            "complete_request" => self.complete(content),
            "inspect_request" => self.inspect(content),
            "is_complete_request" => is_complete(content),
            "history_request" => json!({"status": "ok", "history": []}),
            "comm_info_request" => json!({"status": "ok", "comms": {}}),
            _ => return None,
        })
    }

    /// A cell that waited behind one that failed does not run.
    fn abort(&self, cell: &Message) {
        self.status("busy", cell);
        self.sender.reply(Channel::Shell, cell, &json!({"status": "aborted"}));
        self.status("idle", cell);
    }

    fn status(&self, state: &str, request: &Message) {
        self.sender.publish("status", &request.header, &json!({"execution_state": state}));
    }

    fn execute(&mut self, request: &Message) -> Value {
        let content = &request.content;
        let text = content["code"].as_str().unwrap_or_default();
        let is_silent = content["silent"].as_bool().unwrap_or(false);
        if !is_silent {
            self.count += 1;
            let input = json!({"code": text, "execution_count": self.count});
            self.sender.publish("execute_input", &request.header, &input);
        }
        locked(&self.parent).clone_from(&request.header);
        if let Some(command) = text.trim().strip_prefix(':') {
            let said = self.command(command);
            self.stream("stdout", request, &said);
            return self.done();
        }
        self.running.is_busy.store(true, Ordering::SeqCst);
        let shown = self.notebook.run(text, &format!("cell {}", self.count));
        self.running.is_busy.store(false, Ordering::SeqCst);
        let shown = match shown {
            Ok(shown) => shown,
            Err(defect) => return self.failed(request, &defect.to_string(), vec![defect.to_string()]),
        };
        self.stream("stderr", request, &shown.remarks);
        if let Some(data) = shown.picture {
            let content = json!({"data": data, "metadata": {}, "transient": {}});
            self.sender.publish("display_data", &request.header, &content);
        }
        match shown.end {
            End::Value(None) => self.done(),
            End::Value(Some(value)) => {
                let data = json!({"text/plain": value});
                let content = json!({"data": data, "metadata": {}, "execution_count": self.count});
                self.sender.publish("execute_result", &request.header, &content);
                self.done()
            }
            End::Failed(title, report) => self.failed(request, &title, report),
            End::Stopped => self.failed(request, "Stopped.", vec!["Stopped.".to_owned()]),
        }
    }

    fn done(&self) -> Value {
        json!({"status": "ok", "execution_count": self.count, "payload": [], "user_expressions": {}})
    }

    fn failed(&self, request: &Message, title: &str, report: Vec<String>) -> Value {
        let error = json!({"ename": "error", "evalue": title, "traceback": report});
        self.sender.publish("error", &request.header, &error);
        let mut answer = error;
        answer["status"] = json!("error");
        answer["execution_count"] = json!(self.count);
        answer
    }

    fn stream(&self, name: &str, request: &Message, text: &str) {
        if !text.is_empty() {
            self.sender.publish("stream", &request.header, &json!({"name": name, "text": text}));
        }
    }

    /// The few commands that mean something in a notebook.
    fn command(&mut self, command: &str) -> String {
        let (name, argument) = command.trim().split_once(char::is_whitespace).unwrap_or((command.trim(), ""));
        match name {
            "help" if !argument.trim().is_empty() => self.help_on(argument),
            "reset" => {
                let output = output(&self.sender, &self.parent);
                match Notebook::open(self.options.clock, &self.options.granted, output) {
                    Ok(notebook) => {
                        *locked(&self.running.stop) = Some(notebook.stopper());
                        self.notebook = notebook;
                        "A fresh start: no tasks, no variables.\n".to_owned()
                    }
                    Err(error) => format!("There is no fresh start: {error}.\n"),
                }
            }
            _ => "In a notebook there are :help NAME and :reset. The picture of a cell's run comes by itself; the other \
                  commands are those of the session in a terminal, meanwhile.\n"
                .to_owned(),
        }
    }

    fn help_on(&self, name: &str) -> String {
        let notebook = &self.notebook;
        repl::help_on(name, &notebook.variables, &notebook.functions, notebook.look())
    }

    fn complete(&self, content: &Value) -> Value {
        let text = content["code"].as_str().unwrap_or_default();
        let cursor = byte_of(text, content["cursor_pos"].as_u64());
        let (start, matches) = editor::completions(&text[..cursor], self.notebook.names());
        json!({
            "status": "ok",
            "matches": matches,
            "cursor_start": text[..start].chars().count(),
            "cursor_end": text[..cursor].chars().count(),
            "metadata": {},
        })
    }

    fn inspect(&self, content: &Value) -> Value {
        let text = content["code"].as_str().unwrap_or_default();
        let cursor = byte_of(text, content["cursor_pos"].as_u64());
        let is_part = |it: char| it.is_alphanumeric() || "_:".contains(it);
        let start = text[..cursor]
            .rfind(|it| !is_part(it))
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let end = text[cursor..].find(|it| !is_part(it)).map_or(text.len(), |at| cursor + at);
        let name = text[start..end].trim_matches(':');
        if name.is_empty() {
            return json!({"status": "ok", "found": false, "data": {}, "metadata": {}});
        }
        json!({"status": "ok", "found": true, "data": {"text/plain": self.help_on(name)}, "metadata": {}})
    }
}

pub fn kernel_info() -> Value {
    json!({
        "status": "ok",
        "protocol_version": "5.3",
        "implementation": "meanwhile",
        "implementation_version": env!("CARGO_PKG_VERSION"),
        "language_info": {
            "name": "rhai",
            "version": "1",
            "mimetype": "text/x-rhai",
            "file_extension": ".rhai",
            // Its words and brackets are near enough to those of Rust for colours.
            "pygments_lexer": "rust",
            "codemirror_mode": "rust",
        },
        "banner": "meanwhile: spawn, sleep and await, drawn on a timeline",
        "help_links": [],
    })
}

fn is_cell(request: &Message) -> bool {
    request.kind() == "execute_request"
}

fn is_complete(content: &Value) -> Value {
    match editor::is_complete(content["code"].as_str().unwrap_or_default()) {
        true => json!({"status": "complete"}),
        false => json!({"status": "incomplete", "indent": "    "}),
    }
}

/// What scripts print is published as it comes, for the cell that ran last.
fn output(sender: &Sender, parent: &Arc<Mutex<Value>>) -> Output {
    let (sender, parent) = (sender.clone(), parent.clone());
    Box::new(move |text| {
        let text = format!("{}\n", text.split('\n').map(plain_text).collect::<Vec<_>>().join("\n"));
        sender.publish("stream", &locked(&parent).clone(), &json!({"name": "stdout", "text": text}));
    })
}

/// The byte at which so many characters have gone by; the end where nothing is said.
fn byte_of(text: &str, characters: Option<u64>) -> usize {
    let count = characters.and_then(|it| usize::try_from(it).ok()).unwrap_or(usize::MAX);
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

fn locked<T: ?Sized>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
