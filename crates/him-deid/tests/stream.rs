//! Lines of a stream: all of them, in their order, however they are cut.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufReader, Read};

use him_deid::LineStream;
use proptest::prelude::*;

fn answers(stream: LineStream, text: &[u8], piece: usize) -> (u64, Vec<u8>) {
    let mut out = Vec::new();
    let from = BufReader::with_capacity(piece, text);
    let each = |line: him_deid::Line<'_>, _: &mut him_deid::Workspace| {
        let mut answer = format!("{}:{}:", line.number, line.too_long).into_bytes();
        answer.extend(line.bytes);
        answer.push(b'\n');
        answer
    };
    let take = |answer: Vec<u8>| {
        out.extend(answer);
        Ok(())
    };
    let lines = stream.run(from, each, take).unwrap();
    (lines, out)
}

#[test]
fn lines_and_their_ends() {
    let cases: [(&[u8], u64, &str); 5] = [
        (b"", 0, ""),
        (b"a", 1, "1:false:a\n"),
        (b"a\n", 1, "1:false:a\n"),
        (b"a\r\n\nb", 3, "1:false:a\n2:false:\n3:false:b\n"),
        (b"\n\n", 2, "1:false:\n2:false:\n"),
    ];
    for (text, lines, want) in cases {
        for piece in [1, 2, 64] {
            let (read, out) = answers(LineStream::new(), text, piece);
            assert_eq!(
                (read, String::from_utf8(out).unwrap()),
                (lines, want.to_owned())
            );
        }
    }
}

#[test]
fn a_line_that_is_too_long_costs_itself_only() {
    let (lines, out) = answers(LineStream::new().with_longest(3), b"abc\nabcd\nxy\n", 2);
    assert_eq!(lines, 3);
    assert_eq!(out, b"1:false:abc\n2:true:\n3:false:xy\n");
}

/// Many batches: more lines than one holds, and more bytes.
#[test]
fn order_over_many_batches() {
    let mut text = String::new();
    let mut want = String::new();
    for number in 1..=5000 {
        let word = "x".repeat(number * 7919 % 900);
        text += &format!("{word}\n");
        want += &format!("{number}:false:{word}\n");
    }
    let (lines, out) = answers(LineStream::new(), text.as_bytes(), 1000);
    assert_eq!(lines, 5000);
    assert!(out == want.into_bytes());
}

/// A reader that fails after some lines: what was read is answered.
#[test]
fn lines_before_a_failure_are_answered() {
    struct Failing(usize);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0 += 1;
            if self.0 > 1 {
                return Err(std::io::Error::other("gone"));
            }
            buffer
                .iter_mut()
                .zip(b"a\nb\n")
                .for_each(|(to, from)| *to = *from);
            Ok(4)
        }
    }
    let mut out = Vec::new();
    let outcome = LineStream::new().run(
        BufReader::new(Failing(0)),
        |line, _| line.bytes.to_vec(),
        |answer| {
            out.extend(answer);
            Ok(())
        },
    );
    assert!(outcome.is_err());
    assert_eq!(out, b"ab");
}

proptest! {
    #[test]
    fn as_the_standard_library_reads(lines in prop::collection::vec("[a-z]{0,9}", 0..40), piece in 1_usize..30) {
        let text = lines.join("\n");
        let (_, out) = answers(LineStream::new(), text.as_bytes(), piece);
        let want: String = text.lines().enumerate()
            .map(|(nth, line)| format!("{}:false:{line}\n", nth + 1)).collect();
        prop_assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
