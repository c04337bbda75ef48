//! The document as lines: what was struck out blanked, page furniture marked, table rows as cells.

use reader::{BlockKind, Document, Format};

use crate::text::{Run, narrow};

/// What a line is before anything is known of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// Running text.
    Text,
    /// A paragraph that the file itself calls a heading.
    Heading,
    /// A row of a table; every cell is a run.
    Row,
}

/// One line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Where its text stands, without the space around it. Rows have a run per cell.
    pub runs: Vec<Run>,
    pub kind: LineKind,
    /// The first run in half width, character for character.
    pub narrow: Vec<char>,
    /// Columns of space before it.
    pub indent: usize,
    /// True after an empty line.
    pub after_gap: bool,
    /// Stood right behind a page number.
    new_page: bool,
}

impl Line {
    pub(crate) fn len(&self) -> usize {
        self.narrow.len()
    }

    pub(crate) fn text(&self) -> String {
        self.narrow.iter().collect()
    }
}

/// The characters and the lines over them.
pub(crate) struct Source {
    /// The document's text, character by character; places count these.
    pub original: Vec<char>,
    /// The same, with what is struck out replaced by spaces.
    pub chars: Vec<char>,
    pub lines: Vec<Line>,
    /// Length of a full line where the text is broken at a fixed width.
    pub width: Option<usize>,
    /// Lines may end within a sentence (text and PDF, not Word).
    pub broken: bool,
}

impl Source {
    pub(crate) fn of(document: &Document) -> Self {
        let original: Vec<char> = document.text().chars().collect();
        let chars = blank_struck(&original);
        let mut lines = Vec::new();
        let mut state = Reading { gap: true, page: false };
        let mut row: Option<(u32, u32)> = None;
        let mut before: Option<u32> = None;
        for block in document.blocks.iter().filter(|block| block.kind.is_body()) {
            let lead = block.label.as_deref().filter(|label| !label.is_empty());
            let lead = lead.map_or(0, |label| label.chars().count() + usize::from(!block.text.is_empty()));
            let start = block.place.start.saturating_sub(lead);
            if let BlockKind::TableCell { table, row: at, .. } = block.kind {
                cell(&chars, (start, block.place.end), row == Some((table, at)), &mut lines);
                row = Some((table, at));
                state.gap = false;
                continue;
            }
            row = None;
            // empty lines of a text are no blocks; their number is missing
            let text = matches!(document.format, Format::Text | Format::Markdown);
            state.gap |= text && before.is_some_and(|before| block.place.paragraph > before + 1);
            before = Some(block.place.paragraph);
            let kind = if matches!(block.kind, BlockKind::Heading(_)) { LineKind::Heading } else { LineKind::Text };
            split(&chars, (start, block.place.end), kind, &mut state, &mut lines);
            if document.format == Format::Docx {
                state.gap = false;
            }
        }
        drop_running_heads(&mut lines);
        drop_old_columns(&mut lines, &chars);
        let width = wrap_width(document.format, &lines);
        Self { original, chars, lines, width, broken: document.format != Format::Docx }
    }
}

impl Source {
    /// True for a character within a row of a table.
    pub(crate) fn is_row(&self, at: usize) -> bool {
        let begins = |line: &Line| line.runs.first().is_some_and(|run| run.0 as usize <= at);
        let before = self.lines.partition_point(begins).checked_sub(1);
        before.and_then(|at| self.lines.get(at)).is_some_and(|line| line.kind == LineKind::Row)
    }
}

/// Lines that repeat at the top of pages of a text, behind the page numbers.
fn drop_running_heads(lines: &mut Vec<Line>) {
    let heads: Vec<Vec<char>> = lines.iter().filter(|line| line.new_page).map(|line| line.narrow.clone()).collect();
    let repeats = |line: &Line| {
        let same = heads.iter().filter(|head| **head == line.narrow).count();
        same >= 2 && line.len() <= 70 && line.narrow.last() != Some(&'。')
    };
    let paged: Vec<bool> = lines.iter().map(repeats).collect();
    let mut keep = paged.iter();
    lines.retain(|_| !keep.next().copied().unwrap_or(false));
}

/// Struck text (`~~…~~`) and comments of Markdown (`<!-- … -->`) are no part of the contract.
fn blank_struck(original: &[char]) -> Vec<char> {
    let mut chars = original.to_vec();
    for (open, close) in [(['~', '~'].as_slice(), ['~', '~'].as_slice()), (&['<', '!', '-', '-'], &['-', '-', '>'])] {
        let mut at = 0;
        while let Some(from) = find(&chars, open, at) {
            let Some(to) = find(&chars, close, from + open.len()).filter(|to| to - from < 4000) else { break };
            let to = to + close.len();
            for c in chars.get_mut(from..to).unwrap_or_default().iter_mut().filter(|c| **c != '\n') {
                *c = ' ';
            }
            at = to;
        }
    }
    chars
}

