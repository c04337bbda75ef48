//! From lines to paragraphs: words broken over lines and pages are put together again.

use std::collections::HashMap;

use super::{
    character::{is_numeral, is_wide},
    row::Row,
};
use crate::{Block, BlockKind, Place};

/// Characters in which the number of a paragraph stands.
const HEAD: usize = 64;

/// What is the same throughout a document.
struct Setting {
    /// Right edge of the text, by columns.
    right: HashMap<(u8, u8), f64>,
    /// Usual distance from line to line.
    leading: f64,
    /// Size of most characters.
    size: f64,
}

/// A paragraph while lines are added.
struct Open {
    text: String,
    /// Its first characters, which tell what it is, however long it grows.
    head: String,
    page: u32,
    size: f64,
    first_x: f64,
    /// Where its second line began.
    next_x: Option<f64>,
    last: Row,
}

/// Puts lines together.
pub(crate) fn blocks(rows: Vec<Row>) -> Vec<Block> {
    let setting = Setting::of(&rows);
    let mut out: Vec<Block> = Vec::new();
    let mut open: Option<Open> = None;
    for row in rows {
        match &mut open {
            Some(paragraph) if setting.continues(paragraph, &row) => paragraph.add(row),
            _ => {
                out.extend(open.take().map(|paragraph| setting.close(paragraph)));
                open = Some(Open::new(row));
            }
        }
    }
    out.extend(open.map(|paragraph| setting.close(paragraph)));
    for (index, block) in out.iter_mut().enumerate() {
        block.place.paragraph = u32::try_from(index).unwrap_or(u32::MAX);
    }
    out
}

impl Open {
    fn new(row: Row) -> Self {
        Self {
            head: head(&row.text),
            text: row.text.clone(),
            page: row.page,
            size: row.size,
            first_x: row.x,
            next_x: None,
            last: row,
        }
    }

    fn add(&mut self, row: Row) {
        let text = row.text.trim_start_matches([' ', '　']);
        let (left, right) = (self.text.chars().next_back(), text.chars().next());
        if let (Some(left), Some(right)) = (left, right) {
            let hyphen = left == '-' && right.is_ascii_lowercase();
            if hyphen {
                self.text.pop();
            } else if !is_wide(left) && !is_wide(right) {
                self.text.push(' ');
            }
        }
        self.text.push_str(text);
        self.next_x.get_or_insert(row.x);
        self.last = row;
    }
}

fn middle(mut values: Vec<f64>, percent: usize) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    values.get(last * percent / 100).copied()
}

impl Setting {
    fn of(rows: &[Row]) -> Self {
        let mut ends: HashMap<(u8, u8), Vec<f64>> = HashMap::new();
        for row in rows {
            ends.entry(row.column).or_default().push(row.end);
        }
        let right = ends.into_iter().filter_map(|(column, ends)| Some((column, middle(ends, 95)?))).collect();
        let steps = rows.windows(2).filter_map(|pair| match pair {
            [above, below] if above.page == below.page && above.column == below.column => {
                Some(above.y - below.y).filter(|step| *step > 0.0)
            }
            _ => None,
        });
        let sizes = rows.iter().flat_map(|row| std::iter::repeat_n(row.size, row.text.chars().count().min(100)));
        Self {
            right,
            leading: middle(steps.collect(), 40).unwrap_or(f64::INFINITY),
            size: middle(sizes.collect(), 50).unwrap_or(10.0),
        }
    }

    /// Whether the line was broken because there was no more room.
    fn is_full(&self, row: &Row, next: &Row) -> bool {
        let right = self.right.get(&row.column).copied().unwrap_or(row.end).max(row.end);
        let word = next.text.trim_start().split([' ', '　']).next().unwrap_or_default();
        let narrow = word.chars().take_while(|c| !is_wide(*c)).count();
        // a wide character and those behind it that may not begin a line; or the whole of a Latin word
        let bound = 1 + next.text.trim_start().chars().skip(1).take_while(|c| is_bound(*c)).count();
        let needed = if narrow > 0 { 0.55 * narrow.min(30) as f64 } else { bound.min(5) as f64 } + 1.1;
        let (left_edge, right_edge) = row.edges;
        let narrowest = if row.column.0 > 1 { 0.3 } else { 0.6 };
        right - row.end <= needed * row.size
            && row.end - row.x >= (right_edge - left_edge) * narrowest * 0.7
            && (row.column.0 > 1 || row.end >= left_edge + (right_edge - left_edge) * 0.6)
    }

