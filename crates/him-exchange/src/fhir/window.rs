//! A stretch of the input in memory, which moves on as it is read.

use std::io::Read;

use super::error::Error;
use super::finding::Position;

/// How much is read at a time. An entry that does not fit makes the window grow to twice what it
/// holds, so that reading again from the start of the entry stays linear.
const STEP: usize = 256 * 1024;

pub(super) struct Window<'r> {
    source: &'r mut dyn Read,
    buffer: Vec<u8>,
    /// Bytes of the buffer that are done with.
    done: usize,
    /// Where the buffer starts in the input.
    base: Position,
    ended: bool,
}

impl<'r> Window<'r> {
    /// A window at the start of `source`, which starts at `base` of its input.
    pub(super) fn new(source: &'r mut dyn Read, base: Position) -> Self {
        Window {
            source,
            buffer: Vec::new(),
            done: 0,
            base,
            ended: false,
        }
    }

    /// What is in memory and not done with.
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(self.done..).unwrap_or_default()
    }

    /// Whether the input ends with what is in memory.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// Is done with the next `count` bytes.
    pub(super) fn consume(&mut self, count: usize) {
        self.done = self.buffer.len().min(self.done + count);
    }

    /// Where the byte at `at` of [`bytes`](Window::bytes) is in the input.
    pub(super) fn position(&self, at: usize) -> Position {
        let end = self.buffer.len().min(self.done + at);
        advance(self.base, self.buffer.get(..end).unwrap_or_default())
    }

    /// Reads on.
    pub(super) fn more(&mut self) -> Result<(), Error> {
        let done = self.buffer.get(..self.done).unwrap_or_default();
        self.base = advance(self.base, done);
        self.buffer.drain(..self.done);
        self.done = 0;
        let count = self.buffer.len().max(STEP);
        self.buffer.reserve_exact(count);
        let mut step = (&mut *self.source).take(count as u64);
        match step.read_to_end(&mut self.buffer) {
            Ok(read) => self.ended = read < count,
            Err(cause) => return Err(Error::io(cause, self.position(self.buffer.len()))),
        }
        Ok(())
    }
}

/// The position after `text`, which starts at `from`.
fn advance(from: Position, text: &[u8]) -> Position {
    let mut to = from;
    to.offset += text.len() as u64;
    match memchr::memrchr(b'\n', text) {
        Some(last) => {
            to.line += memchr::memchr_iter(b'\n', text).count() as u64;
            to.column = (text.len() - last) as u64;
        }
        None => to.column += text.len() as u64,
    }
    to
}
