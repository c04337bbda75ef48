//! Marks at the start of a line: article numbers of every form, paragraph numbers, items, bullets.

/// A number that may still be blank in a draft (`第●条`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numeral {
    Known(u32),
    Blank,
}

/// A mark. Two lines whose marks have the same [`Mark::style`] stand on the same level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    /// 第5条, 第10条の2
    Article { number: Numeral, sub: u32 },
    /// 第5 (no 条)
    Ordinal { number: Numeral },
    /// 第1章, 第2節, Ⅲ
    Chapter,
    /// 第2項
    Paragraph(u32),
    /// 5.3, 1-1, 4.1.2
    Dotted(Vec<u32>),
    /// 5.
    Dot(u32),
    /// 5 followed by a space, or by the text itself
    Bare(u32),
    /// 5)
    Close(u32),
    ///
    Lettered(char, u32),
    /// 一, 二
    Kanji(u32),
    /// (1), ⑴
    Paren(u32),
    /// (ア), (a)
    ParenLetter,
    /// ①
    Circled(u32),
    /// ア
    Kana,
    /// a. b)
    Letter,
    /// ・ - *
    Bullet,
    /// ■ ◆ ● and other marks of headings
    Symbol(char),
}

impl Mark {
    /// Marks of one level share a style.
    pub(crate) fn style(&self) -> u8 {
        match self {
            Self::Article { .. } => 1,
            Self::Ordinal { .. } => 2,
            Self::Chapter => 3,
            Self::Paragraph(_) => 4,
            Self::Dotted(parts) => 20 + u8::try_from(parts.len().min(9)).unwrap_or(9),
            Self::Dot(_) => 5,
            Self::Bare(_) => 6,
            Self::Close(_) => 7,
            Self::Lettered(..) => 8,
            Self::Kanji(_) => 9,
            Self::Paren(_) => 10,
            Self::ParenLetter => 11,
            Self::Circled(_) => 12,
            Self::Kana => 13,
            Self::Letter => 14,
            Self::Bullet => 15,
            Self::Symbol(_) => 16,
        }
    }

    /// The number within its level, where there is one.
    pub(crate) fn number(&self) -> Option<u32> {
        match self {
            Self::Dot(n) | Self::Bare(n) | Self::Close(n) | Self::Kanji(n) => Some(*n),
            Self::Paren(n) | Self::Circled(n) | Self::Paragraph(n) => Some(*n),
            Self::Dotted(parts) => parts.last().copied(),
            _ => None,
        }
    }
}

/// Symbols that begin headings.
pub(crate) const SYMBOLS: &str = "■□◆◇●○◎▼▽▲△★☆◉▪▶►§❖【〈《〔<[";
const BULLETS: &str = "・-*•‣◦･–—+";

/// Reads half-width characters from a position.
struct Cursor<'a> {
    chars: &'a [char],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, c: char) -> bool {
        let hit = self.peek() == Some(c);
        self.at += usize::from(hit);
        hit
    }

    fn spaces(&mut self) -> bool {
        let from = self.at;
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        self.at > from
    }

    /// Arabic digits; `spread` allows spaces between them, as PDF extraction leaves them.
    fn arabic(&mut self, spread: bool) -> Option<u32> {
        let mut value = None;
        let mut at = self.at;
        while let Some(c) = self.chars.get(at).copied() {
            match c.to_digit(10) {
                Some(d) => {
                    value = Some(value.unwrap_or(0_u32).saturating_mul(10).saturating_add(d));
                    at += 1;
                    self.at = at;
                }
                None if spread && c == ' ' && value.is_some() => at += 1,
                None => break,
            }
        }
        value.filter(|v| *v < 10_000)
    }

    fn kanji(&mut self) -> Option<u32> {
        let from = self.at;
        while self.peek().is_some_and(|c| "〇一二三四五六七八九十百壱弐参".contains(c)) {
            self.at += 1;
        }
        let value = kanji_number(self.chars.get(from..self.at)?);
        if value.is_none() {
            self.at = from;
        }
        value
    }

    fn numeral(&mut self) -> Option<Numeral> {
        if let Some(n) = self.arabic(true).or_else(|| self.kanji()) {
            return Some(Numeral::Known(n));
        }
        let from = self.at;
        while self.peek().is_some_and(|c| "●○◯〇◎＿_*＊×?xX・…".contains(c)) {
            self.at += 1;
        }
        (self.at > from && self.at - from <= 6).then_some(Numeral::Blank)
    }
}

