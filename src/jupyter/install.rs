//! Registering the kernel with Jupyter: a `kernel.json` where Jupyter looks for them.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::files::replace_private;

/// How the kernel is to be started.
#[derive(Clone, Debug)]
pub struct KernelSpec {
    /// This program.
    pub program: PathBuf,
    /// Options of `meanwhile jupyter kernel`.
    pub options: Vec<String>,
}

/// Where Jupyter keeps what belongs to this user, if the system names a place.
pub fn data_folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("JUPYTER_DATA_DIR").filter(|it| !it.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    if cfg!(target_os = "macos") {
        return Some(etcetera::home_dir().ok()?.join("Library/Jupyter"));
    }
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().ok()?;
    // On Windows Jupyter's folder roams with its user.
    Some(if cfg!(windows) { strategy.config_dir() } else { strategy.data_dir() }.join("jupyter"))
}

/// Registers the kernel in a data folder of Jupyter. Gives the folder of the kernel.
///
/// # Errors
/// Where it cannot be written.
pub fn install(data: &Path, spec: &KernelSpec) -> io::Result<PathBuf> {
    let folder = data.join("kernels/meanwhile");
    std::fs::create_dir_all(&folder)?;
    let fixed = [spec.program.display().to_string(), "jupyter".to_owned(), "kernel".to_owned()];
    let argv: Vec<String> = fixed
        .into_iter()
        .chain(spec.options.iter().cloned())
        .chain(["{connection_file}".to_owned()])
        .collect();
    let text = json!({
        "argv": argv,
        "display_name": "meanwhile (Rhai)",
        "language": "rhai",
        "interrupt_mode": "message",
        "metadata": { "debugger": false },
    });
    let text = serde_json::to_string_pretty(&text).unwrap_or_default() + "\n";
    replace_private(&folder.join("kernel.json"), text.as_bytes())?;
    Ok(folder)
}
