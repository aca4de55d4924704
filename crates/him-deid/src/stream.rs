//! Lines of any number in bounded memory, on one thread or several, answered in their order.

use std::io::{self, BufRead};

use crate::Workspace;

/// A batch is answered before the next is read.
const BATCH: usize = 1 << 20;

/// Lines that belong to one batch at most, however short.
const BATCH_LINES: usize = 1024;

/// One line of a stream, without its end.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Line<'a> {
    /// From 1.
    pub number: u64,
    /// What stands in it; nothing if it was too long to be held.
    pub bytes: &'a [u8],
    /// Whether it was longer than the limit, and passed over.
    pub too_long: bool,
}

impl std::fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Line {{ number: {}, {} bytes }}",
            self.number,
            self.bytes.len()
        )
    }
}

/// Reads lines, lets each be answered, and hands on the answers in the order of the lines.
///
/// Memory stays within a few megabytes and the longest line, whatever the length of the stream. With
/// the feature `parallel` the lines of a batch are answered by the threads of rayon; the answers and
/// their order are the same.
///
/// ```
/// use him_deid::LineStream;
///
/// let mut lengths = Vec::new();
/// let lines = LineStream::new().run(
///     &b"a\nbb\n"[..],
///     |line, _workspace| (line.number, line.bytes.len()),
///     |answer| {
///         lengths.push(answer);
///         Ok(())
///     },
/// )?;
/// assert_eq!(lengths, [(1, 1), (2, 2)]);
/// assert_eq!(lines, 2);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct LineStream {
    longest: usize,
}

impl Default for LineStream {
    fn default() -> Self {
        LineStream { longest: 64 << 20 }
    }
}

impl LineStream {
    /// Lines of up to 64 MiB.
    pub fn new() -> Self {
        LineStream::default()
    }

    /// Lines of up to so many bytes; longer ones are passed over, and `each` is told.
    #[must_use]
    pub const fn with_longest(mut self, bytes: usize) -> Self {
        self.longest = bytes;
        self
    }

    /// Lets `each` answer every line of `from`, and `take` have the answers one by one. Returns how many
    /// lines there were.
    ///
    /// # Errors
    /// What reading comes to, or `take`; lines read until then are answered.
    pub fn run<A, F, T>(&self, mut from: impl BufRead, each: F, mut take: T) -> io::Result<u64>
    where
        A: Send,
        F: Fn(Line<'_>, &mut Workspace) -> A + Sync,
        T: FnMut(A) -> io::Result<()>,
    {
        let mut batch = Batch::default();
        let mut threads = Threads::default();
        let mut read = 0;
        loop {
            let outcome = batch.fill(&mut from, self.longest, read);
            threads.answer(&batch, &each, &mut take)?;
            read += batch.lines.len() as u64;
            if outcome? {
                return Ok(read);
            }
        }
    }
}

/// Lines in one buffer.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    /// Where each line starts and ends, and whether it was too long.
    lines: Vec<(usize, usize, bool)>,
    first: u64,
}

impl Batch {
    /// Reads the next lines; `before` lines came earlier. Whether the stream is at its end.
    fn fill(&mut self, from: &mut impl BufRead, longest: usize, before: u64) -> io::Result<bool> {
        self.bytes.clear();
        self.bytes.shrink_to(4 * BATCH);
        self.lines.clear();
        self.first = before + 1;
        while self.bytes.len() < BATCH && self.lines.len() < BATCH_LINES {
            let start = self.bytes.len();
            let mut some = false;
            let mut too_long = false;
            loop {
                let chunk = match from.fill_buf() {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    other => other?,
                };
                if chunk.is_empty() {
                    break;
                }
                some = true;
                let stop = chunk.iter().position(|&byte| byte == b'\n');
                let part = chunk.get(..stop.unwrap_or(chunk.len())).unwrap_or_default();
                too_long |= self.bytes.len() - start + part.len() > longest;
                if too_long {
                    self.bytes.truncate(start);
                } else {
                    self.bytes.extend_from_slice(part);
                }
                let used = part.len() + usize::from(stop.is_some());
                from.consume(used);
                if stop.is_some() {
                    break;
                }
            }
            if !some {
                return Ok(true);
            }
            let mut end = self.bytes.len();
            if self
                .bytes
                .get(start..end)
                .is_some_and(|line| line.ends_with(b"\r"))
            {
                end -= 1;
            }
            self.lines.push((start, end, too_long));
        }
        Ok(false)
    }

    fn line(&self, nth: usize) -> Line<'_> {
        let (start, end, too_long) = self.lines.get(nth).copied().unwrap_or_default();
        Line {
            number: self.first + nth as u64,
            bytes: self.bytes.get(start..end).unwrap_or_default(),
            too_long,
        }
    }
}

/// Who answers: this thread, with its memory.
#[cfg(not(feature = "parallel"))]
#[derive(Default)]
struct Threads {
    workspace: Workspace,
}

#[cfg(not(feature = "parallel"))]
impl Threads {
    fn answer<A, F, T>(&mut self, batch: &Batch, each: &F, take: &mut T) -> io::Result<()>
    where
        F: Fn(Line<'_>, &mut Workspace) -> A,
        T: FnMut(A) -> io::Result<()>,
    {
        (0..batch.lines.len()).try_for_each(|nth| take(each(batch.line(nth), &mut self.workspace)))
    }
}

/// Who answers: those of rayon.
#[cfg(feature = "parallel")]
#[derive(Default)]
struct Threads {}

#[cfg(feature = "parallel")]
impl Threads {
    fn answer<A, F, T>(&mut self, batch: &Batch, each: &F, take: &mut T) -> io::Result<()>
    where
        A: Send,
        F: Fn(Line<'_>, &mut Workspace) -> A + Sync,
        T: FnMut(A) -> io::Result<()>,
    {
        use rayon::prelude::*;
        let answers: Vec<A> = (0..batch.lines.len())
            .into_par_iter()
            .map_init(Workspace::default, |workspace, nth| {
                each(batch.line(nth), workspace)
            })
            .collect();
        answers.into_iter().try_for_each(take)
    }
}
