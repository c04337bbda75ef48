//! Walking through a part of the package, event by event, with places in bytes.

use std::ops::Range;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::SheetError;

/// Calls `see` for each event with the bytes it stands in. A document type is refused.
pub(crate) fn walk<'a>(
    part: &str,
    text: &'a str,
    mut see: impl FnMut(Event<'a>, Range<usize>) -> Result<(), SheetError>,
) -> Result<(), SheetError> {
    let mut reader = Reader::from_str(text);
    let mut start = 0;
    loop {
        let event = reader.read_event().map_err(|e| SheetError::damaged(part, e))?;
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(SheetError::Doctype { part: part.to_owned() }),
            event => see(event, start..end)?,
        }
        start = end;
    }
}

/// An attribute by its name without prefix.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)
        .and_then(|a| a.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned))
}

/// Whether an attribute says yes.
pub(crate) fn is_on(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|v| v == "1" || v == "true" || v == "on")
}

/// The characters an event adds to the text of its element.
pub(crate) fn add_text(event: &Event<'_>, out: &mut String) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => match &*reference.xml10_content() {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            "apos" => out.push('\''),
            _ => out.extend(reference.resolve_char_ref().ok().flatten()),
        },
        _ => {}
    }
}

/// The text for an element: escaped, and without characters XML cannot hold.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => {}
            // `_x0041_` in a cell means A; an underscore that would begin such a code is written as a code itself
            '_' if text.get(at..).is_some_and(begins_code) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

fn begins_code(text: &str) -> bool {
    matches!(text.as_bytes(), [b'_', b'x' | b'X', a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|h| h.is_ascii_hexdigit()))
}
