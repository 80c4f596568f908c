//! The program under test, built once in the target folder and profile of the test that asks for it.
//!
//! Absent by design: running it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The path of `licledger`.
///
/// # Errors
/// Says why it could not be built.
pub fn program() -> Result<&'static Path, String> {
    static PROGRAM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    PROGRAM.get_or_init(build).as_deref().map_err(Clone::clone)
}

fn build() -> Result<PathBuf, String> {
    let test = std::env::current_exe().map_err(|error| error.to_string())?;
    let profile = test.parent().and_then(Path::parent).ok_or("a test lies in the folder deps of its profile")?;
    let target = profile.parent().ok_or("a profile lies in the target folder")?;
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    build.current_dir(env!("CARGO_MANIFEST_DIR"));
    build.args(["build", "--quiet", "--package", "ledger-cli", "--bin", "licledger", "--target-dir"]).arg(target);
    if profile.ends_with("release") {
        build.arg("--release");
    }
    match build.status() {
        Ok(status) if status.success() => Ok(profile.join(format!("licledger{}", std::env::consts::EXE_SUFFIX))),
        Ok(status) => Err(format!("the program could not be built: {status}")),
        Err(error) => Err(format!("cargo could not be run: {error}")),
    }
}
