//! Where things stand: from characters to articles, from numbers to articles, and what is defined where.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    report::FoundPlace,
    structure::{Article, node::Node},
    verdict::Case,
};

/// A term that the text defines.
pub(crate) struct Definition<'a> {
    pub term: &'a str,
    pub article: usize,
    pub paragraph: u32,
}

/// A node with its text and the characters it covers.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    pub start: usize,
    pub end: usize,
    pub article: usize,
    pub node: usize,
}

/// What is counted in a paragraph.
#[derive(Default, Clone, Copy)]
struct Paragraph {
    /// Items of its longest list.
    items: u32,
    /// Nodes that have its number without being part of a list.
    tops: u32,
    /// It says what else counts as something (みなす).
    deems: bool,
    /// Largest number that begins a paragraph within a line: `。2 前項`.
    inline: u32,
}

/// The document as the rules look things up in it.
pub(crate) struct Map<'a> {
    pub articles: &'a [Article],
    original: &'a [char],
    /// By the character they begin with.
    spans: Vec<Span>,
    /// Sentences of every article.
    sentences: Vec<Range<usize>>,
    numbers: BTreeMap<(Option<&'a str>, (u32, u32)), usize>,
    /// For each article, per paragraph what stands in it.
    paragraphs: Vec<BTreeMap<u32, Paragraph>>,
    pub definitions: Vec<Definition<'a>>,
    /// True when every article of the main text has a number, and there are at least three.
    pub numbered: bool,
}

impl<'a> Map<'a> {
    pub(crate) fn of(case: &'a Case<'a>) -> Self {
        let articles = case.text.structure.articles.as_slice();
        let mut out = Self {
            articles,
            original: &case.source.original,
            spans: Vec::new(),
            sentences: vec![0..0; articles.len()],
            numbers: BTreeMap::new(),
            paragraphs: Vec::with_capacity(articles.len()),
            definitions: Vec::new(),
            numbered: false,
        };
        for (at, article) in articles.iter().enumerate() {
            out.article(at, article);
        }
        out.spans.sort_by_key(|span| span.start);
        for (at, one) in case.text.sentences.iter().enumerate() {
            if let Some(range) = out.sentences.get_mut(one.article) {
                let start = if range.start == range.end { at } else { range.start };
                *range = start..at + 1;
            }
        }
        let main: Vec<&Article> = articles.iter().filter(|a| a.annex.is_none() && a.label.starts_with('第')).collect();
        out.numbered = main.len() >= 3 && main.iter().all(|a| a.number.is_some() && a.label.contains('条'));
        out
    }

    fn article(&mut self, at: usize, article: &'a Article) {
        if let Some(number) = article.number.filter(|_| article.label.contains('条')) {
            self.numbers.entry((article.annex.as_deref(), number)).or_insert(at);
        }
        for (node_at, node) in article.nodes.iter().enumerate() {
            let text = node.text.text();
            let (start, end) = node.text.original(0, text.len());
            self.spans.push(Span { start: start as usize, end: end as usize, article: at, node: node_at });
            let terms = defined(text).into_iter();
            self.definitions.extend(terms.map(|term| Definition { term, article: at, paragraph: node.paragraph }));
        }
        self.paragraphs.push(paragraphs(&article.nodes));
    }

    /// The sentences of an article.
    pub(crate) fn sentences(&self, article: usize) -> Range<usize> {
        self.sentences.get(article).cloned().unwrap_or_default()
    }

