//! Runs an example as its user does.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program, which the test runner builds beside the test.
pub(crate) fn program(name: &str) -> Command {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join(name);
    Command::new(program.with_extension(std::env::consts::EXE_EXTENSION))
}

/// With something on its standard input.
pub(crate) fn run(name: &str, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = program(name)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
