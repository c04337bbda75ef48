//! What stands within a paragraph: runs, fields, changes, symbols, boxes.

use super::{
    body::{Container, Story, is_setting},
    paragraph::{Paragraph, Run, Spot},
    symbol,
};
use crate::{
    ReadError,
    xml::{Element, Node, Ns, Xml},
};

/// What holds for the characters being read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope {
    hidden: bool,
    /// Index of the outermost run, when places are kept.
    run: Option<usize>,
    /// Within something where a run may not be cut.
    nested: bool,
}

impl Story<'_> {
    /// Everything up to the end of the element.
    pub(super) fn inline(
        &mut self,
        xml: &mut Xml<'_>,
        paragraph: &mut Paragraph,
        scope: Scope,
    ) -> Result<(), ReadError> {
        let mut scope = scope;
        loop {
            match xml.next()? {
                Node::Start(element) if element.is("rPr") => {
                    scope.hidden = self.run_properties(xml, paragraph, &element, scope)?;
                }
                Node::Start(element) => self.element(xml, paragraph, &element, scope)?,
                Node::End | Node::Eof => return Ok(()),
                Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    fn element(
        &mut self,
        xml: &mut Xml<'_>,
        paragraph: &mut Paragraph,
        element: &Element<'_>,
        scope: Scope,
    ) -> Result<(), ReadError> {
        match (element.ns, element.name()) {
            (Ns::Word, "pPr") => {
                paragraph.properties(xml)?;
                self.found.deletions += u32::from(paragraph.joins_next);
                self.found.insertions += u32::from(paragraph.mark_inserted);
                Ok(())
            }
            (Ns::Word, "r") => self.run(xml, paragraph, element, scope),
            (Ns::Word | Ns::Math, "t") => self.text(xml, paragraph, element, scope),
            (Ns::Word, "txbxContent") => self.contained(xml, Container::TextBox),
            (Ns::Word, "p") => {
                self.found.next = self.found.next.saturating_add(1);
                self.pass(xml)
            }
            (Ns::Word, "tbl") => self.pass(xml),
            (Ns::Word, "del" | "moveFrom") => {
                self.found.deletions = self.found.deletions.saturating_add(1);
                self.pass(xml)
            }
            (Ns::Word, "ins" | "moveTo") => {
                self.found.insertions = self.found.insertions.saturating_add(1);
                self.inline(xml, paragraph, scope)
            }
            (Ns::Word, "rt" | "instrText" | "delText" | "delInstrText" | "sectPr") => self.pass(xml),
            (Ns::Word | Ns::Math, name) if is_setting(name) => self.pass(xml),
            (Ns::Compat, "AlternateContent") => {
                let scope = Scope { nested: true, ..scope };
                self.alternatives(xml, |story, xml| story.inline(xml, paragraph, scope))
            }
            (Ns::Word, "drawing" | "pict" | "object" | "ruby") | (Ns::Math, _) => {
                self.inline(xml, paragraph, Scope { nested: true, ..scope })
            }
            (Ns::Word, _) => {
                self.mark(paragraph, element, scope);
                self.inline(xml, paragraph, scope)
            }
            (Ns::Other, "blip" | "imagedata" | "OLEObject") => {
                self.found.embedded = self.found.embedded.saturating_add(1);
                self.pass(xml)
            }
            _ => self.inline(xml, paragraph, scope),
        }
    }

    /// Elements that stand for a character or switch something.
    fn mark(&mut self, paragraph: &mut Paragraph, element: &Element<'_>, scope: Scope) {
        let character = match element.name() {
            "tab" | "ptab" => Some('\t'),
            "br" | "cr" => Some('\n'),
            "noBreakHyphen" => Some('-'),
            "sym" => {
                let code = element.attr("char").and_then(|hex| u32::from_str_radix(hex.trim(), 16).ok());
                code.and_then(|code| symbol::look(code, element.attr("font").as_deref()))
            }
            "fldChar" => {
                self.field(element.attr("fldCharType").as_deref());
                None
            }
            name @ ("footnoteReference" | "endnoteReference") => {
                self.found.note(name == "endnoteReference", element.attr("id").unwrap_or_default());
                None
            }
            _ => None,
        };
        if let Some(character) = character {
            self.put(paragraph, (character, element.from), scope, Cut::No);
        }
    }

    /// Fields: their instruction is left out, their result stays. They may run over paragraphs.
    fn field(&mut self, step: Option<&str>) {
        match step {
            Some("begin") => {
                self.fields.push(true);
                self.instructions = self.instructions.saturating_add(1);
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    let ended = std::mem::take(field);
                    self.instructions = self.instructions.saturating_sub(usize::from(ended));
                }
            }
            Some("end") => {
                let ended = self.fields.pop().unwrap_or(false);
                self.instructions = self.instructions.saturating_sub(usize::from(ended));
            }
            _ => {}
        }
    }

    fn run(
        &mut self,
        xml: &mut Xml<'_>,
        paragraph: &mut Paragraph,
        element: &Element<'_>,
        scope: Scope,
    ) -> Result<(), ReadError> {
        let Some(trail) = &mut paragraph.trail else {
            return self.inline(xml, paragraph, Scope { hidden: false, ..scope });
        };
        if scope.run.is_some() {
            return self.inline(xml, paragraph, Scope { hidden: false, ..scope });
        }
        let index = trail.runs.len();
        trail.runs.push(Run { from: element.from, plain: !scope.nested, ..Run::default() });
        self.inline(xml, paragraph, Scope { hidden: false, run: Some(index), ..scope })?;
        let run = paragraph.trail.as_mut().and_then(|trail| trail.runs.get_mut(index));
        if let Some(run) = run {
            run.to = xml.position();
        }
        Ok(())
    }

    /// Reads `w:rPr` of a run; true when its characters are hidden.
    fn run_properties(
        &mut self,
        xml: &mut Xml<'_>,
        paragraph: &mut Paragraph,
        element: &Element<'_>,
        scope: Scope,
    ) -> Result<bool, ReadError> {
        let (mut hidden, mut style) = (None, None);
        let mut old = 0_usize;
        xml.skip(|inner| {
            // what stood before a tracked change comes last
            old += usize::from(inner.name() == "rPrChange");
            if old == 0 && inner.is("vanish") {
                hidden = Some(inner.is_on());
            }
            if old == 0 && inner.is("rStyle") {
                style = inner.val();
            }
        })?;
        if let (Some(trail), Some(run), false) = (&mut paragraph.trail, scope.run, scope.nested)
            && let Some(run) = trail.runs.get_mut(run)
        {
            run.properties = element.from..xml.position();
        }
        let styles = &self.found.settings.styles;
        Ok(hidden.unwrap_or_else(|| styles.is_hidden(style.as_deref()) || styles.is_hidden(paragraph.style.as_deref())))
    }

    fn text(
        &mut self,
        xml: &mut Xml<'_>,
        paragraph: &mut Paragraph,
        element: &Element<'_>,
        scope: Scope,
    ) -> Result<(), ReadError> {
        let preserve = element.attr("space").is_some_and(|v| v == "preserve");
        let cut = if element.ns == Ns::Word { Cut::Yes } else { Cut::No };
        let mut characters: Vec<(char, usize)> = Vec::new();
        let mut open = 1_usize;
        while open > 0 {
            match xml.next()? {
                Node::Start(_) => open += 1,
                Node::End => open -= 1,
                Node::Text(text, from) => {
                    characters.extend(text.char_indices().map(|(at, c)| (c, from + at)));
                }
                Node::Char(c, from) => characters.push((c, from)),
                Node::Eof => return Ok(()),
            }
        }
        let white = |c: &(char, usize)| matches!(c.0, ' ' | '\t' | '\n' | '\r');
        let mut kept = characters.as_slice();
        if !preserve {
            let start = kept.iter().position(|c| !white(c)).unwrap_or(kept.len());
            let end = kept.iter().rposition(|c| !white(c)).map_or(start, |last| last + 1);
            kept = kept.get(start..end).unwrap_or_default();
        }
        for (c, from) in kept {
            let c = if matches!(c, '\t' | '\n' | '\r') { ' ' } else { *c };
            self.put(paragraph, (c, *from), scope, cut);
        }
        Ok(())
    }

    /// Adds a character that stands at a place in the XML.
    fn put(&mut self, paragraph: &mut Paragraph, (c, from): (char, usize), scope: Scope, cut: Cut) {
        if self.instructions > 0 {
            return;
        }
        if scope.hidden {
            paragraph.hidden = paragraph.hidden.saturating_add(1);
            return;
        }
        paragraph.text.push(c);
        if let Some(trail) = &mut paragraph.trail {
            let run = scope.run.unwrap_or(usize::MAX);
            trail.spots.push(Spot { at: from, run, cut: cut == Cut::Yes && !scope.nested });
        }
    }
}

/// Whether a run may be cut before a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Yes,
    No,
}
