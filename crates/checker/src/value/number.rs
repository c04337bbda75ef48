//! Numbers as contracts print them: 1,000, 二十四, 二四, 1億5,000万, 金壱千万, twenty-four.

/// Characters with their byte positions.
pub(super) type Chars<'a> = &'a [(usize, char)];

fn at(chars: Chars<'_>, index: usize) -> Option<char> {
    chars.get(index).map(|(_, c)| *c)
}

fn digit(c: char) -> Option<f64> {
    Some(match c {
        '〇' | '零' => 0.0,
        '一' | '壱' => 1.0,
        '二' | '弐' => 2.0,
        '三' | '参' => 3.0,
        '四' => 4.0,
        '五' | '伍' => 5.0,
        '六' => 6.0,
        '七' => 7.0,
        '八' => 8.0,
        '九' => 9.0,
        _ => return None,
    })
}

/// Scales within a group of four digits.
fn small_scale(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.0,
        '百' | '佰' => 100.0,
        '千' | '阡' => 1000.0,
        _ => return None,
    })
}

fn large_scale(c: char) -> Option<f64> {
    Some(match c {
        '万' | '萬' => 1e4,
        '億' => 1e8,
        '兆' => 1e12,
        _ => return None,
    })
}

/// A number at a position and the position behind it.
pub(super) fn number(chars: Chars<'_>, from: usize) -> Option<(f64, usize)> {
    let first = at(chars, from)?;
    if first.is_ascii_alphabetic() {
        return english(chars, from);
    }
    let (mut total, mut section, mut next) = (0.0, 0.0, from);
    // the digits not yet scaled, and whether they are Arabic: 二四 goes on, 2四 does not
    let mut digits: Option<(f64, bool)> = None;
    while let Some(c) = at(chars, next) {
        if c.is_ascii_digit() && digits.is_none() {
            let (value, behind) = arabic(chars, next)?;
            digits = Some((value, true));
            next = behind;
            continue;
        }
        if let Some(value) = digit(c).filter(|_| !digits.is_some_and(|(_, arabic)| arabic)) {
            digits = Some((digits.map_or(0.0, |(before, _)| before) * 10.0 + value, false));
        } else if let Some(scale) = small_scale(c) {
            section += digits.take().map_or(1.0, |(value, _)| value) * scale;
        } else if let Some(scale) = large_scale(c).filter(|_| next > from) {
            total += (section + digits.take().map_or(0.0, |(value, _)| value)) * scale;
            section = 0.0;
        } else {
            break;
        }
        next += 1;
    }
    (next > from).then(|| (total + section + digits.map_or(0.0, |(value, _)| value), next))
}

/// 1,000 and 1.5; a comma counts where three digits follow.
fn arabic(chars: Chars<'_>, from: usize) -> Option<(f64, usize)> {
    let is_digit = |index: usize| at(chars, index).is_some_and(|c| c.is_ascii_digit());
    let (mut digits, mut next) = (String::new(), from);
    while let Some(c) = at(chars, next) {
        let comma = c == ',' && is_digit(next + 1) && is_digit(next + 2) && is_digit(next + 3);
        let point = c == '.' && is_digit(next + 1) && !digits.contains('.');
        if c.is_ascii_digit() || point {
            digits.push(c);
        } else if !comma {
            break;
        }
        next += 1;
    }
    digits.parse().ok().map(|value| (value, next))
}

/// A word of letters at a position, in lower case, and the position behind it.
pub(super) fn word(chars: Chars<'_>, from: usize) -> (String, usize) {
    let letters = chars.get(from..).unwrap_or_default().iter().map(|(_, c)| *c);
    let word: String = letters.take_while(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    let behind = from + word.len();
    (word, behind)
}

const WORDS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The value of an English word below a hundred.
fn spelled(word: &str) -> Option<f64> {
    let place = |list: &[&str]| list.iter().position(|one| *one == word).and_then(|at| u32::try_from(at).ok());
    place(WORDS).map(f64::from).or_else(|| place(TENS).map(|tens| f64::from(tens + 2) * 10.0))
}

fn english_scale(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" => 1e6,
        "billion" => 1e9,
        _ => return None,
    })
}

/// twenty-four, one hundred and eighty, ten million
fn english(chars: Chars<'_>, from: usize) -> Option<(f64, usize)> {
    let (mut total, mut section, mut next, mut seen) = (0.0, 0.0, from, None);
    loop {
        let (one, behind) = word(chars, next);
        if let Some(value) = spelled(&one) {
            section += value;
        } else if let Some(scale) = english_scale(&one).filter(|_| seen.is_some()) {
            if scale > 100.0 {
                total += section * scale;
                section = 0.0;
            } else {
                section *= scale;
            }
        } else if one != "and" || seen.is_none() {
            break;
        }
        if one != "and" {
            seen = Some(behind);
        }
        if !at(chars, behind).is_some_and(|c| matches!(c, ' ' | '-')) {
            break;
        }
        next = behind + 1;
    }
    seen.map(|behind| (total + section, behind))
}
