//! A defect in this program: the terminal is put right first, and then it is said.

use std::panic;

/// Sets what happens on a panic, and when a task's stack is used up by native code. On the loop thread it becomes the task's error, so nothing is written.
pub fn install() {
    crate::runtime::prepare_for_faults(crate::term::restore);
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |about| {
        if std::thread::current().name() == Some("event loop") {
            return;
        }
        crate::term::restore();
        eprintln!("meanwhile has a defect and must stop. Please report it, with these lines:");
        default(about);
    }));
}
