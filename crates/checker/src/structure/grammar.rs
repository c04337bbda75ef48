//! How the articles of a part are numbered. Several grammars are tried; the one with the longest sequence wins.

use std::ops::Range;

use crate::{
    mark::{Mark, Numeral, SYMBOLS, mark},
    source::{Line, LineKind, Source},
};

/// Where an article begins.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// Line of the number.
    pub line: usize,
    /// First line of the heading: the line itself or the title above it.
    pub top: usize,
    pub label: String,
    pub title: String,
    pub number: Option<(u32, u32)>,
    /// Characters of the line that belong to the heading; the text begins behind them.
    pub taken: usize,
}

impl Head {
    /// Text outside of articles.
    pub(crate) fn none(line: usize) -> Self {
        Self { line, top: line, label: String::new(), title: String::new(), number: None, taken: 0 }
    }
}

/// The heads of a part in the grammar that fits best.
pub(crate) fn choose(source: &Source, lines: Range<usize>) -> Vec<Head> {
    let view = View { source, lines };
    let numbered = view.ordinals(true);
    if numbered.len() >= 2 || (numbered.len() == 1 && view.lines.len() <= 12) {
        return numbered;
    }
    let ordinal = view.ordinals(false);
    if ordinal.len() >= 2 {
        return ordinal;
    }
    let mut best = numbered;
    for heads in [view.lettered(), view.plain_numbers(), view.headings(), view.symbols(), view.brackets()] {
        if heads.len() > best.len() && heads.len() >= 2 {
            best = heads;
        }
    }
    if best.len() >= 2 {
        return best;
    }
    let parens = view.parens();
    if parens.len() >= 4 {
        return parens;
    }
    let short = view.short_lines();
    if short.len() >= 3 { short } else { best }
}

struct View<'a> {
    source: &'a Source,
    lines: Range<usize>,
}

/// A line without its Markdown prefix, and how many characters that prefix has.
fn stripped(line: &Line) -> (&[char], usize) {
    let skip = line.narrow.iter().take_while(|c| matches!(c, '#' | ' ')).count();
    let skip = if line.narrow.first() == Some(&'#') { skip } else { 0 };
    (line.narrow.get(skip..).unwrap_or_default(), skip)
}

fn text(chars: &[char]) -> String {
    chars.iter().collect::<String>().trim().trim_matches(['*', ':', '】']).trim().to_owned()
}

/// Inside of a bracket at the start, and the characters it takes.
pub(crate) fn bracket(chars: &[char]) -> Option<(String, usize)> {
    let open = chars.first()?;
    let close = match open {
        '(' => ')',
        '【' => '】',
        '[' => ']',
        '「' => '」',
        '〈' => '〉',
        '《' => '》',
        '<' => '>',
        '『' => '』',
        _ => return None,
    };
    let mut depth = 0_usize;
    for (index, c) in chars.iter().enumerate().take(48) {
        if c == open {
            depth += 1;
        } else if *c == close {
            depth -= 1;
            if depth == 0 {
                return Some((text(chars.get(1..index)?), index + 1));
            }
        }
    }
    None
}

const PARTICLES: &str = "のにをはがとでかへまや、及並又若第各項。";

