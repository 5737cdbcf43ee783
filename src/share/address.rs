//! Where a session is shared, and under which names it may be asked for.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::str::FromStr;

/// Where to listen. The port is 0 where any will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address(pub SocketAddr);

/// Why there is no address. The text says what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no address to share at: write 0.0.0.0 for the room, an address of this computer, or a port"
)]
pub struct AddressProblem(String);

impl Default for Address {
    /// This computer alone.
    fn default() -> Address {
        Address(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
    }
}

impl FromStr for Address {
    type Err = AddressProblem;

    /// Reads `127.0.0.1`, `0.0.0.0:8080`, `[::]:8080`, `localhost`, `:8080` or `8080`.
    fn from_str(text: &str) -> Result<Address, AddressProblem> {
        let trimmed = text.trim();
        let local = |port: &str| Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?)));
        let name = trimmed.strip_prefix("localhost");
        let found = trimmed.parse().ok().or_else(|| {
            let bare = trimmed.trim_start_matches('[').trim_end_matches(']');
            bare.parse::<IpAddr>().ok().map(|it| SocketAddr::from((it, 0)))
        });
        let found = found.or_else(|| match name {
            Some("") => local("0"),
            Some(port) => local(port.strip_prefix(':')?),
            None => local(trimmed.strip_prefix(':').unwrap_or(trimmed)),
        });
        found.map(Address).ok_or_else(|| AddressProblem(trimmed.chars().take(40).collect()))
    }
}

impl Address {
    /// Whether nobody but this computer reaches it.
    pub fn is_local(&self) -> bool {
        self.0.ip().is_loopback()
    }

    /// The address under which others reach what listens here; none where this computer seems to be in no network.
    pub fn reachable(&self) -> Option<IpAddr> {
        if !self.0.ip().is_unspecified() {
            return Some(self.0.ip());
        }
        // Nothing is sent: the system only says from which address it would be. The nets stand for the usual ones.
        let targets =
            ["192.0.2.1", "10.255.255.1", "192.168.255.1", "172.31.255.1", "224.0.0.251", "2001:db8::1"];
        let from = |target: &&str| {
            let target: IpAddr = target.parse().ok()?;
            let any = if target.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
            let socket = UdpSocket::bind(any).ok()?;
            socket.connect((target, 9)).ok()?;
            let own = socket.local_addr().ok()?.ip();
            (!own.is_loopback() && !own.is_unspecified()).then_some(own)
        };
        // Who listens for IPv4 is not reached by the other.
        targets.iter().filter(|it| self.0.is_ipv6() || !it.contains(':')).find_map(from)
    }
}

/// Why something is no name of a computer. The text says what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no name of a computer: write it as in class.example, without http:// and without a port")]
pub struct HostProblem(String);

/// A name under which the page may be asked for.
///
/// # Errors
/// It is no name, and no address.
pub fn host_name(text: &str) -> Result<String, HostProblem> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._".contains(it);
    let is_name = !bare.is_empty() && bare.len() <= 253 && bare.chars().all(is_plain);
    match is_name || bare.parse::<IpAddr>().is_ok() {
        true => Ok(bare.to_owned()),
        false => Err(HostProblem(text.chars().take(40).collect())),
    }
}

/// The names under which the page may be asked for. A page of the web that makes its own name lead here is none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts {
    /// Beyond the address itself.
    pub names: Vec<String>,
}

impl Hosts {
    /// Whether a request's `Host` means who listens at `own`, the address that the request came in at.
    pub fn admit(&self, host: &str, own: SocketAddr) -> bool {
        let Some((name, port)) = parts(host) else { return false };
        if self.names.iter().any(|it| it.eq_ignore_ascii_case(name)) {
            // Something in between may have another port.
            return true;
        }
        let own_ip = own.ip().to_canonical();
        let is_own = match name.parse::<IpAddr>() {
            Ok(ip) => ip.to_canonical() == own_ip,
            Err(_) => name.eq_ignore_ascii_case("localhost") && own_ip.is_loopback(),
        };
        is_own && port == own.port()
    }
}

/// The name and the port of a `Host`.
fn parts(host: &str) -> Option<(&str, u16)> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let (name, port) = rest.split_once(']')?;
            (name, port.strip_prefix(':').or_else(|| port.is_empty().then_some("80"))?)
        }
        None => host.split_once(':').unwrap_or((host, "80")),
    };
    Some((name, port.parse().ok()?))
}
