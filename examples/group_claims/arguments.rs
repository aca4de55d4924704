//! The command line.

use him_drg::{Hospital, Options, Ties, Version};
use him_examples::lines::Source;
use him_examples::program::Wish;

/// What the user asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// Print explanations for people instead of JSON lines.
    pub(crate) explain: bool,
    /// Of every claim, whatever its line says.
    pub(crate) version: Option<Version>,
    pub(crate) options: Options,
    pub(crate) sources: Vec<Source>,
}

pub(crate) const USAGE: &str = "\
Usage: group_claims [OPTION...] [FILE...]

Groups inpatient claims as the MS-DRG grouper V40.0 to V43.1 does.

  FILE               claims as JSON lines; without any, or for -, the standard input
  --explain          print why, for people, instead of JSON lines
  --version VERSION  group every claim by this version, such as 43.1
  --hospital STATUS  of present-on-admission reporting: not-exempt (default), exempt or unknown
  --ties ORDER       which of several codes is named as decisive: significance (default), claim
                     (the order of the claim) or alphabetical
  --not-affected     do not say which codes were decisive
  --help             print this

A claim: {\"id\",\"version\" or \"discharge\",\"sex\",\"discharge_status\",\"admit_dx\",\"dx\":[[code,poa],...],\"px\":[code,...]},
codes without dots, the discharge as YYYY-MM-DD. What is missing or of another kind is grouped as missing.
An answer: {\"id\",\"initial\":{...},\"final\":{...},...}, or {\"id\",\"error\"} of a claim that no version is for.

Exit code: 0 every line grouped, 1 some line is no claim or some file cannot be read (said on the
standard error; the others are grouped), 2 wrong arguments, or the answers cannot be written.
";

impl Arguments {
    /// Reads the command line without the program's name.
    pub(crate) fn parse(
        mut words: impl Iterator<Item = std::ffi::OsString>,
    ) -> Result<Wish<Arguments>, String> {
        let mut arguments = Arguments {
            explain: false,
            version: None,
            options: Options::default(),
            sources: Vec::new(),
        };
        let mut only_paths = false;
        while let Some(word) = words.next() {
            let mut value = |option: &str| {
                let value = words.next().and_then(|value| value.into_string().ok());
                value.ok_or_else(|| format!("{option} needs a value"))
            };
            match word.to_str() {
                Some("--") if !only_paths => only_paths = true,
                Some("-") if !only_paths => arguments.sources.push(Source::Standard),
                Some("--explain") if !only_paths => arguments.explain = true,
                Some("--not-affected") if !only_paths => arguments.options.affected = false,
                Some("--help" | "-h") if !only_paths => return Ok(Wish::Help),
                Some("--version") if !only_paths => {
                    let text = value("--version")?;
                    let version = text.parse();
                    arguments.version = Some(version.map_err(|error| format!("{text}: {error}"))?);
                }
                Some("--hospital") if !only_paths => {
                    arguments.options.hospital = match value("--hospital")?.as_str() {
                        "not-exempt" => Hospital::NotExempt,
                        "exempt" => Hospital::Exempt,
                        "unknown" => Hospital::Unknown,
                        other => return Err(format!("there is no hospital status {other}")),
                    };
                }
                Some("--ties") if !only_paths => {
                    arguments.options.ties = match value("--ties")?.as_str() {
                        "significance" => Ties::ClinicalSignificance,
                        "claim" => Ties::ClaimOrder,
                        "alphabetical" => Ties::Alphabetical,
                        other => return Err(format!("there is no order {other}")),
                    };
                }
                Some(option) if !only_paths && option.starts_with('-') => {
                    return Err(format!("there is no option {option}"));
                }
                _ => arguments.sources.push(Source::File(word.into())),
            }
        }
        if arguments.sources.is_empty() {
            arguments.sources.push(Source::Standard);
        }
        Ok(Wish::Run(arguments))
    }
}