    /// Every node in the order of the document.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (usize, usize, &'a Node)> + use<'a> {
        let articles = self.articles;
        articles
            .iter()
            .enumerate()
            .flat_map(|(at, article)| article.nodes.iter().enumerate().map(move |(n, node)| (at, n, node)))
    }

    /// The article of a number, in the same annex first and else in the main text.
    pub(crate) fn numbered(&self, annex: Option<&str>, number: (u32, u32)) -> Option<usize> {
        self.numbers.get(&(annex, number)).or_else(|| self.numbers.get(&(None, number))).copied()
    }

    /// The last paragraph of an article.
    pub(crate) fn last_paragraph(&self, article: usize) -> u32 {
        let all = self.paragraphs.get(article);
        let last = all.and_then(|all| all.last_key_value()).map_or(0, |(n, _)| *n);
        all.into_iter().flatten().map(|(_, one)| one.inline).fold(last, u32::max)
    }

    /// Length of the longest list of a paragraph; 0 where it cannot be told.
    pub(crate) fn items(&self, article: usize, paragraph: u32) -> u32 {
        self.paragraph(article, paragraph).items
    }

    /// True when several nodes of an article have the number without being part of a list.
    pub(crate) fn repeats(&self, article: usize, number: u32) -> bool {
        self.paragraph(article, number).tops > 1
    }

    /// True when the paragraph says what else counts as something.
    pub(crate) fn deems(&self, article: usize, paragraph: u32) -> bool {
        self.paragraph(article, paragraph).deems
    }

    fn paragraph(&self, article: usize, paragraph: u32) -> Paragraph {
        self.paragraphs.get(article).and_then(|all| all.get(&paragraph)).copied().unwrap_or_default()
    }

    pub(crate) fn node(&self, article: usize, node: usize) -> Option<&'a Node> {
        self.articles.get(article)?.nodes.get(node)
    }

    /// The place of bytes of a node's text.
    pub(crate) fn place(&self, (article, node): (usize, usize), bytes: Range<usize>) -> Option<FoundPlace> {
        let found = self.node(article, node)?;
        let (start, end) = found.text.original(bytes.start, bytes.end);
        let label = self.label(article, Some(found));
        Some(self.found(label, found.paragraph, (start as usize, end as usize)))
    }

    /// The place of characters of the document.
    pub(crate) fn at(&self, start: usize, end: usize) -> FoundPlace {
        let (label, paragraph) = match self.owner(start) {
            Some(span) => {
                let node = self.node(span.article, span.node);
                (self.label(span.article, node), node.map_or(1, |node| node.paragraph))
            }
            None => (String::new(), 1),
        };
        self.found(label, paragraph, (start, end))
    }

    fn found(&self, article: String, paragraph: u32, (start, end): (usize, usize)) -> FoundPlace {
        let end = end.min(self.original.len());
        let start = start.min(end);
        let quote = self.original.get(start..end).unwrap_or_default().iter().collect();
        FoundPlace { article, paragraph, quote, start, end }
    }

    /// The node a character belongs to: the one that holds it or, between two, the one whose heading stands before it.
    pub(crate) fn owner(&self, at: usize) -> Option<Span> {
        let next = self.spans.partition_point(|span| span.start <= at);
        let before = next.checked_sub(1).and_then(|i| self.spans.get(i));
        let after = self.spans.get(next);
        match (before, after) {
            (Some(before), Some(after)) if at >= before.end && before.article != after.article => {
                let from = before.end.max(at.saturating_sub(200));
                let gap: String =
                    self.original.get(from..(at + 8).min(after.start)).unwrap_or_default().iter().collect();
                let head: String =
                    self.articles.get(after.article).map_or("", |a| a.label.as_str()).chars().take(3).collect();
                let headed = !head.is_empty() && crate::text::Folded::of_str(&gap).text().contains(&head);
                Some(if headed { *after } else { *before })
            }
            (Some(before), _) => Some(*before),
            (None, after) => after.copied(),
        }
    }

    fn label(&self, article: usize, node: Option<&Node>) -> String {
        let Some(article) = self.articles.get(article) else { return String::new() };
        match node.and_then(|node| node.label.as_ref()) {
            Some(label) if article.annex.is_none() || !article.label.contains(' ') => label.clone(),
            Some(label) => format!("{} {label}", article.label),
            None => article.label.clone(),
        }
    }
}

/// Terms in 「」 that are followed by という and the like.
fn defined(text: &str) -> Vec<&str> {
    let said = ["という", "といい", "と総称", "と称", "とは", "と略", "と呼", "とする", "とし、"];
    let mut out = Vec::new();
    for (at, open) in text.match_indices('「') {
        let inside = text.get(at + open.len()..).unwrap_or_default();
        let end = inside.char_indices().take(24).find(|(_, c)| matches!(c, '」' | '「')).map(|(end, _)| end);
        let Some((term, rest)) = end.and_then(|end| Some((inside.get(..end)?, inside.get(end..)?.strip_prefix('」')?)))
        else {
            continue;
        };
        if !term.is_empty() && said.iter().any(|word| rest.starts_with(word)) {
            out.push(term);
        }
    }
    out
}

/// What stands in each paragraph; `①②③` within one line counts as a list too.
fn paragraphs(nodes: &[Node]) -> BTreeMap<u32, Paragraph> {
    let mut out: BTreeMap<u32, Paragraph> = BTreeMap::new();
    let mut children = vec![0_u32; nodes.len()];
    for node in nodes {
        let text = node.text.text();
        let one = out.entry(node.paragraph).or_default();
        one.items = text.chars().filter_map(circled).fold(one.items, u32::max);
        one.deems |= text.contains("みなす") || text.contains("みなされる") || text.contains("みなし");
        one.inline = text.split('。').skip(1).filter_map(begins).fold(one.inline, u32::max);
        match node.parent.and_then(|parent| children.get_mut(parent)) {
            Some(count) => *count = count.saturating_add(1),
            None => one.tops = one.tops.saturating_add(1),
        }
    }
    for (node, count) in nodes.iter().zip(children) {
        let one = out.entry(node.paragraph).or_default();
        one.items = one.items.max(count);
    }
    out
}

/// The number a text begins with, small enough for a paragraph.
fn begins(text: &str) -> Option<u32> {
    let digits: String = text.trim_start_matches('(').chars().take_while(char::is_ascii_digit).take(3).collect();
    digits.parse().ok().filter(|n| *n < 40)
}

fn circled(c: char) -> Option<u32> {
    matches!(c, '\u{2460}'..='\u{2473}').then(|| u32::from(c) - 0x245f)
}
