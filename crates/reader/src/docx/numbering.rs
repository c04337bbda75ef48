//! Lists: which number Word prints before a paragraph.

use std::collections::{HashMap, HashSet};

use super::{number, styles::Styles, symbol};
use crate::{
    Limits, ReadError,
    xml::{Element, Node, Ns, Xml},
};

/// Levels a list can have.
const LEVELS: usize = 9;
/// Longest text of a level: nine numbers and what stands between them.
const TEXT: usize = 255;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// The pattern of a format that has no name of its own: `001, 002, 003, ...`.
    pattern: Option<String>,
    text: String,
    style: Option<String>,
    legal: bool,
    restart: Option<u32>,
    font: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 0,
            format: "decimal".to_owned(),
            pattern: None,
            text: String::new(),
            style: None,
            legal: false,
            restart: None,
            font: None,
        }
    }
}

#[derive(Debug, Default)]
struct Abstract {
    levels: HashMap<u32, Level>,
    /// The style that stands for another definition to be used instead.
    stands_for: Option<String>,
}

#[derive(Debug, Default)]
struct Override {
    start: Option<u32>,
    level: Option<Level>,
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    overrides: HashMap<u32, Override>,
}

/// All lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    definitions: HashMap<u32, Abstract>,
    lists: HashMap<u32, List>,
    /// Definition → number last printed on each level.
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Lists that have set a level to their own start.
    started: HashSet<(u32, u32)>,
}

