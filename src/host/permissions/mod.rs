//! What a script may touch outside: everything, or, in a sandbox, what single doors lead to.
//!
//! A folder's door is held open as a handle, and paths are walked from it without ever leaving it (`cap-std`),
//! so that neither `..` nor a link leads out, also if the tree changes meanwhile.

mod disk;
mod spot;
mod wish;

pub use disk::DiskQuota;
pub use spot::{Access, Spot};
pub use wish::Wish;

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use crate::files::{Origin, UNINTERRUPTED};
use crate::host::source_file;
use crate::runtime::Limits;

/// What a sandboxed script may use.
pub const SANDBOX_LIMITS: Limits = Limits {
    tasks: 10_000,
    memory: 256 << 20,
    operations: 100_000_000,
    output: 1 << 20,
    time: Some(Duration::from_secs(300)),
};

/// What a script may touch.
#[derive(Clone, Debug, Default)]
pub enum Permissions {
    #[default]
    Everything,
    Sandbox(Sandbox),
}

/// Nothing outside, except through these doors.
#[derive(Clone, Debug)]
pub struct Sandbox {
    read: Vec<Door>,
    write: Vec<Door>,
    network: Network,
    processes: Processes,
    limits: Limits,
    disk: Arc<DiskQuota>,
    advice: Advice,
}

/// What is said to who meets a closed door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Advice {
    /// Which option of the command line opens it.
    #[default]
    Options,
    /// What an exercise has.
    Exercise,
    /// What a course may ask for.
    Course,
    /// What a chapter of a book has.
    Book,
    /// What a program has whose orders are explored.
    Exploring,
}

impl Default for Sandbox {
    /// All doors closed.
    fn default() -> Self {
        Sandbox {
            read: Vec::new(),
            write: Vec::new(),
            network: Network::Closed,
            processes: Processes::Closed,
            limits: SANDBOX_LIMITS,
            disk: Arc::default(),
            advice: Advice::default(),
        }
    }
}

/// Whether the door to the network is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    Open,
    /// It leads to the test server of the same session alone.
    OwnServer,
    #[default]
    Closed,
}

/// Whether the door to other programs is open. What goes through it is in no sandbox any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Processes {
    Open,
    #[default]
    Closed,
}

/// A folder that may be used, with all that is in it.
#[derive(Clone, Debug)]
struct Door {
    /// As it was named, made absolute, and with its links resolved.
    paths: [PathBuf; 2],
    folder: Arc<Dir>,
}

/// A door is closed. The text says which, and what opens it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Closed(String);

impl Sandbox {
    /// A sandbox with doors to these folders. Fails where one cannot be opened; the error names it.
    pub fn new(read: &[PathBuf], write: &[PathBuf], network: Network) -> io::Result<Sandbox> {
        let doors =
            |folders: &[PathBuf]| folders.iter().map(|it| Door::open(it)).collect::<io::Result<Vec<_>>>();
        Ok(Sandbox { read: doors(read)?, write: doors(write)?, network, ..Sandbox::default() })
    }

    /// One for the answer to an exercise: it may use this folder, and nothing else.
    pub fn for_exercise(folder: &Path) -> io::Result<Sandbox> {
        let door = [folder.to_path_buf()];
        Ok(Sandbox { advice: Advice::Exercise, ..Sandbox::new(&door, &door, Network::Closed)? })
    }

    /// One for a program that is run again and again in all its orders: it has this folder, may read the scripts in the
    /// other one, and has the session's test server.
    ///
    /// # Errors
    /// Where a folder cannot be opened.
    pub fn for_exploring(own: Option<&Path>, scripts: Option<&Path>) -> io::Result<Sandbox> {
        let write: Vec<PathBuf> = own.into_iter().map(Path::to_path_buf).collect();
        let read: Vec<PathBuf> = own.into_iter().chain(scripts).map(Path::to_path_buf).collect();
        Ok(Sandbox { advice: Advice::Exploring, ..Sandbox::new(&read, &write, Network::OwnServer)? })
    }

    /// One for the programs of a document that comes from somebody else: they have this folder, the session's test server,
    /// and what the user has granted.
    pub fn for_document(folder: &Path, granted: &[Wish]) -> io::Result<Sandbox> {
        let mut doors = vec![folder.to_path_buf()];
        if granted.contains(&Wish::Files) {
            doors.push(Path::new("/").to_path_buf());
        }
        let network = if granted.contains(&Wish::Network) { Network::Open } else { Network::OwnServer };
        let may_run = granted.contains(&Wish::Programs);
        let processes = if may_run { Processes::Open } else { Processes::Closed };
        let sandbox = Sandbox::new(&doors, &doors, network)?.with_processes(processes);
        Ok(Sandbox { advice: Advice::Course, ..sandbox })
    }

    /// The same for the programs of a book, for which nobody is asked for more.
    pub fn for_book(folder: &Path) -> io::Result<Sandbox> {
        Ok(Sandbox { advice: Advice::Book, ..Sandbox::for_document(folder, &[])? })
    }

    /// The same for a document that is trusted: it has its own folder and the session's test server in addition.
    pub fn with_folder(self, folder: &Path) -> io::Result<Sandbox> {
        let door = Door::open(folder)?;
        let network = if self.network == Network::Closed { Network::OwnServer } else { self.network };
        let with_door = |mut doors: Vec<Door>| {
            doors.push(door.clone());
            doors
        };
        let (read, write) = (with_door(self.read), with_door(self.write));
        Ok(Sandbox { read, write, network, ..self })
    }

