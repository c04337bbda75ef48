//! Styles, as far as they say something about numbers, headings and hidden text.

use std::collections::HashMap;

use crate::{
    Limits, ReadError,
    xml::{Element, Node, Xml},
};

/// What a style says itself.
#[derive(Debug, Default, Clone)]
struct Style {
    name: String,
    based_on: Option<String>,
    num_id: Option<u32>,
    level: Option<u32>,
    outline: Option<u8>,
    hidden: Option<bool>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
}

/// Longest chain of styles that build on each other.
const CHAIN: usize = 20;
/// Longest name or id of a style, in bytes.
const NAME: usize = 1_024;

impl Styles {
    /// Reads the part.
    pub(crate) fn read(text: &str, part: &str, limits: &Limits) -> Result<Self, ReadError> {
        let mut styles = Self::default();
        let mut xml = Xml::new(text, part, limits);
        loop {
            match xml.next()? {
                Node::Start(element) if element.is("style") => {
                    let id = element.attr("styleId").filter(|id| id.len() <= NAME).unwrap_or_default();
                    let paragraph = element.attr("type").is_none_or(|kind| kind == "paragraph");
                    let default = element.attr("default").is_some_and(|v| v == "1" || v == "true");
                    if default && paragraph {
                        styles.default = Some(id.clone());
                    }
                    let mut style = Style::default();
                    xml.skip(|inner| style.take(inner))?;
                    styles.by_id.insert(id, style);
                }
                Node::Eof => return Ok(styles),
                Node::Start(_) | Node::End | Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    /// The style and those it builds on, nearest first; the default one when none is named.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = id.or(self.default.as_deref());
        std::iter::from_fn(move || {
            let (id, style) = self.by_id.get_key_value(next?)?;
            next = style.based_on.as_deref();
            Some((id.as_str(), style))
        })
        .take(CHAIN)
    }

    /// List a style belongs to, and the level it asks for. `level_of` knows levels that name a style.
    pub(crate) fn numbering(
        &self,
        id: Option<&str>,
        level_of: impl Fn(u32, &str) -> Option<u32>,
    ) -> Option<(u32, u32)> {
        let (_, owner) = self.chain(id).find(|(_, style)| style.num_id.is_some())?;
        let num_id = owner.num_id?;
        let by_name = self.chain(id).find_map(|(id, _)| level_of(num_id, id));
        let level = by_name.or_else(|| self.chain(id).find_map(|(_, style)| style.level)).unwrap_or(0);
        Some((num_id, level))
    }

    /// The list a style of type "numbering" stands for.
    pub(crate) fn list(&self, id: &str) -> Option<u32> {
        self.by_id.get(id)?.num_id
    }

    /// Outline level, 0 the highest; 9 and more is body text.
    pub(crate) fn outline(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id).find_map(|(_, style)| style.outline.or_else(|| heading_name(&style.name)))
    }

    /// True for the style of a document's title.
    pub(crate) fn is_title(&self, id: Option<&str>) -> bool {
        let named = id.and_then(|id| self.by_id.get(id));
        named.is_some_and(|style| matches!(style.name.to_lowercase().as_str(), "title" | "表題"))
    }

    /// True for a line of the table of contents.
    pub(crate) fn is_contents(&self, id: Option<&str>) -> bool {
        let named = id.and_then(|id| self.by_id.get(id));
        named.is_some_and(|style| {
            let name = style.name.to_lowercase();
            let rest = name.strip_prefix("toc").or_else(|| name.strip_prefix("目次"));
            rest.is_some_and(|rest| rest.trim().len() == 1 && rest.trim().chars().all(|c| c.is_ascii_digit()))
        })
    }

    /// True when the style hides its characters.
    pub(crate) fn is_hidden(&self, id: Option<&str>) -> bool {
        id.is_some() && self.chain(id).find_map(|(_, style)| style.hidden).unwrap_or(false)
    }
}

fn heading_name(name: &str) -> Option<u8> {
    let lower = name.to_lowercase();
    let digit = lower.strip_prefix("heading ").or_else(|| lower.strip_prefix("見出し"))?.trim();
    let level: u8 = digit.parse().ok()?;
    (1..=9).contains(&level).then(|| level - 1)
}

impl Style {
    fn take(&mut self, element: &Element<'_>) {
        if element.ns != crate::xml::Ns::Word {
            return;
        }
        match element.name() {
            // both are looked at for every paragraph; Word allows 253 characters
            "name" => self.name = element.val().filter(|name| name.len() <= NAME).unwrap_or_default(),
            "basedOn" => self.based_on = element.val().filter(|id| id.len() <= NAME),
            "numId" => self.num_id = element.number(),
            "ilvl" => self.level = element.number(),
            "outlineLvl" => self.outline = element.number().and_then(|n| u8::try_from(n).ok()),
            "vanish" => self.hidden = Some(element.is_on()),
            _ => {}
        }
    }
}
