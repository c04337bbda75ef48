//! Numbers of articles, headings and annexes, and what references print.

use std::collections::{BTreeMap, BTreeSet};

use domain::Lang;

use super::{Article, ArticleForm, Body, Clause, Heading, HeadingMark, Key, Paper, PaperError, Run, Words};

/// Where something stands: its numbers from the annex down. 0 is "none".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Number {
    /// Annex it stands in; 0 is the paper itself.
    pub annex: u32,
    /// Article.
    pub article: u32,
    /// Paragraph.
    pub clause: u32,
    /// Item.
    pub item: u32,
    /// Sub-item.
    pub sub: u32,
    /// Heading, by level.
    pub heading: [u32; 3],
}

/// What a key points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Where it stands.
    pub number: Number,
    /// What it is.
    pub kind: TargetKind,
    /// Whether its article has more than one paragraph; then the paragraph is named in references.
    pub many: Many,
}

/// Whether an article has more than one paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Many {
    /// One at most.
    #[default]
    No,
    /// Several.
    Yes,
}

/// What a key can point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetKind {
    /// An article.
    Article,
    /// A paragraph of an article.
    Clause,
    /// An item of a paragraph.
    Item,
    /// A sub-item of an item.
    SubItem,
    /// A heading with a number.
    Heading,
    /// An annex.
    Annex,
}

/// A piece of a printed reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Fixed words.
    Text(String),
    /// The number printed at the bookmark.
    Number {
        /// Bookmark the number stands at.
        bookmark: String,
        /// The number.
        text: String,
    },
}

/// Counts while a paper is gone through from top to bottom. All outputs count with this.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counter {
    at: Number,
}

impl Counter {
    pub(crate) const fn annex(&mut self) -> u32 {
        self.at =
            Number { annex: self.at.annex.saturating_add(1), article: 0, clause: 0, item: 0, sub: 0, heading: [0; 3] };
        self.at.annex
    }

    pub(crate) const fn article(&mut self) -> Number {
        self.at.article = self.at.article.saturating_add(1);
        self.at
    }

    /// The annex everything now stands in; 0 is the paper itself.
    pub(crate) const fn scope(&self) -> u32 {
        self.at.annex
    }

    /// Number of the next heading; `None` if it has none.
    pub(crate) fn heading(&mut self, heading: &Heading) -> Option<Number> {
        if heading.mark == HeadingMark::None {
            return None;
        }
        let depth = heading.depth();
        for (level, count) in (1..).zip(&mut self.at.heading) {
            if level == depth {
                *count = count.saturating_add(1);
            } else if level > depth {
                *count = 0;
            } else {
                // A level that was skipped counts as its first, as in Word.
                *count = (*count).max(1);
            }
        }
        Some(Number { article: 0, ..self.at })
    }
}

/// The numbers of a paper.
#[derive(Debug, Clone)]
pub struct Numbers {
    lang: Lang,
    form: ArticleForm,
    targets: BTreeMap<Key, Target>,
    /// Annexes that have articles of their own.
    with_articles: Vec<u32>,
    /// Places a reference may point to: those with a key and what they stand in.
    marked: BTreeSet<String>,
}

impl Numbers {
    /// Numbers a paper and checks every reference and every table.
    ///
    /// # Errors
    /// When a key is used twice, a reference names none, or a table's cells do not fit its columns.
    pub fn of(paper: &Paper) -> Result<Self, PaperError> {
        let mut numbers = Self {
            lang: paper.lang,
            form: form(paper),
            targets: BTreeMap::new(),
            with_articles: Vec::new(),
            marked: BTreeSet::new(),
        };
        let mut counter = Counter::default();
        let mut tables = 0_usize;
        for part in &paper.parts {
            match &part.body {
                Body::Annex(annex) => {
                    let number = Number { annex: counter.annex(), ..Number::default() };
                    numbers.add(&annex.key, number, TargetKind::Annex, Many::No)?;
                }
                Body::Heading(heading) => {
                    if let (Some(number), Some(key)) = (counter.heading(heading), &heading.key) {
                        numbers.add(key, number, TargetKind::Heading, Many::No)?;
                    }
                }
                Body::Article(article) => numbers.article(article, counter.article())?,
                Body::Table(table) => {
                    tables = tables.saturating_add(1);
                    table.check(tables)?;
                }
                _ => {}
            }
        }
        numbers.check(paper)?;
        Ok(numbers)
    }

