//! Canonical JSON: one text for one value, so that equal values have equal digests.

use serde::Serialize;
use serde_json::Value;

/// Deepest nesting that is written.
const DEPTH: usize = 32;

/// Why a value has no canonical text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A number with a fraction or an exponent; such numbers print differently from language to language.
    #[error("floating-point numbers have no canonical text; use whole numbers or text")]
    Float,
    /// Nested too deeply.
    #[error("nested more than {DEPTH} levels deep")]
    TooDeep,
    /// Could not be turned into JSON at all.
    #[error("cannot be written as JSON: {0}")]
    Json(String),
    /// The detail of an event is not an object.
    #[error("the detail of an event must be a JSON object")]
    NotAnObject,
    /// The detail of an event is too long.
    #[error("the detail of an event takes {0} bytes; at most {max} are allowed", max = crate::Detail::MAX_BYTES)]
    TooLong(usize),
}

/// The canonical JSON text of a value: no spaces, members sorted by the Unicode code points of their names, strings
/// escaped only where JSON demands it (`\" \\ \b \f \n \r \t`, other control characters as `\u00xx`), whole numbers
/// in decimal.
///
/// # Errors
/// [`CanonicalError`] for fractions, deep nesting and values that are no JSON.
pub fn to_text(value: &impl Serialize) -> Result<String, CanonicalError> {
    let value = serde_json::to_value(value).map_err(|e| CanonicalError::Json(e.to_string()))?;
    let mut out = String::new();
    write(&value, DEPTH, &mut out)?;
    Ok(out)
}

fn write(value: &Value, depth: usize, out: &mut String) -> Result<(), CanonicalError> {
    let below = depth.checked_sub(1).ok_or(CanonicalError::TooDeep)?;
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(n) if n.is_i64() || n.is_u64() => out.push_str(&n.to_string()),
        Value::Number(_) => return Err(CanonicalError::Float),
        Value::String(s) => write_text(s, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, below, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(b.0));
            out.push('{');
            for (i, (name, member)) in sorted.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                write(member, below, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_sorted_and_nothing_is_escaped_without_need() {
        let value = json!({"b": [1, -2, null, true], "a": {"ｚ": "令\"和\u{1}\n/", "c": u64::MAX}});
        assert_eq!(
            to_text(&value).unwrap(),
            "{\"a\":{\"c\":18446744073709551615,\"ｚ\":\"令\\\"和\\u0001\\n/\"},\"b\":[1,-2,null,true]}"
        );
    }

    #[test]
    fn fractions_and_deep_nesting_are_refused() {
        assert_eq!(to_text(&json!({"a": 1.5})), Err(CanonicalError::Float));
        let mut deep = json!(1);
        for _ in 0..40 {
            deep = json!([deep]);
        }
        assert_eq!(to_text(&deep), Err(CanonicalError::TooDeep));
    }
}
