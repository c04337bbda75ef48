//! Finds the places in a part and fills them by exact spans, so that nothing else changes.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Place, TemplateError};
use crate::docx::xml::escaped;

/// Longest part of a text shown in a message.
const NEAR: usize = 40;

/// The places of a part.
#[derive(Debug, Default)]
pub(super) struct Scan {
    hits: Vec<Paragraph>,
    /// The paragraph that is replaced by the body.
    body: Option<Range<usize>>,
}

/// A paragraph with places in it.
#[derive(Debug)]
struct Paragraph {
    texts: Vec<Text>,
    places: Vec<(Range<usize>, String)>,
}

/// A text element: where its tag and content stand in the part, and what it says.
#[derive(Debug)]
struct Text {
    tag: Range<usize>,
    content: Range<usize>,
    text: String,
}

/// A paragraph being read.
#[derive(Debug)]
struct Open {
    start: usize,
    texts: Vec<Text>,
    /// Whether it stands in the document itself and ends no section.
    plain: bool,
}

impl Scan {
    pub(super) fn of(part: &str, xml: &str) -> Result<Self, TemplateError> {
        let mut reader = Reader::from_str(xml);
        let mut scan = Self::default();
        let mut stack: Vec<String> = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        let mut text_start: Option<Range<usize>> = None;
        loop {
            let start = position(&reader);
            let malformed = || TemplateError::Malformed { part: part.to_owned(), at: start as u64 };
            let event = reader.read_event().map_err(|_| malformed())?;
            let end = position(&reader);
            match event {
                Event::Start(tag) => {
                    let name = tag.name().0.to_owned();
                    match name.as_str() {
                        "w:p" => {
                            let plain = stack.last().is_some_and(|parent| parent == "w:body");
                            open.push(Open { start, texts: Vec::new(), plain });
                        }
                        "w:t" => text_start = Some(start..end),
                        "w:sectPr" => open.last_mut().into_iter().for_each(|paragraph| paragraph.plain = false),
                        _ => {}
                    }
                    stack.push(name);
                }
                Event::Empty(tag) if tag.name().0 == "w:sectPr" => {
                    open.last_mut().into_iter().for_each(|paragraph| paragraph.plain = false);
                }
                Event::End(tag) => {
                    match tag.name().0 {
                        "w:t" => {
                            if let (Some(tag), Some(paragraph)) = (text_start.take(), open.last_mut()) {
                                let content = tag.end..start;
                                let raw = xml.get(content.clone()).unwrap_or_default();
                                let text = quick_xml::escape::unescape(raw).map_err(|_| malformed())?.into_owned();
                                paragraph.texts.push(Text { tag, content, text });
                            }
                        }
                        "w:p" => {
                            if let Some(paragraph) = open.pop() {
                                scan.paragraph(part, paragraph, end)?;
                            }
                        }
                        _ => {}
                    }
                    stack.pop();
                }
                Event::DocType(_) => return Err(malformed()),
                Event::Eof if stack.is_empty() => return Ok(scan),
                Event::Eof => return Err(malformed()),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, part: &str, open: Open, end: usize) -> Result<(), TemplateError> {
        let whole: String = open.texts.iter().map(|text| text.text.as_str()).collect();
        let places = places(&whole).map_err(|near| TemplateError::Unclosed { part: part.to_owned(), near })?;
        if places.is_empty() {
            return Ok(());
        }
        let alone = matches!(places.as_slice(), [(_, name)] if name == Place::Body.name())
            && whole.trim().starts_with("{{")
            && whole.trim().ends_with("}}");
        if alone && open.plain && self.body.is_none() {
            self.body = Some(open.start..end);
        }
        self.hits.push(Paragraph { texts: open.texts, places });
        Ok(())
    }

    /// Names of all places, each as often as it stands there.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.hits.iter().flat_map(|hit| &hit.places).map(|(_, name)| name.as_str())
    }

    /// Whether there is a paragraph that can be replaced by the body.
    pub(super) const fn has_body(&self) -> bool {
        self.body.is_some()
    }

    /// The part with its places filled; `None` if it has none.
    pub(super) fn filled(&self, xml: &str, value: impl Fn(Place) -> String, body: &str) -> Option<String> {
        if self.hits.is_empty() {
            return None;
        }
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for hit in &self.hits {
            let inside = |range: &Range<usize>| {
                let first = hit.texts.first().map_or(0, |text| text.tag.start);
                range.contains(&first)
            };
            if !self.body.as_ref().is_some_and(inside) {
                hit.edits(xml, &value, &mut edits);
            }
        }
        edits.extend(self.body.clone().map(|range| (range, body.to_owned())));
        edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(xml.len().saturating_add(body.len()));
        let mut at = 0;
        for (range, text) in edits {
            out.push_str(xml.get(at..range.start).unwrap_or_default());
            out.push_str(&text);
            at = range.end;
        }
        out.push_str(xml.get(at..).unwrap_or_default());
        Some(out)
    }
}

impl Paragraph {
    fn edits(&self, xml: &str, value: &impl Fn(Place) -> String, out: &mut Vec<(Range<usize>, String)>) {
        let whole: String = self.texts.iter().map(|text| text.text.as_str()).collect();
        let mut from = 0_usize;
        for text in &self.texts {
            let here = from..from.saturating_add(text.text.len());
            from = here.end;
            let mut filled = String::new();
            let mut at = here.start;
            let mut touched = false;
            for (place, name) in &self.places {
                if place.start >= here.end || place.end <= here.start {
                    continue;
                }
                touched = true;
                filled.push_str(whole.get(at..place.start.max(at)).unwrap_or_default());
                if here.contains(&place.start)
                    && let Some(place) = Place::named(name)
                {
                    filled.push_str(&value(place).replace('\n', " "));
                }
                at = place.end.min(here.end);
            }
            filled.push_str(whole.get(at..here.end).unwrap_or_default());
            if touched {
                let tag = xml.get(text.tag.clone()).unwrap_or_default();
                out.push((text.tag.start..text.content.end, format!("{}{}", keeping_space(tag), escaped(&filled))));
            }
        }
    }
}

/// The tag with the attribute that keeps spaces at the ends.
fn keeping_space(tag: &str) -> String {
    if tag.contains("xml:space") {
        return tag.to_owned();
    }
    format!(r#"{} xml:space="preserve">"#, tag.trim_end_matches('>').trim_end())
}

/// Places in a text with their names; the text from the brackets on if one does not end.
fn places(text: &str) -> Result<Vec<(Range<usize>, String)>, String> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("{{")) {
        let start = at.saturating_add(found);
        let rest = text.get(start..).unwrap_or_default();
        let Some(length) = rest.find("}}") else {
            return Err(rest.chars().take(NEAR).collect());
        };
        let name = rest.get(2..length).unwrap_or_default().trim();
        let end = start.saturating_add(length).saturating_add(2);
        out.push((start..end, name.chars().take(NEAR).collect()));
        at = end;
    }
    Ok(out)
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
