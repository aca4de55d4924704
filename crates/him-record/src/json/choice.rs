use super::found::List;
use super::{Found, Member, One, Refusal, by};

/// Reads the name of a choice, then its value by the function, which is told the place of the name.
pub(crate) fn read_choice<T>(
    found: Found<'_>,
    names: &'static [&'static str],
    read: impl FnOnce(usize, &mut dyn List) -> Result<Option<T>, Refusal>,
) -> Result<T, Refusal> {
    let list = found.list("a list of the name of a choice and its value")?;
    let mut place = None;
    list.next(&mut by(|found| {
        let text = found.text()?;
        place = names.iter().position(|name| *name == text);
        Ok(())
    }))?;
    let choice = match place {
        Some(place) => read(place, list)?,
        None => None,
    };
    let choice = choice.ok_or("a choice that this edition does not know")?;
    list.next(&mut by(
        |_more| Err("expected the end of the choice".into()),
    ))?;
    Ok(choice)
}

/// Reads the value of a choice.
pub(crate) fn read_chosen<T: Member>(list: &mut dyn List) -> Result<T, Refusal> {
    let mut one = One::new(&T::read);
    list.next(&mut one)?;
    one.into_value()
        .ok_or("expected the value of the choice".into())
}

/// Reads the value of a choice that has two, each of which may be null.
pub(crate) fn read_chosen_two<T: Member>(list: &mut dyn List) -> Result<[T; 2], Refusal> {
    let values: Vec<T> = read_chosen(list)?;
    let two = values.try_into();
    two.map_err(|_: Vec<T>| "expected a list of two".into())
}

/// An enum of shapes: a list of the name of the shape and its value.
///
/// Not an object, since every object may have members that are not known, and a choice has no room
/// for them. Each line is `"name" => Variant(Type)` for a variant with one value, `"name" => Variant`
/// for one without, `"name" => Variant { first, last }` for one with two of the same type. `without`
/// names the variant that is left out as a field.
macro_rules! choice_member {
    ($name:ident { $( $json:literal => $variant:ident $(($type:ty))? $({ $first:ident, $last:ident })?, )+ } $(without $nothing:ident)?) => {
        impl $crate::json::Member for $name {
            fn read(found: $crate::json::Found<'_>) -> Result<Self, $crate::json::Refusal> {
                enum Place { $( $variant, )+ }
                $crate::json::read_choice(found, &[$( $json, )+], |place, _list| {
                    $( if place == Place::$variant as usize {
                        return $crate::json::choice_member!(@read _list $variant $name $(($type))? $({ $first, $last })?);
                    } )+
                    Ok(None)
                })
            }

            fn said(&self) -> $crate::json::Said<'_> {
                use $crate::json::Said;
                match self {
                    $( $crate::json::choice_member!(@pattern value $name $variant $(($type))? $({ $first, $last })?) => {
                        Said::Several($crate::json::choice_member!(@said $json value $(($type))? $({ $first, $last })?))
                    } )+
                }
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
    (@read $list:ident $variant:ident $name:ident ($type:ty)) => {
        Ok(Some($name::$variant($crate::json::read_chosen($list)?)))
    };
    (@read $list:ident $variant:ident $name:ident { $first:ident, $last:ident }) => {{
        let [$first, $last] = $crate::json::read_chosen_two($list)?;
        Ok(Some($name::$variant { $first, $last }))
    }};
    (@read $list:ident $variant:ident $name:ident) => { Ok(Some($name::$variant)) };
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
    (@said $json:literal $value:ident ($type:ty)) => { vec![Said::Text($json), $value.said()] };
    (@said $json:literal $value:ident { $first:ident, $last:ident }) => {
        vec![Said::Text($json), Said::Several(vec![$first.said(), $last.said()])]
    };
    (@said $json:literal $value:ident) => { vec![Said::Text($json)] };
}

pub(crate) use choice_member;
