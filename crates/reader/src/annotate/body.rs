//! Where in the body remarks and proposals go.

use std::collections::{BTreeMap, HashMap};

use super::{
    Additions, Remark, mark,
    mark::Names,
    remark,
    xml::{Node, Ns, Xml},
};
use crate::{
    Limits, ReadError,
    docx::paragraph::{Run, Trail},
};

/// The body and what is known of it.
pub(super) struct Source<'a> {
    xml: &'a str,
    names: &'a Names,
    trails: &'a [Trail],
    /// The last trail of a block, and of a paragraph.
    by_block: HashMap<u32, &'a Trail>,
    by_index: HashMap<u32, &'a Trail>,
}

/// A place between two bytes.
#[derive(Debug, Clone, Copy)]
struct Spot<'a> {
    at: usize,
    /// The run that has to be cut there.
    cut: Option<&'a Run>,
}

/// What is inserted at one place.
#[derive(Default)]
struct Inserted<'a> {
    ends: String,
    starts: String,
    cut: Option<&'a Run>,
}

/// The body with everything added. Remarks are numbered from `first` in their order.
pub(super) fn edit(source: &Source<'_>, additions: &Additions, first: u32) -> Result<String, ReadError> {
    let p = &source.names.prefix;
    let mut inserted: BTreeMap<usize, Inserted<'_>> = BTreeMap::new();
    for (id, remark) in (first..).zip(&additions.remarks) {
        let (start, end) = source.anchor(remark).ok_or_else(|| damaged("no paragraph"))?;
        let place = inserted.entry(start.at).or_default();
        place.starts.push_str(&mark::range_start(p, id));
        place.cut = place.cut.or(start.cut);
        let place = inserted.entry(end.at).or_default();
        place.ends.push_str(&mark::range_end(p, id));
        place.cut = place.cut.or(end.cut);
    }
    let mut ids = (first..).skip(additions.remarks.len());
    if !additions.proposals.is_empty() {
        let at = source.end_of_body()?;
        inserted.entry(at).or_default().starts.push_str(&remark::proposals(p, additions, &mut ids));
    }
    source.splice(&inserted)
}

fn damaged(detail: &str) -> ReadError {
    ReadError::Damaged { detail: detail.to_owned() }
}

impl<'a> Source<'a> {
    pub(super) fn of(xml: &'a str, names: &'a Names, trails: &'a [Trail]) -> Self {
        let by_block = trails.iter().map(|trail| (trail.block, trail)).collect();
        let by_index = trails.iter().map(|trail| (trail.index, trail)).collect();
        Self { xml, names, trails, by_block, by_index }
    }

    fn splice(&self, inserted: &BTreeMap<usize, Inserted<'_>>) -> Result<String, ReadError> {
        let p = &self.names.prefix;
        let mut out = String::with_capacity(self.xml.len() + 1024 * inserted.len());
        let mut done = 0;
        for (at, place) in inserted {
            out.push_str(self.xml.get(done..*at).ok_or_else(|| damaged("place"))?);
            done = *at;
            match place.cut {
                None => {
                    out.push_str(&place.ends);
                    out.push_str(&place.starts);
                }
                Some(run) => {
                    let properties = self.xml.get(run.properties.clone()).unwrap_or_default();
                    let (left, right, text) = (mark::seam_left(p), mark::seam_right(p), mark::seam_text(p));
                    for piece in [&left, &place.ends, &place.starts, &right, properties, &text] {
                        out.push_str(piece);
                    }
                }
            }
        }
        out.push_str(self.xml.get(done..).ok_or_else(|| damaged("place"))?);
        Ok(out)
    }

    /// The paragraph a remark belongs to: not in a box, and with a place to write to.
    fn trail(&self, paragraph: u32) -> Option<(&'a Trail, bool)> {
        let mut found = self.by_block.get(&paragraph).copied();
        let mut exact = true;
        // at most as many boxes within boxes as there are paragraphs
        for _ in 0..self.trails.len() {
            let Some(outer) = found.and_then(|trail| trail.within) else { break };
            found = self.by_index.get(&outer).copied();
            exact = false;
        }
        let usable = |trail: &&Trail| trail.within.is_none() && !self.is_empty_tag(trail);
        match found.filter(usable) {
            Some(trail) => Some((trail, exact)),
            None => self.trails.iter().filter(usable).min_by_key(|trail| trail.index).map(|trail| (trail, false)),
        }
    }

