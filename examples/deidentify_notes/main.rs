//! Notes in, identifiers out: JSON lines with the spans of every identifier that was found.

mod arguments;
mod expert;
mod note;
mod page;
mod people;
mod record;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::Local;
use him_deid::{
    ExpertDetermination, Identifiers, LimitedDataSet, Line, LineStream, Lists, Policy, Purpose,
    SafeHarbor, Scrubbed, Scrubber, Span, WithSurrogates, Workspace,
};
use him_examples::progress;

use crate::arguments::{Arguments, Outcome, Rules, USAGE};
use crate::note::Note;
use crate::people::People;
use crate::record::Unknown;

fn main() -> ExitCode {
    match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Outcome::Run(arguments)) => match run(&arguments) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(why) => complain(&why),
        },
        Ok(Outcome::Help) => {
            let _ = io::stdout().write_all(USAGE.as_bytes());
            ExitCode::SUCCESS
        }
        Err(why) => complain(&format!("{why}\n\n{USAGE}")),
    }
}

fn complain(why: &str) -> ExitCode {
    say(why);
    ExitCode::from(2)
}

fn say(what: &str) {
    let _ = writeln!(io::stderr(), "deidentify_notes: {what}");
}

/// The lines of the files that the user names, each with what the library makes of it.
fn lists(arguments: &Arguments) -> Result<Lists, String> {
    let mut lists = Lists::new();
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    for path in &arguments.deny {
        read(path)?.lines().for_each(|line| lists.deny(line));
    }
    for path in &arguments.keep {
        read(path)?.lines().for_each(|line| lists.keep(line));
    }
    Ok(lists)
}

/// What answers notes, on any thread.
struct Clerk<'a> {
    arguments: &'a Arguments,
    harbor: SafeHarbor,
    under: Under,
    lists: Lists,
    nobody: Identifiers,
}

/// What is done with what was found.
enum Under {
    SafeHarbor,
    LimitedDataSet(LimitedDataSet),
    ExpertDetermination(Box<ExpertDetermination>),
}

/// What a line comes to; what is said and shown of it has to keep the order of the lines.
#[derive(Default)]
struct Answer {
    json: Vec<u8>,
    page: Vec<u8>,
    /// A note that waits for its surrogates: they are drawn in the order of the lines.
    waiting: Option<Found>,
    /// Fields of its record that mean nothing.
    unknown: Unknown,
    refused: Option<(u64, &'static str)>,
}

/// A note with what was found in it.
struct Found {
    note: Note,
    spans: Vec<Span>,
    /// The note with tags, where surrogates are to be written.
    tagged: Option<Scrubbed>,
}

impl Clerk<'_> {
    fn answer(&self, line: Line<'_>, workspace: &mut Workspace) -> Answer {
        let mut answer = Answer::default();
        let outcome = match self.find(line, workspace, &mut answer.unknown) {
            Ok(Some(found)) if found.tagged.is_some() => {
                answer.waiting = Some(found);
                Ok(())
            }
            Ok(Some(found)) => self.write(&found, None, &mut answer),
            Ok(None) => Ok(()),
            Err(why) => Err(why),
        };
        answer.refused = outcome.err().map(|why| (line.number, why));
        answer
    }

    /// The answer for a note whose surrogates had to wait.
    fn answer_waiting(
        &self,
        found: &Found,
        people: &mut People,
        answer: &mut Answer,
    ) -> Result<(), &'static str> {
        let Found { note, tagged, .. } = found;
        let invented = match (tagged, &self.under) {
            (None, _) => None,
            (Some(tagged), Under::SafeHarbor) => Some(people.write(&self.harbor, note, tagged)?),
            (Some(tagged), Under::LimitedDataSet(policy)) => {
                Some(people.write(policy, note, tagged)?)
            }
            (Some(tagged), Under::ExpertDetermination(policy)) => {
                Some(people.write(&**policy, note, tagged)?)
            }
        };
        self.write(found, invented.as_ref(), answer)
    }

    fn find(
        &self,
        line: Line<'_>,
        workspace: &mut Workspace,
        unknown: &mut Unknown,
    ) -> Result<Option<Found>, &'static str> {
        if line.too_long {
            return Err("longer than 64 MiB");
        }
        // Some programs put a mark before the first line.
        let bytes = line
            .bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(line.bytes);
        if bytes.trim_ascii().is_empty() {
            return Ok(None);
        }
        let note = Note::read(bytes)?;
        let record = note.record.as_ref();
        let record = record.map(|fields| record::identifiers(fields, unknown));
        let mut scrubber = Scrubber::new(&self.harbor, record.as_ref().unwrap_or(&self.nobody))
            .with_preset(self.arguments.preset)
            .with_lists(&self.lists);
        if !self.arguments.model {
            scrubber = scrubber.without_model();
        }
        let strict = matches!(self.under, Under::SafeHarbor);
        let (spans, tagged) = if strict && !self.arguments.surrogates {
            (scrubber.find_with(&note.text, workspace), None)
        } else {
            let tagged = scrubber.scrub_with(&note.text, workspace);
            let spans = match &self.under {
                Under::SafeHarbor => tagged.spans.clone(),
                Under::LimitedDataSet(policy) => left_by(policy, &note, &tagged),
                Under::ExpertDetermination(policy) => left_by(&**policy, &note, &tagged),
            };
            (spans, self.arguments.surrogates.then_some(tagged))
        };
        Ok(Some(Found {
            note,
            spans,
            tagged,
        }))
    }

    /// Writes the answer for a note, and the note for the page.
    fn write(
        &self,
        found: &Found,
        invented: Option<&WithSurrogates>,
        answer: &mut Answer,
    ) -> Result<(), &'static str> {
        let Found { note, spans, .. } = found;
        note.write(spans, invented, &mut answer.json)
            .map_err(|_| "its answer cannot be written")?;
        if self.arguments.html.is_some() {
            let id = note.id.as_str();
            let id = id.map_or_else(|| note.id.to_string(), str::to_owned);
            let _ = page::note(&mut answer.page, &id, &note.text, spans);
        }
        Ok(())
    }
}

