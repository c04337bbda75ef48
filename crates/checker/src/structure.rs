//! The contract's build: title, parts (main text, annexes), articles, paragraphs and items; what is no contract apart.

pub(crate) mod grammar;
pub(crate) mod node;
pub(crate) mod note;
pub(crate) mod part;

use std::ops::Range;

use crate::{
    source::Source,
    structure::{grammar::Head, node::Node, note::Notes},
};

/// The whole document.
pub(crate) struct Structure {
    /// Title as printed, without spaces.
    pub title: String,
    /// Lines before the first article of the main text.
    pub preamble: Range<usize>,
    /// Articles in order; text outside of articles stands in articles without a label.
    pub articles: Vec<Article>,
    /// Names of the annexes that are in the document.
    pub annexes: Vec<String>,
}

/// One article, or a stretch of text that belongs to none.
pub(crate) struct Article {
    /// As printed: `第5条`, `5`, `■ 体制`, `別紙2 第3`; empty before the first article.
    pub label: String,
    /// Title without brackets.
    pub title: String,
    /// Number and sub-number (条の2), where known.
    pub number: Option<(u32, u32)>,
    /// Chapter it belongs to.
    pub chapter: Option<u32>,
    /// Annex the article stands in.
    pub annex: Option<String>,
    /// Text as nodes.
    pub nodes: Vec<Node>,
    /// True for 「削除」.
    pub deleted: bool,
}

impl Structure {
    pub(crate) fn of(source: &Source) -> Self {
        let parts = part::parts(source);
        let mut articles = Vec::new();
        let mut preamble = 0..0;
        let main_has_articles = parts
            .first()
            .is_some_and(|first| first.name.is_none() && grammar::choose(source, first.lines.clone()).len() > 1);
        let mut notes = Notes::new(source);
        let chapters = chapters(source);
        for (index, one) in parts.iter().enumerate() {
            let heads = grammar::choose(source, one.lines.clone());
            let first = heads.first().map_or(one.lines.end, |head| head.top);
            if index == 0 {
                preamble = one.lines.start..first;
            }
            let prefix = one.name.as_deref().filter(|_| main_has_articles);
            notes.begin_part();
            let opening = Range { start: one.lines.start, end: first };
            if !opening.is_empty() {
                let blank = Head::none(opening.start);
                articles.push(article(source, &mut notes, &blank, opening, (prefix, one.name.as_deref())));
            }
            for (at, head) in heads.iter().enumerate() {
                let end = heads.get(at + 1).map_or(one.lines.end, |next| next.top);
                let lines = head.line..end.max(head.line);
                let mut article = article(source, &mut notes, head, lines, (prefix, one.name.as_deref()));
                article.chapter = chapters.iter().rev().find(|(line, _)| *line <= head.line).map(|(_, n)| *n);
                articles.push(article);
            }
        }
        let annexes = parts.iter().filter_map(|part| part.name.clone()).collect();
        Self { title: title(source, &preamble), preamble, articles, annexes }
    }
}

/// Lines that open a chapter, with its number.
fn chapters(source: &Source) -> Vec<(usize, u32)> {
    let mut out = Vec::new();
    for (at, line) in source.lines.iter().enumerate() {
        if crate::mark::is_chapter_line(&line.narrow) {
            let number = line.narrow.iter().skip(1).take_while(|c| !"章節編款部".contains(**c)).copied();
            let digits: Vec<char> = number.filter(|c| !c.is_whitespace()).collect();
            let text: String = digits.iter().collect();
            if let Some(n) = text.parse().ok().or_else(|| crate::mark::kanji_number(&digits)) {
                out.push((at, n));
            }
        }
    }
    out
}

/// Builds one article from its lines; `names` are the prefix of its label and the annex it stands in.
fn article(
    source: &Source,
    notes: &mut Notes,
    head: &Head,
    lines: Range<usize>,
    names: (Option<&str>, Option<&str>),
) -> Article {
    let binding = notes.article(head);
    let nodes = if binding { node::nodes(source, head, lines, notes) } else { Vec::new() };
    let text: String = nodes.iter().map(|node| node.text.text()).collect();
    let label = match names.0 {
        Some(annex) if head.label.is_empty() => annex.to_owned(),
        Some(annex) => format!("{annex} {}", head.label),
        None => head.label.clone(),
    };
    Article {
        label,
        title: head.title.clone(),
        number: head.number,
        chapter: None,
        annex: names.1.map(str::to_owned),
        deleted: note::deleted(&head.title) || note::deleted(&text),
        nodes: if note::deleted(&text) || note::deleted(&head.title) { Vec::new() } else { nodes },
    }
}

/// The first line that reads as a title.
fn title(source: &Source, preamble: &Range<usize>) -> String {
    let lines = source.lines.get(preamble.start..preamble.end.max(preamble.start + 3)).unwrap_or(&source.lines);
    let bare =
        |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && *c != '#' && *c != '*').collect() };
    let texts: Vec<String> = lines.iter().take(12).map(|line| bare(&line.text())).collect();
    let names = [
        "契約",
        "規約",
        "約款",
        "覚書",
        "特記事項",
        "仕様書",
        "誓約書",
        "合意書",
        "条件書",
        "協定",
        "取扱い",
        "要領",
        "規程",
    ];
    let fits =
        |text: &&String| text.chars().count() <= 50 && !text.contains('。') && names.iter().any(|n| text.contains(n));
    texts.iter().find(fits).or_else(|| texts.first()).cloned().unwrap_or_default()
}
