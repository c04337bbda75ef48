//! Rows to pages.

use super::line::Strip;
use super::style::{Colour, Keep, margin_top, text_height};
use crate::paper::Orientation;

/// Something to draw: in a row from its top, on a page from the top of the page; downwards.
#[derive(Debug, Clone)]
pub(super) enum Draw {
    /// Letters; `y` is the line they stand on.
    Text { y: f32, strip: Strip },
    /// A line.
    Line { from: (f32, f32), to: (f32, f32), colour: Colour },
    /// A grey ground.
    Fill { x: f32, y: f32, width: f32, height: f32 },
}

/// A row: a line of text or of a table. It is never cut.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Space above, none at the top of a page.
    pub space: f32,
    pub height: f32,
    pub draws: Vec<Draw>,
    pub keep: Keep,
    /// The table's head to repeat if a page begins with this row.
    pub head: Option<usize>,
    /// Where it stands in the table of contents.
    pub entry: Option<Entry>,
    pub place: Place,
    /// How its page lies.
    pub orientation: Orientation,
}

/// Where a row has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Anywhere,
    /// At the top of a new page.
    NewPage,
}

/// An entry of the table of contents.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// From 0, the highest.
    pub level: usize,
    pub title: String,
}

/// The head of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub height: f32,
    pub draws: Vec<Draw>,
}

/// A page.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub draws: Vec<Draw>,
    /// Entries of the table of contents, with the distance from the top.
    pub entries: Vec<(f32, Entry)>,
    pub orientation: Orientation,
}

impl Row {
    pub(super) const fn new(height: f32, draws: Vec<Draw>) -> Self {
        Self {
            space: 0.0,
            height,
            draws,
            keep: Keep::No,
            head: None,
            entry: None,
            place: Place::Anywhere,
            orientation: Orientation::Portrait,
        }
    }
}

impl Draw {
    /// The same, so much lower.
    pub(super) fn lowered(self, by: f32) -> Self {
        match self {
            Self::Text { y, strip } => Self::Text { y: y + by, strip },
            Self::Line { from, to, colour } => {
                Self::Line { from: (from.0, from.1 + by), to: (to.0, to.1 + by), colour }
            }
            Self::Fill { x, y, width, height } => Self::Fill { x, y: y + by, width, height },
        }
    }
}

/// Puts rows on pages.
pub(super) fn paginate(rows: Vec<Row>, heads: &[Head]) -> Vec<Page> {
    let mut pages = Pages { done: Vec::new(), page: Page::default(), y: 0.0, heads };
    let mut group: Vec<Row> = Vec::new();
    for row in rows {
        let open = row.keep == Keep::WithNext;
        group.push(row);
        if !open {
            pages.group(std::mem::take(&mut group));
        }
    }
    pages.group(group);
    pages.done.push(pages.page);
    pages.done
}

struct Pages<'a> {
    done: Vec<Page>,
    page: Page,
    /// How far the page is filled.
    y: f32,
    heads: &'a [Head],
}

impl Pages<'_> {
    /// Puts rows that stay together, if one page can hold them.
    fn group(&mut self, rows: Vec<Row>) {
        if rows.is_empty() {
            return;
        }
        let height: f32 = rows.iter().map(|row| row.height + row.space).sum();
        let first = rows.first().map_or(0.0, |row| if self.y > 0.0 { 0.0 } else { row.space });
        let most = rows.first().map_or(0.0, |row| text_height(row.orientation));
        let together = height - first <= most;
        if together && self.y + height - first > most {
            self.turn(rows.first());
        }
        for row in rows {
            self.row(row);
        }
    }

    fn row(&mut self, row: Row) {
        if row.place == Place::NewPage && self.y > 0.0 {
            self.turn(None);
        }
        let space = if self.y > 0.0 { row.space } else { 0.0 };
        if self.y > 0.0 && self.y + space + row.height > text_height(row.orientation) + 0.01 {
            self.turn(Some(&row));
        }
        if self.y > 0.0 {
            self.y += row.space;
        }
        self.page.orientation = row.orientation;
        let top = margin_top(row.orientation) + self.y;
        self.page.draws.extend(row.draws.into_iter().map(|draw| draw.lowered(top)));
        self.page.entries.extend(row.entry.map(|entry| (top, entry)));
        self.y += row.height;
    }

    /// Begins a page, with the head of the table if it goes on there.
    fn turn(&mut self, row: Option<&Row>) {
        if self.y > 0.0 {
            self.done.push(std::mem::take(&mut self.page));
        }
        self.y = 0.0;
        let head = row.and_then(|row| Some((self.heads.get(row.head?)?, margin_top(row.orientation))));
        if let Some((head, top)) = head {
            self.page.draws.extend(head.draws.iter().map(|draw| draw.clone().lowered(top)));
            self.y = head.height;
        }
    }
}