impl View<'_> {
    fn line(&self, at: usize) -> Option<&Line> {
        self.lines.contains(&at).then(|| self.source.lines.get(at)).flatten()
    }

    /// A sentence or heading ended before this line.
    fn fresh(&self, at: usize) -> bool {
        let Some(line) = self.line(at) else { return true };
        let Some(before) = at.checked_sub(1).and_then(|at| self.line(at)) else { return true };
        line.after_gap || before.len() <= 24 || before.narrow.last().is_some_and(|c| "。)】:」>]".contains(*c))
    }

    /// A line that is nothing but a bracket: `（秘密保持）`.
    fn bracket_line(&self, at: usize) -> Option<String> {
        let line = self.line(at)?;
        let (chars, _) = stripped(line);
        let chars: &[char] = if chars.first() == Some(&'*') { chars.get(2..)? } else { chars };
        let (title, used) = bracket(chars)?;
        let rest: String = chars.get(used..)?.iter().collect();
        (line.kind != LineKind::Row && rest.trim_matches(['*', ' ']).is_empty() && !title.is_empty()).then_some(title)
    }

    /// 第N条 (`with` 条) or 第N.
    fn ordinals(&self, with: bool) -> Vec<Head> {
        let mut heads: Vec<Head> = Vec::new();
        let mut last = (0_u32, 0_u32);
        let present: Vec<u32> = self.lines.clone().filter_map(|at| self.ordinal_number(at, with)).collect();
        for at in self.lines.clone() {
            let Some(head) =
                self.ordinal_at(at, with, last).or_else(|| self.lost(at, with, (last, &present, heads.len())))
            else {
                continue;
            };
            if let Some(number) = head.number {
                last = number;
            }
            heads.push(head);
        }
        heads
    }

    fn ordinal_number(&self, at: usize, with: bool) -> Option<u32> {
        let (chars, _) = stripped(self.line(at)?);
        match mark(chars)?.0 {
            Mark::Article { number: Numeral::Known(n), .. } if with => Some(n),
            Mark::Ordinal { number: Numeral::Known(n) } if !with => Some(n),
            _ => None,
        }
    }

    fn ordinal_at(&self, at: usize, with: bool, last: (u32, u32)) -> Option<Head> {
        let line = self.line(at)?;
        let (mut chars, mut skip) = stripped(line);
        while chars.first().is_some_and(|c| "■◆●□◇○▼★*【<〈".contains(*c))
            && !(chars.first() == Some(&'【') && bracket(chars).is_some_and(|b| b.1 < chars.len()))
        {
            chars = chars.get(1..)?;
            skip += 1;
        }
        let mut title = None;
        let mut from = 0;
        if let Some((before, used)) = bracket(chars) {
            from = used + chars.get(used..)?.iter().take_while(|c| c.is_whitespace()).count();
            title = Some(before);
        }
        let (found, used) = mark(chars.get(from..)?)?;
        let (number, sub) = match found {
            Mark::Article { number, sub } if with => (number, sub),
            Mark::Ordinal { number } if !with => (number, 0),
            _ => return None,
        };
        let end = from + used;
        let spaced = chars.get(end.checked_sub(1)?).is_some_and(|c| c.is_whitespace());
        let next = chars.get(end).copied();
        let named = bracket(chars.get(end..)?);
        let expected = match number {
            Numeral::Known(n) => n == last.0 + 1 || (n == last.0 && sub == last.1 + 1) || (n == 1 && last.0 == 0),
            Numeral::Blank => true,
        };
        let particle = |c: Option<char>| c.is_some_and(|c| PARTICLES.contains(c));
        let reference = match &named {
            Some((_, used)) if next == Some('(') => particle(chars.get(end + used).copied()) && !self.fresh(at),
            _ => particle(next) && !(spaced && expected && self.fresh(at)),
        };
        let going_on = match number {
            Numeral::Known(n) => n > last.0 || (n == last.0 && sub > last.1) || named.is_some() || n == 1,
            Numeral::Blank => named.is_some() || title.is_some() || self.bracket_line(at.wrapping_sub(1)).is_some(),
        };
        let shaped = next.is_none() || spaced || named.is_some() || title.is_some() || expected;
        if reference || !going_on || !shaped || (!self.fresh(at) && !expected) {
            return None;
        }
        let known = match number {
            Numeral::Known(n) => Some((n, sub)),
            Numeral::Blank => None,
        };
        let printed = text(chars.get(from..end)?);
        Some(self.finish(at, (skip, end), printed, (title, known)))
    }

    /// Title and start of the text behind a number.
    fn finish(
        &self,
        at: usize,
        (skip, end): (usize, usize),
        printed: String,
        (title, number): (Option<String>, Option<(u32, u32)>),
    ) -> Head {
        let line = self.line(at);
        let chars = line.map(|line| line.narrow.get(skip..).unwrap_or_default()).unwrap_or_default();
        let rest = chars.get(end..).unwrap_or_default();
        let above = at.checked_sub(1).filter(|_| title.is_none()).and_then(|up| self.bracket_line(up).map(|t| (up, t)));
        let mut taken = skip + end;
        let mut top = at;
        let plain = plain_title(rest);
        let title = if let Some(title) = title {
            title
        } else if let Some((title, used)) = bracket(rest).filter(|(t, _)| !t.is_empty()) {
            taken += used;
            title
        } else if !plain.0.is_empty() {
            taken += plain.1;
            plain.0
        } else if let Some((up, title)) = above {
            top = up;
            title
        } else {
            String::new()
        };
        let label = if number.is_none() && !title.is_empty() { format!("{printed}（{title}）") } else { printed };
        let blank = chars
            .get(taken - skip..)
            .unwrap_or_default()
            .iter()
            .take_while(|c| c.is_whitespace() || "*】>〉:".contains(**c))
            .count();
        Head { line: at, top, label, title, number, taken: taken + blank }
    }

    /// An article whose number lost its marks (`9　監査`), or that has a title only, between articles that have both.
    fn lost(&self, at: usize, with: bool, (last, present, heads): ((u32, u32), &[u32], usize)) -> Option<Head> {
        if heads == 0 || !self.fresh(at) {
            return None;
        }
        let line = self.line(at)?;
        let (chars, skip) = stripped(line);
        if let Some((found, used)) = mark(chars) {
            let n = match found {
                Mark::Bare(n) | Mark::Dot(n) => n,
                _ => return None,
            };
            let rest = chars.get(used..)?;
            let used = used + usize::from(rest.first() == Some(&'条'));
            let rest = chars.get(used..)?;
            let (title, _) = bracket(rest).unwrap_or_else(|| plain_title(rest));
            let missing = n == last.0 + 1 && !present.contains(&n) && present.iter().any(|p| *p == n + 1);
            if !missing || title.is_empty() || title.chars().count() > 20 {
                return None;
            }
            return Some(self.finish(at, (skip, used), n.to_string(), (None, Some((n, 0)))));
        }
        let title = self.bracket_line(at)?;
        let next = self.line(at + 1)?;
        let next_is_head = self.ordinal_number(at + 1, with).is_some()
            || matches!(mark(stripped(next).0), Some((Mark::Article { .. } | Mark::Ordinal { .. }, _)));
        let kanji = title.chars().filter(|c| crate::text::is_japanese(*c)).count();
        let named = kanji >= 3 && !title.contains(['。', '、']) && !title.contains("余白") && !title.contains("省略");
        let body = next.len() > 15 || mark(&next.narrow).is_some();
        if next_is_head || !named || !body {
            return None;
        }
        let printed = text(&line.narrow);
        Some(Head { line: at, top: at, label: printed, title, number: None, taken: line.len() })
    }

    /// `A-4 監査`
    fn lettered(&self) -> Vec<Head> {
        let mut out = Vec::new();
        for at in self.lines.clone() {
            let Some(line) = self.line(at).filter(|line| line.kind != LineKind::Row) else { continue };
            let (chars, skip) = stripped(line);
            if let Some((Mark::Lettered(letter, n), used)) = mark(chars) {
                let printed = text(chars.get(..used).unwrap_or_default());
                let number = (u32::from(letter) - 64) * 1000 + n;
                out.push(self.finish(at, (skip, used), printed, (None, Some((number, 0)))));
            }
        }
        out
    }

    /// `5. 秘密保持`, `５　秘密`, `5) …`, `五　…`: the style with the longest rising sequence.
    fn plain_numbers(&self) -> Vec<Head> {
        let mut best: Vec<Head> = Vec::new();
        for style in [Mark::Dot(0).style(), Mark::Bare(0).style(), Mark::Close(0).style(), Mark::Kanji(0).style(), 0] {
            let heads = self.sequence(style);
            let titled = heads.iter().filter(|head| !head.title.is_empty()).count();
            let enough = heads.len() >= 2 && (titled * 2 >= heads.len() || heads.len() >= 4);
            if enough && heads.len() > best.len() {
                best = heads;
            }
        }
        best
    }

    /// Lines of one style whose numbers go up by one; style 0 takes `5`, `5.` and `第5` alike.
    fn sequence(&self, style: u8) -> Vec<Head> {
        let mut out: Vec<Head> = Vec::new();
        let mut last = None;
        for at in self.lines.clone() {
            let Some(line) = self.line(at).filter(|line| line.kind != LineKind::Row && line.indent <= 2) else {
                continue;
            };
            let (chars, skip) = stripped(line);
            let Some((found, used)) = mark(chars) else { continue };
            let fits = found.style() == style || (style == 0 && matches!(found, Mark::Dot(_) | Mark::Bare(_)));
            let Some(n) = found.number().filter(|_| fits) else { continue };
            let next = last.is_none_or(|last: u32| n > last && n <= last + 3);
            if !next || !self.fresh(at) {
                continue;
            }
            last = Some(n);
            let printed =
                text(chars.get(..used).unwrap_or_default()).trim_end_matches(['.', ')', '、', ':']).to_owned();
            out.push(self.finish(at, (skip, used), printed, (None, Some((n, 0)))));
        }
        out
    }

    /// (1), (2) where nothing else numbers the articles.
    fn parens(&self) -> Vec<Head> {
        let mut heads = self.sequence(Mark::Paren(0).style());
        for head in &mut heads {
            if let Some((n, _)) = head.number {
                head.label = format!("({n})");
            }
        }
        heads
    }

    /// Headings of Markdown or Word without numbers.
    fn headings(&self) -> Vec<Head> {
        let is_heading = |line: &Line| line.narrow.first() == Some(&'#') || line.kind == LineKind::Heading;
        let found: Vec<usize> = self.lines.clone().filter(|at| self.line(*at).is_some_and(is_heading)).collect();
        let skip_title = usize::from(found.len() > 2 && found.first() == Some(&self.lines.start));
        found.into_iter().skip(skip_title).map(|at| self.whole_line(at)).collect()
    }

    /// ■ and its like before short lines.
    fn symbols(&self) -> Vec<Head> {
        let mut best: Vec<Head> = Vec::new();
        for symbol in SYMBOLS.chars() {
            let heads: Vec<Head> = self
                .lines
                .clone()
                .filter(|at| self.line(*at).is_some_and(|line| symbol_heading(line, symbol)))
                .map(|at| self.whole_line(at))
                .collect();
            if heads.len() > best.len() {
                best = heads;
            }
        }
        best
    }

    /// Lines that are only a bracket.
    fn brackets(&self) -> Vec<Head> {
        let fits = |at: &usize| {
            self.bracket_line(*at).is_some_and(|t| {
                t.chars().count() >= 2 && !t.contains('。') && mark(&t.chars().collect::<Vec<_>>()).is_none()
            }) && self.fresh(*at)
                && self.line(at + 1).is_some()
        };
        self.lines.clone().filter(fits).map(|at| self.whole_line(at)).collect()
    }

    /// Headings with no mark at all: short lines before longer ones.
    fn short_lines(&self) -> Vec<Head> {
        let fits = |at: &usize| {
            let (Some(line), Some(next)) = (self.line(*at), self.line(at + 1)) else { return false };
            let last = line.narrow.last().copied().unwrap_or('。');
            line.kind == LineKind::Text
                && (2..=18).contains(&line.len())
                && *at > self.lines.start
                && !"。、:,」".contains(last)
                && mark(&line.narrow).is_none()
                && self.fresh(*at)
                && !line.narrow.iter().any(|c| "。、:".contains(*c))
                && (next.len() > line.len() + 6 || mark(&next.narrow).is_some())
                && next.narrow.iter().any(|c| "。、".contains(*c))
        };
        self.lines.clone().filter(fits).map(|at| self.whole_line(at)).collect()
    }

    fn whole_line(&self, at: usize) -> Head {
        let line = self.line(at);
        let label = line.map(|line| text(stripped(line).0)).unwrap_or_default();
        let title = label.trim_matches(|c: char| SYMBOLS.contains(c) || "】〉》〕>]()# ".contains(c)).to_owned();
        let inner: Vec<char> = title.chars().collect();
        let (number, title) = match mark(&inner) {
            Some((Mark::Bare(n) | Mark::Dot(n), used)) => (Some((n, 0)), text(inner.get(used..).unwrap_or_default())),
            _ => (None, title),
        };
        Head { line: at, top: at, label, title, number, taken: line.map_or(0, Line::len) }
    }
}

fn symbol_heading(line: &Line, symbol: char) -> bool {
    line.kind != LineKind::Row
        && line.narrow.first() == Some(&symbol)
        && line.len() <= 32
        && line.len() >= 3
        && !line.narrow.iter().any(|c| "。".contains(*c))
        && line.narrow.last() != Some(&'、')
}

/// A title without brackets: the rest of a short line, or what stands before a wide space.
fn plain_title(rest: &[char]) -> (String, usize) {
    let has = |chars: &[char], set: &str| chars.iter().any(|c| set.contains(*c));
    let sentence: String = rest.iter().collect();
    let verbal = ["は、", "が、", "する", "した", "ない", "こと"].iter().any(|w| sentence.contains(w));
    if !rest.is_empty() && rest.len() <= 30 && !has(rest, "。") && !verbal {
        return (text(rest), rest.len());
    }
    let gap = rest.iter().position(|c| c.is_whitespace()).filter(|gap| (2..=20).contains(gap));
    if let Some(gap) = gap {
        let head = rest.get(..gap).unwrap_or_default();
        let words: String = head.iter().collect();
        if !has(head, "。、はを") && !words.ends_with('が') {
            return (text(head), gap);
        }
    }
    (String::new(), 0)
}