/// Value of kanji numerals, positional (`二四`) or not (`二十四`).
pub(crate) fn kanji_number(chars: &[char]) -> Option<u32> {
    let (mut total, mut unit) = (0_u32, None);
    for c in chars {
        let digit = match c {
            '〇' | '零' => 0,
            '一' | '壱' => 1,
            '二' | '弐' => 2,
            '三' | '参' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            '十' | '百' | '千' => {
                let scale = if *c == '十' {
                    10
                } else if *c == '百' {
                    100
                } else {
                    1000
                };
                total = total.saturating_add(unit.take().unwrap_or(1_u32).saturating_mul(scale));
                continue;
            }
            _ => return None,
        };
        unit = Some(unit.unwrap_or(0_u32).saturating_mul(10).saturating_add(digit));
    }
    if chars.is_empty() { None } else { Some(total.saturating_add(unit.unwrap_or(0))) }
}

/// 「第2章　情報の保護」 alone on a line.
pub(crate) fn is_chapter_line(chars: &[char]) -> bool {
    chars.len() <= 30 && !chars.contains(&'。') && matches!(mark(chars), Some((Mark::Chapter, _)))
}

/// The mark at the start of a line and how many characters it takes, following spaces included.
pub(crate) fn mark(chars: &[char]) -> Option<(Mark, usize)> {
    let mut cursor = Cursor { chars, at: 0 };
    let found = ordinal(&mut cursor)
        .or_else(|| bracketed(&mut Cursor { chars, at: 0 }, &mut cursor))
        .or_else(|| numbered(chars, &mut cursor))
        .or_else(|| lettered(chars, &mut cursor))
        .or_else(|| signs(chars, &mut cursor))?;
    cursor.spaces();
    Some((found, cursor.at))
}

/// 第5条, 第5, 第1章, 第2項
fn ordinal(cursor: &mut Cursor<'_>) -> Option<Mark> {
    let mut c = Cursor { chars: cursor.chars, at: 0 };
    if let Some(found) = english(&mut c) {
        *cursor = c;
        return Some(found);
    }
    if !c.eat('第') {
        return None;
    }
    c.spaces();
    let number = c.numeral()?;
    let after = c.at;
    c.spaces();
    let mark = match c.peek() {
        Some('条') => {
            c.at += 1;
            let mut sub = 0;
            let back = c.at;
            c.spaces();
            if matches!(c.peek(), Some('の' | 'ノ' | '-')) {
                c.at += 1;
                c.spaces();
                match c.arabic(true).or_else(|| c.kanji()) {
                    Some(n) => sub = n,
                    None => c.at = back,
                }
            } else {
                c.at = back;
            }
            Mark::Article { number, sub }
        }
        Some('章' | '節' | '編' | '款' | '部') => {
            c.at += 1;
            Mark::Chapter
        }
        Some('項') => {
            c.at += 1;
            let Numeral::Known(n) = number else { return None };
            Mark::Paragraph(n)
        }
        Some('号' | '回' | '期' | '種' | '者' | '類' | '版' | '次' | '四' | '位' | '段') => return None,
        _ if after < c.at || matches!(c.peek(), None | Some('(' | '【' | ':' | '.' | '、' | '「' | '[')) => {
            c.eat('.');
            c.eat('、');
            Mark::Ordinal { number }
        }
        _ => return None,
    };
    *cursor = c;
    Some(mark)
}

