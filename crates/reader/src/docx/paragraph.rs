//! A paragraph while it is being read.

use std::ops::Range;

use super::{numbering::Numbering, styles::Styles};
use crate::ReadError;
use crate::xml::{Element, Node, Xml};

/// A paragraph and what its properties say.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    pub(crate) index: u32,
    pub(crate) style: Option<String>,
    num_id: Option<u32>,
    level: Option<u32>,
    pub(crate) outline: Option<u8>,
    /// Its end was deleted by a tracked change: the next paragraph goes on in the same line.
    pub(crate) joins_next: bool,
    /// Its end is hidden.
    pub(crate) mark_hidden: bool,
    /// Tracked changes of the end itself.
    pub(crate) mark_inserted: bool,
    pub(crate) text: String,
    /// Hidden characters left out.
    pub(crate) hidden: u32,
    pub(crate) trail: Option<Trail>,
}

/// Where a paragraph stands in the XML.
#[derive(Debug, Default, Clone)]
pub(crate) struct Trail {
    pub(crate) index: u32,
    /// Paragraph that the block counts as: the first of those that run on into each other.
    pub(crate) block: u32,
    /// The paragraph in which its text box hangs.
    pub(crate) within: Option<u32>,
    /// The start tag.
    pub(crate) tag: Range<usize>,
    /// One past the properties, if there are any.
    pub(crate) properties_end: Option<usize>,
    /// One past the end tag.
    pub(crate) end: usize,
    /// Runs with text, in order.
    pub(crate) runs: Vec<Run>,
    /// One for each character of the text.
    pub(crate) spots: Vec<Spot>,
}

/// A run in the XML.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    pub(crate) from: usize,
    /// One past its end tag.
    pub(crate) to: usize,
    /// Its properties as written.
    pub(crate) properties: Range<usize>,
    /// False for runs within other runs' graphics, formulas or readings, where no mark may stand.
    pub(crate) plain: bool,
}

/// Where a character stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    /// First byte of the character.
    pub(crate) at: usize,
    /// The run, as index into the trail's runs.
    pub(crate) run: usize,
    /// It is a character of a `w:t`, before which the run may be cut.
    pub(crate) cut: bool,
}

impl Trail {
    pub(crate) fn begin(&mut self, element: &Element<'_>, within: Option<u32>) {
        self.tag = element.from..element.to;
        self.within = within;
    }

    /// For a paragraph whose text went to the next one.
    pub(crate) fn without_characters(&self) -> Self {
        let (runs, spots) = (Vec::new(), Vec::new());
        let Self { index, block, within, properties_end, end, .. } = *self;
        Self { index, block, within, tag: self.tag.clone(), properties_end, end, runs, spots }
    }
}

impl Paragraph {
    pub(crate) fn new(index: u32, trail: bool) -> Self {
        let trail = trail.then(|| Trail { index, block: index, ..Trail::default() });
        Self { index, trail, ..Self::default() }
    }

    /// Puts the text of a paragraph without end in front.
    pub(crate) fn run_on(&mut self, before: Self) {
        if !before.text.is_empty() {
            self.index = before.index;
        }
        self.text = before.text;
        self.hidden = before.hidden;
        if let (Some(trail), Some(old)) = (&mut self.trail, before.trail) {
            trail.runs = old.runs;
            trail.spots = old.spots;
        }
    }

    /// List and level that number it.
    pub(crate) fn list(&self, styles: &Styles, numbering: &Numbering) -> Option<(u32, u32)> {
        match self.num_id {
            // a list of number zero takes the paragraph out of the list of its style
            Some(0) => None,
            Some(num_id) => Some((num_id, self.level.unwrap_or(0))),
            None => {
                let level_of = |num_id, style: &str| numbering.level_of(num_id, style);
                let (num_id, level) = styles.numbering(self.style.as_deref(), level_of)?;
                (num_id != 0).then(|| (num_id, self.level.unwrap_or(level)))
            }
        }
    }

    /// Reads `w:pPr`. Older states kept for tracked changes are passed over.
    pub(crate) fn properties(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let mut open = 1_usize;
        let mut in_mark = 0_usize;
        while open > 0 {
            match xml.next()? {
                Node::Start(element) if element.name().ends_with("PrChange") || element.is("sectPr") => {
                    xml.skip(|_| {})?;
                }
                Node::Start(element) => {
                    open += 1;
                    if element.is("rPr") && in_mark == 0 {
                        in_mark = open;
                    }
                    if element.ns == crate::xml::Ns::Word {
                        self.property(&element, in_mark > 0);
                    }
                }
                Node::End => {
                    if open == in_mark {
                        in_mark = 0;
                    }
                    open -= 1;
                }
                Node::Eof => return Ok(()),
                Node::Text(..) | Node::Char(..) => {}
            }
        }
        if let Some(trail) = &mut self.trail {
            trail.properties_end = Some(xml.position());
        }
        Ok(())
    }

    fn property(&mut self, element: &Element<'_>, in_mark: bool) {
        match (element.name(), in_mark) {
            ("pStyle", false) => self.style = element.val(),
            ("ilvl", false) => self.level = element.number(),
            ("numId", false) => self.num_id = element.number(),
            ("outlineLvl", false) => self.outline = element.number().and_then(|n| u8::try_from(n).ok()),
            ("del" | "moveFrom", true) => self.joins_next = true,
            ("ins" | "moveTo", true) => self.mark_inserted = true,
            ("vanish", true) => self.mark_hidden = element.is_on(),
            _ => {}
        }
    }
}
