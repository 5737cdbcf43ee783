//! The module `http`: requests, waiting and blocking, and the test server.

use std::rc::Rc;
use std::time::Duration;

use hyper::Method;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use rhai::{
    Array, Blob, Dynamic, Engine, FuncRegistration, ImmutableString, Map, Module, NativeCallContext, Position,
};

pub use super::network::Web;
use crate::host::http::{Answer, Free, Network, Question, fetch, max_open};
use crate::runtime::{Interrupted, simulate};
use crate::script::display;
use crate::script::environment::Environment;
use crate::script::json::{from_json, to_json};
use crate::script::outcome::{Outcome, error, interrupted};
use crate::script::outside::{Call, CallMode};
use crate::script::waiting_word::waiting_word;
use crate::trace::ClockKind;

const TIMEOUT: Duration = Duration::from_secs(30);
const LIMIT: usize = 64 << 20;
/// The longest timeout that can be asked for, in seconds.
const MAX_SECONDS: f64 = 1e9;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    // Rhai's own goes round for ever in a value that holds itself.
    engine.register_fn("to_json", |context: NativeCallContext, map: &mut Map| -> Outcome<String> {
        let json = to_json(&map.clone().into()).map(|it| it.to_string());
        json.or_else(|why| error(why, context.call_position()))
    });
    // Rhai's own makes a program of it first.
    engine.register_fn("parse_json", |context: NativeCallContext, text: &str| -> Outcome {
        let value = from_json(text.as_bytes());
        value.or_else(|why| error(format!("this is no JSON: {why}"), context.call_position()))
    });
    let mut module = Module::new();
    for manner in CallMode::BOTH {
        requests(&mut module, environment, manner);
    }
    let it = environment.clone();
    FuncRegistration::new("test_server").set_into_module(&mut module, move |context: NativeCallContext| {
        let (clock, position) = (it.runtime.clock().kind(), context.call_position());
        if clock == ClockKind::Real
            && let Err(closed) = it.outside.permissions.network()
        {
            return error(format!("http::test_server: {closed}"), position);
        }
        it.web.start(clock).or_else(|why| error(format!("http::test_server cannot listen: {why}"), position))
    });
    let it = environment.clone();
    FuncRegistration::new("limit").set_into_module(&mut module, move || it.web.connections.limit() as i64);
    let it = environment.clone();
    FuncRegistration::new("limit").set_into_module(
        &mut module,
        move |context: NativeCallContext, limit: i64| -> Outcome<()> {
            let most = max_open();
            match usize::try_from(limit).ok().filter(|it| (1..=most).contains(it)) {
                Some(limit) => it.web.connections.set_limit(limit),
                None => {
                    let text = format!(
                        "http::limit({limit}): it takes a number from 1 to {most}, which is as many as this \
                         computer's limit of open files has room for"
                    );
                    return error(text, context.call_position());
                }
            }
            Ok(())
        },
    );
    engine.register_static_module("http", module.into());
    register_answer(engine);
}

/// The functions that ask, in one manner.
fn requests(module: &mut Module, environment: &Rc<Environment>, manner: CallMode) {
    let set = |name: &str| FuncRegistration::new(manner.name(name));
    let full = |name: &str| format!("http::{}", manner.name(name));
    let called = waiting_word(environment, &full("get"), move |it, (url,): (ImmutableString,), at| {
        ask(it, at, manner, "get", url, None, Map::new())
    });
    set("get").set_into_module(module, move |context: NativeCallContext, url: ImmutableString| {
        called(&context, (url,))
    });
    type WithOptions = (ImmutableString, Map);
    let called = waiting_word(environment, &full("get"), move |it, (url, options): WithOptions, at| {
        ask(it, at, manner, "get", url, None, options)
    });
    set("get").set_into_module(
        module,
        move |context: NativeCallContext, url: ImmutableString, options: Map| {
            called(&context, (url, options))
        },
    );
    type WithBody = (ImmutableString, Dynamic);
    let called = waiting_word(environment, &full("post"), move |it, (url, body): WithBody, at| {
        ask(it, at, manner, "post", url, Some(body), Map::new())
    });
    set("post")
        .set_into_module(module, move |context: NativeCallContext, url: ImmutableString, body: Dynamic| {
            called(&context, (url, body))
        });
    type WithBoth = (ImmutableString, Dynamic, Map);
    let called = waiting_word(environment, &full("post"), move |it, (url, body, options): WithBoth, at| {
        ask(it, at, manner, "post", url, Some(body), options)
    });
    set("post").set_into_module(
        module,
        move |context: NativeCallContext, url: ImmutableString, body: Dynamic, options: Map| {
            called(&context, (url, body, options))
        },
    );
    let called =
        waiting_word(environment, &full("request"), move |it, (mut options,): (Map,), at| async move {
            let Some(url) = options.remove("url").and_then(|url| url.into_immutable_string().ok()) else {
                return error("http::request takes a map with a url: #{url: \"http://…\"}", at);
            };
            let body = options.remove("body");
            ask(it, at, manner, "request", url, body, options).await
        });
    set("request").set_into_module(module, move |context: NativeCallContext, options: Map| {
        called(&context, (options,))
    });
}