    /// The bookmark of a place, if a reference may point to it.
    pub(crate) fn mark(&self, number: Number) -> Option<String> {
        Some(number.bookmark()).filter(|name| self.marked.contains(name))
    }

    /// What a key points to.
    #[must_use]
    pub fn target(&self, key: &Key) -> Option<&Target> {
        self.targets.get(key)
    }

    /// What a run prints, seen from the paper itself.
    #[must_use]
    pub fn plain(&self, run: &Run) -> String {
        self.plain_in(run, 0)
    }

    /// What a run prints in an annex (0: in the paper itself).
    #[must_use]
    pub fn plain_in(&self, run: &Run, annex: u32) -> String {
        match run {
            Run::Text(text) | Run::Bold(text) | Run::Underline(text) => text.clone(),
            Run::Open(label) => open(self.lang, label),
            Run::Blank(width) => "\u{3000}".repeat(usize::from(*width)),
            Run::Break => "\n".to_owned(),
            _ => self
                .pieces(run, annex)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) | Piece::Number { text, .. } => text,
                })
                .collect(),
        }
    }

    /// The pieces of a reference; none for other runs.
    pub(crate) fn pieces(&self, run: &Run, annex: u32) -> Vec<Piece> {
        let (Run::ArticleRef(key) | Run::ParagraphRef(key) | Run::HeadingRef(key) | Run::AnnexRef(key)) = run else {
            return Vec::new();
        };
        let Some(target) = self.targets.get(key) else { return Vec::new() };
        let words = Words::of(self.lang);
        match target.kind {
            TargetKind::Annex => vec![Piece::number(target.number, words.annex_number(target.number.annex))],
            TargetKind::Heading => vec![Piece::number(target.number, heading_reference(target.number))],
            _ => {
                let mut out = Vec::new();
                if !matches!(run, Run::ParagraphRef(_)) {
                    self.scope(target.number.annex, annex, &mut out);
                    let number = Number { clause: 0, item: 0, sub: 0, ..target.number };
                    out.push(Piece::number(number, words.article(target.number.article)));
                }
                self.below_article(target, &mut out);
                if out.is_empty() {
                    out.push(Piece::text(if self.lang == Lang::Ja { "本条" } else { "this Article" }));
                }
                out
            }
        }
    }

    /// Names the annex, or the paper itself, if the reference crosses between two that both have articles.
    fn scope(&self, target: u32, from: u32, out: &mut Vec<Piece>) {
        if target == from || (target == 0 && !self.with_articles.contains(&from)) {
            return;
        }
        let words = Words::of(self.lang);
        match (target, self.lang) {
            (0, Lang::Ja) => out.push(Piece::text("本文")),
            (0, Lang::En) => out.push(Piece::text("main text, ")),
            (annex, lang) => {
                out.push(Piece::number(Number { annex, ..Number::default() }, words.annex_number(annex)));
                if lang == Lang::En {
                    out.push(Piece::text(", "));
                }
            }
        }
    }

    fn below_article(&self, target: &Target, out: &mut Vec<Piece>) {
        let Number { clause, item, sub, .. } = target.number;
        let ja = self.lang == Lang::Ja;
        if clause > 0 && target.many == Many::Yes {
            out.push(Piece::text(match (ja, out.is_empty()) {
                (true, _) => "第",
                (false, true) => "paragraph ",
                (false, false) => ", paragraph ",
            }));
            let at = Number { item: 0, sub: 0, ..target.number };
            out.push(if self.is_numbered(clause) {
                Piece::number(at, clause.to_string())
            } else {
                Piece::Text(clause.to_string())
            });
            if ja {
                out.push(Piece::text("項"));
            }
        }
        if item > 0 {
            let at = Number { sub: 0, ..target.number };
            if ja {
                // The number at the item is printed in brackets, which 第1号 has not; so this one is words.
                out.push(Piece::Text(format!("第{item}号")));
            } else {
                out.push(Piece::text(if out.is_empty() { "item " } else { ", item " }));
                out.push(Piece::number(at, format!("({item})")));
            }
        }
        if sub > 0 {
            out.push(Piece::number(target.number, Words::of(self.lang).sub_item(sub)));
        }
    }

    /// Whether a paragraph of an article with several has its number printed.
    fn is_numbered(&self, clause: u32) -> bool {
        clause > 1 || self.form == ArticleForm::TitleBeside
    }

    fn add(&mut self, key: &Key, number: Number, kind: TargetKind, many: Many) -> Result<(), PaperError> {
        let (clause, item) = (Number { item: 0, sub: 0, ..number }, Number { sub: 0, ..number });
        self.marked.extend([clause.bookmark(), item.bookmark(), number.bookmark()]);
        match self.targets.insert(key.clone(), Target { number, kind, many }) {
            None => Ok(()),
            Some(_) => Err(PaperError::DuplicateKey(key.clone())),
        }
    }

    fn article(&mut self, article: &Article, number: Number) -> Result<(), PaperError> {
        if !self.with_articles.contains(&number.annex) {
            self.with_articles.push(number.annex);
        }
        let many = if article.clauses.len() > 1 { Many::Yes } else { Many::No };
        self.add(&article.key, number, TargetKind::Article, many)?;
        for (count, clause) in (1..).zip(&article.clauses) {
            self.clause(clause, Number { clause: count, ..number }, many)?;
        }
        Ok(())
    }

    fn clause(&mut self, clause: &Clause, number: Number, many: Many) -> Result<(), PaperError> {
        if let Some(key) = &clause.key {
            self.add(key, number, TargetKind::Clause, many)?;
        }
        for (count, item) in (1..).zip(&clause.items) {
            let number = Number { item: count, ..number };
            if let Some(key) = &item.key {
                self.add(key, number, TargetKind::Item, many)?;
            }
            for (count, sub) in (1..).zip(&item.items) {
                if let Some(key) = &sub.key {
                    self.add(key, Number { sub: count, ..number }, TargetKind::SubItem, many)?;
                }
            }
        }
        Ok(())
    }

    fn check(&self, paper: &Paper) -> Result<(), PaperError> {
        let mut wrong = None;
        paper.each_run(&mut |run| {
            let (key, what) = match run {
                Run::ArticleRef(key) | Run::ParagraphRef(key) => (key, "article"),
                Run::HeadingRef(key) => (key, "heading"),
                Run::AnnexRef(key) => (key, "annex"),
                _ => return,
            };
            if wrong.is_none() && self.targets.get(key).is_none_or(|target| target.kind.word() != what) {
                wrong = Some(PaperError::UnknownKey { key: key.clone(), what, known: self.known(what) });
            }
        });
        wrong.map_or(Ok(()), Err)
    }

    fn known(&self, what: &str) -> Vec<Key> {
        self.targets.iter().filter(|(_, target)| target.kind.word() == what).map(|(key, _)| key.clone()).collect()
    }
}

