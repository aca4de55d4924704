//! Medical-record retention law as data: what must be kept, until when, by which citation
