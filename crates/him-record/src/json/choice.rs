/// An enum of shapes: a list of the name of the shape and its value.
///
/// Not an object, since every object may have members that are not known, and a choice has no room
/// for them. Each line is `"name" => Variant(Type)` for a variant with one value, `"name" => Variant`
/// for one without, `"name" => Variant { first, last }` for one with two of the same type. `without`
/// names the variant that is left out as a field.
macro_rules! choice_member {
    ($name:ident { $( $json:literal => $variant:ident $(($type:ty))? $({ $first:ident, $last:ident })?, )+ } $(without $nothing:ident)?) => {
        impl $crate::json::Member for $name {
            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct ChoiceVisitor;
                impl<'de> serde::de::Visitor<'de> for ChoiceVisitor {
                    type Value = $name;

                    $crate::json::refuse!("a list of the name of a choice and its value": visit_bool(bool),
                        visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str));

                    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<$name, A::Error> {
                        use serde::de::Error as _;
                        const NAMES: &[&str] = &[$( $json, )+];
                        enum Place { $( $variant, )+ }
                        let unknown = || A::Error::custom("a choice that this edition does not know");
                        let missing = || A::Error::custom("expected the value of the choice");
                        let Some($crate::json::Name::Known(place)) =
                            list.next_element_seed($crate::json::NameVisitor(NAMES))?
                        else {
                            return Err(unknown());
                        };
                        let choice = $( if place == Place::$variant as usize {
                            $crate::json::choice_member!(@read list missing $variant $name $(($type))? $({ $first, $last })?)
                        } else )+ {
                            return Err(unknown());
                        };
                        match list.next_element_seed($crate::json::NameVisitor(NAMES))? {
                            None => Ok(choice),
                            Some(_) => Err(A::Error::custom("expected the end of the choice")),
                        }
                    }
                }
                from.deserialize_any(ChoiceVisitor)
            }

            fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeSeq as _;
                let mut list = to.serialize_seq(None)?;
                match self {
                    $( $crate::json::choice_member!(@pattern value $name $variant $(($type))? $({ $first, $last })?) => {
                        list.serialize_element($json)?;
                        $crate::json::choice_member!(@write list value $(($type))? $({ $first, $last })?);
                    } )+
                }
                list.end()
            }

            #[cfg(test)]
            fn sample(from: &mut $crate::json::Sample) -> Self {
                enum Place { $( $variant, )+ }
                let all = [$( $json, )+].len();
                let place = from.round % all;
                $( if place == Place::$variant as usize {
                    return $crate::json::choice_member!(@sample from $variant $name $(($type))? $({ $first, $last })?);
                } )+
                panic!("a choice is one of its variants")
            }

            $(
                fn says_nothing(&self) -> bool {
                    matches!(self, $name::$nothing)
                }
            )?
        }

        $crate::json::through_member!($name);
    };
    (@read $list:ident $missing:ident $variant:ident $name:ident ($type:ty)) => {
        $name::$variant($list.next_element_seed($crate::json::Value::<$type>::new())?.ok_or_else($missing)?)
    };
    (@read $list:ident $missing:ident $variant:ident $name:ident { $first:ident, $last:ident }) => {{
        let [$first, $last] = $list.next_element_seed($crate::json::Value::new())?.ok_or_else($missing)?;
        $name::$variant { $first, $last }
    }};
    (@read $list:ident $missing:ident $variant:ident $name:ident) => { $name::$variant };
    (@sample $from:ident $variant:ident $name:ident ($type:ty)) => {
        $name::$variant(<$type as $crate::json::Member>::sample($from))
    };
    (@sample $from:ident $variant:ident $name:ident { $first:ident, $last:ident }) => {
        $name::$variant {
            $first: $crate::json::Member::sample($from),
            $last: $crate::json::Member::sample($from),
        }
    };
    (@sample $from:ident $variant:ident $name:ident) => { $name::$variant };
    (@pattern $value:ident $name:ident $variant:ident ($type:ty)) => { $name::$variant($value) };
    (@pattern $value:ident $name:ident $variant:ident { $first:ident, $last:ident }) => {
        $name::$variant { $first, $last }
    };
    (@pattern $value:ident $name:ident $variant:ident) => { $name::$variant };
    (@write $list:ident $value:ident ($type:ty)) => {
        $list.serialize_element(&$crate::json::Written($value))?
    };
    (@write $list:ident $value:ident { $first:ident, $last:ident }) => {
        $list.serialize_element(&[$crate::json::Written($first), $crate::json::Written($last)])?
    };
    (@write $list:ident $value:ident) => {};
}

pub(crate) use choice_member;