    fn continues(&self, paragraph: &Open, next: &Row) -> bool {
        let last = &paragraph.last;
        let em = last.size.max(0.1);
        if (last.size - next.size).abs() > 0.15 * em || last.text.contains('\t') || next.text.contains('\t') {
            return false;
        }
        if !self.is_full(last, next) {
            return false;
        }
        let same = last.page == next.page && last.column == next.column;
        if same && last.y - next.y > 1.6 * self.leading {
            return false;
        }
        let ended = last.text.ends_with(['。', '．', '：', ':', '】']);
        match begins(&next.text) {
            // a list of articles within a sentence
            Beginning::Piece if last.text.ends_with('、') => {}
            Beginning::Piece => return false,
            Beginning::Perhaps if ended || follows(&paragraph.head, &next.text) => return false,
            Beginning::Perhaps | Beginning::Plain => {}
        }
        if !ended {
            return true;
        }
        if next.text.starts_with('　') {
            return false;
        }
        // a sentence may end at the end of a line: the place of the next line tells
        match paragraph.next_x {
            Some(x) => (next.x - x).abs() < 0.5 * em,
            None if begins(&paragraph.head) == Beginning::Plain => next.x - paragraph.first_x < 0.5 * em,
            None => next.x - paragraph.first_x > -0.5 * em,
        }
    }

    fn close(&self, paragraph: Open) -> Block {
        let large = paragraph.size >= 1.15 * self.size && paragraph.text.chars().count() <= 60;
        let kind = if large { BlockKind::Heading(1) } else { BlockKind::Paragraph };
        let place = Place { page: Some(paragraph.page), ..Place::default() };
        Block { kind, label: None, text: paragraph.text, place }
    }
}

/// Characters that may not begin a line.
fn is_bound(c: char) -> bool {
    "、。，．・：；？！」』）】〕］〉》々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]”’".contains(c)
}

/// Whether a line has the number after the one with which the paragraph began.
fn follows(paragraph: &str, next: &str) -> bool {
    let number = |text: &str| -> Option<u32> {
        let plain =
            |c: char| if ('０'..='９').contains(&c) { c as u32 - '０' as u32 } else { c.to_digit(10).unwrap_or(99) };
        let mut digits = text.trim_start_matches([' ', '　']).chars().map(plain).take_while(|d| *d < 10).peekable();
        digits.peek()?;
        Some(digits.take(4).fold(0, |sum, digit| sum * 10 + digit))
    };
    begins(paragraph) == Beginning::Perhaps
        && matches!((number(paragraph), number(next)), (Some(a), Some(b)) if b == a + 1)
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beginning {
    /// With an article, item or bullet.
    Piece,
    /// With a number that may be an item or the middle of a sentence.
    Perhaps,
    Plain,
}

/// What [`begins`] looks at: the first characters that are no spaces.
fn head(text: &str) -> String {
    text.trim_start_matches([' ', '　']).chars().take(HEAD).collect()
}

fn begins(text: &str) -> Beginning {
    let text = &head(text);
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return Beginning::Plain };
    let rest = letters.as_str();
    match first {
        '第' => article(rest),
        '（' | '(' | '〔' => {
            let inside = rest.split(['）', ')', '〕']).next().unwrap_or_default();
            let short = inside.chars().count() <= 3 && inside.len() < rest.len();
            let numbers = inside.chars().all(|c| is_numeral(c) || c.is_ascii_alphabetic() || is_kana(c));
            if short && numbers && !inside.is_empty() { Beginning::Piece } else { Beginning::Plain }
        }
        '①'..='⓿' | '㋐'..='㋾' | '㈠'..='㉇' | '■' | '□' | '◆' | '◇' | '●' | '○' | '▪' | '•' | '・' | '※' | '【' => {
            Beginning::Piece
        }
        _ if ["別紙", "別添", "別表", "附則", "付則"].iter().any(|word| text.starts_with(word)) => {
            let end = text.chars().nth(2).is_none_or(|c| !is_wide(c) || is_numeral(c) || matches!(c, '（' | '　'));
            if end { Beginning::Perhaps } else { Beginning::Plain }
        }
        c if is_numeral(c) => numbered(text),
        c if is_kana(c) || c.is_ascii_alphabetic() => match rest.chars().next() {
            Some('　' | '．' | '）' | ')') => Beginning::Perhaps,
            _ => Beginning::Plain,
        },
        _ => Beginning::Plain,
    }
}

fn is_kana(c: char) -> bool {
    ('ァ'..='ヺ').contains(&c) || ('ｱ'..='ﾝ').contains(&c)
}

/// Behind `第`: a number, a word such as 条, and then nothing that goes on a sentence.
fn article(rest: &str) -> Beginning {
    let number = |c: char| is_numeral(c) || matches!(c, ' ' | '　' | '●' | '○' | '＿' | '_' | '◯');
    let word = rest.trim_start_matches(number);
    if word.len() == rest.len() {
        return Beginning::Plain;
    }
    let mut letters = word.chars();
    if !matches!(letters.next(), Some('条' | '章' | '節' | '編' | '款' | '項' | '号' | '部')) {
        return Beginning::Plain;
    }
    let mut after = letters.as_str();
    if let Some(branch) = after.strip_prefix('の') {
        let branch = branch.trim_start_matches(' ');
        let end = branch.trim_start_matches(is_numeral);
        if end.len() < branch.len() {
            after = end;
        }
    }
    match after.chars().next() {
        None | Some('（' | '(' | '【' | '［' | '[' | '〔' | '　' | ' ' | '：' | ':' | '．') => Beginning::Piece,
        Some(_) => Beginning::Plain,
    }
}

