//! What stands around the resources of an input: the members of a Bundle and of its entries, the
//! lines of ndjson.

use std::io::{self, Write};

/// An input without its resources: what an export needs to write it as it came.
///
/// The members of a Bundle and of its entries (type, timestamp, links, requests, responses, searches,
/// signatures) are kept as they were written, and the order of the resources.
#[derive(Clone, Default)]
pub struct Document {
    text: String,
    pieces: Vec<Piece>,
    resources: u32,
    kind: DocumentKind,
    open: Vec<Piece>,
    /// Whether the object that is open has members.
    members: bool,
    /// Whether each entry needs a request.
    requests: bool,
    /// Whether anything is kept.
    kept: bool,
}

/// What an input is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DocumentKind {
    /// Nothing that could be read.
    #[default]
    Empty,
    /// One resource.
    Resource,
    /// A Bundle.
    Bundle,
    /// Newline-delimited JSON.
    Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// Text up to here.
    Text(usize),
    /// The next resource.
    Resource,
    /// `Bundle.entry` from its opening to its closing bracket.
    List,
    EndList,
    /// An entry or line.
    Open,
    Close,
}

/// It holds the addresses of the entries: nothing of it is shown.
impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document")
            .field("kind", &self.kind)
            .field("resources", &self.resources)
            .finish_non_exhaustive()
    }
}

impl Document {
    /// One that keeps what it is shown, or only counts.
    pub(super) fn new(kept: bool) -> Self {
        Document {
            kept,
            ..Document::default()
        }
    }

    pub(super) fn is_kept(&self) -> bool {
        self.kept
    }

    fn piece(&mut self, piece: Piece) {
        if self.kept {
            self.pieces.push(piece);
        }
    }

    /// What it is.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// How many resources it had.
    pub fn resources(&self) -> usize {
        self.resources as usize
    }

    pub(super) fn is(&mut self, kind: DocumentKind) {
        if self.kind == DocumentKind::Empty {
            self.kind = kind;
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        if bytes.is_empty() || !self.kept {
            return;
        }
        match str::from_utf8(bytes) {
            Ok(text) => self.text.push_str(text),
            Err(_) => self.text.push_str(&String::from_utf8_lossy(bytes)),
        }
        let end = self.text.len();
        match self.pieces.last_mut() {
            Some(Piece::Text(known)) => *known = end,
            _ => self.pieces.push(Piece::Text(end)),
        }
    }

    /// Counts a resource; returns its place.
    pub(super) fn resource(&mut self) -> u32 {
        self.piece(Piece::Resource);
        self.resources += 1;
        self.resources - 1
    }

    pub(super) fn open_bundle(&mut self) {
        self.text(b"{");
        self.members = false;
    }

    /// A member of a Bundle, with its name.
    pub(super) fn member(&mut self, text: &[u8]) {
        if self.members {
            self.text(b",");
        }
        self.text(text);
        self.members = true;
    }

    pub(super) fn close_bundle(&mut self) {
        self.close_list();
        self.text(b"}");
    }

    /// The entries of a Bundle; `name` is what stands before the bracket.
    pub(super) fn open_list(&mut self, name: &[u8]) {
        self.member(name);
        self.text(b"[");
        self.piece(Piece::List);
        self.open.push(Piece::List);
    }

    pub(super) fn close_list(&mut self) {
        if self.open.last() == Some(&Piece::List) {
            self.open.pop();
            self.piece(Piece::EndList);
            self.text(b"]");
        }
    }

    /// An entry: its text around the resources that stand at `holes`; returns their places.
    pub(super) fn entry(
        &mut self,
        text: &[u8],
        holes: impl IntoIterator<Item = std::ops::Range<usize>>,
    ) -> u32 {
        let first = self.resources;
        self.piece(Piece::Open);
        let mut from = text.len() - text.trim_ascii_start().len();
        for hole in holes {
            self.text(text.get(from..hole.start).unwrap_or_default());
            self.resource();
            from = hole.end;
        }
        self.text(text.get(from..).unwrap_or_default());
        self.piece(Piece::Close);
        first
    }

    pub(super) fn open_line(&mut self) {
        self.piece(Piece::Open);
    }

    pub(super) fn close_line(&mut self) {
        self.close_list();
        self.text(b"\n");
        self.piece(Piece::Close);
    }

    /// Ends what an input that broke off has begun.
    pub(super) fn end(&mut self) {
        if self.open.last() == Some(&Piece::List) {
            self.close_bundle();
        }
    }

    /// Writes the document. `has` tells whether a resource is still there, `resource` writes it, `more`
    /// writes the entries that were added, each after a comma if it is told so.
    pub(super) fn write<W: Write>(
        &self,
        out: &mut W,
        has: impl Fn(u32) -> bool,
        mut resource: impl FnMut(u32, &mut W) -> io::Result<()>,
        mut more: impl FnMut(bool, &mut W) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut place = 0;
        let mut from = 0;
        let mut first = None;
        let mut skip = false;
        let mut added = false;
        for (index, piece) in self.pieces.iter().enumerate() {
            match *piece {
                Piece::Text(end) => {
                    if !skip {
                        let text = self.text.get(from..end).unwrap_or_default();
                        out.write_all(text.as_bytes())?;
                    }
                    from = end;
                }
                Piece::Resource => {
                    if !skip && has(place) {
                        resource(place, out)?;
                    }
                    place += 1;
                }
                Piece::List => first = Some(true),
                Piece::EndList => {
                    if !skip && !added {
                        more(first == Some(false), out)?;
                        added = true;
                    }
                    first = None;
                }
                Piece::Open => {
                    let rest = self.pieces.get(index + 1..).unwrap_or_default();
                    let of_entry = rest.iter().take_while(|piece| **piece != Piece::Close);
                    let count = of_entry.filter(|piece| **piece == Piece::Resource).count();
                    let count = u32::try_from(count).unwrap_or(u32::MAX);
                    skip = count > 0 && !(place..place.saturating_add(count)).any(&has);
                    if let (Some(first), false) = (&mut first, skip)
                        && !std::mem::replace(first, false)
                    {
                        out.write_all(b",")?;
                    }
                }
                Piece::Close => skip = false,
            }
        }
        match self.kind {
            DocumentKind::Lines if !added => more(false, out),
            _ => Ok(()),
        }
    }

    /// Whether entries can be added to it.
    pub(super) fn takes_more(&self) -> bool {
        match self.kind {
            DocumentKind::Lines => true,
            DocumentKind::Bundle => self.pieces.contains(&Piece::EndList),
            DocumentKind::Resource | DocumentKind::Empty => false,
        }
    }

    /// Takes note of the type of the Bundle.
    pub(super) fn bundle_type(&mut self, kind: &str) {
        self.requests = matches!(kind, "transaction" | "batch");
    }

    /// Whether each entry of the Bundle has a request.
    pub(super) fn wants_requests(&self) -> bool {
        self.requests
    }
}
