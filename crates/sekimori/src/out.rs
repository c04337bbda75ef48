//! What commands print: JSON for programs, aligned tables and plain lines for people.

use std::io::Write as _;

use serde_json::Value;

use crate::exit::{Code, Failure, Result};

/// Writes to standard output. A reader that went away (`| head`) ends the command quietly.
pub fn write(text: &str) -> Result {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::new(
            Code::Failed,
            format!("標準出力に書けません: {e}"),
            format!("Standard output cannot be written: {e}"),
        )),
        _ => Ok(()),
    }
}

/// One line.
pub fn line(text: &str) -> Result {
    write(&format!("{text}\n"))
}

/// JSON, indented.
pub fn json(value: &Value) -> Result {
    write(&format!("{value:#}\n"))
}

/// Columns aligned by what a terminal shows: a wide character takes two cells.
#[must_use]
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|h| width(h)).collect();
    for row in rows {
        for (cell, most) in row.iter().zip(widths.iter_mut()) {
            *most = (*most).max(width(cell));
        }
    }
    let mut out = String::new();
    let head: Vec<String> = head.iter().map(|h| (*h).to_owned()).collect();
    for row in std::iter::once(&head).chain(rows) {
        let mut text = String::new();
        for (cell, most) in row.iter().zip(&widths) {
            text.push_str(cell);
            text.push_str(&" ".repeat(most.saturating_sub(width(cell)).saturating_add(2)));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// Cells a text takes on a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

const fn is_wide(c: char) -> bool {
    matches!(c as u32,
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_cells() {
        let rows = vec![vec!["総務課".to_owned(), "1".to_owned()], vec!["IT".to_owned(), "2".to_owned()]];
        assert_eq!(table(&["unit", "n"], &rows), "unit    n\n総務課  1\nIT      2\n");
    }
}