/// The spans of which a policy that lets more stay leaves nothing.
fn left_by<P: Policy>(policy: &P, note: &Note, tagged: &Scrubbed) -> Vec<Span> {
    let (left, _) = policy.render(&note.text, tagged, note.patient().as_deref());
    left.spans
}

/// Whether every line was a note.
fn run(arguments: &Arguments) -> Result<bool, String> {
    let as_of = arguments.as_of.unwrap_or_else(|| Local::now().date_naive());
    let harbor = SafeHarbor::new(as_of);
    let under = match (arguments.policy, &arguments.expert) {
        (Rules::LimitedDataSet, _) => Under::LimitedDataSet(LimitedDataSet::new(Purpose::Research)),
        (Rules::ExpertDetermination, Some(path)) => {
            let policy = expert::read(path, harbor)?;
            for line in policy
                .risk()
                .map(ToString::to_string)
                .iter()
                .flat_map(|it| it.lines())
            {
                say(&format!("risk: {line}"));
            }
            Under::ExpertDetermination(Box::new(policy))
        }
        _ => Under::SafeHarbor,
    };
    let clerk = Clerk {
        arguments,
        harbor,
        under,
        lists: lists(arguments)?,
        nobody: Identifiers::new(),
    };
    let mut page = match &arguments.html {
        None => None,
        Some(path) => {
            let mut file = File::create(path)
                .map(BufWriter::new)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            page::head(&mut file).map_err(|error| format!("{}: {error}", path.display()))?;
            Some(file)
        }
    };
    let source: Box<dyn BufRead> = match &arguments.source {
        None => Box::new(io::stdin().lock()),
        Some(path) => Box::new(BufReader::with_capacity(
            1 << 16,
            File::open(path).map_err(|error| format!("{}: {error}", path.display()))?,
        )),
    };
    let progress = progress::count(None, "notes");
    let mut unknown = Unknown::new();
    let mut broken = false;
    let mut shown = Ok(());
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut people = People::default();
    let take = |(number, mut answer): (u64, Answer)| {
        progress.inc(1);
        if let Some(found) = answer.waiting.take() {
            let outcome = clerk.answer_waiting(&found, &mut people, &mut answer);
            answer.refused = outcome.err().map(|why| (number, why));
        }
        if let Some((number, why)) = answer.refused {
            broken = true;
            progress.suspend(|| say(&format!("line {number}: {why}")));
        }
        for (name, count) in answer.unknown {
            *unknown.entry(name).or_default() += count;
        }
        if let (Some(page), Ok(())) = (&mut page, &shown) {
            shown = page.write_all(&answer.page);
        }
        out.write_all(&answer.json)
    };
    let each =
        |line: Line<'_>, workspace: &mut Workspace| (line.number, clerk.answer(line, workspace));
    let answered = LineStream::new().run(source, each, take);
    let answered = answered.and_then(|_| out.flush());
    progress.finish_and_clear();
    match answered {
        // Whoever read the answers has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => return Err(format!("notes cannot be read or answers written: {error}")),
        Ok(()) => {}
    }
    if let Some(mut page) = page
        && shown.and_then(|()| page.flush()).is_err()
    {
        return Err("the page cannot be written".to_owned());
    }
    for (name, count) in unknown {
        say(&format!(
            "the field {name:?} of {count} records means nothing here and was not used"
        ));
    }
    Ok(!broken)
}