impl Numbering {
    /// Reads the part.
    pub(crate) fn read(text: &str, part: &str, limits: &Limits) -> Result<Self, ReadError> {
        let mut numbering = Self::default();
        let mut xml = Xml::new(text, part, limits);
        loop {
            match xml.next()? {
                Node::Start(element) if element.is("abstractNum") => {
                    let id = attr_number(&element, "abstractNumId").unwrap_or_default();
                    let definition = definition(&mut xml)?;
                    numbering.definitions.insert(id, definition);
                }
                Node::Start(element) if element.is("num") => {
                    let id = attr_number(&element, "numId").unwrap_or_default();
                    let list = list(&mut xml)?;
                    numbering.lists.insert(id, list);
                }
                Node::Eof => return Ok(numbering),
                Node::Start(_) | Node::End | Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    /// Follows definitions that only point to a list style.
    pub(crate) fn link(&mut self, styles: &Styles) {
        let mut moved = Vec::new();
        for (id, list) in &self.lists {
            let style = self.definitions.get(&list.definition).and_then(|d| d.stands_for.as_deref());
            let target = style.and_then(|style| styles.list(style)).and_then(|num| self.lists.get(&num));
            moved.extend(target.map(|target| (*id, target.definition)));
        }
        for (id, definition) in moved {
            if let Some(list) = self.lists.get_mut(&id) {
                list.definition = definition;
            }
        }
    }

    /// Level of a list that names a paragraph style.
    pub(crate) fn level_of(&self, num_id: u32, style: &str) -> Option<u32> {
        let list = self.lists.get(&num_id)?;
        let levels = &self.definitions.get(&list.definition)?.levels;
        levels.iter().filter(|(_, level)| level.style.as_deref() == Some(style)).map(|(at, _)| *at).min()
    }

    fn level(&self, num_id: u32, at: u32) -> Option<&Level> {
        let list = self.lists.get(&num_id)?;
        let own = list.overrides.get(&at).and_then(|o| o.level.as_ref());
        own.or_else(|| self.definitions.get(&list.definition)?.levels.get(&at))
    }

    /// Counts a paragraph and gives what is printed before it. `None`: there is no such list. `Some("")`: the list
    /// counts and prints nothing.
    pub(crate) fn next(&mut self, num_id: u32, level: u32) -> Option<String> {
        let level = level.min(LEVELS as u32 - 1);
        let own_start = self.lists.get(&num_id)?.overrides.get(&level).and_then(|o| o.start);
        let definition = self.lists.get(&num_id)?.definition;
        let shape = self.level(num_id, level)?;
        let first = shape.start;
        let restarting: Vec<usize> =
            (level + 1..LEVELS as u32).filter(|at| self.restarts(num_id, *at, level)).map(|at| at as usize).collect();
        let fresh = own_start.filter(|_| self.started.insert((num_id, level)));
        let counts = self.counts.entry(definition).or_default();
        for at in restarting {
            if let Some(count) = counts.get_mut(at) {
                *count = None;
            }
        }
        let count = counts.get_mut(level as usize)?;
        *count = Some(match (fresh, *count) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => own_start.unwrap_or(first),
        });
        let counts = *counts;
        Some(self.print(num_id, level, &counts))
    }

    /// Whether a deeper level begins again after a paragraph on a higher one.
    fn restarts(&self, num_id: u32, deeper: u32, used: u32) -> bool {
        match self.level(num_id, deeper).and_then(|level| level.restart) {
            None => true,
            Some(after) => used < after,
        }
    }

    fn print(&self, num_id: u32, at: u32, counts: &[Option<u32>; LEVELS]) -> String {
        let Some(shape) = self.level(num_id, at) else { return String::new() };
        if shape.format == "bullet" {
            return symbol::bullet(&shape.text, shape.font.as_deref());
        }
        let mut out = String::new();
        let mut chars = shape.text.chars().peekable();
        while let Some(c) = chars.next() {
            let digit = chars.peek().and_then(|d| d.to_digit(10)).filter(|d| c == '%' && *d > 0);
            let Some(digit) = digit else {
                out.push(c);
                continue;
            };
            chars.next();
            let Some(level) = self.level(num_id, digit - 1) else { continue };
            let value = counts.get(digit as usize - 1).copied().flatten().unwrap_or(level.start);
            let format = if shape.legal && level.format != "none" { "decimal" } else { &level.format };
            out.push_str(&number::print(value, format, level.pattern.as_deref()));
        }
        out.trim_matches([' ', '　', '\t']).to_owned()
    }
}

fn attr_number(element: &Element<'_>, name: &str) -> Option<u32> {
    element.attr(name)?.trim().parse().ok()
}

fn definition(xml: &mut Xml<'_>) -> Result<Abstract, ReadError> {
    let mut out = Abstract::default();
    loop {
        match xml.next()? {
            Node::Start(element) if element.is("lvl") => {
                let at = attr_number(&element, "ilvl").unwrap_or_default();
                let level = level(xml)?;
                if at < LEVELS as u32 {
                    out.levels.insert(at, level);
                }
            }
            Node::Start(element) => {
                if element.is("numStyleLink") {
                    out.stands_for = element.val();
                }
                xml.skip(|_| {})?;
            }
            Node::End | Node::Eof => return Ok(out),
            Node::Text(..) | Node::Char(..) => {}
        }
    }
}

fn list(xml: &mut Xml<'_>) -> Result<List, ReadError> {
    let mut out = List::default();
    loop {
        match xml.next()? {
            Node::Start(element) if element.is("lvlOverride") => {
                let at = attr_number(&element, "ilvl").unwrap_or_default();
                out.overrides.insert(at, own_level(xml)?);
            }
            Node::Start(element) => {
                if element.is("abstractNumId") {
                    out.definition = element.number().unwrap_or_default();
                }
                xml.skip(|_| {})?;
            }
            Node::End | Node::Eof => return Ok(out),
            Node::Text(..) | Node::Char(..) => {}
        }
    }
}

fn own_level(xml: &mut Xml<'_>) -> Result<Override, ReadError> {
    let mut out = Override::default();
    loop {
        match xml.next()? {
            Node::Start(element) if element.is("lvl") => out.level = Some(level(xml)?),
            Node::Start(element) => {
                if element.is("startOverride") {
                    out.start = element.number();
                }
                xml.skip(|_| {})?;
            }
            Node::End | Node::Eof => return Ok(out),
            Node::Text(..) | Node::Char(..) => {}
        }
    }
}

fn level(xml: &mut Xml<'_>) -> Result<Level, ReadError> {
    let mut out = Level::default();
    xml.skip(|element| {
        if element.ns != Ns::Word {
            return;
        }
        match element.name() {
            "start" => out.start = element.number().unwrap_or_default(),
            // a format of its own making stands beside a plain one for old programs; the first has the pattern
            "numFmt" if out.pattern.is_none() => {
                out.format = element.val().filter(|format| format.len() <= TEXT).unwrap_or_default();
                out.pattern = element.attr("format").filter(|pattern| pattern.len() <= TEXT);
            }
            // printed before every paragraph of the list
            "lvlText" => out.text = element.val().unwrap_or_default().chars().take(TEXT).collect(),
            "pStyle" => out.style = element.val(),
            "isLgl" => out.legal = element.is_on(),
            "lvlRestart" => out.restart = element.number(),
            "rFonts" => out.font = element.attr("ascii").or_else(|| element.attr("hAnsi")),
            _ => {}
        }
    })?;
    Ok(out)
}

#[cfg(test)]
mod tests;