    fn is_empty_tag(&self, trail: &Trail) -> bool {
        self.xml.get(trail.tag.clone()).is_none_or(|tag| tag.ends_with("/>"))
    }

    fn anchor(&self, remark: &Remark) -> Option<(Spot<'a>, Spot<'a>)> {
        let (trail, exact) = self.trail(remark.paragraph)?;
        let range = remark.characters.clone().filter(|range| exact && range.start < range.end);
        let within = range.and_then(|range| Some((self.before(trail, range.start)?, self.after(trail, range.end)?)));
        within.filter(|(start, end)| start.at < end.at).or_else(|| self.whole(trail))
    }

    /// The paragraph from its first to its last run.
    fn whole(&self, trail: &'a Trail) -> Option<(Spot<'a>, Spot<'a>)> {
        let start = trail.properties_end.unwrap_or(trail.tag.end);
        let end = self.xml.get(..trail.end)?.rfind("</").filter(|end| *end >= start)?;
        Some((Spot { at: start, cut: None }, Spot { at: end, cut: None }))
    }

    /// Before a character of the text.
    fn before(&self, trail: &'a Trail, mut character: usize) -> Option<Spot<'a>> {
        loop {
            let spot = trail.spots.get(character)?;
            let run = trail.runs.get(spot.run).filter(|run| run.plain)?;
            let first = character == 0 || trail.spots.get(character - 1).is_none_or(|before| before.run != spot.run);
            if first || !spot.cut || !self.may_cut(run) {
                return Some(Spot { at: run.from, cut: None });
            }
            // a half that ends in a space would lose it
            if !self.ends_in_space(spot.at) {
                return Some(Spot { at: spot.at, cut: Some(run) });
            }
            character -= 1;
        }
    }

    /// Behind the character before this one.
    fn after(&self, trail: &'a Trail, mut character: usize) -> Option<Spot<'a>> {
        loop {
            let last = trail.spots.get(character.checked_sub(1)?)?;
            let run = trail.runs.get(last.run).filter(|run| run.plain)?;
            let next = trail.spots.get(character).filter(|next| next.run == last.run && next.cut);
            match next.filter(|_| self.may_cut(run)) {
                Some(next) if self.ends_in_space(next.at) => character -= 1,
                Some(next) => return Some(Spot { at: next.at, cut: Some(run) }),
                None => return Some(Spot { at: run.to, cut: None }),
            }
        }
    }

    /// A run whose format has a history keeps it in one place.
    fn may_cut(&self, run: &Run) -> bool {
        !self.xml.get(run.properties.clone()).unwrap_or_default().contains("rPrChange")
    }

    fn ends_in_space(&self, at: usize) -> bool {
        self.xml.get(..at).is_some_and(|before| before.ends_with([' ', '\t', '\n', '\r']))
    }

    /// Behind the last paragraph, before the settings of the last section.
    fn end_of_body(&self) -> Result<usize, ReadError> {
        let mut xml = Xml::new(self.xml, "document.xml", &Limits::default());
        let mut depth = 0_usize;
        let mut section = None;
        loop {
            let before = xml.position();
            match xml.next()? {
                Node::Start(element) => {
                    depth += 1;
                    if depth == 3 {
                        section = (element.ns == Ns::Word && element.name() == "sectPr").then_some(element.from);
                    }
                    if depth == 2 && element.is("body") && self.xml.get(..element.to).is_some_and(|t| t.ends_with("/>"))
                    {
                        return Err(damaged("empty body"));
                    }
                }
                Node::End if depth == 2 => return Ok(section.unwrap_or(before)),
                Node::End => depth = depth.saturating_sub(1),
                Node::Eof => return Err(damaged("body")),
                Node::Text(..) | Node::Char(..) => {}
            }
        }
    }
}
