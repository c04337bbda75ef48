//! L3: blanks, brackets and headings of a model that nobody filled in or took out.

use crate::{
    lint::{Hit, View, choice},
    source::LineKind,
    text::{Run, is_japanese, narrow},
};

/// What was found at characters of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blank {
    /// Something to fill in.
    Open,
    /// `A/B`: one of several to choose.
    Choice,
}

pub(crate) fn unfilled(view: &View<'_>) -> Vec<Hit> {
    let mut out = Vec::new();
    for (start, end, what) in all(view) {
        if what == Blank::Open {
            out.push(hit(view, "blank", (start, end)));
        }
    }
    let headings = choice::headings(view).into_iter().filter(|group| group.len() == 1).flatten();
    out.extend(headings.map(|(start, end)| hit(view, "heading", (start, end))));
    out.sort_by_key(|hit| hit.place.as_ref().map(|place| place.start));
    out
}

pub(crate) fn hit(view: &View<'_>, say: &'static str, (start, end): (usize, usize)) -> Hit {
    let place = view.map.at(start, end);
    let what: String = place.quote.chars().filter(|c| !matches!(c, '\n' | '\r')).take(40).collect();
    Hit::new(say, Some(place)).with("what", what)
}

/// Everything open in the document: characters from and to, and what it is.
pub(crate) fn all(view: &View<'_>) -> Vec<(usize, usize, Blank)> {
    let source = view.case.source;
    let mut out = Vec::new();
    for line in &source.lines {
        for run in &line.runs {
            let chars = characters(&source.chars, *run);
            if remark(&chars) {
                continue;
            }
            let found = Scan::of(&chars, line.kind == LineKind::Row).blanks();
            let base = run.0 as usize;
            out.extend(found.into_iter().map(|(start, end, what)| (base + start, base + end, what)));
        }
    }
    out
}

/// Characters of a run in half width.
pub(crate) fn characters(chars: &[char], run: Run) -> Vec<char> {
    chars.get(run.0 as usize..run.1 as usize).unwrap_or_default().iter().map(|c| narrow(*c)).collect()
}

/// A note on the text, not the text.
fn remark(chars: &[char]) -> bool {
    let head: String = chars.iter().skip_while(|c| matches!(c, '-' | ' ')).take(3).collect();
    ["※", "(※", "(*", "(注", "注)", "注:", ">"].iter().any(|sign| head.starts_with(sign))
}

const CIRCLES: &str = "○◯〇●◎△▲□■";
const UNITS: &str = "年月日時分条項号円名回人件か%ヶヵケカ箇週千万億県市町村区省庁部課株番階";

struct Scan<'a> {
    chars: &'a [char],
    row: bool,
    /// Characters before the first that is no space, and the same counting marks of lists as spaces.
    spaces: usize,
    marks: usize,
    /// One past the last character that is no space.
    last: usize,
    /// A line for a signature or a date.
    signed: bool,
}

impl<'a> Scan<'a> {
    fn of(chars: &'a [char], row: bool) -> Self {
        let leading = |fits: fn(char) -> bool| chars.iter().take_while(|c| fits(**c)).count();
        let last = chars.len() - chars.iter().rev().take_while(|c| c.is_whitespace()).count();
        Self {
            chars,
            row,
            spaces: leading(char::is_whitespace),
            marks: leading(|c| " -・#*■□◆".contains(c)),
            last,
            signed: signed(chars),
        }
    }

    fn at(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\0')
    }

    fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\0', |at| self.at(at))
    }

    fn run(&self, from: usize, fits: impl Fn(char) -> bool) -> usize {
        self.chars.get(from..).unwrap_or_default().iter().take_while(|c| fits(**c)).count()
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or_default().iter().collect()
    }

    fn blanks(&self) -> Vec<(usize, usize, Blank)> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.chars.len() {
            match self.one(at) {
                Some((end, what)) => {
                    if let Some(what) = what {
                        out.push((at, end, what));
                    }
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        out
    }

    /// What begins at a character: its end, and what it is if it is anything; `None` goes on with the next character.
    fn one(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        match self.at(at) {
            '[' => self.square(at),
            '【' => self.black(at),
            '(' => self.round(at),
            '{' => self.braces(at),
            '_' => self.line(at),
            '第' => self.ordinal(at),
            '年' => self.date(at),
            '/' => self.slashes(at),
            'X' | 'x' | '×' | 'T' => self.letters(at),
            c if CIRCLES.contains(c) => self.circles(at),
            _ => None,
        }
    }

    fn close(&self, at: usize, (open, close): (char, char), most: usize) -> Option<usize> {
        let inside = self.chars.get(at + 1..)?;
        let end = inside.iter().take(most).position(|c| *c == close || *c == open)?;
        (inside.get(end) == Some(&close)).then_some(at + 1 + end)
    }

    /// 〔 省〕, [甲], 〔情報システム/ソフトウェア〕
    fn square(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        let close = self.close(at, ('[', ']'), 60)?;
        let inside = self.text(at + 1, close);
        let said = inside.trim();
        let link = self.at(close + 1) == '(';
        let mark = said.chars().all(|c| c.is_ascii_alphanumeric() || ".-,".contains(c))
            && (!said.is_empty() || self.row || at == 0);
        let law = ["令和", "平成", "昭和", "法律第"].iter().any(|word| said.contains(word))
            && said.chars().any(|c| c.is_ascii_digit());
        if link || mark || law {
            return Some((close + 1, None));
        }
        if alternatives(said) {
            return Some((close + 1, Some(Blank::Choice)));
        }
        let heading = at <= self.spaces && close + 1 >= self.last;
        Some((close + 1, (!heading || drafting(said)).then_some(Blank::Open)))
    }

    /// 【六か月/一年】, 【金額】
    fn black(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        let close = self.close(at, ('【', '】'), 80)?;
        let inside = self.text(at + 1, close);
        let said = inside.trim();
        if alternatives(said) {
            return Some((close + 1, Some(Blank::Choice)));
        }
        let leads = at <= self.marks;
        let before = self.before(at);
        let inline = !leads && (before == '、' || is_text(before)) && !matches!(before, '条' | '項' | '号');
        let open = said.is_empty() || drafting(said) || (inline && !self.row && is_text(self.at(close + 1)));
        let heading = leads && choice::is_condition(said);
        Some((close + 1, (open && !heading).then_some(Blank::Open)))
    }

    /// (略), (   )
    fn round(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        let close = self.close(at, ('(', ')'), 40)?;
        let inside = self.text(at + 1, close);
        let said = inside.trim();
        let left_out = [
            "略",
            "以下略",
            "省略",
            "中略",
            "後略",
            "前略",
            "以下省略",
            "…",
            "……",
            "・・・",
            "...",
            "未定",
            "要確認",
            "要記入",
        ]
        .contains(&said);
        let blank = said.is_empty() && inside.chars().count() >= 2;
        (left_out || blank).then_some((close + 1, Some(Blank::Open)))
    }

    /// {{name}}, {name}
    fn braces(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        let double = self.at(at + 1) == '{';
        let from = at + 1 + usize::from(double);
        let close = from + self.run(from, |c| c != '}' && c != '{' && c != '\n').min(60);
        if self.at(close) != '}' {
            return None;
        }
        let inside = self.text(from, close);
        let name = !inside.is_empty()
            && inside
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_:-".contains(c) || c.is_ascii_uppercase());
        let end = close + 1 + usize::from(double && self.at(close + 1) == '}');
        (double || name).then_some((end, Some(Blank::Open)))
    }

    /// ____ within a sentence; lines for signatures and dates are filled by hand.
    fn line(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        let end = at + self.run(at, |c| c == '_');
        Some((end, (end - at >= 2 && !self.signed).then_some(Blank::Open)))
    }

    /// 第 条, 第●条
    fn ordinal(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        let gap = self.run(at + 1, |c| c == ' ' || CIRCLES.contains(c) || c == '_' || c == 'X');
        let end = at + 1 + gap;
        let unit = matches!(self.at(end), '条' | '項' | '号' | '章');
        // 第〇条 in kanji numerals is no zeroth article either
        (gap > 0 && unit).then_some((end + 1, Some(Blank::Open)))
    }

    /// 結果を 年 月 日までに
    fn date(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        if self.before(at) != ' ' {
            return None;
        }
        let month = at + 1 + self.run(at + 1, |c| c == ' ');
        let day = month + 1 + self.run(month + 1, |c| c == ' ');
        let blank = month > at + 1 && self.at(month) == '月' && day > month + 1 && self.at(day) == '日';
        let sentence = self.chars.len() > 24 || is_text(self.at(day + 1));
        (blank && sentence).then_some((day + 1, Some(Blank::Open)))
    }

    /// `/  /`: a blank between slashes.
    fn slashes(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        let gap = self.run(at + 1, |c| c == ' ' || c == '…');
        let end = at + 1 + gap;
        (gap > 0 && self.at(end) == '/').then_some((end + 1, Some(Blank::Open)))
    }

    /// A run of the letter X, ×××, TBD
    fn letters(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        if self.before(at).is_ascii_alphanumeric() {
            return Some((at + self.run(at, |c| c.is_ascii_alphanumeric()).max(1), None));
        }
        let word = self.run(at, |c| c.is_ascii_alphanumeric() || c == '×');
        let same = self.run(at, |c| c == self.at(at));
        let tbd = self.text(at, at + word) == "TBD";
        Some((at + word.max(1), ((same >= 3 && same == word && self.at(at) != 'T') || tbd).then_some(Blank::Open)))
    }

    /// ○○, ○日以内; a circle at the start of a line or alone in a cell is a mark of a list.
    fn circles(&self, at: usize) -> Option<(usize, Option<Blank>)> {
        let count = self.run(at, |c| CIRCLES.contains(c));
        let end = at + count;
        let (before, next) = (self.before(at), self.at(end));
        let alone = count == self.chars.len();
        let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千〇".contains(c);
        let zero = self.text(at, end).chars().all(|c| c == '〇') && (numeral(before) || numeral(next));
        let boxes = self.text(at, end).chars().any(|c| "□■△▲◎".contains(c));
        let unit = UNITS.contains(next);
        let leads = at <= self.spaces;
        let open = if boxes {
            false
        } else if count >= 2 {
            true
        } else if leads {
            unit && next == '年' && self.chars.get(end..end + 6).unwrap_or_default().contains(&'月')
        } else {
            (unit || is_text(before) && is_text(next)) && !"、。:;)".contains(before)
                || (unit && "、。(".contains(before))
        };
        Some((end, (open && !alone && !zero).then_some(Blank::Open)))
    }
}

/// A short line for a name or a date, which is filled in by hand.
fn signed(chars: &[char]) -> bool {
    let written: String = chars.iter().filter(|c| !c.is_whitespace() && **c != '_').collect();
    let words = [
        "住所",
        "氏名",
        "代表",
        "所在地",
        "名称",
        "商号",
        "役職",
        "殿",
        "印",
        "(甲)",
        "(乙)",
        "生年月日",
        "プロジェクト名",
    ];
    let short = written.chars().count() <= 24 && !written.contains('。');
    short && (words.iter().any(|word| written.contains(word)) || (written.contains('年') && written.contains('日')))
}

fn is_text(c: char) -> bool {
    is_japanese(c) && !"、。「」『』・〇".contains(c) || c.is_ascii_alphanumeric()
}

/// Several words with a slash between them.
fn alternatives(said: &str) -> bool {
    let parts: Vec<&str> = said.split('/').map(str::trim).collect();
    let japanese = |part: &&str| part.chars().any(is_japanese);
    parts.len() >= 2 && parts.iter().filter(|part| japanese(part)).count() >= 2
}

/// Words that tell a drafter what to write.
fn drafting(said: &str) -> bool {
    ["記載", "記入", "選択", "挿入", "要確認", "未定", "入力", "追記", "○", "●", "〇", "_", "該当"]
        .iter()
        .any(|word| said.contains(word))
}
