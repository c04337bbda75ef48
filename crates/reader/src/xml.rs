//! XML events within bounds: no document types, no entities of the file's own, no deeper or longer than allowed.

use std::borrow::Cow;

use quick_xml::{
    XmlVersion,
    events::{BytesStart, Event},
    name::{Namespace, ResolveResult},
    reader::NsReader,
};

use crate::{Limits, ReadError, error::Limit};

/// The namespaces that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ns {
    /// `WordprocessingML`, transitional or strict.
    Word,
    /// Markup compatibility: alternatives.
    Compat,
    /// Office mathematics.
    Math,
    /// Any other.
    Other,
}

fn known(found: &ResolveResult<'_>) -> Ns {
    match found {
        ResolveResult::Bound(Namespace(uri)) => match *uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Ns::Word,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Compat,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Ns::Math,
            _ => Ns::Other,
        },
        ResolveResult::Unbound | ResolveResult::Unknown(_) => Ns::Other,
    }
}

/// A start tag.
pub(crate) struct Element<'a> {
    pub(crate) ns: Ns,
    tag: BytesStart<'a>,
    /// First byte of the tag.
    pub(crate) from: usize,
    /// One past its `>`.
    pub(crate) to: usize,
}

impl Element<'_> {
    /// Name without prefix.
    pub(crate) fn name(&self) -> &str {
        self.tag.local_name().into_inner()
    }

    /// Name with prefix, as written.
    pub(crate) fn written(&self) -> &str {
        self.tag.name().into_inner()
    }

    /// True for this element of `WordprocessingML`.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.ns == Ns::Word && self.name() == name
    }

    /// Value of an attribute, whatever its prefix.
    pub(crate) fn attr(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|a| a.key.local_name().into_inner() == name)?;
        let value = found.normalized_value(XmlVersion::Explicit1_0);
        Some(value.map_or_else(|_| found.value.into_owned(), Cow::into_owned))
    }

    /// `w:val`, the value of most settings.
    pub(crate) fn val(&self) -> Option<String> {
        self.attr("val")
    }

    /// `w:val` as a number.
    pub(crate) fn number(&self) -> Option<u32> {
        self.val()?.trim().parse().ok()
    }

    /// A setting that is on unless its value says otherwise.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off"))
    }
}

/// One step through a part.
pub(crate) enum Node<'a> {
    /// A start tag; an empty element is followed by its end.
    Start(Element<'a>),
    /// An end tag.
    End,
    /// Characters and where their source begins.
    Text(Cow<'a, str>, usize),
    /// A character that was written as a reference, and where.
    Char(char, usize),
    /// The end of the part.
    Eof,
}

/// Reads one part.
pub(crate) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    part: &'a str,
    /// Bytes before the reader's first: those of the byte order mark.
    skipped: usize,
    depth: usize,
    nodes: usize,
    limits: Limits,
}

/// The characters of a part: UTF-8, or UTF-16 with its mark.
pub(crate) fn decode(bytes: Vec<u8>, part: &str) -> Result<String, ReadError> {
    let damaged = || ReadError::Damaged { detail: format!("{part}: encoding") };
    let utf16 = match bytes.get(..2) {
        Some([0xFF, 0xFE]) => Some(encoding_rs::UTF_16LE),
        Some([0xFE, 0xFF]) => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    match utf16 {
        Some(encoding) => {
            let (text, wrong) = encoding.decode_with_bom_removal(&bytes);
            if wrong { Err(damaged()) } else { Ok(text.into_owned()) }
        }
        None => String::from_utf8(bytes).map_err(|_| damaged()),
    }
}

impl<'a> Xml<'a> {
    /// Starts at the beginning of a part.
    pub(crate) fn new(text: &'a str, part: &'a str, limits: &Limits) -> Self {
        // the mark would be passed over without being counted
        let marked = text.strip_prefix('\u{feff}');
        let skipped = if marked.is_some() { '\u{feff}'.len_utf8() } else { 0 };
        let mut reader = NsReader::from_str(marked.unwrap_or(text));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part, skipped, depth: 0, nodes: 0, limits: *limits }
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).saturating_add(self.skipped)
    }

    fn damaged(&self, detail: impl std::fmt::Display) -> ReadError {
        ReadError::Damaged { detail: format!("{}: {detail}", self.part) }
    }

    /// The next event.
    pub(crate) fn next(&mut self) -> Result<Node<'a>, ReadError> {
        loop {
            let from = self.position();
            let (ns, event) = match self.reader.read_resolved_event() {
                Ok((ns, event)) => (known(&ns), event),
                Err(error) => return Err(self.damaged(error)),
            };
            match event {
                Event::Start(tag) | Event::Empty(tag) => return self.start(ns, tag, from),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::End);
                }
                Event::Text(text) => return Ok(Node::Text(text.into_inner(), from)),
                Event::CData(text) => return Ok(Node::Text(text.into_inner(), from)),
                Event::GeneralRef(name) => return self.reference(&name, from),
                Event::DocType(_) => return Err(ReadError::Doctype { part: self.part.to_owned() }),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof if self.depth > 0 => return Err(self.damaged("ends early")),
                Event::Eof => return Ok(Node::Eof),
            }
        }
    }

    fn start(&mut self, ns: Ns, tag: BytesStart<'a>, from: usize) -> Result<Node<'a>, ReadError> {
        self.depth += 1;
        self.nodes += 1;
        if self.depth > self.limits.depth {
            return Err(ReadError::TooComplex { what: Limit::Depth, max: self.limits.depth as u64 });
        }
        if self.nodes > self.limits.nodes {
            return Err(ReadError::TooComplex { what: Limit::Nodes, max: self.limits.nodes as u64 });
        }
        Ok(Node::Start(Element { ns, tag, from, to: self.position() }))
    }

    fn reference(&self, name: &quick_xml::events::BytesRef<'a>, from: usize) -> Result<Node<'a>, ReadError> {
        let character = match &**name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => name.resolve_char_ref().ok().flatten(),
        };
        character.map(|c| Node::Char(c, from)).ok_or_else(|| self.damaged(format!("unknown entity &{};", &**name)))
    }

    /// Passes over the element whose start was just read; tells of every start tag within.
    pub(crate) fn skip(&mut self, mut seen: impl FnMut(&Element<'a>)) -> Result<(), ReadError> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next()? {
                Node::Start(element) => {
                    open += 1;
                    seen(&element);
                }
                Node::End => open -= 1,
                Node::Eof => return Err(self.damaged("ends early")),
                Node::Text(..) | Node::Char(..) => {}
            }
        }
        Ok(())
    }
}
