use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{Error, ErrorKind};

/// Numbers of events that stand for what the event made.
macro_rules! event_number {
    ($( $(#[$meta:meta])* $name:ident; )+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// That of the event with this number.
            pub const fn new(event: u64) -> Self {
                $name(event)
            }

            /// The number of the event, 0 for the first of the log.
            pub const fn event(self) -> u64 {
                self.0
            }
        }
    )+ };
}

event_number! {
    /// A chart: the number of the event that opened it.
    ChartId;
    /// An entry: the number of the event that added it. That of the patient is that of the chart.
    EntryId;
    /// A merge: the number of its event.
    MergeId;
}

impl ChartId {
    /// The entry of the patient, to be revised.
    pub const fn patient(self) -> EntryId {
        EntryId(self.0)
    }
}

/// Which log an event belongs to: 16 bytes drawn at random.
///
/// Every event is bound to it, so that an event of another log does not fit in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId([u8; 16]);

impl LogId {
    /// The log with these bytes.
    pub const fn new(bytes: [u8; 16]) -> Self {
        LogId(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// A SHA-256 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// What stands for the hash before the first event.
    pub const ZERO: Digest = Digest([0; 32]);

    /// The hash with these bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Digest(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Prints bytes as small hexadecimal digits.
macro_rules! hexadecimal {
    ($($name:ident: $length:literal),+) => { $(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                let mut bytes = [0; $length];
                let digit = |position: usize| {
                    let digit = text.as_bytes().get(position).map(|byte| char::from(*byte));
                    let digit = digit.and_then(|digit| digit.to_digit(16));
                    digit.ok_or(Error::new(ErrorKind::HexadecimalForm, position))
                };
                for (index, byte) in bytes.iter_mut().enumerate() {
                    *byte = (digit(2 * index)? * 16 + digit(2 * index + 1)?) as u8;
                }
                if text.len() > 2 * $length {
                    return Err(Error::new(ErrorKind::HexadecimalForm, 2 * $length));
                }
                Ok($name(bytes))
            }
        }
    )+ };
}

hexadecimal!(LogId: 16, Digest: 32);

/// When an event was written, to the microsecond.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// So many microseconds after 1970-01-01T00:00:00Z.
    pub const fn from_unix_micros(micros: i64) -> Self {
        Timestamp(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// The instant as RFC 3339 has it, in UTC. The days of care identify the patient
    /// (45 CFR 164.514(b)(2)(i)(C)).
    pub fn expose(self) -> String {
        let instant = DateTime::<Utc>::from_timestamp_micros(self.0).unwrap_or_default();
        instant.to_rfc3339_opts(SecondsFormat::Micros, true)
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(instant: DateTime<Utc>) -> Self {
        Timestamp(instant.timestamp_micros())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timestamp([redacted])")
    }
}