/// Article 3, Section 3.
fn english(c: &mut Cursor<'_>) -> Option<Mark> {
    let word: String = c.chars.iter().take(8).collect();
    let lower = word.to_ascii_lowercase();
    let skip = ["article ", "section "].iter().find(|w| lower == **w)?.len();
    c.at = skip;
    let Some(n) = c.arabic(false) else {
        c.at = 0;
        return None;
    };
    c.eat('.');
    Some(Mark::Article { number: Numeral::Known(n), sub: 0 })
}

/// (1), ⑴, (ア), ①
fn bracketed(c: &mut Cursor<'_>, out: &mut Cursor<'_>) -> Option<Mark> {
    let first = c.peek()?;
    let mark = match first {
        '\u{2474}'..='\u{2487}' => {
            c.at += 1;
            Mark::Paren(u32::from(first) - 0x2473)
        }
        '\u{2460}'..='\u{2473}' => {
            c.at += 1;
            Mark::Circled(u32::from(first) - 0x245f)
        }
        '(' => {
            c.at += 1;
            c.spaces();
            let number = c.arabic(false).or_else(|| c.kanji());
            let mark = match number {
                Some(n) => Mark::Paren(n),
                None if c.peek().is_some_and(|l| is_kana(l) || l.is_ascii_alphabetic()) => {
                    c.at += 1;
                    while c.peek().is_some_and(|l| "ivx".contains(l)) {
                        c.at += 1;
                    }
                    Mark::ParenLetter
                }
                None => return None,
            };
            c.spaces();
            if !c.eat(')') {
                return None;
            }
            mark
        }
        _ => return None,
    };
    out.at = c.at;
    Some(mark)
}

/// 5.3, 1-1, 5., 5), `5 `
fn numbered(chars: &[char], out: &mut Cursor<'_>) -> Option<Mark> {
    let mut c = Cursor { chars, at: 0 };
    let kanji = c.peek().is_some_and(|k| "一二三四五六七八九十".contains(k));
    let first = if kanji { c.kanji()? } else { c.arabic(false)? };
    if kanji {
        let spaced = c.spaces() || c.eat('.') || c.eat('、') || c.eat('.');
        out.at = c.at;
        return spaced.then_some(Mark::Kanji(first));
    }
    if first > 400 {
        return None;
    }
    let mut parts = vec![first];
    loop {
        let back = c.at;
        let joint = c.eat('.') || c.eat('-') || c.eat('ー') || c.eat('の');
        match c.arabic(false).filter(|_| joint) {
            Some(n) if parts.len() < 6 => parts.push(n),
            _ => {
                c.at = back;
                break;
            }
        }
    }
    if parts.len() > 1 {
        let ended = c.eat('.') || c.peek().is_none_or(|n| n == ' ' || n == '(' || crate::text::is_japanese(n));
        out.at = c.at;
        return (ended && !counted(c.peek())).then_some(Mark::Dotted(parts));
    }
    let mark = match c.peek() {
        Some('.') => {
            c.at += 1;
            Mark::Dot(first)
        }
        Some(')') => {
            c.at += 1;
            Mark::Close(first)
        }
        Some('、' | ',' | ':') => {
            c.at += 1;
            Mark::Dot(first)
        }
        Some(' ') => {
            c.at += 1;
            Mark::Bare(first)
        }
        Some(n) if first < 40 && (crate::text::is_japanese(n) || n == '(') && !counted(Some(n)) => Mark::Bare(first),
        _ => return None,
    };
    // 1. 5 million is no mark, nor is a date
    if counted(c.peek()) && !matches!(mark, Mark::Bare(_)) {
        return None;
    }
    out.at = c.at;
    Some(mark)
}

/// Counters that follow a number which is no mark: 3か月, 10日, 5年.
fn counted(c: Option<char>) -> bool {
    c.is_some_and(|c| "かヶケヵカ箇日月年時分秒名人回件部通割条項号万億円千百%％階台円割以営つ者社".contains(c))
}