fn register_answer(engine: &mut Engine) {
    engine.register_type_with_name::<Rc<Answer>>("answer");
    engine.register_get("status", |answer: &mut Rc<Answer>| i64::from(answer.status));
    engine.register_get("headers", |answer: &mut Rc<Answer>| headers(&answer.headers));
    engine.register_get("bytes", |answer: &mut Rc<Answer>| answer.body.clone());
    engine.register_fn("bytes", |answer: &mut Rc<Answer>| answer.body.clone());
    engine.register_get("text", |context: NativeCallContext, answer: &mut Rc<Answer>| {
        text(answer, context.call_position())
    });
    engine.register_fn("text", |context: NativeCallContext, answer: &mut Rc<Answer>| {
        text(answer, context.call_position())
    });
    engine.register_get("json", |context: NativeCallContext, answer: &mut Rc<Answer>| {
        json(answer, context.call_position())
    });
    engine.register_fn("json", |context: NativeCallContext, answer: &mut Rc<Answer>| {
        json(answer, context.call_position())
    });
    let shown = |answer: &mut Rc<Answer>| answer.shown();
    engine.register_fn("to_string", shown);
    engine.register_fn("to_debug", shown);
}

fn text(answer: &Answer, position: Position) -> Outcome<String> {
    answer.text().or_else(|why| error(why, position))
}

/// Each header with its value, or, where it came several times, with all of them.
fn headers(headers: &HeaderMap) -> Map {
    let text = |value: &HeaderValue| Dynamic::from(String::from_utf8_lossy(value.as_bytes()).into_owned());
    let field = |name: &HeaderName| {
        let mut values: Array = headers.get_all(name).iter().map(text).collect();
        let value = if values.len() == 1 { values.remove(0) } else { values.into() };
        (name.as_str().into(), value)
    };
    headers.keys().map(field).collect()
}

fn json(answer: &Answer, position: Position) -> Outcome {
    match from_json(&answer.body) {
        Ok(value) => Ok(value),
        Err(why) => error(format!("the answer's body is no JSON: {why}"), position),
    }
}