    /// What is said at a closed door. `opens` is what would open it.
    fn closed(&self, what: &str, opens: &str) -> Closed {
        Closed(match self.advice {
            Advice::Options => format!("the sandbox is closed: {what}; {opens}"),
            Advice::Exercise => format!("{what} in an exercise, which has only its own files"),
            Advice::Book => format!("{what} in a book, whose programs have only the chapter's own files"),
            Advice::Exploring => {
                format!("{what} while orders are explored: a program is run hundreds of times then")
            }
            Advice::Course => format!("{what} in this course, whose programs have only their own files"),
        })
    }

    /// The same with another door to the network.
    pub fn with_network(self, network: Network) -> Sandbox {
        Sandbox { network, ..self }
    }

    /// The same with another door to other programs.
    pub fn with_processes(self, processes: Processes) -> Sandbox {
        Sandbox { processes, ..self }
    }

    /// The same with so much to be written to the disk.
    pub fn with_disk(self, disk: DiskQuota) -> Sandbox {
        Sandbox { disk: Arc::new(disk), ..self }
    }

    /// The same with other limits.
    pub fn with_limits(self, limits: Limits) -> Sandbox {
        Sandbox { limits, ..self }
    }
}

impl Door {
    fn open(path: &Path) -> io::Result<Door> {
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let paths = [plain(path), path.canonicalize().map_err(named)?];
        let folder = Dir::open_ambient_dir(path, ambient_authority()).map_err(named)?;
        Ok(Door { paths, folder: Arc::new(folder) })
    }

    fn spot(&self, path: &Path) -> Option<Spot> {
        let within = self.paths.iter().find_map(|door| path.strip_prefix(door).ok())?;
        let within = if within.as_os_str().is_empty() { Path::new(".") } else { within };
        Some(Spot::Within(self.folder.clone(), within.to_path_buf(), self.paths[1].clone()))
    }
}

/// What a script sees of the world outside.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    pub permissions: Permissions,
    /// Where relative paths begin; the process's own folder if it is empty.
    pub folder: PathBuf,
}

impl Outside {
    /// Where `path` may be used like this.
    pub fn spot(&self, path: &Path, access: Access) -> Result<Spot, Closed> {
        self.permissions.spot(&self.folder.join(path), access)
    }

    /// The text of a script that an import names. The error says what is amiss.
    pub fn read_script(&self, path: &Path) -> Result<String, String> {
        match self.permissions.spot(path, Access::Read).map_err(|closed| closed.to_string())? {
            Spot::Free(path) => {
                let read = source_file::read(&path, Origin::Referenced, UNINTERRUPTED);
                read.map_err(|error| error.to_string())
            }
            spot => {
                let file = spot.open_now().map_err(|error| error.to_string())?;
                source_file::read_regular(path, file).map_err(|error| error.to_string())
            }
        }
    }
}

impl Permissions {
    /// Where `path` may be used like this.
    pub fn spot(&self, path: &Path, access: Access) -> Result<Spot, Closed> {
        let Permissions::Sandbox(sandbox) = self else { return Ok(Spot::Free(path.to_path_buf())) };
        let (doors, option) = match access {
            Access::Read => (&sandbox.read, "--allow-read"),
            Access::Write => (&sandbox.write, "--allow-write"),
        };
        let full = plain(path);
        doors.iter().find_map(|door| door.spot(&full)).ok_or_else(|| {
            let what = if access == Access::Read { "read" } else { "written" };
            sandbox.closed(&format!("this path may not be {what}"), &format!("{option} DIR opens a folder"))
        })
    }

    /// How much of the network may be used: all, or the session's test server.
    pub fn network(&self) -> Result<Network, Closed> {
        match self {
            Permissions::Everything => Ok(Network::Open),
            Permissions::Sandbox(sandbox) if sandbox.network != Network::Closed => Ok(sandbox.network),
            Permissions::Sandbox(_) => Err(self.network_closed("the network may not be used")),
        }
    }

    /// What is said where an address cannot be reached.
    pub fn network_closed(&self, what: &str) -> Closed {
        match self {
            Permissions::Everything => Closed(what.to_owned()),
            Permissions::Sandbox(sandbox) => sandbox.closed(what, "--allow-net opens it"),
        }
    }

    /// Whether other programs may be run.
    pub fn processes(&self) -> Result<(), Closed> {
        match self {
            Permissions::Sandbox(sandbox @ Sandbox { processes: Processes::Closed, .. }) => {
                Err(sandbox.closed("no other program may be run", "--allow-run opens it"))
            }
            _ => Ok(()),
        }
    }

    /// Whether any folder's door is open for writing.
    pub fn allows_any_file(&self) -> bool {
        match self {
            Permissions::Everything => true,
            Permissions::Sandbox(sandbox) => !sandbox.write.is_empty(),
        }
    }

    /// What a script may use.
    pub fn limits(&self) -> Limits {
        match self {
            Permissions::Everything => Limits::default(),
            Permissions::Sandbox(sandbox) => sandbox.limits,
        }
    }

    /// What scripts may write in all; nothing to look after where they are in no sandbox.
    pub fn disk(&self) -> Option<Arc<DiskQuota>> {
        match self {
            Permissions::Everything => None,
            Permissions::Sandbox(sandbox) => Some(sandbox.disk.clone()),
        }
    }

    pub fn is_sandbox(&self) -> bool {
        matches!(self, Permissions::Sandbox(_))
    }
}

/// The path made absolute, with `.` and `..` worked out. What is a link is not looked at: a way that begins at
/// a door is walked from its handle afterwards.
fn plain(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}
