//! Addresses of the web: which ones can be asked, and where a redirect leads.

use hyper::Uri;
use url::{ParseError, Url};

/// The address that a script names. The error says what is wrong with it.
pub fn parse(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) => usable(url),
        Err(ParseError::RelativeUrlWithoutBase) => {
            let host = text.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
            match host.contains('.') && Url::parse(&format!("http://{host}")).is_ok() {
                true => Err(format!("an address begins with http:// or https://: https://{host}")),
                false => Err("this is no address, such as https://example.com/page".to_owned()),
            }
        }
        Err(why) => Err(format!("this is no address ({why})")),
    }
}

/// Where a redirect of `from` leads.
pub fn redirected(from: &Url, to: &str) -> Result<Url, String> {
    let url = from.join(to).map_err(|why| why.to_string()).and_then(usable);
    url.map_err(|why| format!("the server redirects to {to}: {why}"))
}

fn usable(url: Url) -> Result<Url, String> {
    match url.scheme() {
        "http" | "https" => Ok(url),
        "file" => Err("this is a file, and no address of the web; fs::read(path) reads files".to_owned()),
        // Without slashes this is as likely `localhost:8000` as a kind of address.
        scheme if url.cannot_be_a_base() => {
            Err(format!("`{scheme}:` cannot be asked; an address begins with http:// or https://"))
        }
        scheme => Err(format!("`{scheme}://` cannot be asked; http:// and https:// can")),
    }
}

/// Whom to connect to.
pub fn host_and_port(url: &Url) -> Result<(String, u16), String> {
    let host = url.host_str().ok_or("this address names no host")?;
    Ok((host.to_owned(), url.port_or_known_default().unwrap_or(80)))
}

/// What the host is asked for.
pub fn path(url: &Url) -> Result<Uri, String> {
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{query}", url.path())
        .parse()
        .map_err(|why| format!("this address cannot be asked for ({why})"))
}

/// What the header `host` says.
pub fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