impl TargetKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Article | Self::Clause | Self::Item | Self::SubItem => "article",
            Self::Heading => "heading",
            Self::Annex => "annex",
        }
    }
}

impl Piece {
    fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    fn number(at: Number, text: String) -> Self {
        Self::Number { bookmark: at.bookmark(), text }
    }
}

impl Number {
    /// Name of the bookmark, the same for the same place. Word takes names that begin with a letter or `_`.
    pub(crate) fn bookmark(self) -> String {
        let [one, two, three] = self.heading;
        if one > 0 && self.article == 0 {
            return format!("h{}_{one}_{two}_{three}", self.annex);
        }
        let mut out = format!("p{}", self.annex);
        for number in [self.article, self.clause, self.item, self.sub] {
            if number > 0 {
                out.push_str(&format!("_{number}"));
            }
        }
        out
    }
}

/// How articles look in this paper: the form of statutes exists in Japanese only.
pub(crate) fn form(paper: &Paper) -> ArticleForm {
    match paper.lang {
        Lang::Ja => paper.articles,
        Lang::En => ArticleForm::TitleBeside,
    }
}

/// `【label】`, `[label]`.
pub(crate) fn open(lang: Lang, label: &str) -> String {
    match lang {
        Lang::Ja => format!("【{label}】"),
        Lang::En => format!("[{label}]"),
    }
}

/// The number as printed at the heading: `2`, `2.1`, `(1)`.
pub(crate) fn heading_number(number: Number) -> String {
    match number.heading {
        [one, 0, 0] => one.to_string(),
        [one, two, 0] => format!("{one}.{two}"),
        [_, _, three] => format!("({three})"),
    }
}

/// The number as printed in a reference: `2`, `2.1`, `2.1(1)`.
fn heading_reference(number: Number) -> String {
    match number.heading {
        [one, two, three] if three > 0 => format!("{one}.{two}({three})"),
        _ => heading_number(number),
    }
}

#[cfg(test)]
mod tests;