/// A-4, ア, a., A.
fn lettered(chars: &[char], out: &mut Cursor<'_>) -> Option<Mark> {
    let mut c = Cursor { chars, at: 1 };
    let first = chars.first().copied()?;
    let mark = if first.is_ascii_uppercase() {
        let dash = c.eat('-') || c.eat('.');
        let number = c.arabic(false);
        // C-4-1 is a paragraph of C-4
        let deeper = c.chars.get(c.at + 1).is_some_and(char::is_ascii_digit);
        if dash && number.is_some() && deeper && (c.eat('-') || c.eat('.')) {
            let paragraph = c.arabic(false)?;
            out.at = c.at;
            return Some(Mark::Paragraph(paragraph));
        }
        match number {
            Some(n) if dash || c.peek().is_none_or(|n| n == ' ' || n == '.') => Mark::Lettered(first, n),
            None if dash && c.spaces() => Mark::Letter,
            None if c.eat(')') || c.eat('、') => Mark::Letter,
            _ => return None,
        }
    } else if first.is_ascii_lowercase() && (c.eat('.') || c.eat(')')) {
        Mark::Letter
    } else if is_kana(first) && (c.spaces() || c.eat('.') || c.eat('、') || c.eat(')') || c.eat(':')) {
        Mark::Kana
    } else {
        return None;
    };
    out.at = c.at;
    Some(mark)
}

/// ・, -, ■
fn signs(chars: &[char], out: &mut Cursor<'_>) -> Option<Mark> {
    let first = chars.first().copied()?;
    out.at = 1;
    if BULLETS.contains(first) {
        let spaced = chars.get(1).is_some_and(|c| c.is_whitespace());
        return (matches!(first, '・' | '•' | '･' | '◦' | '‣') || spaced).then_some(Mark::Bullet);
    }
    (SYMBOLS.contains(first) && !"【〈《〔<[".contains(first)).then_some(Mark::Symbol(first))
}

/// Katakana in the order used to count items.
fn is_kana(c: char) -> bool {
    "アイウエオカキクケコサシスセソタチツテトナニヌネノいろはにほへと".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Mark> {
        let chars: Vec<char> = text.chars().map(crate::text::narrow).collect();
        mark(&chars).map(|(mark, _)| mark)
    }

    #[test]
    fn every_form_of_article_number() {
        let article = |n| Some(Mark::Article { number: Numeral::Known(n), sub: 0 });
        assert_eq!(of("第５条（秘密）"), article(5));
        assert_eq!(of("第 1 0 条"), article(10));
        assert_eq!(of("第十二条　再委託"), article(12));
        assert_eq!(of("第10条の２（…）"), Some(Mark::Article { number: Numeral::Known(10), sub: 2 }));
        assert_eq!(of("第●条（再委託）"), Some(Mark::Article { number: Numeral::Blank, sub: 0 }));
        assert_eq!(of("第６　受注者は"), Some(Mark::Ordinal { number: Numeral::Known(6) }));
        assert_eq!(of("第三者に開示"), None);
        assert_eq!(of("第１章　総則"), Some(Mark::Chapter));
        assert_eq!(of("１－２　契約者は"), Some(Mark::Dotted(vec![1, 2])));
        assert_eq!(of("5.3 資料"), Some(Mark::Dotted(vec![5, 3])));
        assert_eq!(of("A-4 監査"), Some(Mark::Lettered('A', 4)));
    }

    #[test]
    fn paragraphs_and_items() {
        assert_eq!(of("２　前項"), Some(Mark::Bare(2)));
        assert_eq!(of("2. 前項"), Some(Mark::Dot(2)));
        assert_eq!(of("⑶ 削除"), Some(Mark::Paren(3)));
        assert_eq!(of("（１）削除"), Some(Mark::Paren(1)));
        assert_eq!(of("② 乙は"), Some(Mark::Circled(2)));
        assert_eq!(of("イ　保管"), Some(Mark::Kana));
        assert_eq!(of("・保管"), Some(Mark::Bullet));
        assert_eq!(of("一　保管"), Some(Mark::Kanji(1)));
        assert_eq!(of("24時間以内に"), None);
        assert_eq!(of("3か月以内"), None);
        assert_eq!(of("一方当事者"), None);
    }
}