fn numbered(text: &str) -> Beginning {
    let rest = text.trim_start_matches(|c: char| is_numeral(c) || matches!(c, '.' | '．' | '-' | '－'));
    let head = text.strip_suffix(rest).unwrap_or_default();
    let count = head.chars().count();
    let marked = head.ends_with(['.', '．']) || head.contains(['.', '．', '-', '－']);
    match rest.chars().next() {
        Some(')' | '）' | '、') if count <= 3 => Beginning::Perhaps,
        Some(' ' | '　') if count <= 3 || marked => Beginning::Perhaps,
        _ if head.ends_with(['.', '．']) && count <= 4 => Beginning::Perhaps,
        _ => Beginning::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(page: u32, y: f64, x: f64, text: &str) -> Row {
        let end = x + 10.0 * text.chars().count() as f64;
        Row { page, x, end, y, size: 10.0, text: text.into(), column: (1, 0), edges: (0.0, 300.0) }
    }

    fn texts(rows: Vec<Row>) -> Vec<String> {
        blocks(rows).into_iter().map(|b| b.text).collect()
    }

    #[test]
    fn lines_are_joined_over_pages_and_pieces_begin_anew() {
        let rows = vec![
            row(1, 100.0, 30.0, "第１条（目的）"),
            row(1, 85.0, 40.0, "乙は、甲から開示を受けた秘密情報を本契約の目"),
            row(1, 70.0, 30.0, "的以外に使用してはならず、第３条に定める場合を除"),
            row(2, 100.0, 30.0, "き、第三者に開示してはならない。"),
            row(2, 85.0, 30.0, "(1) 個人情報"),
            row(2, 70.0, 30.0, "(2) 設計書"),
        ];
        assert_eq!(
            texts(rows),
            [
                "第１条（目的）",
                "乙は、甲から開示を受けた秘密情報を本契約の目的以外に使用してはならず、第３条に定める場合を除き、第三者に開示してはならない。",
                "(1) 個人情報",
                "(2) 設計書"
            ]
        );
    }

    #[test]
    fn a_number_at_the_start_of_a_line_may_be_in_a_sentence() {
        let rows = vec![
            row(1, 100.0, 30.0, "乙は、事故を知った時から直ちに、遅くとも甲に対し"),
            row(1, 85.0, 30.0, "24 時間以内に報告し、甲の指示を受けるものとする。"),
            row(1, 70.0, 30.0, "２　乙は、前項の報告の後、調査の結果を報告する。"),
        ];
        let read = texts(rows);
        assert_eq!(read.len(), 2);
        assert!(read[0].contains("甲に対し24 時間以内"));
    }

    #[test]
    fn a_sentence_that_fills_its_line_goes_on_where_the_next_line_says_so() {
        let full = "一二三四五六七八九十一二三四五六七八九十一二三。";
        let hanging =
            vec![row(1, 100.0, 30.0, &full.replacen("一二", "２　", 1)), row(1, 85.0, 40.0, "ただし、緊急を除く。")];
        assert_eq!(texts(hanging).len(), 1);
        let indented = vec![row(1, 100.0, 30.0, full), row(1, 85.0, 40.0, "別の段落である。")];
        assert_eq!(texts(indented).len(), 2);
    }

    #[test]
    fn lists_go_on_over_pages_and_sentences_over_articles() {
        let rows = vec![
            row(1, 100.0, 30.0, "3. 相手方から開示を受けた後に独自に創出した情報"),
            row(2, 100.0, 30.0, "4. 開示を受けたときに公知であった情報"),
            row(2, 85.0, 30.0, "本契約が終了した場合であっても第５条（利用）、"),
            row(2, 70.0, 30.0, "第６条（取扱い）及び第７条の定めは、なお効力を有"),
            row(2, 55.0, 30.0, "する。）"),
        ];
        assert_eq!(texts(rows).len(), 3);
    }

    #[test]
    fn beginnings_are_told_apart() {
        for (text, expected) in [
            ("第１条（目的）", Beginning::Piece),
            ("第10条の2　再委託", Beginning::Piece),
            ("第３条に定める", Beginning::Plain),
            ("第三者に対し", Beginning::Plain),
            ("(1) 甲", Beginning::Piece),
            ("（以下「甲」という。）", Beginning::Plain),
            ("①甲", Beginning::Piece),
            ("1.2 目的", Beginning::Perhaps),
            ("24時間以内", Beginning::Plain),
            ("ア　甲", Beginning::Perhaps),
            ("アクセス", Beginning::Plain),
            ("別紙１", Beginning::Perhaps),
            ("別紙に定める", Beginning::Plain),
        ] {
            assert_eq!(begins(text), expected, "{text}");
        }
    }
}
