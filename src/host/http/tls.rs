//! Secure connections: TLS with the certificates that the system trusts, and what their errors mean.

use std::io;
use std::sync::{Arc, OnceLock};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error, RootCertStore};

/// Read once: it takes some milliseconds.
static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();

/// Makes a stream secure, to this host and no other. The error is a text for the learner.
pub async fn secure<S>(stream: S, host: &str) -> Result<TlsStream<S>, String>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let config = match CONFIG.get() {
        Some(config) => config.clone(),
        None => {
            let loaded = tokio::task::spawn_blocking(load).await.map_err(|why| why.to_string())??;
            CONFIG.get_or_init(|| loaded).clone()
        }
    };
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned());
    let name = name.map_err(|_| format!("{host} is no name that a certificate can have"))?;
    TlsConnector::from(config).connect(name, stream).await.map_err(|error| text(host, &error))
}

fn load() -> Result<Arc<ClientConfig>, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err("this computer has no certificates that it trusts, so no https server can be told from an \
                    impostor. Linux has them in the package ca-certificates; SSL_CERT_FILE names a file of them"
            .to_owned());
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(|why| why.to_string())?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn text(host: &str, error: &io::Error) -> String {
    let cause = error.get_ref().and_then(|it| it.downcast_ref::<Error>());
    match cause {
        Some(Error::InvalidCertificate(why)) => certificate_text(host, why),
        Some(Error::InvalidMessage(_)) => {
            format!("{host} answers, but not securely; is its address http:// and not https://?")
        }
        Some(Error::AlertReceived(why)) => format!("{host} refused a secure connection ({why:?})"),
        Some(other) => format!("there is no secure connection to {host} ({other})"),
        None if error.kind() == io::ErrorKind::UnexpectedEof => {
            format!("{host} closed the connection before it was secure")
        }
        None => format!("there is no secure connection to {host} ({error})"),
    }
}

fn certificate_text(host: &str, error: &CertificateError) -> String {
    use CertificateError::{
        BadSignature, Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet,
        NotValidYetContext, Revoked, UnknownIssuer,
    };
    let why = match error {
        Expired | ExpiredContext { .. } => "has expired, or this computer's clock is wrong",
        NotValidYet | NotValidYetContext { .. } => "is not valid yet, or this computer's clock is wrong",
        NotValidForName | NotValidForNameContext { .. } => "was made out to another name",
        UnknownIssuer | BadSignature => "was issued by nobody whom this computer trusts",
        Revoked => "has been revoked",
        other => return format!("the certificate of {host} is not accepted ({other})"),
    };
    format!("the certificate of {host} {why}. So it may be somebody else who answers, and nothing was sent")
}
