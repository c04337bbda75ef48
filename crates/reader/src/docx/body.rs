//! One story of a document (body, header, notes …) from its XML to blocks.

use std::collections::HashMap;

use super::{
    block,
    numbering::Numbering,
    paragraph::{Paragraph, Trail},
    styles::Styles,
};
use crate::{
    Block, BlockKind, Limits, Notice, ReadError,
    xml::{Element, Node, Ns, Xml},
};

/// Where paragraphs stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Body,
    Cell { table: u32, row: u32, column: u32 },
    TextBox,
    Header,
    Footer,
    Footnote,
    Endnote,
    Comment,
}

/// Styles and lists of the document.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) styles: Styles,
    pub(crate) numbering: Numbering,
}

/// What was found in all stories read so far.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) settings: Settings,
    pub(crate) blocks: Vec<Block>,
    pub(crate) left_out: Vec<String>,
    /// Number of the next paragraph.
    pub(crate) next: u32,
    pub(crate) insertions: u32,
    pub(crate) deletions: u32,
    pub(crate) hidden: u32,
    pub(crate) embedded: u32,
    tables: u32,
    /// Notes by kind and id, in the order in which the text refers to them.
    notes: HashMap<(bool, String), u32>,
    /// Footnotes and endnotes mentioned so far.
    mentioned: (u32, u32),
    /// Where in the XML each paragraph and character stands, when somebody wants to write there.
    pub(crate) trails: Option<Vec<Trail>>,
}

impl Found {
    /// What a person should know.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        let mut out = Vec::new();
        if self.insertions + self.deletions > 0 {
            let (insertions, deletions) = (self.insertions, self.deletions);
            out.push(Notice::TrackedChangesAccepted { insertions, deletions });
        }
        if self.hidden > 0 {
            out.push(Notice::HiddenText { characters: self.hidden });
        }
        if self.embedded > 0 {
            out.push(Notice::Embedded { count: self.embedded });
        }
        out.extend(self.left_out.iter().map(|part| Notice::PartLeftOut { part: part.clone() }));
        out
    }

    /// Number of a note, given on its first mention.
    pub(crate) fn note(&mut self, end: bool, id: String) {
        let count = if end { &mut self.mentioned.1 } else { &mut self.mentioned.0 };
        self.notes.entry((end, id)).or_insert_with(|| {
            *count = count.saturating_add(1);
            *count
        });
    }

    pub(super) fn new_table(&mut self) -> u32 {
        let table = self.tables;
        self.tables = self.tables.saturating_add(1);
        table
    }
}

/// A row or cell that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) span: u32,
    /// Deleted by a tracked change.
    pub(super) gone: bool,
}

/// Reads one part.
pub(crate) struct Story<'f> {
    pub(super) found: &'f mut Found,
    container: Container,
    pub(super) frames: Vec<Frame>,
    /// Fields that are open; `true` while their instruction is being read.
    pub(super) fields: Vec<bool>,
    /// How many of them are true.
    pub(super) instructions: usize,
    /// A paragraph whose end was deleted: it runs on into the next.
    carry: Option<Paragraph>,
    /// Paragraphs that are open, outermost first.
    open: Vec<u32>,
    /// Tables of contents that are open.
    contents: u32,
    /// Number of the note that begins.
    note: Option<String>,
}

impl<'f> Story<'f> {
    /// A story of the given kind; what is found is added.
    pub(crate) fn new(found: &'f mut Found, container: Container) -> Self {
        let (frames, fields, open) = (Vec::new(), Vec::new(), Vec::new());
        Self { found, container, frames, fields, instructions: 0, carry: None, open, contents: 0, note: None }
    }

    /// Reads the part.
    pub(crate) fn read(&mut self, text: &str, part: &str, limits: &Limits) -> Result<(), ReadError> {
        let mut xml = Xml::new(text, part, limits);
        self.contained(&mut xml, self.container)
    }

    /// Everything up to the end of the element (or of the part): a paragraph does not run on out of here.
    pub(super) fn contained(&mut self, xml: &mut Xml<'_>, at: Container) -> Result<(), ReadError> {
        let outer = self.carry.take();
        self.blocks(xml, at)?;
        if let Some(last) = self.carry.take() {
            self.emit(last, at);
        }
        self.carry = outer;
        Ok(())
    }

