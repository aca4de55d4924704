/// Makes a part of the chart: a struct whose fields are the members of a JSON object.
///
/// The struct is written as it is anywhere else. The macro adds a last field, `unknown`, and with the
/// feature `serde` the code that reads and writes the object; see the module `json` for the form.
///
/// - A field of any type with a `json::Member` may be left out of the JSON and is then as in
///   [`Default`]; nothing is written of a field that says nothing (`None`, no elements).
/// - A type without `Default` ends with `blank` and an expression that makes an empty one, and names the
///   members that must be there after `required`.
/// - Within the crate a literal of the struct needs `unknown: UnknownMembers::default()` or `..`.
///
/// Once published, a field keeps its name and its form; new ones may be added. Anything else is a new
/// [`SchemaVersion`](crate::SchemaVersion).
macro_rules! record {
    (@blank) => { Default::default() };
    (@blank $blank:expr) => { $blank };
    (
        $(#[$meta:meta])*
        $struct_vis:vis struct $name:ident {
            $( $(#[$field_meta:meta])* $vis:vis $field:ident: $type:ty, )+
        }
        $(blank $blank:expr;)?
        $(required $($required:ident),+;)?
    ) => {
        $(#[$meta])*
        $struct_vis struct $name {
            $( $(#[$field_meta])* $vis $field: $type, )+
            /// What a later version wrote; it is written back.
            pub unknown: $crate::UnknownMembers,
        }

        #[cfg(feature = "serde")]
        const _: () = {
            use $crate::json::{self, Member, Members, Record};

            /// Numbers the fields by their names.
            #[allow(non_upper_case_globals, non_camel_case_types, reason = "the names of the fields")]
            mod place {
                enum Place { $( $field, )+ }
                $( pub(super) const $field: usize = Place::$field as usize; )+
            }

            // Out of line, since the compiler would copy what is short into every unit that calls it.
            impl Record for $name {
                const MEMBERS: Members =
                    Members::new(&[$( stringify!($field), )+], &[$($( stringify!($required), )+)?]);

                #[inline(never)]
                fn blank() -> Self {
                    $crate::record_type::record!(@blank $($blank)?)
                }

                #[inline(never)]
                fn read_member(
                    &mut self,
                    place: usize,
                    found: json::Found<'_>,
                ) -> Result<(), json::Refusal> {
                    match place {
                        $( place::$field => self.$field.read_into(found), )+
                        _ => Ok(()),
                    }
                }

                #[inline(never)]
                fn said_member(&self, place: usize, even_nothing: bool) -> Option<json::Said<'_>> {
                    match place {
                        $( place::$field => json::said_of(&self.$field, even_nothing), )+
                        _ => None,
                    }
                }

                fn unknown(&self) -> &$crate::UnknownMembers {
                    &self.unknown
                }

                fn unknown_mut(&mut self) -> &mut $crate::UnknownMembers {
                    &mut self.unknown
                }

                #[cfg(test)]
                fn sample(from: &mut json::Sample) -> Self {
                    $name {
                        $( $field: Member::sample(from), )+
                        unknown: Default::default(),
                    }
                }
            }

            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    self.said().serialize(to)
                }
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    let mut record = Self::blank();
                    json::fill_from(&mut record, from)?;
                    Ok(record)
                }
            }
        };
    };
}

pub(crate) use record;
