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
        #[allow(
            clippy::derived_hash_with_manual_eq,
            reason = "all fields are compared, as derived code would"
        )]
        $struct_vis struct $name {
            $( $(#[$field_meta])* $vis $field: $type, )+
            /// What a later version wrote; it is written back.
            pub unknown: $crate::UnknownMembers,
        }

        $crate::alike::alike!($name { $( $field, )+ unknown, });

        #[cfg(feature = "serde")]
        const _: () = {
            use $crate::json::{self, Member, Record};

            #[allow(non_camel_case_types, reason = "numbers the fields by their names")]
            enum Place { $( $field, )+ }

            impl Record for $name {
                const NAMES: &'static [&'static str] = &[$( stringify!($field), )+];
                const REQUIRED: &'static [&'static str] = &[$($( stringify!($required), )+)?];

                fn blank() -> Self {
                    $crate::record_type::record!(@blank $($blank)?)
                }

                fn read_member<'de, A: serde::de::MapAccess<'de>>(
                    &mut self,
                    place: usize,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    $( if place == Place::$field as usize {
                        self.$field = map.next_value_seed(json::Value::new())?;
                        return Ok(());
                    } )+
                    Ok(())
                }

                fn write_members<M: serde::ser::SerializeMap>(
                    &self,
                    map: &mut M,
                ) -> Result<(), M::Error> {
                    $( json::write_member(map, stringify!($field), &self.$field)?; )+
                    Ok(())
                }

                fn unknown(&mut self) -> &mut $crate::UnknownMembers {
                    &mut self.unknown
                }
            }

            impl Member for $name {
                fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    json::read_record(from)
                }

                fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    json::write_record(self, &self.unknown, to)
                }

                fn says_nothing(&self) -> bool {
                    *self == Self::blank()
                }

                #[cfg(test)]
                fn sample(from: &mut json::Sample) -> Self {
                    $name {
                        $( $field: Member::sample(from), )+
                        unknown: Default::default(),
                    }
                }
            }

            json::through_member!($name);
        };
    };
}

pub(crate) use record;