    fn blocks(&mut self, xml: &mut Xml<'_>, at: Container) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Start(element) => self.block(xml, &element, at)?,
                Node::End | Node::Eof => return Ok(()),
                Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    fn block(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, at: Container) -> Result<(), ReadError> {
        match (element.ns, element.name()) {
            (Ns::Word, "p") => self.paragraph(xml, element, at),
            (Ns::Word, "tbl") => self.table(xml),
            (Ns::Word, "tcPr") => self.cell_properties(xml),
            (Ns::Word, "sdt") => self.control(xml, at),
            (Ns::Word, "footnote" | "endnote") => self.note_text(xml, element, at),
            (Ns::Word, "altChunk") => {
                self.found.embedded = self.found.embedded.saturating_add(1);
                self.pass(xml)
            }
            (Ns::Word, name) if is_setting(name) => self.pass(xml),
            (Ns::Word, "del" | "moveFrom" | "sectPr") => self.pass(xml),
            (Ns::Compat, "AlternateContent") => self.alternatives(xml, |story, xml| story.blocks(xml, at)),
            _ => self.blocks(xml, at),
        }
    }

    /// A content control: what is in it counts. The one around a table of contents says so in its properties.
    fn control(&mut self, xml: &mut Xml<'_>, at: Container) -> Result<(), ReadError> {
        let mut contents = false;
        loop {
            match xml.next()? {
                Node::Start(element) if element.is("sdtPr") => xml.skip(|inner| {
                    contents |= inner.is("docPartGallery") && inner.val().is_some_and(|v| v == "Table of Contents");
                })?,
                Node::Start(element) => {
                    self.contents += u32::from(contents);
                    self.block(xml, &element, at)?;
                    self.contents -= u32::from(contents);
                }
                Node::End | Node::Eof => return Ok(()),
                Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    fn note_text(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, at: Container) -> Result<(), ReadError> {
        // the lines that separate notes from text are notes as well
        if element.attr("type").is_some_and(|kind| kind != "normal") {
            return self.pass(xml);
        }
        let id = element.attr("id").unwrap_or_default();
        let end = at == Container::Endnote;
        self.note = self.found.notes.get(&(end, id)).map(ToString::to_string);
        self.contained(xml, at)?;
        self.note = None;
        Ok(())
    }

    /// Of several ways to draw the same thing the first is read.
    pub(super) fn alternatives(
        &mut self,
        xml: &mut Xml<'_>,
        mut read: impl FnMut(&mut Self, &mut Xml<'_>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let mut used = false;
        loop {
            match xml.next()? {
                Node::Start(_) if !used => {
                    used = true;
                    read(self, xml)?;
                }
                Node::Start(_) => self.pass(xml)?,
                Node::End | Node::Eof => return Ok(()),
                Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    /// Leaves an element out. Its paragraphs keep their numbers all the same.
    pub(super) fn pass(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let next = &mut self.found.next;
        xml.skip(|element| {
            if element.is("p") {
                *next = next.saturating_add(1);
            }
        })
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, at: Container) -> Result<(), ReadError> {
        let index = self.found.next;
        self.found.next = index.saturating_add(1);
        let mut paragraph = Paragraph::new(index, self.found.trails.is_some());
        if let Some(before) = self.carry.take() {
            paragraph.run_on(before);
        }
        if let Some(trail) = &mut paragraph.trail {
            trail.begin(element, self.open.last().copied());
        }
        self.open.push(index);
        self.inline(xml, &mut paragraph, super::run::Scope::default())?;
        self.open.pop();
        if let Some(trail) = &mut paragraph.trail {
            trail.end = xml.position();
        }
        if paragraph.joins_next {
            if let (Some(trails), Some(trail)) = (&mut self.found.trails, &paragraph.trail) {
                trails.push(trail.without_characters());
            }
            self.carry = Some(paragraph);
        } else {
            self.emit(paragraph, at);
        }
        Ok(())
    }

    /// Numbers a finished paragraph and keeps it if it says anything.
    fn emit(&mut self, mut paragraph: Paragraph, at: Container) {
        if let (Some(trails), Some(mut trail)) = (&mut self.found.trails, paragraph.trail.take()) {
            trail.block = paragraph.index;
            trails.push(trail);
        }
        self.found.hidden = self.found.hidden.saturating_add(paragraph.hidden);
        let blank = paragraph.text.trim().is_empty();
        if self.frames.iter().any(|frame| frame.gone) || (blank && paragraph.mark_hidden) {
            return;
        }
        let Settings { styles, numbering } = &mut self.found.settings;
        let list = paragraph.list(styles, numbering);
        let printed = list.and_then(|(num_id, level)| numbering.next(num_id, level));
        let listed = printed.is_some();
        let mut label = printed.filter(|label| !label.is_empty());
        label = label.or_else(|| self.note.take());
        // Word prints the number of an empty paragraph; a lone bullet says nothing
        if blank && !label.as_deref().is_some_and(|l| l.chars().any(char::is_alphanumeric)) {
            return;
        }
        let text = if blank { String::new() } else { paragraph.text };
        let style = paragraph.style.as_deref();
        let kind = match at {
            _ if self.contents > 0 || styles.is_contents(style) => BlockKind::Contents,
            Container::Cell { table, row, column } => BlockKind::TableCell { table, row, column },
            Container::TextBox => BlockKind::TextBox,
            Container::Header => BlockKind::Header,
            Container::Footer => BlockKind::Footer,
            Container::Footnote | Container::Endnote => BlockKind::Footnote,
            Container::Comment => BlockKind::Comment,
            Container::Body => match paragraph.outline.or_else(|| styles.outline(style)) {
                _ if styles.is_title(style) => BlockKind::Heading(0),
                Some(outline) if outline < 9 => BlockKind::Heading(outline + 1),
                _ if listed => BlockKind::ListItem,
                _ => BlockKind::Paragraph,
            },
        };
        self.found.blocks.push(block(kind, label, text, paragraph.index));
    }
}

/// Elements that hold settings or their history, never text.
pub(super) fn is_setting(name: &str) -> bool {
    name.ends_with("Pr") || name.ends_with("PrChange") || name.ends_with("PrEx")
}
