//! Putting elements at the end of a part's root element, and taking the traces away again.
//!
//! A root that was empty, or a part that was not there, is remembered by white space in the closing tag, which means
//! nothing to a program that reads XML.

use crate::ReadError;

/// White space in the closing tag of a root that was `<root/>`.
const WAS_EMPTY: &str = " >";
/// White space in the closing tag of a part that was added.
const WAS_ABSENT: &str = "  >";

fn damaged() -> ReadError {
    ReadError::Damaged { detail: "end of root".to_owned() }
}

/// Adds elements before the closing tag of the root.
pub(super) fn append(text: &str, elements: &str) -> Result<String, ReadError> {
    let end = text.rfind('>').ok_or_else(damaged)?;
    let (head, tail) = text.split_at(end);
    if let Some(open) = head.strip_suffix('/') {
        let start = open.rfind('<').ok_or_else(damaged)?;
        let tag = open.get(start + 1..).unwrap_or_default();
        let name = tag.split_ascii_whitespace().next().unwrap_or_default();
        // only the root itself may be empty: anything else is not the end of a part
        if !name.is_empty() && !name.starts_with('/') && !open.get(..start).unwrap_or_default().contains("</") {
            let after = tail.get(1..).unwrap_or_default();
            return Ok(format!("{open}>{elements}</{name}{WAS_EMPTY}{after}"));
        }
    }
    let at = text.rfind("</").filter(|at| *at < end).ok_or_else(damaged)?;
    let (before, after) = text.split_at(at);
    Ok(format!("{before}{elements}{after}"))
}

/// A part of its own.
pub(super) fn create(root: &str, attributes: &str, elements: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{root} {attributes}>{elements}</{root}{WAS_ABSENT}"
    )
}

/// What a part was before elements were added; the elements themselves are gone already.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// It was not there.
    Absent,
    /// It had this text.
    Text(String),
}

/// Reads the traces.
pub(super) fn restore(text: String) -> Before {
    let Some(at) = text.rfind("</") else { return Before::Text(text) };
    let closing = text.get(at..).unwrap_or_default();
    let name_end = closing.find([' ', '>']).unwrap_or(closing.len());
    let space = closing.get(name_end..).unwrap_or_default();
    if space.starts_with(WAS_ABSENT) {
        Before::Absent
    } else if let (Some(after), Some(open)) =
        (space.strip_prefix(WAS_EMPTY), text.get(..at).and_then(|t| t.strip_suffix('>')))
    {
        Before::Text(format!("{open}/>{after}"))
    } else {
        Before::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_leaves_no_trace_when_taken_out() {
        for original in
            ["<?xml version=\"1.0\"?>\n<a x=\"1\"/>\n", "<a></a>", "<a><b/></a>\r\n", "<p:a\n/>", "<a><b/><c></c></a>"]
        {
            let added = append(original, "<new/>").unwrap();
            assert_eq!(added.matches("<new/>").count(), 1, "{added}");
            let taken = added.replace("<new/>", "");
            assert_eq!(restore(taken), Before::Text(original.to_owned()), "{added}");
        }
        let created = create("a", "x=\"1\"", "<new/>");
        assert_eq!(restore(created.replace("<new/>", "")), Before::Absent);
    }
}
