//! What the notes of the tabular list ask of a claim.

use super::code::Coded;
use super::scratch::Conflict;
use super::table::{Asked, AskedKind, Side, TABLE};
use super::{CodingRule, Edit, NoteAt, Pass, Severity};

/// The notes under one heading, and which codes of the claim they point to.
#[derive(Clone, Copy)]
struct Group {
    kind: AskedKind,
    heading: u16,
    /// The first line below the heading.
    line: Option<u16>,
    lines: u32,
    /// Whether some line points to codes.
    points: bool,
    conditional: bool,
    gives_examples: bool,
    underlying: bool,
    /// A code that stands before the one with the note.
    before: Option<(Coded, u16)>,
    /// The first that stands after it.
    after: Option<(Coded, u16)>,
}

impl Group {
    fn new(note: Asked) -> Group {
        Group {
            kind: note.kind(),
            heading: note.number,
            line: None,
            lines: 0,
            points: false,
            conditional: false,
            gives_examples: false,
            underlying: false,
            before: None,
            after: None,
        }
    }

    fn take(&mut self, note: Asked) {
        self.lines += 1;
        if note.number != self.heading && self.line.is_none() {
            self.line = Some(note.number);
        }
        self.conditional |= note.is_conditional();
        self.gives_examples |= note.gives_examples();
        self.underlying |= note.is_underlying();
    }

    fn hit(&mut self, own: &Coded, other: Coded, note: u16) {
        let cell = if other.index < own.index {
            &mut self.before
        } else {
            &mut self.after
        };
        if cell.is_none_or(|(found, _)| other.index < found.index) {
            *cell = Some((other, note));
        }
    }
}

/// What has been found of the notes of a code.
#[derive(Default)]
struct Judged {
    /// Of the nearest note that tells to code something first.
    code_first: bool,
}

impl Pass<'_, '_> {
    pub(super) fn conventions(&mut self) {
        let mut conflicts = core::mem::take(&mut self.scratch.conflicts);
        let mut missed = core::mem::take(&mut self.scratch.missed);
        for at in 0..self.scratch.codes().len() {
            let Some(own) = self.code(at) else { break };
            if own.again {
                continue;
            }
            let mut group: Option<Group> = None;
            let mut judged = Judged::default();
            for (order, note) in TABLE.notes(own.row, own.list.number()).enumerate() {
                let kind = note.kind();
                let ends = note.opens() || group.is_some_and(|group| group.kind != kind);
                if let Some(group) = group.take_if(|_| ends) {
                    self.judge(&own, &group, &mut judged, &mut missed);
                }
                match kind {
                    AskedKind::Excludes1 => self.exclude(at, order, note, &mut conflicts),
                    AskedKind::History => self.history(at, &own, note),
                    _ => {
                        let group = group.get_or_insert_with(|| Group::new(note));
                        group.take(note);
                        for reference in TABLE.pointed(note.number) {
                            group.points = true;
                            for other in self.scratch.covered(reference).filter(|it| *it != at) {
                                if let Some(other) = self.code(other) {
                                    group.hit(&own, other, note.number);
                                }
                            }
                        }
                    }
                }
            }
            if let Some(group) = group {
                self.judge(&own, &group, &mut judged, &mut missed);
            }
        }
        self.conflicts(&mut conflicts);
        self.scratch.conflicts = conflicts;
        self.scratch.missed = missed;
    }

    fn exclude(
        &self,
        at: usize,
        order: usize,
        note: Asked,
        conflicts: &mut alloc::vec::Vec<Conflict>,
    ) {
        for reference in TABLE.pointed(note.number) {
            for other in self.scratch.covered(reference) {
                let same = self.code(other).map(|it| it.code) == self.code(at).map(|it| it.code);
                if same {
                    continue;
                }
                let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                conflicts.push(Conflict {
                    first: number(at.min(other)),
                    second: number(at.max(other)),
                    of_second: at > other,
                    order: number(order),
                    note: note.number,
                });
            }
        }
    }

    /// One finding for two codes, with the nearest note of each.
    fn conflicts(&mut self, conflicts: &mut [Conflict]) {
        conflicts.sort_unstable();
        for pair in conflicts.chunk_by(|a, b| (a.first, a.second) == (b.first, b.second)) {
            let note = |of_second| pair.iter().find(|own| own.of_second == of_second);
            let Some(any) = pair.first() else { continue };
            let (Some(first), Some(second)) = (
                self.code(any.first as usize),
                self.code(any.second as usize),
            ) else {
                continue;
            };
            let severity = if may_be_unrelated(&first, &second) {
                Severity::Informs
            } else {
                Severity::Warns
            };
            let mut finding = self.finding(CodingRule::Excludes1, severity, &first);
            finding.detail.others = [Some((second.place(), second.subject())), None];
            let at = |own: &Conflict, coded: &Coded, of_other| NoteAt {
                list: coded.list.number(),
                number: own.note,
                of_other,
            };
            finding.detail.notes = [
                note(false).map(|own| at(own, &first, false)),
                note(true).map(|own| at(own, &second, true)),
            ];
            self.findings.push(finding);
        }
    }

