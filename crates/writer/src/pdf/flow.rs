//! The parts of a paper as rows, from top to bottom.

mod article;
mod block;

use super::grid::Grid;
use super::line::{break_lines, place};
use super::page::{Draw, Entry, Head, Place, Row};
use super::style::{Keep, Kind, MARGIN, Style, text_height, text_width};
use super::text::{Look, Setter, Unit, width};
use crate::paper::{ArticleForm, Body, Counter, Numbers, Orientation, Paper, Run, Words, number};

/// A paragraph ready to be broken into lines.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub style: Style,
    pub units: Vec<Unit>,
    /// The number before it, where it stands, and where the text begins behind it.
    pub label: Option<Label>,
}

/// A number before a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub units: Vec<Unit>,
    pub x: f32,
    pub text: f32,
}

/// Turns a paper into rows.
pub(super) struct Flow<'a> {
    paper: &'a Paper,
    numbers: &'a Numbers,
    words: &'static Words,
    form: ArticleForm,
    counter: Counter,
    setter: Setter<'a>,
    rows: Vec<Row>,
    heads: Vec<Head>,
    /// Space asked for below what stands there by now.
    space: f32,
    /// Whether the next row begins a page.
    next: Place,
    /// How the pages lie by now.
    orientation: Orientation,
}

impl<'a> Flow<'a> {
    pub(super) fn new(paper: &'a Paper, numbers: &'a Numbers, setter: Setter<'a>) -> Self {
        Self {
            paper,
            numbers,
            words: Words::of(paper.lang),
            form: number::form(paper),
            counter: Counter::default(),
            setter,
            rows: Vec::new(),
            heads: Vec::new(),
            space: 0.0,
            next: Place::Anywhere,
            orientation: paper.orientation,
        }
    }

    pub(super) fn finish(self) -> (Vec<Row>, Vec<Head>, Setter<'a>) {
        (self.rows, self.heads, self.setter)
    }

    pub(super) fn paper(&mut self) {
        self.open_points();
        let mut after_article = false;
        for part in &self.paper.parts {
            if after_article && matches!(part.body, Body::Paragraph(_)) {
                self.space += 12.0;
            }
            if let (Body::Signatures(_), Some(row)) = (&part.body, self.rows.last_mut()) {
                row.keep = Keep::WithNext;
            }
            self.part(&part.body);
            after_article = matches!(part.body, Body::Article(_));
        }
    }

    fn part(&mut self, body: &Body) {
        match body {
            Body::Title(text) => self.words_of(Kind::Title, text),
            Body::Addressee(addressee) => self.addressee(addressee),
            Body::Lines { side, lines } => self.lines(*side, lines),
            Body::Heading(heading) => self.heading(heading),
            Body::Paragraph(runs) => self.runs_of(Kind::Body, runs),
            Body::Centred(runs) => self.runs_of(Kind::Centred, runs),
            Body::Article(article) => self.article(article),
            Body::List(list) => self.list(list),
            Body::Table(table) => self.table(table),
            Body::Form(form) => self.form_table(form),
            Body::Signatures(signatures) => self.signatures(signatures),
            Body::Seals(seals) => self.seals(seals),
            Body::Note(runs) => self.note(runs),
            Body::PageBreak => self.next = Place::NewPage,
            Body::Annex(annex) => self.annex(annex),
        }
    }

    /// A paragraph of a plain text.
    fn words_of(&mut self, kind: Kind, text: &str) {
        let paragraph = self.set(kind, &[Run::text(text)]);
        self.push(&paragraph, None);
    }

    /// A paragraph of runs.
    fn runs_of(&mut self, kind: Kind, runs: &[Run]) {
        let paragraph = self.set(kind, runs);
        self.push(&paragraph, None);
    }

    /// A paragraph behind a number.
    fn numbered(&mut self, kind: Kind, label: &str, runs: &[Run], entry: Option<Entry>) {
        let mut paragraph = self.set(kind, runs);
        let (x, text) = Style::label(self.paper.lang, kind);
        let units = self.setter.plain(label, Look::of(&paragraph.style));
        if paragraph.style.left == 0.0 {
            paragraph.style.left = text;
        }
        paragraph.label = Some(Label { units, x, text });
        self.push(&paragraph, entry);
    }

    fn set(&mut self, kind: Kind, runs: &[Run]) -> Paragraph {
        let style = Style::of(self.paper.lang, kind);
        self.set_in(style, runs)
    }

    fn set_in(&mut self, style: Style, runs: &[Run]) -> Paragraph {
        let (numbers, scope) = (self.numbers, self.counter.scope());
        let units = self.setter.runs(runs, Look::of(&style), |run| numbers.plain_in(run, scope));
        Paragraph { style, units, label: None }
    }

    /// Puts the lines of a paragraph.
    fn push(&mut self, paragraph: &Paragraph, entry: Option<Entry>) {
        let style = &paragraph.style;
        let lines = paragraph_lines(paragraph, MARGIN, self.width());
        let count = lines.len();
        let mut entry = entry;
        for (index, (height, draws)) in (1..).zip(lines) {
            // The first two lines and the last two stay together.
            let together =
                style.keep == Keep::WithNext || (index < count && (index == 1 || index.saturating_add(1) == count));
            let mut row = Row::new(height, draws);
            row.keep = if together { Keep::WithNext } else { Keep::No };
            row.space = if index == 1 { self.space.max(style.before) } else { 0.0 };
            row.entry = entry.take();
            self.add(row);
        }
        self.space = style.after;
    }

    fn add(&mut self, mut row: Row) {
        row.place = std::mem::replace(&mut self.next, Place::Anywhere);
        row.orientation = self.orientation;
        self.space = 0.0;
        self.rows.push(row);
    }

    /// Width of the text.
    const fn width(&self) -> f32 {
        text_width(self.orientation)
    }

    /// Height of the text.
    const fn height(&self) -> f32 {
        text_height(self.orientation)
    }

    fn grid(&mut self, grid: &Grid) {
        let rows = grid.rows(&mut self.heads);
        for (index, mut row) in rows.into_iter().enumerate() {
            if index == 0 {
                row.space = self.space;
            }
            self.add(row);
        }
        self.space = 8.0;
    }
}

/// The lines of a paragraph in a column: height of each and what it draws from its top.
pub(super) fn paragraph_lines(paragraph: &Paragraph, x: f32, column: f32) -> Vec<(f32, Vec<Draw>)> {
    let style = &paragraph.style;
    let first = match &paragraph.label {
        None => style.first,
        // Behind a long number the text begins a little later.
        Some(label) => label.text.max(label.x + width(&label.units) + 0.3 * style.size),
    };
    let room = |indent: f32| (column - indent - style.right).max(style.size);
    let lines = break_lines(&paragraph.units, room(first), room(style.left));
    // In the middle of the line, of letters as high as the size.
    let base = (style.leading - style.size) / 2.0 + 0.88 * style.size;
    lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let indent = if index == 0 { first } else { style.left };
            let strip = place(&paragraph.units, line, x + indent, room(indent), style.align);
            let strip = match (index, &paragraph.label) {
                (0, Some(label)) => strip.behind(x + label.x, &label.units),
                _ => strip,
            };
            let draws = vec![Draw::Text { y: base, strip }];
            (style.leading, draws)
        })
        .collect()
}
