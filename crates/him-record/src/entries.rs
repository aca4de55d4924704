//! The entries of a chart as one sequence: walked, chosen, copied and compared without regard to their
//! kind.

use crate::{AnyEntry, Chart, Directory, EntryHead, EntryKind, EntryRef};

/// The entries of a chart, kind by kind.
struct Entries<'a> {
    chart: &'a Chart,
    kind: EntryKind,
    index: usize,
    later: std::slice::Iter<'static, EntryKind>,
}

impl<'a> Entries<'a> {
    fn of(chart: &'a Chart) -> Self {
        let mut later = EntryKind::ALL.iter();
        let first = later.next().copied();
        Entries {
            chart,
            kind: first.unwrap_or(EntryKind::Patient),
            index: 0,
            later,
        }
    }

    /// The next entry and its place in its list.
    #[inline(never)]
    fn step(&mut self) -> Option<(usize, EntryRef<'a>)> {
        loop {
            if let Some(entry) = self.chart.entry_at(self.kind, self.index) {
                self.index += 1;
                return Some((self.index - 1, entry));
            }
            self.kind = *self.later.next()?;
            self.index = 0;
        }
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = EntryRef<'a>;

    fn next(&mut self) -> Option<EntryRef<'a>> {
        self.step().map(|(_, entry)| entry)
    }
}

impl Chart {
    /// Every entry: the patient, then kind by kind in the order of the fields, those of the
    /// directory and what is not held last.
    pub fn entries(&self) -> impl Iterator<Item = EntryRef<'_>> {
        Entries::of(self)
    }

    /// What every entry has, in the order of [`Chart::entries`].
    pub fn heads(&self) -> Vec<EntryHead<'_>> {
        let mut heads = Vec::with_capacity(self.len());
        let mut entries = Entries::of(self);
        while let Some((index, entry)) = entries.step() {
            heads.push(entry.head(index));
        }
        heads
    }

    /// How many entries there are, the patient and the directory included.
    pub fn len(&self) -> usize {
        let mut count = 0;
        for kind in EntryKind::ALL {
            count += self.len_of(*kind);
        }
        count
    }

    /// Never: a chart has at least its patient.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Takes over the entries of another chart, without its patient.
    pub fn append(&mut self, from: Chart) {
        let mut entries = from.into_entries().into_iter();
        entries.next();
        for entry in entries {
            self.push(entry);
        }
    }

    /// Keeps the entries that `keep` chooses; a patient that is not kept becomes empty.
    pub fn retain(&mut self, mut keep: impl FnMut(&EntryHead<'_>) -> bool) {
        self.retain_chosen(&mut keep);
    }

    fn retain_chosen(&mut self, keep: &mut dyn FnMut(&EntryHead<'_>) -> bool) {
        let mut gone = Vec::new();
        for head in self.heads() {
            if !keep(&head) {
                gone.push((head.kind, head.index));
            }
        }
        // From the end of each list to the first that goes; those before it stay where they are.
        let mut behind = Vec::new();
        while let Some((kind, index)) = gone.pop() {
            while self.len_of(kind) > index + 1 {
                behind.extend(self.pop(kind));
            }
            self.pop(kind);
            if gone.last().is_none_or(|next| next.0 != kind) {
                while let Some(entry) = behind.pop() {
                    self.push(entry);
                }
            }
        }
    }

    /// A copy of the entries that `keep` chooses, as [`Chart::retain`] would leave them.
    pub(crate) fn chosen(&self, keep: &mut dyn FnMut(&EntryHead<'_>) -> bool) -> Chart {
        let mut chosen = Chart {
            schema_version: self.schema_version,
            directory: Directory {
                unknown: self.directory.unknown.clone(),
                ..Directory::default()
            },
            unknown: self.unknown.clone(),
            ..Chart::default()
        };
        let mut entries = Entries::of(self);
        while let Some((index, entry)) = entries.step() {
            if keep(&entry.head(index)) {
                chosen.push(entry.to_any());
            }
        }
        chosen
    }

    /// Every entry by itself, in the order of [`Chart::entries`]: what [`Chart::push`] puts
    /// back together.
    pub fn into_entries(mut self) -> Vec<AnyEntry> {
        let mut entries = Vec::with_capacity(self.len());
        for kind in EntryKind::ALL.iter().rev() {
            for _ in 0..self.len_of(*kind) {
                entries.extend(self.pop(*kind));
            }
        }
        entries.reverse();
        entries
    }
}

impl Clone for Chart {
    fn clone(&self) -> Self {
        self.chosen(&mut |_| true)
    }
}

impl PartialEq for Chart {
    fn eq(&self, other: &Self) -> bool {
        let beside = self.schema_version == other.schema_version
            && self.directory.unknown == other.directory.unknown
            && self.unknown == other.unknown;
        if !beside || self.len() != other.len() {
            return false;
        }
        // Those of a kind stand together, so one sequence tells which list has which.
        let (mut ours, mut theirs) = (Entries::of(self), Entries::of(other));
        while let (Some(one), Some(other)) = (ours.next(), theirs.next()) {
            if !one.is_same(other) {
                return false;
            }
        }
        true
    }
}
