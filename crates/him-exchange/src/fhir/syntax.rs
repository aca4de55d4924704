use std::fmt;

/// The rule of JSON (RFC 8259) that a text breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Syntax {
    /// No value where one must be.
    Value,
    /// No member name in quotes where one must be.
    Name,
    /// No colon after a member name.
    Colon,
    /// Neither a comma nor the end of the object after a member.
    CommaOrBrace,
    /// Neither a comma nor the end of the array after an element.
    CommaOrBracket,
    /// A number that JSON does not allow, such as `01` or `1.`.
    Number,
    /// An escape that JSON does not have.
    Escape,
    /// A control character inside a string.
    ControlCharacter,
}

impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Syntax::Value => "a value is expected",
            Syntax::Name => "a member name in quotes is expected",
            Syntax::Colon => "a colon is expected",
            Syntax::CommaOrBrace => "a comma or closing brace is expected",
            Syntax::CommaOrBracket => "a comma or closing bracket is expected",
            Syntax::Number => "the number is malformed",
            Syntax::Escape => "the escape is unknown",
            Syntax::ControlCharacter => "a control character stands in a string",
        })
    }
}

/// The form of JSON that the standard gives an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Expected {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string.
    String,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Expected::Object => "an object",
            Expected::Array => "an array",
            Expected::String => "a string",
            Expected::Number => "a number",
            Expected::Integer => "a whole number",
            Expected::Boolean => "true or false",
        })
    }
}
