//! https, against servers on this computer whose certificates are made here.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use tempfile::TempDir;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, Stream};

/// Somebody who issues certificates.
struct Issuer(CertifiedIssuer<'static, KeyPair>);

impl Issuer {
    fn new(name: &str) -> Issuer {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Issuer(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// A certificate for a name, until a year.
    fn certify(&self, name: &str, until: i32) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(until, 1, 1));
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        Arc::new(builder.with_single_cert(vec![certificate.der().clone()], key).unwrap())
    }
}

/// Answers each connection with what `answer` does. Gives the port.
fn listen(answer: impl Fn(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().flatten().for_each(answer));
    port
}

/// Reads a request's head.
fn head(stream: &mut impl Read) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|it| it == 1) {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

fn https(config: Arc<ServerConfig>) -> u16 {
    listen(move |mut socket| {
        let mut connection = ServerConnection::new(config.clone()).unwrap();
        let mut stream = Stream::new(&mut connection, &mut socket);
        // A client that trusts nobody says nothing.
        if head(&mut stream).starts_with("GET /secret ") {
            let answer = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nsecret";
            let _ = stream.write_all(answer.as_bytes());
            let _ = stream.flush();
        }
    })
}

/// Runs a script that trusts the issuer, with more of an environment.
fn run(issuer: &Issuer, script: &str, environment: &[(&str, &str)]) -> Output {
    let folder = TempDir::new().unwrap();
    let trusted = folder.path().join("trusted.pem");
    fs::write(&trusted, issuer.0.pem()).unwrap();
    fs::write(folder.path().join("script.rhai"), script).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    for name in
        ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_DIR"]
    {
        command.env_remove(name);
    }
    command.env("SSL_CERT_FILE", trusted).envs(environment.iter().copied());
    command.args(["run", "script.rhai", "--clock", "real"]).current_dir(folder.path());
    command.stdin(Stdio::null()).output().unwrap()
}

fn check(issuer: &Issuer, script: &str, environment: &[(&str, &str)], expected: &str) {
    let result = run(issuer, script, environment);
    let said = String::from_utf8_lossy(&result.stdout);
    assert!(said.contains(expected), "{script}: {said} {}", String::from_utf8_lossy(&result.stderr));
}

/// What an address answers, or why it does not.
fn ask(address: &str) -> String {
    format!("try {{ print(http::get(\"{address}\").text) }} catch (e) {{ print(e) }}")
}

#[test]
fn a_server_with_a_good_certificate_answers() {
    let issuer = Issuer::new("friend");
    let port = https(issuer.certify("localhost", 2100));
    check(&issuer, &ask(&format!("https://localhost:{port}/secret")), &[], "secret\n");
    let blocking = format!("print(http::get_blocking(\"https://localhost:{port}/secret\").text)");
    check(&issuer, &blocking, &[], "secret\n");
}

#[test]
fn a_certificate_that_proves_nothing_is_refused_with_its_reason() {
    let (issuer, stranger) = (Issuer::new("friend"), Issuer::new("stranger"));
    let refused = |config, expected: &str| {
        let address = format!("https://localhost:{}/secret", https(config));
        check(&issuer, &ask(&address), &[], expected);
    };
    refused(issuer.certify("localhost", 2021), "the certificate of localhost has expired");
    refused(issuer.certify("example.org", 2100), "the certificate of localhost was made out to another name");
    refused(
        stranger.certify("localhost", 2100),
        "the certificate of localhost was issued by nobody whom this computer trusts",
    );
    let plain = listen(|mut socket| drop(socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")));
    check(&issuer, &ask(&format!("https://localhost:{plain}/")), &[], "answers, but not securely");
}

#[test]
fn a_proxy_leads_to_the_server_unless_it_is_left_out() {
    let issuer = Issuer::new("friend");
    // A name that nobody but the proxy knows.
    let server = https(issuer.certify("far.test", 2100));
    let proxy = listen(move |mut socket| {
        let head = head(&mut socket);
        if !head.starts_with("CONNECT far.test:443 ") || !head.contains("Proxy-Authorization: Basic dTpw\r\n")
        {
            let _ = socket.write_all(b"HTTP/1.1 407 Who are you\r\n\r\n");
            return;
        }
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        let mut there = TcpStream::connect(("127.0.0.1", server)).unwrap();
        let (mut back, mut from) = (socket.try_clone().unwrap(), there.try_clone().unwrap());
        thread::spawn(move || std::io::copy(&mut from, &mut back));
        let _ = std::io::copy(&mut socket, &mut there);
    });
    let script = ask("https://far.test/secret");
    let known = format!("http://u:p@127.0.0.1:{proxy}");
    check(&issuer, &script, &[("HTTPS_PROXY", &known)], "secret\n");
    let unknown = format!("http://127.0.0.1:{proxy}");
    let refused = "the proxy does not lead to far.test:443: it answers with status 407";
    check(&issuer, &script, &[("HTTPS_PROXY", &unknown)], refused);
    let none = [("HTTPS_PROXY", &*known), ("NO_PROXY", "far.test")];
    check(
        &issuer,
        &script,
        &none,
        "far.test is not known: either the name is misspelled, or this computer has",
    );
}
