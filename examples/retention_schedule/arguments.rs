//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use him_examples::program::Wish;
use him_retention::{Event, HoldKind, Payer};

/// What the user asked for.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// Reasons arm by arm in the last column.
    pub(crate) explain: bool,
    /// Where to draw the schedule.
    pub(crate) chart: Option<PathBuf>,
    /// Rule files beside the law.
    pub(crate) policies: Vec<PathBuf>,
    pub(crate) payers: Vec<Payer>,
    /// Advice of professional bodies counts.
    pub(crate) advice: bool,
    /// The site's start of periods whose rule names none.
    pub(crate) trigger: Option<Event>,
    /// Only what becomes eligible between two days.
    pub(crate) between: Option<(NaiveDate, NaiveDate)>,
    /// Holds of these kinds are taken as lifted.
    pub(crate) lifted: Vec<HoldKind>,
    /// Files to read instead of standard input, one after another.
    pub(crate) paths: Vec<PathBuf>,
}

pub(crate) const USAGE: &str = "\
Usage: retention_schedule [OPTION...] [FILE...]

Says until when records must be kept and when they may be destroyed. Reads CSV with the columns
id,rules,jurisdiction,provider,record_type,dob,events,holds,evaluate_on (a first line may give their
order; further columns are passed over) from the files or from standard input, and writes CSV with the
columns id,status,retain_through,destroy_from,rule,why.

  rules          ids of rules separated by ';'; empty: those of the jurisdiction, provider and record_type
  jurisdiction   such as US-TX or FR; several separated by ';'
  provider       such as hospital or physician; several separated by ';'
  record_type    such as medical_record
  dob            date of birth
  events         NAME=YYYY-MM-DD;... by the names in the rules, also DEATH, NEXT_MAMMOGRAM,
                 ATTORNEY_NOTICE, CASE_CONCLUDED_NOTICE; CALENDAR_YEAR=YYYY; COPY_IN_RECORD=yes or no;
                 SOL=3y, the statute of limitations
  holds          kind:from..to;... with an empty end while open
  evaluate_on    the day of the decision; empty: today

  status         DATE           retained through the one date, to be destroyed from the other
                 HELD           not to be destroyed; the dates are those without the hold
                 NEVER          permanent
                 INDETERMINATE  an event that could decide is missing
                 NEEDS_POLICY   no rule is in force, or none sets a period
                 NEEDS_REVIEW   the deciding rule is not verified; not asked of explicit rules
  rule           the rule that decides
  why            its period, citation and how it was checked

  --explain         every rule that was considered, in why, lines separated by ' | '
  --chart FILE      draws the schedule by year and rule as FILE.svg or, with a table, FILE.html
  --between A..B    only records that become eligible between two days, evaluated on the second
  --lift KIND       what if the holds of this kind were lifted; may be repeated
  --policy FILE     the site's own rules, TOML; may be repeated
  --payer NAME      medicare, medicare_advantage, medicaid or medi_cal; may be repeated
  --advice          advice of professional bodies counts too
  --trigger EVENT   where periods start whose rule names no event
  --help            print this

A row that cannot be read is reported on standard error with its line and field; the others are
answered. Not legal advice.
Exit code: 0 every row answered, 1 some row or file could not be read, 2 wrong arguments.
";

impl Arguments {
    /// Reads the command line without the program's name.
    pub(crate) fn parse(words: impl Iterator<Item = OsString>) -> Result<Wish<Arguments>, String> {
        let mut words = words;
        let mut arguments = Arguments::default();
        let mut only_paths = false;
        while let Some(word) = words.next() {
            let option = match word.to_str() {
                Some("--") if !only_paths => {
                    only_paths = true;
                    continue;
                }
                Some(option) if !only_paths && option.starts_with('-') && option != "-" => option,
                _ => {
                    arguments.paths.push(word.into());
                    continue;
                }
            };
            let mut value = || {
                words
                    .next()
                    .ok_or_else(|| format!("{option} needs a value"))
            };
            match option {
                "--help" | "-h" => return Ok(Wish::Help),
                "--explain" => arguments.explain = true,
                "--advice" => arguments.advice = true,
                "--chart" => arguments.chart = Some(chart(value()?)?),
                "--policy" => arguments.policies.push(value()?.into()),
                "--payer" => arguments.payers.push(named(option, value()?)?),
                "--lift" => arguments.lifted.push(named(option, value()?)?),
                "--trigger" => arguments.trigger = Some(named(option, value()?)?),
                "--between" => arguments.between = Some(between(value()?)?),
                _ => return Err(format!("there is no option {option}")),
            }
        }
        Ok(Wish::Run(arguments))
    }
}

fn named<T: std::str::FromStr<Err = him_retention::Error>>(
    option: &str,
    value: OsString,
) -> Result<T, String> {
    let text = value.to_string_lossy();
    text.parse().map_err(|error| format!("{option}: {error}"))
}

fn between(value: OsString) -> Result<(NaiveDate, NaiveDate), String> {
    let text = value.to_string_lossy();
    let days = text
        .split_once("..")
        .and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    days.filter(|(first, last)| first <= last)
        .ok_or_else(|| "--between needs two days, YYYY-MM-DD..YYYY-MM-DD".to_owned())
}

fn chart(value: OsString) -> Result<PathBuf, String> {
    let path = PathBuf::from(value);
    let kind = path.extension().and_then(|kind| kind.to_str());
    if matches!(kind, Some("svg" | "html")) {
        Ok(path)
    } else {
        Err("--chart needs a file name that ends in .svg or .html".to_owned())
    }
}
