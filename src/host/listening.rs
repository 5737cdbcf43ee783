//! Listening for many who connect at once: a class that opens a page, a thousand requests of one script.

use std::io;
use std::net::{SocketAddr, TcpListener};

use socket2::{Domain, Socket, Type};

/// How many may have connected without having been let in. The standard library asks for 128; one more gets no
/// answer, and tries again a second later. The system may allow fewer.
const BACKLOG: i32 = 4096;

/// Listens at an address.
///
/// # Errors
/// The address is taken, or the system does not permit it.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // As the standard library does: elsewhere than on Unix it means that others may listen there, too.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::TcpStream;
    use std::time::Duration;

    use super::*;

    #[test]
    fn several_hundred_connect_before_one_is_let_in() {
        let allowed = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
        if allowed.trim().parse::<usize>().unwrap() < 500 {
            return;
        }
        let listener = listen(([127, 0, 0, 1], 0).into()).unwrap();
        let address = listener.local_addr().unwrap();
        // Kept until all have connected. With room for 128 the 130th would get no answer.
        let connect = |_| TcpStream::connect_timeout(&address, Duration::from_millis(500));
        let connected: Result<Vec<_>, _> = (0..400).map(connect).collect();
        assert!(connected.is_ok(), "{connected:?}");
    }
}