fn find(chars: &[char], what: &[char], from: usize) -> Option<usize> {
    let first = *what.first()?;
    let mut at = from;
    loop {
        at += chars.get(at..)?.iter().position(|c| *c == first)?;
        if chars.get(at..at + what.len()) == Some(what) {
            return Some(at);
        }
        at += 1;
    }
}

fn trimmed(chars: &[char], (mut from, mut to): (usize, usize)) -> (usize, usize) {
    let blank = |at: usize| chars.get(at).is_some_and(|c| c.is_whitespace() || *c == '\u{feff}');
    while from < to && blank(from) {
        from += 1;
    }
    while to > from && blank(to - 1) {
        to -= 1;
    }
    (from, to)
}

fn run((from, to): (usize, usize)) -> Run {
    (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(to).unwrap_or(u32::MAX))
}

fn line(chars: &[char], ranges: &[(usize, usize)], kind: LineKind) -> Line {
    let first = ranges.first().copied().unwrap_or_default();
    let narrow = chars.get(first.0..first.1).unwrap_or_default().iter().map(|c| narrow(*c)).collect();
    Line { runs: ranges.iter().map(|r| run(*r)).collect(), kind, narrow, indent: 0, after_gap: false, new_page: false }
}

fn cell(chars: &[char], range: (usize, usize), same_row: bool, lines: &mut Vec<Line>) {
    let range = trimmed(chars, range);
    if range.0 == range.1 {
        return;
    }
    match lines.last_mut().filter(|last| same_row && last.kind == LineKind::Row) {
        Some(last) => last.runs.push(run(range)),
        None => lines.push(line(chars, &[range], LineKind::Row)),
    }
}

/// Where the reading of lines stands.
struct Reading {
    /// An empty line came last.
    gap: bool,
    /// A page number came last.
    page: bool,
}

fn split(chars: &[char], (start, end): (usize, usize), kind: LineKind, state: &mut Reading, lines: &mut Vec<Line>) {
    let mut at = start;
    while at <= end {
        let len = chars.get(at..end).unwrap_or_default().iter().position(|c| matches!(c, '\n' | '\r' | '\u{c}'));
        let stop = len.map_or(end, |len| at + len);
        let range = trimmed(chars, (at, stop));
        if range.0 == range.1 {
            state.gap = true;
        } else if furniture(chars, range) {
            // a page number between two halves of a sentence is as if it were not there
            state.page = true;
        } else {
            let cells = cells(chars, range);
            let mut one = match cells.len() {
                0 => {
                    at = stop + 1;
                    continue;
                }
                1 => line(chars, &cells, kind),
                _ => line(chars, &cells, LineKind::Row),
            };
            one.indent = range.0 - at;
            one.after_gap = std::mem::take(&mut state.gap);
            one.new_page = std::mem::take(&mut state.page);
            lines.push(one);
        }
        at = stop + 1;
    }
}

/// Page numbers, rulers and the like.
fn furniture(chars: &[char], (from, to): (usize, usize)) -> bool {
    let text: String = chars.get(from..to).unwrap_or_default().iter().map(|c| narrow(*c)).collect();
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.chars().count() > 40 {
        return bare.chars().all(|c| "-=_*─━═・…‥+|┌┬┐├┼┤└┴┘│┃".contains(c));
    }
    let body = bare.trim_matches(|c: char| "-=_*─━═‥…·[]()<>/~┌┬┐├┼┤└┴┘│┃+|".contains(c));
    if body.is_empty() {
        return true;
    }
    let dashed = body.len() + 2 <= bare.len();
    let digits = |t: &str| !t.is_empty() && t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit());
    let page = ["ページ", "頁", "Page", "page", "PAGE", "P.", "p."];
    let named = page.iter().any(|p| body.contains(p))
        && body.chars().all(|c| c.is_ascii_digit() || "ページ頁PageAGE./-全中第of".contains(c));
    named || (dashed && digits(body)) || body.split_once('/').is_some_and(|(a, b)| digits(a) && digits(b))
}

