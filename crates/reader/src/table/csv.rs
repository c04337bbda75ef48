//! Separated values: any of the encodings Japanese programs write, commas, tabs or semicolons, quotes as in RFC 4180.

use super::{Cell, MOST_CELLS, MOST_COLUMNS, Row, TableError};
use crate::text::encoding;

/// A decoded file.
pub(super) struct Text {
    text: String,
    encoding: &'static str,
    delimiter: char,
}

impl Text {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, TableError> {
        let decoded = encoding::decode(bytes).ok_or(TableError::NotATable)?;
        if decoded.bad > 0 {
            let line = decoded.text.lines().position(|l| l.contains('\u{fffd}')).unwrap_or(0).saturating_add(1);
            return Err(TableError::Encoding { line });
        }
        let delimiter = delimiter(&decoded.text);
        Ok(Self { text: decoded.text, encoding: decoded.name, delimiter })
    }

    pub(super) const fn encoding(&self) -> &'static str {
        self.encoding
    }

    pub(super) const fn delimiter(&self) -> char {
        self.delimiter
    }

    /// Rows are counted as Excel shows them: a quoted line break does not begin another.
    pub(super) fn rows(&self, see: &mut dyn FnMut(Row) -> bool) -> Result<(), TableError> {
        let mut rest = self.text.as_str();
        let (mut number, mut line, mut seen) = (0_u32, 1_usize, 0_u64);
        while !rest.is_empty() {
            number = number.saturating_add(1);
            let (cells, tail, lines) = self.row(rest, line)?;
            line = line.saturating_add(lines);
            rest = tail;
            seen = seen.saturating_add(u64::try_from(cells.len()).unwrap_or(u64::MAX));
            if seen > MOST_CELLS {
                return Err(TableError::TooLarge { what: ("セルの数", "cells"), max: MOST_CELLS });
            }
            if cells.iter().all(|c| c.text.is_empty()) {
                continue;
            }
            if !see(Row { number, cells }) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// One row, what follows it, and how many lines it took.
    fn row<'t>(&self, text: &'t str, line: usize) -> Result<(Vec<Cell>, &'t str, usize), TableError> {
        let mut cells = Vec::new();
        let (mut rest, mut lines) = (text, 0_usize);
        loop {
            let (value, tail) = match rest.strip_prefix('"') {
                Some(quoted) => {
                    let at = line.saturating_add(lines);
                    let (value, tail) = unquote(quoted).ok_or(TableError::Quote { line: at })?;
                    lines = lines.saturating_add(value.matches('\n').count());
                    // what stands between the closing quote and the delimiter belongs to the value
                    let (more, tail) = self.plain(tail);
                    (value + more, tail)
                }
                None => {
                    let (value, tail) = self.plain(rest);
                    (value.to_owned(), tail)
                }
            };
            if cells.len() < MOST_COLUMNS {
                cells.push(Cell { text: value, ..Cell::default() });
            }
            match tail.strip_prefix(self.delimiter) {
                Some(next) => rest = next,
                None => {
                    let tail = tail.strip_prefix("\r\n").or_else(|| tail.strip_prefix(['\n', '\r'])).unwrap_or(tail);
                    return Ok((cells, tail, lines.saturating_add(1)));
                }
            }
        }
    }

    fn plain<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        let end = text.find([self.delimiter, '\n', '\r']).unwrap_or(text.len());
        text.split_at(end)
    }
}

/// The value after an opening quote and what follows the closing one.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let (part, tail) = rest.split_once('"')?;
        value.push_str(part);
        match tail.strip_prefix('"') {
            Some(next) => {
                value.push('"');
                rest = next;
            }
            None => return Some((value, tail)),
        }
    }
}

/// What stands most often in the first lines, outside quotes.
fn delimiter(text: &str) -> char {
    let mut counts = [(',', 0_usize), ('\t', 0), (';', 0)];
    let mut quoted = false;
    for c in text.chars().take(4_000) {
        match c {
            '"' => quoted = !quoted,
            c if !quoted => counts.iter_mut().filter(|(d, _)| *d == c).for_each(|(_, n)| *n = n.saturating_add(1)),
            _ => {}
        }
    }
    // of equals the first
    let most = counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
    counts.iter().find(|(_, n)| *n == most).map_or(',', |(d, _)| *d)
}
