//! The store of charts: a writer that is killed at any point loses nothing that it acknowledged, and
//! readers beside a writer never see a broken log.
//!
//! 200 kills take about ten seconds; `HIM_KILLS` sets another number. A kill is not a loss of power: that what was
//! committed is on the disk then rests on SQLite (`synchronous = FULL`) and is not tried here.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// The program, which the test runner builds beside this test.
fn program() -> Command {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join("chart_store");
    Command::new(program.with_extension(std::env::consts::EXE_EXTENSION))
}

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output: Output = program().args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

/// Number and hash of an acknowledged event; `None` of a line that the kill cut off.
fn acknowledged(line: &str) -> Option<(u64, String)> {
    let (number, hash) = line.split_once(' ')?;
    (hash.len() == 64).then(|| (number.parse().unwrap(), hash.to_owned()))
}

/// The hash at the end of the bytes of an event, as the file has it.
fn stored_hash(file: &Path, number: u64) -> Option<String> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let store = rusqlite::Connection::open_with_flags(file, flags).unwrap();
    let select = "SELECT bytes FROM event WHERE number = ?1";
    let bytes = store.query_row(select, [number as i64], |row| row.get::<_, Vec<u8>>(0));
    let bytes = bytes.ok()?;
    let (_, hash) = bytes.split_last_chunk::<32>()?;
    Some(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A sequence that looks random (Vigna's splitmix64), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

#[test]
fn a_killed_writer_loses_nothing_that_it_acknowledged() {
    let kills = std::env::var("HIM_KILLS").map_or(200, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("charts.sqlite");
    let path = file.to_str().unwrap();
    let mut random = Random(2026);
    let (mut all, mut cycles_with_none, mut last_of_all) = (0, 0, 0);
    for kill in 0..kills {
        let mut writer = program()
            .args(["write", path, "100000"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // Anywhere from its start on: while it opens, makes the file, or commits.
        std::thread::sleep(Duration::from_micros(random.below(60_000)));
        writer.kill().unwrap();
        let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let lines: Vec<String> = lines.map_while(Result::ok).collect();
        writer.wait().unwrap();
        let acks: Vec<_> = lines.iter().filter_map(|line| acknowledged(line)).collect();
        if let Some((number, hash)) = acks.last() {
            let (code, text) = run(&["verify", path]);
            assert_eq!(code, Some(0), "kill {kill}: {text}");
            let events: u64 = text.split(' ').nth(1).unwrap().parse().unwrap();
            assert!(events > *number, "kill {kill}: {text}");
            assert_eq!(
                stored_hash(&file, *number).as_ref(),
                Some(hash),
                "kill {kill}"
            );
            for (number, hash) in &acks {
                assert_eq!(stored_hash(&file, *number).as_ref(), Some(hash));
            }
        }
        last_of_all = acks.last().map_or(last_of_all, |(number, _)| *number);
        all += acks.len();
        cycles_with_none += usize::from(acks.is_empty());
    }
    // The kills were at work: most came between commits, some before the first.
    assert!(all > kills, "{all} acknowledged in {kills} kills");
    assert!(cycles_with_none < kills);
    assert!(
        last_of_all as usize > all,
        "each acknowledgement is of a new event"
    );
    let (code, text) = run(&["verify", path]);
    assert_eq!(code, Some(0), "{text}");
    let (code, text) = run(&["show", path, "0"]);
    assert_eq!(code, Some(0), "{text}");
}

#[test]
fn readers_and_writers_go_on_beside_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("charts.sqlite");
    let path = file.to_str().unwrap();
    assert_eq!(run(&["write", path, "1"]).0, Some(0));
    let start = |arguments: &[&str]| {
        let mut command = program();
        command
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let writers = [start(&["write", path, "60"]), start(&["write", path, "60"])];
    let readers = [start(&["read", path, "0.5"]), start(&["read", path, "0.5"])];
    for process in writers.into_iter().chain(readers) {
        let output = process.wait_with_output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{text}");
    }
    let (code, text) = run(&["verify", path]);
    assert_eq!(code, Some(0));
    let events: u64 = text.split(' ').nth(1).unwrap().parse().unwrap();
    // Every fourth transaction has two events, and the first opened five charts.
    assert!(events >= 5 + 121, "{text}");
}

#[test]
fn a_changed_file_is_refused_with_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("charts.sqlite");
    let path = file.to_str().unwrap();
    assert_eq!(run(&["write", path, "120"]).0, Some(0));
    let change = |sql: &str| {
        let store = rusqlite::Connection::open(&file).unwrap();
        store.execute_batch(sql).unwrap();
        run(&["verify", path])
    };
    let refused = |place: u64, why: &str| {
        let text = format!("chart_store: the log is broken: event {place}: {why}\n");
        (Some(1), text)
    };
    // A checkpoint was kept after the hundredth event; what is cut before it is missed.
    let cut = "CREATE TABLE kept AS SELECT * FROM event; DELETE FROM event WHERE number >= 90;";
    let missing = refused(90, "it is missing, and a checkpoint has seen it");
    assert_eq!(change(cut), missing);
    let gap = "DELETE FROM event; INSERT INTO event SELECT * FROM kept WHERE number <> 7;";
    assert_eq!(
        change(gap),
        refused(7, "it has the number of another place")
    );
    let swap = "DELETE FROM event; INSERT INTO event SELECT * FROM kept;
        UPDATE event SET bytes = (SELECT bytes FROM kept WHERE number = 9) WHERE number = 8;";
    assert_eq!(
        change(swap),
        refused(8, "it has the number of another place")
    );
    let flip = "DELETE FROM event; INSERT INTO event SELECT * FROM kept;
        UPDATE event SET bytes = CAST(substr(bytes, 1, 200) || x'00' || substr(bytes, 202) AS BLOB) WHERE number = 20;";
    assert_eq!(
        change(flip),
        refused(20, "its bytes are not those that were hashed")
    );
    let (code, text) = run(&["verify", "/nonexistent/charts.sqlite"]);
    assert_eq!(code, Some(1));
    assert!(text.starts_with("chart_store: the database: "), "{text}");
    assert_eq!(run(&[]).0, Some(2));
}
