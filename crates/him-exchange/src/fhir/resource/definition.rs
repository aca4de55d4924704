//! What the standard says of a resource type.

use him_record::Entry;

use super::super::element::Members;

/// What the standard says of a resource type besides the members that the model holds.
#[derive(Debug)]
pub(in crate::fhir) struct Definition {
    pub(super) name: &'static str,
    /// The member that names the patient; empty if there is none of its own.
    pub(super) subject: &'static [u8],
    /// Whether that is a list.
    pub(super) subjects: bool,
    /// Members that the model holds and that may name the patient among others.
    pub(super) patient_in: &'static [&'static [u8]],
    /// The elements that it requires; `name*` for a choice.
    pub(super) required: &'static [&'static [u8]],
    /// Elements of releases before R4, which R4 has not.
    pub(super) before: &'static [&'static [u8]],
    /// Elements of releases after R4.
    pub(super) after: &'static [&'static [u8]],
}

/// A type of the record that is a resource of the standard.
pub(in crate::fhir) trait Resource: Members {
    /// An entry for a resource of this type, with nothing in it.
    fn blank(resource_type: &'static str) -> Box<Entry<Self>>
    where
        Self: Sized;
    fn definition(&self) -> &'static Definition;
}

/// Writes a [`Definition`]: `"Condition" of b"subject" { .. }`, with `in b"target"` for a member that may
/// name the patient among others and `each true` for a list of subjects.
macro_rules! definition {
    ($name:literal of $subject:literal $(in $among:literal)? $(each $each:literal)? {
        required: [$($required:literal),* $(,)?],
        before: [$($before:literal),* $(,)?],
        after: [$($after:literal),* $(,)?] $(,)?
    }) => {
        const { &$crate::fhir::resource::Definition {
            name: $name,
            subject: $subject,
            subjects: false $( || $each )?,
            patient_in: &[$( $among )?],
            required: &[$($required),*],
            before: &[$($before),*],
            after: &[$($after),*],
        } }
    };
}

/// Says which resource type a type of the record is, as [`definition!`] does.
macro_rules! resource {
    ($type:ty: $($definition:tt)+) => {
        impl $crate::fhir::resource::Resource for $type {
            fn blank(_resource_type: &'static str) -> Box<him_record::Entry<Self>> {
                // Not `Box::new`, which drops the entry should there be no memory for it; see `HeldEntry`.
                Box::default()
            }

            fn definition(&self) -> &'static $crate::fhir::resource::Definition {
                $crate::fhir::resource::definition!($($definition)+)
            }
        }
    };
}

pub(super) use {definition, resource};
