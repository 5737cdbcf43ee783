//! The way from the recorder to us: a pipe that the child inherits; elsewhere than on Unix a file that is read at the end.

#[cfg(not(unix))]
pub use file::Wire;
#[cfg(unix)]
pub use pipe::Wire;

#[cfg(unix)]
mod pipe {
    use std::io::{self, PipeReader, PipeWriter};
    use std::os::fd::AsRawFd;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use rustix::io::{FdFlags, fcntl_setfd};

    /// Both ends of the pipe; the writing one is closed here once the child has it.
    pub struct Wire {
        reader: PipeReader,
        writer: PipeWriter,
    }

    impl Wire {
        /// A pipe ends by itself when the child does, so `_ended` is not needed.
        pub fn new(_ended: Arc<AtomicBool>) -> io::Result<Wire> {
            let (reader, writer) = io::pipe()?;
            // The child keeps what is not closed at its start. The recorder takes care that its own children do not.
            fcntl_setfd(&writer, FdFlags::empty())?;
            // In a larger one a program that says much at once need not wait for us.
            #[cfg(target_os = "linux")]
            let _ = rustix::pipe::fcntl_setpipe_size(&writer, 1 << 20);
            Ok(Wire { reader, writer })
        }

        /// Where to write, in the recorder's words.
        pub fn destination(&self) -> String {
            format!("fd:{}", self.writer.as_raw_fd())
        }

        /// What the child writes, to its end. To be called once the child has started.
        pub fn into_reader(self) -> io::Result<impl io::Read + Send + 'static> {
            drop(self.writer);
            Ok(self.reader)
        }
    }
}

#[cfg(not(unix))]
mod file {
    use std::io::{self, Read};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use tempfile::NamedTempFile;

    /// A file that the child writes while it is read here.
    pub struct Wire {
        file: NamedTempFile,
        ended: Arc<AtomicBool>,
    }

    impl Wire {
        /// `ended` becomes true when the child has ended, and with it the file.
        pub fn new(ended: Arc<AtomicBool>) -> io::Result<Wire> {
            Ok(Wire { file: NamedTempFile::new()?, ended })
        }

        pub fn destination(&self) -> String {
            self.file.path().display().to_string()
        }

        pub fn into_reader(self) -> io::Result<impl Read + Send + 'static> {
            Ok(Tail { input: self.file.reopen()?, _kept: self.file, ended: self.ended })
        }
    }

    /// Reads a file that grows until the child has ended.
    struct Tail {
        input: std::fs::File,
        _kept: NamedTempFile,
        ended: Arc<AtomicBool>,
    }

    impl Read for Tail {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            loop {
                let is_last = self.ended.load(Ordering::Acquire);
                match self.input.read(buffer)? {
                    0 if is_last => return Ok(0),
                    0 => std::thread::sleep(Duration::from_millis(10)),
                    count => return Ok(count),
                }
            }
        }
    }
}
