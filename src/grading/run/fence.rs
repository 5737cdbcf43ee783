//! What a judging process gives up before it runs what it judges: files outside its folder, the network, other programs,
//! other processes. The sandbox keeps answers from all of that; this holds should the sandbox have a hole.
//!
//! It takes a Linux that has Landlock and seccomp. Where the kernel has less, less is given up, and nothing else changes.

use std::path::Path;

/// What holds from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fence {
    /// Files outside the folder are out of reach.
    pub files: bool,
    /// So are the network, other programs and other processes.
    pub calls: bool,
}

/// Gives up what this thread, and the threads that it starts from now on, will not need. `folder` stays theirs.
#[cfg(target_os = "linux")]
pub fn raise(folder: &Path) -> Fence {
    // A kernel that refuses leaves all as it was.
    Fence { files: linux::close_files(folder).unwrap_or(false), calls: linux::close_calls().is_some() }
}

#[cfg(not(target_os = "linux"))]
pub fn raise(_folder: &Path) -> Fence {
    Fence::default()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::path::Path;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr,
        RulesetError, RulesetStatus, Scope,
    };
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};

    /// What is asked for; a kernel that knows less gives less.
    const KNOWN: ABI = ABI::V6;

    /// Calls that judging never makes. Memory, threads, clocks and the files of the folder are all that it needs.
    const REFUSED: &[libc::c_long] = &[
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_socket,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_kill,
        libc::SYS_pidfd_open,
        libc::SYS_pidfd_getfd,
        libc::SYS_pidfd_send_signal,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_setns,
        libc::SYS_unshare,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_io_uring_setup,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_keyctl,
        libc::SYS_open_by_handle_at,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_kexec_load,
    ];

    /// Whether files are closed from now on, at least in part.
    pub fn close_files(folder: &Path) -> Result<bool, RulesetError> {
        let Ok(own) = PathFd::new(folder) else { return Ok(false) };
        let status = Ruleset::default()
            .handle_access(AccessFs::from_all(KNOWN))?
            .handle_access(AccessNet::from_all(KNOWN))?
            .scope(Scope::from_all(KNOWN))?
            .create()?
            .add_rule(PathBeneath::new(own, AccessFs::from_all(KNOWN)))?
            .restrict_self()?;
        Ok(status.ruleset != RulesetStatus::NotEnforced)
    }

    /// Has the kernel refuse these calls, as it refuses what is not permitted.
    pub fn close_calls() -> Option<()> {
        let rules: BTreeMap<i64, Vec<_>> = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
        let refuse = SeccompAction::Errno(libc::EPERM as u32);
        let machine = std::env::consts::ARCH.try_into().ok()?;
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, machine).ok()?;
        let program: BpfProgram = filter.try_into().ok()?;
        apply_filter(&program).ok()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::net::TcpListener;
    use std::process::Command;

    use super::*;

    /// Whether each is refused: reading outside, writing outside, a link that leads out, another program, a socket.
    fn refused(folder: &Path, outside: &Path) -> [bool; 5] {
        std::os::unix::fs::symlink(outside.join("secret"), folder.join("link")).unwrap();
        [
            fs::read(outside.join("secret")).is_err(),
            fs::write(outside.join("new"), "").is_err(),
            fs::read(folder.join("link")).is_err(),
            Command::new("true").status().is_err(),
            TcpListener::bind("127.0.0.1:0").is_err(),
        ]
    }

    #[test]
    fn what_is_given_up_is_gone_and_the_folder_stays() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(outside.path().join("secret"), "secret").unwrap();
        let (own, others) = (folder.path().to_owned(), outside.path().to_owned());
        // A fence is for a thread and those that it starts, so the other tests go on outside of it.
        let (fence, refused, inherited) = std::thread::spawn(move || {
            let fence = raise(&own);
            let found = refused(&own, &others);
            fs::write(own.join("new"), "mine").unwrap();
            assert_eq!(fs::read_to_string(own.join("new")).unwrap(), "mine");
            assert!(tempfile::tempdir_in(&own).is_ok());
            let inherited = std::thread::spawn(move || fs::read(others.join("secret")).is_err());
            (fence, found, inherited.join().unwrap())
        })
        .join()
        .unwrap();
        // A kernel without the one or the other refuses nothing of it.
        let Fence { files, calls } = fence;
        assert_eq!(refused, [files, files, files, files || calls, files || calls], "{fence:?}");
        assert_eq!(inherited, files);
        assert!(fs::read(outside.path().join("secret")).is_ok());
    }
}
