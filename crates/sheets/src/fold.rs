//! One spelling for texts that mean the same: width, kana, long vowels, endings written out or not, English endings.
//!
//! Applied alike to questions and to the words they are compared with. What comes out is for comparing only.

use unicode_normalization::UnicodeNormalization;

/// How much a word in brackets counts against one in the open.
const IN_BRACKETS: f32 = 0.65;
/// How much a word of a later sentence counts against one of the first.
const LATER_SENTENCE: f32 = 0.75;
/// A first sentence shorter than this is a label, not the question.
const SHORT_SENTENCE: usize = 8;

/// Spellings that folding by rule does not reach.
const VARIANTS: &[(&str, &str)] = &[
    ("漏洩", "漏えい"),
    ("順守", "遵守"),
    ("出来る", "できる"),
    ("無い", "ない"),
    ("全て", "すべて"),
    ("予め", "あらかじめ"),
    ("速やか", "すみやか"),
    ("恐れ", "おそれ"),
    ("虞", "おそれ"),
    ("毀損", "き損"),
    ("棄損", "き損"),
    ("問い合せ", "問合わせ"),
    ("問合せ", "問合わせ"),
    ("打合せ", "打合わせ"),
    ("打ち合せ", "打合わせ"),
    ("申合せ", "申合わせ"),
    ("組合せ", "組合わせ"),
    ("引継ぎ", "引継"),
    ("引き継ぎ", "引継"),
    ("手続き", "手続"),
    ("並びに", "、"),
    ("ならびに", "、"),
    ("及び", "、"),
    ("および", "、"),
    ("又は", "、"),
    ("または", "、"),
    ("若しくは", "、"),
    ("もしくは", "、"),
    ("あるいは", "、"),
];

/// A folded text; each character with how much it counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Folded {
    pub chars: Vec<char>,
    pub weights: Vec<f32>,
}

/// Between words of different clauses.
pub(crate) const COMMA: char = ',';
/// Between sentences and at brackets.
pub(crate) const BREAK: char = '|';

/// Folds a question or a word of the vocabulary.
pub(crate) fn fold(text: &str) -> Folded {
    let mut text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    for (from, to) in VARIANTS {
        if text.contains(from) {
            text = text.replace(from, to);
        }
    }
    let chars: Vec<char> = text.chars().collect();
    let mut folder = Folder::default();
    let mut rest = chars.as_slice();
    while let Some((&c, after)) = rest.split_first() {
        if c.is_ascii_alphanumeric() {
            let end = rest.iter().position(|c| !in_word(*c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            folder.words(word);
            rest = after;
        } else {
            folder.other(c, after.first().copied());
            rest = after;
        }
    }
    endings(folder.out)
}

/// The text of [`fold`] without a number in front: equal for the same question in another row or sheet.
pub(crate) fn key(text: &str) -> String {
    let text: String = fold(strip_number(text)).chars.into_iter().filter(|c| *c != BREAK && *c != COMMA).collect();
    text.trim().to_owned()
}

/// Cuts `1.`, `(3)`, `Q12`, `A-01`, `①`, `第3条`-like numbers off the front.
pub(crate) fn strip_number(text: &str) -> &str {
    let text = text.trim_start();
    let mut end = 0;
    let mut digits = false;
    for (at, c) in text.char_indices() {
        let is_number = c.is_numeric();
        let is_letter = c.is_ascii_alphabetic() || ('Ａ'..='Ｚ').contains(&c);
        let is_mark = "().．.（）-－―・)]【】［］[:： 　\u{3001}No№第問項番#".contains(c);
        if is_number {
            digits = true;
        } else if !is_mark && (!is_letter || at > 4 || digits) {
            break;
        }
        end = at.saturating_add(c.len_utf8());
    }
    let (front, rest) = text.split_at_checked(end).unwrap_or(("", text));
    // a number is followed by a mark or a space, never directly by a counter (「3か月」, 「24時間」)
    let closed = front.chars().next_back().is_some_and(|c| !c.is_ascii_digit() && !('０'..='９').contains(&c));
    if digits && closed && !rest.is_empty() { rest } else { text }
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '\'' || c == '’'
}

#[derive(Default)]
struct Folder {
    out: Folded,
    depth: usize,
    /// Characters of the sentence so far.
    said: usize,
    later: bool,
}

impl Folder {
    fn push(&mut self, c: char) {
        let bracket = if self.depth > 0 { IN_BRACKETS } else { 1.0 };
        let sentence = if self.later { LATER_SENTENCE } else { 1.0 };
        self.out.chars.push(c);
        self.out.weights.push(bracket * sentence);
    }

    fn mark(&mut self, mark: char) {
        if !matches!(self.out.chars.last(), Some(&COMMA | &BREAK)) {
            self.push(mark);
        }
    }

    /// A run of ASCII letters and digits: split where one becomes the other, each part stemmed and set in spaces.
    fn words(&mut self, run: &[char]) {
        for part in run.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
            let word: String = part.iter().collect();
            let word = stem(&word);
            if word.is_empty() {
                continue;
            }
            if self.out.chars.last() != Some(&' ') {
                self.push(' ');
            }
            for c in word.chars() {
                self.push(c);
                self.said = self.said.saturating_add(1);
            }
            self.push(' ');
        }
    }

    fn other(&mut self, c: char, next: Option<char>) {
        match c {
            '(' | '[' | '〔' | '<' | '〈' => {
                self.mark(BREAK);
                self.depth = self.depth.saturating_add(1).min(3);
            }
            ')' | ']' | '〕' | '>' | '〉' => {
                self.depth = self.depth.saturating_sub(1);
                self.mark(BREAK);
            }
            '。' | '?' | '!' => self.sentence(),
            '.' if next.is_none_or(char::is_whitespace) => self.sentence(),
            '、' | ',' | '・' | '/' | ';' | ':' | '「' | '」' | '『' | '』' | '【' | '】' | '"' | '“' | '”' =>
            {
                self.mark(COMMA);
            }
            'ー' | '‐' | '–' | '—' | '―' | '-' | '.' | '\'' | '’' => {}
            c if c.is_whitespace() || c.is_control() => {}
            c => {
                self.push(c);
                self.said = self.said.saturating_add(1);
            }
        }
    }

    fn sentence(&mut self) {
        self.mark(BREAK);
        self.later = self.later || self.said >= SHORT_SENTENCE;
        self.said = 0;
        self.depth = 0;
    }
}

/// 取り扱い, 取扱い: one kana of an ending between two kanji is left out.
fn endings(folded: Folded) -> Folded {
    let mut out = Folded::default();
    let next = folded.chars.iter().skip(1).copied().chain([BREAK]);
    for ((c, weight), next) in folded.chars.iter().copied().zip(folded.weights).zip(next) {
        let ending = "りちけきえしみいげれせびじぎめ".contains(c);
        if ending && is_kanji(next) && out.chars.last().copied().is_some_and(is_kanji) {
            continue;
        }
        out.chars.push(c);
        out.weights.push(weight);
    }
    out
}

pub(crate) const fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々')
}