/// The cells of a row written with `|` or tabs; one range where the line is no row, none where it is a ruler.
fn cells(chars: &[char], (from, to): (usize, usize)) -> Vec<(usize, usize)> {
    let slice = chars.get(from..to).unwrap_or_default();
    let bars = slice.iter().filter(|c| matches!(c, '|' | '｜' | '│' | '┃')).count();
    let tabs = slice.iter().filter(|c| **c == '\t').count();
    let is_bar = |c: &char| matches!(c, '|' | '｜' | '│' | '┃');
    let barred = bars >= 2 || (bars == 1 && !slice.contains(&'。'));
    let mut out = Vec::new();
    if !barred && tabs == 0 {
        out = columns(chars, (from, to));
        return if out.len() >= 3 { out } else { vec![(from, to)] };
    }
    let mut at = from;
    for (index, c) in slice.iter().enumerate() {
        if if barred { is_bar(c) } else { *c == '\t' } {
            out.push(trimmed(chars, (at, from + index)));
            at = from + index + 1;
        }
    }
    out.push(trimmed(chars, (at, to)));
    out.retain(|r| r.0 < r.1);
    let ruler = |r: &(usize, usize)| chars.get(r.0..r.1).unwrap_or_default().iter().all(|c| "-:=─━ ".contains(*c));
    if !out.is_empty() && out.iter().all(ruler) {
        return Vec::new();
    }
    // a number, a tab and a sentence are no row
    if !barred && out.len() == 2 && out.first().is_some_and(|r| r.1 - r.0 <= 6 && !has_kanji_word(chars, *r)) {
        return vec![(from, to)];
    }
    out
}

/// Cells set apart by wide gaps, where all of them are short.
fn columns(chars: &[char], (from, to): (usize, usize)) -> Vec<(usize, usize)> {
    let slice = chars.get(from..to).unwrap_or_default();
    if slice.contains(&'。') || slice.contains(&'、') {
        return Vec::new();
    }
    let mut out = Vec::new();
    let (mut start, mut gap) = (from, 0);
    for (index, c) in slice.iter().enumerate() {
        let width = if *c == '\u{3000}' { 2 } else { 1 };
        if c.is_whitespace() {
            gap += width;
        } else {
            if gap >= 2 && from + index > start {
                out.push(trimmed(chars, (start, from + index)));
                start = from + index;
            }
            gap = 0;
        }
    }
    out.push(trimmed(chars, (start, to)));
    out.retain(|r| r.0 < r.1);
    let short = out.iter().all(|r| r.1 - r.0 <= 16);
    let words =
        out.iter().filter(|r| r.1 - r.0 >= 2 || "可否要○×".contains(chars.get(r.0).copied().unwrap_or(' '))).count();
    if short && words == out.len() { out } else { Vec::new() }
}

fn has_kanji_word(chars: &[char], (from, to): (usize, usize)) -> bool {
    let slice = chars.get(from..to).unwrap_or_default();
    slice.iter().filter(|c| crate::text::is_japanese(**c)).count() >= 2 && slice.first() != Some(&'第')
}

const OLD: &[&str] = &["旧", "現行", "変更前", "改正前", "改定前", "修正前", "旧条文", "現行条文", "現条文", "旧規定"];
const NEW: &[&str] =
    &["新", "改正案", "変更後", "改正後", "改定後", "修正後", "新条文", "変更案", "改定案", "新規定", "修正案"];

/// In a table that shows old text beside new, only the new column counts.
fn drop_old_columns(lines: &mut [Line], chars: &[char]) {
    let mut old: Option<(usize, usize)> = None;
    for line in lines {
        if line.kind != LineKind::Row {
            old = None;
            continue;
        }
        let text = |r: &Run| -> String {
            let cell = chars.get(r.0 as usize..r.1 as usize).unwrap_or_default();
            cell.iter().filter(|c| !c.is_whitespace()).collect()
        };
        let of = |words: &[&str]| line.runs.iter().position(|r| words.contains(&text(r).as_str()));
        if let (Some(was), Some(_)) = (of(OLD), of(NEW)) {
            old = Some((was, line.runs.len()));
        } else if let Some((column, columns)) = old
            && line.runs.len() == columns
        {
            line.runs.remove(column);
            if let Some(first) = line.runs.first() {
                let slice = chars.get(first.0 as usize..first.1 as usize).unwrap_or_default();
                line.narrow = slice.iter().map(|c| narrow(*c)).collect();
            }
        }
    }
}

/// The length of full lines, where at least several lines end within a sentence near the same length.
fn wrap_width(format: Format, lines: &[Line]) -> Option<usize> {
    if format == Format::Docx {
        return None;
    }
    let text: Vec<&Line> = lines.iter().filter(|line| line.kind == LineKind::Text).collect();
    let longest = text.iter().map(|line| line.len() + line.indent).max()?;
    if !(24..=90).contains(&longest) {
        return None;
    }
    let open = |line: &Line| line.narrow.last().is_some_and(|c| !matches!(c, '。' | ')' | '」' | '】' | ':'));
    let full = text.iter().filter(|line| line.len() + line.indent + 3 >= longest && open(line)).count();
    (full >= 4 && full * 6 >= text.len()).then_some(longest)
}
