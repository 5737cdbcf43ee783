//! A defect in this program: the terminal is put right first, and then it is said.

use std::panic;

/// Sets what happens on a panic, and when a task's stack is used up by native code. On a loop's threads it becomes the task's error,
/// so nothing is written.
pub fn install() {
    #[cfg(unix)]
    {
        crate::term::remember();
        crate::runtime::prepare_for_faults(crate::term::restore_in_handler);
    }
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |about| {
        if std::thread::current().name() == Some(crate::runtime::THREAD_NAME) {
            return;
        }
        crate::term::restore();
        eprintln!("meanwhile has a defect and must stop. Please report it, with these lines:");
        default(about);
    }));
}