pub(crate) const fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

/// Cuts English endings; only has to treat alike what is alike.
fn stem(word: &str) -> String {
    let word: String = word.chars().filter(|c| *c != '’').collect();
    let word = word.strip_suffix("'s").unwrap_or(&word).replace('\'', "");
    let mut stem = word;
    let long = |s: &str, n: usize| s.len() >= n;
    if long(&stem, 5) && stem.ends_with("ies") {
        stem.truncate(stem.len().saturating_sub(3));
        stem.push('y');
    } else if long(&stem, 4)
        && stem.ends_with('s')
        && !stem.ends_with("ss")
        && !stem.ends_with("us")
        && !stem.ends_with("is")
    {
        stem.pop();
    }
    for (ending, least) in [("ing", 6), ("ed", 5), ("ion", 7), ("or", 7), ("er", 7)] {
        if long(&stem, least) && stem.ends_with(ending) {
            stem.truncate(stem.len().saturating_sub(ending.len()));
            break;
        }
    }
    if long(&stem, 5) && stem.ends_with('e') {
        stem.pop();
    }
    let mut ends = stem.chars().rev();
    if long(&stem, 4)
        && let (Some(last), Some(before)) = (ends.next(), ends.next())
        && last == before
        && !"lse".contains(last)
    {
        stem.pop();
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::{fold, key, stem, strip_number};

    fn folded(text: &str) -> String {
        fold(text).chars.into_iter().collect()
    }

    #[test]
    fn spellings_of_one_word_become_one() {
        for same in [
            &["取り扱い", "取扱い"][..],
            &["持ち出し", "持出し"],
            &["サーバー", "サーバ", "ｻｰﾊﾞｰ"],
            &["問い合わせ", "問合せ", "問合わせ"],
            &["ISO/IEC 27001", "ＩＳＯ／ＩＥＣ２７００１"],
            &["再委託、再々委託", "再委託及び再々委託", "再委託・再々委託"],
        ] {
            for text in same {
                assert_eq!(folded(text), folded(same[0]), "{text}");
            }
        }
        assert_eq!(stem("policies"), stem("policy"));
        assert_eq!(stem("logging"), stem("log"));
        assert_eq!(stem("encrypted"), stem("encryption"));
        assert_eq!(stem("terminated"), stem("termination"));
        assert_eq!(stem("subcontractors"), stem("subcontracting"));
        assert_eq!(stem("client's"), stem("client"));
    }

    #[test]
    fn brackets_and_later_sentences_count_less() {
        let weights = fold("ログを取得していますか（保存期間）。理由も書く").weights;
        assert!(weights[0] > 0.99 && weights[weights.len() - 1] < 0.8);
    }

    #[test]
    fn numbers_in_front_are_cut_and_quantities_are_not() {
        for text in ["1. 規程", "（３）規程", "Q12 規程", "A-01 規程", "①規程", "1-2-3　規程", "規程"]
        {
            assert_eq!(strip_number(text), "規程", "{text}");
        }
        assert_eq!(strip_number("24時間の監視"), "24時間の監視");
        assert_eq!(strip_number("3か月分のログ"), "3か月分のログ");
        assert_eq!(strip_number("ISO 27001の認証"), "ISO 27001の認証");
        assert_eq!(key("(1) ログの 取得"), key("２．ログの取得"));
    }
}
