//! What the programs do alike: begin and complain.

use std::io::{self, Write};
use std::process::ExitCode;

/// What a command line comes to.
#[derive(Debug)]
pub enum Wish<A> {
    /// To work.
    Run(A),
    /// To read how the program is used.
    Help,
}

/// Does what the command line asks for. Exit code: 0 all was read, 1 something was not, 2 wrong
/// arguments or answers that cannot be written.
pub fn start<A>(
    name: &str,
    usage: &str,
    wish: Result<Wish<A>, String>,
    run: impl FnOnce(&A) -> io::Result<bool>,
) -> ExitCode {
    let complain = |why: &str| {
        say(name, why);
        ExitCode::from(2)
    };
    match wish {
        Ok(Wish::Run(arguments)) => match run(&arguments) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            // Whoever read the answers has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => complain(&format!("the answers cannot be written: {error}")),
        },
        Ok(Wish::Help) => {
            let _ = io::stdout().write_all(usage.as_bytes());
            ExitCode::SUCCESS
        }
        Err(why) => complain(&format!("{why}\n\n{usage}")),
    }
}

/// A line on standard error; without one there is nobody to tell.
pub fn say(name: &str, what: &str) {
    let _ = writeln!(io::stderr(), "{name}: {what}");
}
