/// Makes an enum of a value set that its standard closes, with the codes of the standard.
///
/// A code outside the set is `None`: the reader reports it, and the source JSON of the entry keeps it.
macro_rules! value_set {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $code:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$variant_meta])* #[doc = concat!("`", $code, "`.")] $variant, )+
        }

        impl $name {
            /// Every member, in the order of the standard.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];

            /// The member with this code; `None` if the set has none. Codes are case-sensitive.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $( $code => Some(Self::$variant), )+
                    _ => None,
                }
            }

            /// The code of the standard.
            pub const fn code(self) -> &'static str {
                match self {
                    $( Self::$variant => $code, )+
                }
            }
        }

        #[cfg(feature = "serde")]
        const _: () = {
            use $crate::json;

            impl json::Member for $name {
                fn read(found: json::Found<'_>) -> Result<Self, json::Refusal> {
                    $name::from_code(found.text()?).ok_or("not a code of the value set".into())
                }

                fn said(&self) -> json::Said<'_> {
                    json::Said::Text(self.code())
                }

                #[cfg(test)]
                fn sample(from: &mut json::Sample) -> Self {
                    from.one_of($name::ALL)
                }
            }

            json::through_member!($name);
        };
    };
}

pub(crate) use value_set;
