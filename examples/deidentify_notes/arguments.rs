//! The command line.

use std::path::PathBuf;

use chrono::NaiveDate;
use him_deid::Preset;

/// What the user asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) policy: Rules,
    /// What the expert determined.
    pub(crate) expert: Option<PathBuf>,
    pub(crate) surrogates: bool,
    pub(crate) preset: Preset,
    pub(crate) model: bool,
    /// The day up to which ages are reckoned; today if none is given.
    pub(crate) as_of: Option<NaiveDate>,
    pub(crate) html: Option<PathBuf>,
    pub(crate) deny: Vec<PathBuf>,
    pub(crate) keep: Vec<PathBuf>,
    pub(crate) source: Option<PathBuf>,
}

/// The paragraph of the law under which notes are read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rules {
    SafeHarbor,
    LimitedDataSet,
    ExpertDetermination,
}

/// What else the command line may come to.
#[derive(Debug)]
pub(crate) enum Outcome {
    Run(Box<Arguments>),
    Help,
}

pub(crate) const USAGE: &str = "\
Usage: deidentify_notes [OPTION...] [FILE]

Finds the identifiers in notes: JSON lines {\"id\",\"text\",\"record\"?} in, from FILE or the standard input;
{\"id\",\"text\",\"spans\":[{\"start\",\"end\",\"cat\",\"rule\"}]} out, in the same order. Offsets are code points of
the text, half-open; categories NAME DATE LOCATION ID CONTACT AGE OTHER.

  --policy safe-harbor    45 CFR 164.514(b)(2), the default
  --policy limited-data-set  45 CFR 164.514(e): dates, ages, cities and ZIP codes are no findings
  --policy expert-determination  45 CFR 164.514(b)(1): as strict as the first but for what --expert lets stay
  --expert FILE           what an expert determined, as TOML, and the table whose risk was judged: see below
  --surrogates            also write the text with invented values as \"surrogates\", and where they stand as
                          \"out_start\" and \"out_end\" of each span; the same for all notes whose records have
                          the same mrn, which are kept in memory
  --preset high-recall    rather a word too many than a name too few, the default
  --preset balanced       as few words of clinical text as possible
  --no-model              rules, dictionaries and the record alone
  --as-of YYYY-MM-DD      reckon ages up to this day instead of today
  --deny FILE             words and phrases, one a line, that always go
  --keep FILE             words and phrases, one a line, that always stay, unless the record names them
  --html FILE             also write a page with the spans coloured: it shows the notes as they are
  --help                  print this

The record of a line tells what is known of the patient: given, mi, family, name, nickname, dob, dates, mrn,
ssn, acct, hpid, device, plate, lic, phone, fax, email, ip, url, street, city, zip, address, employer, hospital, relatives,
providers and the like; each a string, a number, or a list of them. Fields that mean nothing here are named on the
standard error at the end and have no effect.

The file of --expert names who determined the risk and where it is written down, what stays beyond the Safe Harbor,
and the table on which that rests: it is measured first, the report goes to the standard error, and nothing is
answered if a risk is above what the expert accepts. Paths are relative to the file.

  expert = \"A. Statistician\"
  documentation = \"report 17 of 2026\"
  [keep]                             # each as under the Safe Harbor where it is left out
  dates = \"shifted\"                  # or year, whole
  ages = \"whole\"                     # or to-89
  zips = \"whole\"                     # or three-digits
  places = \"city\"                    # or state
  [shift]                            # with dates = \"shifted\": by the mrn of the record, without one years stay
  key = \"shift.key\"                  # 32 random bytes or more, kept apart
  days = 365                         # at most, forwards or backwards
  whole_weeks = true                 # the day of the week stays
  [risk]
  table = \"cohort.csv\"               # a row for each person, with the columns that a recipient may know
  population = \"county.csv\"          # the same columns of everybody who could be in it, where it is known
  quasi_identifiers = [\"zip\", \"sex\", \"birth_year\"]
  at_most = 0.09                     # the highest risk that the expert accepts

Exit code: 0 every line answered, 1 some line is no note (said on the standard error; the others are answered),
2 wrong arguments, a file cannot be read or written, or the risk is above what the expert accepts.
";

impl Arguments {
    /// Reads the command line without the program's name.
    pub(crate) fn parse(
        words: impl Iterator<Item = std::ffi::OsString>,
    ) -> Result<Outcome, String> {
        let mut arguments = Arguments {
            policy: Rules::SafeHarbor,
            expert: None,
            surrogates: false,
            preset: Preset::default(),
            model: true,
            as_of: None,
            html: None,
            deny: Vec::new(),
            keep: Vec::new(),
            source: None,
        };
        let mut words = words.peekable();
        let mut only_paths = false;
        while let Some(word) = words.next() {
            let mut value = |option: &str| {
                words
                    .next()
                    .ok_or_else(|| format!("{option} needs a value"))
            };
            match word.to_str() {
                Some("--") if !only_paths => only_paths = true,
                Some("--help" | "-h") if !only_paths => return Ok(Outcome::Help),
                Some("--policy") if !only_paths => {
                    arguments.policy = match value("--policy")?.to_str() {
                        Some("safe-harbor") => Rules::SafeHarbor,
                        Some("limited-data-set") => Rules::LimitedDataSet,
                        Some("expert-determination") => Rules::ExpertDetermination,
                        _ => {
                            let all = "the policies are: safe-harbor, limited-data-set, expert-determination";
                            return Err(all.to_owned());
                        }
                    };
                }
                Some("--expert") if !only_paths => {
                    arguments.expert = Some(value("--expert")?.into());
                }
                Some("--preset") if !only_paths => {
                    arguments.preset = match value("--preset")?.to_str() {
                        Some("high-recall" | "high_recall") => Preset::HighRecall,
                        Some("balanced") => Preset::Balanced,
                        _ => return Err("the presets are: high-recall, balanced".to_owned()),
                    };
                }
                Some("--surrogates") if !only_paths => arguments.surrogates = true,
                Some("--no-model") if !only_paths => arguments.model = false,
                Some("--as-of") if !only_paths => {
                    let day = value("--as-of")?;
                    let day = day.to_str().and_then(|day| day.parse().ok());
                    arguments.as_of = Some(day.ok_or("--as-of needs a day, as YYYY-MM-DD")?);
                }
                Some("--html") if !only_paths => arguments.html = Some(value("--html")?.into()),
                Some("--deny") if !only_paths => arguments.deny.push(value("--deny")?.into()),
                Some("--keep") if !only_paths => arguments.keep.push(value("--keep")?.into()),
                Some("-") if !only_paths => {}
                Some(option) if !only_paths && option.starts_with('-') => {
                    return Err(format!("there is no option {option}"));
                }
                _ if arguments.source.is_some() => {
                    return Err("there can be one FILE only".to_owned());
                }
                _ => arguments.source = Some(word.into()),
            }
        }
        match (arguments.policy, &arguments.expert) {
            (Rules::ExpertDetermination, None) => {
                return Err("--policy expert-determination needs --expert FILE".to_owned());
            }
            (Rules::SafeHarbor | Rules::LimitedDataSet, Some(_)) => {
                return Err("--expert needs --policy expert-determination".to_owned());
            }
            _ => {}
        }
        Ok(Outcome::Run(Box::new(arguments)))
    }
}
