//! Tables of Markdown files.

use crate::repo::{TextFile, numbered};

/// A row with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line, counted from 1.
    pub line: usize,
    /// Its cells without white space around them.
    pub cells: Vec<String>,
}

impl Row {
    /// A cell; empty when the row is too short.
    #[must_use]
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", String::as_str)
    }
    /// The names in a cell: what stands between back quotes or commas, without emphasis; `–` is nothing.
    #[must_use]
    pub fn names(&self, index: usize) -> Vec<String> {
        self.cell(index)
            .split(',')
            .map(|name| name.trim().trim_matches(['`', '*']).to_owned())
            .filter(|name| !name.is_empty() && name != "–")
            .collect()
    }
}

/// Body rows of every table whose head begins with the given cells.
#[must_use]
pub fn tables(file: &TextFile, head: &[&str]) -> Vec<Row> {
    let mut out = Vec::new();
    let mut inside = false;
    for (line, text) in numbered(&file.text) {
        let Some(cells) = cells(text) else {
            inside = false;
            continue;
        };
        let is_head = head.iter().enumerate().all(|(i, want)| cells.get(i).is_some_and(|c| c == want));
        let is_rule = cells.iter().all(|c| !c.is_empty() && c.chars().all(|c| matches!(c, '-' | ':')));
        if is_head {
            inside = true;
        } else if inside && !is_rule {
            out.push(Row { line, cells });
        }
    }
    out
}

fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|cell| cell.trim().to_owned()).collect())
}

/// Items of the list under a heading: `- text`.
#[must_use]
pub fn list_under(file: &TextFile, heading: &str) -> Vec<(usize, String)> {
    let mut inside = false;
    let mut out = Vec::new();
    for (line, text) in numbered(&file.text) {
        if let Some(title) = text.strip_prefix('#') {
            inside = title.trim_start_matches('#').trim() == heading;
        } else if inside && let Some(item) = text.strip_prefix("- ") {
            out.push((line, item.trim().to_owned()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_table_with_the_head_is_read() {
        let text = "| a | b |\n|---|---|\n| no | no |\n\n| crate | use |\n|---|:--|\n| `web` | `app`, **domain** |\n| x | – |\n";
        let file = TextFile { path: "t.md".into(), text: text.into() };
        let rows = tables(&file, &["crate", "use"]);
        assert_eq!(rows.iter().map(|r| r.line).collect::<Vec<_>>(), [7, 8]);
        let names: Vec<_> = rows.iter().map(|r| r.names(1)).collect();
        assert_eq!(names, [vec!["app".to_owned(), "domain".to_owned()], vec![]]);
    }
}