/// Asks and gives the answer.
async fn ask(
    environment: Rc<Environment>,
    at: Position,
    manner: CallMode,
    name: &'static str,
    url: ImmutableString,
    body: Option<Dynamic>,
    options: Map,
) -> Outcome<Rc<Answer>> {
    let runtime = &environment.runtime;
    let call = Call::of(&environment, at, manner, &format!("http::{name}"), &url);
    let method = if name == "post" { Method::POST } else { Method::GET };
    let question = match question(method, &url, body, options) {
        Ok(question) => question,
        Err(text) => return call.refuse(&text),
    };
    let clock = runtime.clock().kind();
    let web = &environment.web;
    let only = match clock {
        ClockKind::Virtual => None,
        ClockKind::Real => match web.only_address(&environment.outside.permissions) {
            Ok(only) => only,
            Err(closed) => return call.fail(&closed.to_string()),
        },
    };
    let _free = free(web, &call).await.map_err(|reason| interrupted(reason, call.position))?;
    let done = match (clock, manner) {
        (ClockKind::Virtual, CallMode::Blocking) if !runtime.on_thread() => {
            let server = web.virtual_server();
            let exchange = || fetch(question, Network::Memory(server));
            call.blocking().hold(|| match simulate(exchange) {
                Some((answer, nanos)) => {
                    runtime.clock().pass(nanos);
                    answer
                }
                None => Err("meanwhile itself has a defect: this exchange never ends".to_owned()),
            })
        }
        // Connections that the loop has kept belong to its thread.
        (ClockKind::Real, CallMode::Blocking) if !runtime.on_thread() => {
            call.make_elsewhere(move || block_on(fetch(question, Network::Real(Rc::default(), only)))).await
        }
        // An exchange takes 13 KB: a box of its own once it begins, not part of each task that waits for its first turn.
        _ => call.wait(Box::pin(fetch(question, web.network(clock, only)))).await,
    };
    call.outcome(done).map(Rc::new)
}

/// Runs a future on this thread alone.
fn block_on<T>(future: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build();
    tokio.map_err(|why| format!("the system has no room for this: {why}"))?.block_on(future)
}

/// What the options ask for. The error says which of them is amiss.
fn question(method: Method, url: &str, body: Option<Dynamic>, options: Map) -> Result<Question, String> {
    let headers = HeaderMap::new();
    let (url, body_value) = (url.to_owned(), body);
    let mut question = Question { method, url, headers, body: Bytes::new(), timeout: TIMEOUT, limit: LIMIT };
    if let Some(body) = body_value {
        if let Some(blob) = body.read_lock::<Blob>() {
            question.body = blob.clone().into();
            question.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        } else if body.is_map() || body.is_array() {
            question.body = to_json(&body)?.to_string().into();
            question.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        } else {
            question.body = display::bytes(&body).into();
        }
    }
    for (name, value) in options {
        match name.as_str() {
            "method" => {
                let method = display::plain(&value).to_uppercase();
                question.method =
                    method.parse().map_err(|_| format!("`{method}` is no method, such as GET"))?;
            }
            "timeout" => {
                let seconds = value.as_float().or_else(|_| value.as_int().map(|it| it as f64));
                let seconds = seconds.ok().filter(|it| (0.0..=MAX_SECONDS).contains(it));
                let seconds = seconds.ok_or("timeout takes a number of seconds, such as 2.5")?;
                question.timeout = Duration::from_secs_f64(seconds);
            }
            "limit" => {
                let limit = value.as_int().ok().and_then(|it| usize::try_from(it).ok());
                question.limit = limit.ok_or("limit takes a number of bytes, such as 1000000")?;
            }
            "headers" => {
                let fields =
                    value.try_cast::<Map>().ok_or("headers takes a map: #{\"accept\": \"text/plain\"}")?;
                for (name, value) in fields {
                    let values = value.clone().try_cast::<Array>().unwrap_or_else(|| vec![value]);
                    if let Ok(name) = name.parse::<HeaderName>() {
                        question.headers.remove(name);
                    }
                    for value in values {
                        let value = display::plain(&value);
                        let field = name.parse::<HeaderName>().ok().zip(HeaderValue::from_str(&value).ok());
                        let (field, value) =
                            field.ok_or_else(|| format!("`{name}: {value:?}` is no header"))?;
                        question.headers.append(field, value);
                    }
                }
            }
            other => {
                return Err(format!(
                    "there is no option `{other}`; there are method, headers, body, timeout, limit"
                ));
            }
        }
    }
    Ok(question)
}

/// The right to a connection. A call that holds the loop's thread needs none: it is alone, and those who have
/// connections could not give them back.
async fn free(web: &Web, call: &Call<'_>) -> Result<Option<Free>, Interrupted> {
    if call.manner == CallMode::Blocking && !call.environment.runtime.on_thread() {
        return Ok(None);
    }
    match web.connections.take() {
        None => call.wait_for("a free connection", web.connections.next()).await,
        free => Ok(free),
    }
}