    fn judge(
        &mut self,
        own: &Coded,
        group: &Group,
        judged: &mut Judged,
        missed: &mut alloc::vec::Vec<u16>,
    ) {
        match group.kind {
            AskedKind::CodeFirst => self.judge_code_first(own, group, judged),
            AskedKind::UseAdditional | AskedKind::CodeAlso if group.points => {
                self.judge_additional(own, group, missed);
            }
            _ => {}
        }
    }

    fn judge_code_first(&mut self, own: &Coded, group: &Group, judged: &mut Judged) {
        if group.before.is_some() {
            judged.code_first = true;
            return;
        }
        if let Some((other, note)) = group.after {
            judged.code_first = true;
            let mut finding = self.finding(CodingRule::CodeFirstOrder, Severity::Warns, own);
            finding.detail.others = [Some((other.place(), other.subject())), None];
            finding.detail.notes = notes(own, group, Some(note));
            self.findings.push(finding);
            return;
        }
        let required = own.is_manifestation() || group.underlying && !group.conditional;
        // Where the note names no code, or only examples, any disease may be the one behind.
        let any_serves = !group.points || group.gives_examples;
        let first = self.code(0).is_some_and(|first| first.index == own.index);
        let severity = if required && (first || !any_serves) {
            Severity::Warns
        } else if required && own.is_manifestation() && group.points {
            // Another disease stands before it, and none of the examples.
            Severity::Informs
        } else if !required && !any_serves && group.lines == 1 && !group.conditional {
            Severity::Informs
        } else {
            return;
        };
        // The notes above say the same in general.
        let again = core::mem::replace(&mut judged.code_first, true);
        if !again && !self.is_said(Edit::ManifestationAsPrincipal, own.place()) {
            let mut finding = self.finding(CodingRule::CodeFirstMissing, severity, own);
            finding.detail.notes = notes(own, group, group.line);
            self.findings.push(finding);
        }
    }

    fn judge_additional(&mut self, own: &Coded, group: &Group, missed: &mut alloc::vec::Vec<u16>) {
        let additional = group.kind == AskedKind::UseAdditional;
        match (group.before, group.after) {
            (Some((first, note)), None) if additional && first.is_first() => {
                let rule = CodingRule::AdditionalFirst;
                let mut finding = self.finding(rule, Severity::Informs, &first);
                finding.detail.others = [Some((own.place(), own.subject())), None];
                finding.detail.notes = notes(own, group, Some(note)).map(|note| {
                    note.map(|note| NoteAt {
                        of_other: true,
                        ..note
                    })
                });
                self.findings.push(finding);
            }
            (None, None) if additional || !group.conditional => {
                // Once for a claim: the note of a chapter holds for all its codes.
                if missed.contains(&group.heading) {
                    return;
                }
                missed.push(group.heading);
                let rule = if additional {
                    CodingRule::UseAdditional
                } else {
                    CodingRule::CodeAlso
                };
                let mut finding = self.finding(rule, Severity::Informs, own);
                finding.detail.notes = notes(own, group, group.line);
                self.findings.push(finding);
            }
            _ => {}
        }
    }

    fn history(&mut self, at: usize, own: &Coded, note: Asked) {
        // Above single histories stand those of organ systems, which say little but of neoplasms.
        if note.is_inherited() && !own.is_in(b"Z85") {
            return;
        }
        for reference in TABLE.pointed(note.number) {
            let current = self.scratch.covered(reference).filter(|it| *it != at);
            let Some(current) = current.last().and_then(|it| self.code(it)) else {
                continue;
            };
            let neoplasm = current.is_within(b"C00", b"D49") && !current.is_within(b"C77", b"C79");
            // The other breast may have been the one that was treated.
            let severity = if neoplasm && !note.is_inherited() && current.traits().side().is_none()
            {
                Severity::Warns
            } else {
                Severity::Informs
            };
            let mut finding = self.finding(CodingRule::HistoryOfCurrent, severity, own);
            finding.detail.others = [Some((current.place(), current.subject())), None];
            finding.detail.notes = [Some(note_at(own, note.number)), None];
            self.findings.push(finding);
        }
    }
}

/// Section I.A.12.a excepts conditions that are unrelated. Codes do not tell whether they are; those of different chapters,
/// as in all examples of the section and its announcement, or of different sides may be. The chapters of pregnancy, of
/// newborns and of congenital conditions speak of the same condition in another patient or of another origin.
fn may_be_unrelated(one: &Coded, other: &Coded) -> bool {
    let sides = (one.traits().side(), other.traits().side());
    if let (Some(Side::Right), Some(Side::Left)) | (Some(Side::Left), Some(Side::Right)) = sides {
        return true;
    }
    let chapter = |own: &Coded| {
        own.list
            .chapter_of(own.code)
            .map(|chapter| chapter.number())
    };
    let special = |own: &Coded| matches!(own.character(0), b'O' | b'P' | b'Q');
    chapter(one) != chapter(other) && !special(one) && !special(other)
}

fn note_at(own: &Coded, number: u16) -> NoteAt {
    NoteAt {
        list: own.list.number(),
        number,
        of_other: false,
    }
}

/// The heading, and the line that points to the other code.
fn notes(own: &Coded, group: &Group, line: Option<u16>) -> [Option<NoteAt>; 2] {
    let heading = note_at(own, group.heading);
    let line = line.filter(|line| *line != group.heading);
    [Some(heading), line.map(|line| note_at(own, line))]
}
