//! Numbers with units as contracts write them: 24時間, 二十四時間, 1か月, 半年, 500万円, twenty-four (24) hours.

mod number;

use number::{Chars, number, word};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Minute,
    Hour,
    Day,
    BusinessDay,
    /// The day of a date: 毎月10日, 4月1日.
    DayOfMonth,
    Week,
    Month,
    Year,
    Yen,
    Time,
    Character,
    Percent,
    Multiple,
}

/// A quantity at a byte range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantity {
    /// The value; of a range the greater one.
    pub value: f64,
    /// The lesser value of a range, else the value.
    pub low: f64,
    pub unit: Unit,
    pub start: usize,
    pub end: usize,
}

impl Quantity {
    /// The same as hours, where it is a length of time up to days.
    pub(crate) fn hours(self) -> Option<f64> {
        match self.unit {
            Unit::Minute => Some(self.value / 60.0),
            Unit::Hour => Some(self.value),
            Unit::Day | Unit::BusinessDay => Some(self.value * 24.0),
            Unit::Week => Some(self.value * 168.0),
            _ => None,
        }
    }

    /// The same as days.
    pub(crate) fn days(self) -> Option<f64> {
        match self.unit {
            Unit::Day | Unit::BusinessDay => Some(self.value),
            Unit::Week => Some(self.value * 7.0),
            _ => None,
        }
    }

    /// The same as months.
    pub(crate) fn months(self) -> Option<f64> {
        match self.unit {
            Unit::Month => Some(self.value),
            Unit::Year => Some(self.value * 12.0),
            _ => None,
        }
    }

    /// The same as days, a month counted as thirty.
    pub(crate) fn days_of_month(self) -> Option<f64> {
        self.days().or_else(|| (self.unit == Unit::Month).then_some(self.value * 30.0))
    }

    /// The range with its lesser value in place of the greater.
    pub(crate) const fn least(self) -> Self {
        Self { value: self.low, ..self }
    }
}

const UNITS: &[(&str, Unit, f64)] = &[
    ("営業日", Unit::BusinessDay, 1.0),
    ("稼働日", Unit::BusinessDay, 1.0),
    ("就業日", Unit::BusinessDay, 1.0),
    ("平日", Unit::BusinessDay, 1.0),
    ("銀行営業日", Unit::BusinessDay, 1.0),
    ("時間", Unit::Hour, 1.0),
    ("分", Unit::Minute, 1.0),
    ("週間", Unit::Week, 1.0),
    ("週", Unit::Week, 1.0),
    ("か月", Unit::Month, 1.0),
    ("カ月", Unit::Month, 1.0),
    ("ヶ月", Unit::Month, 1.0),
    ("ケ月", Unit::Month, 1.0),
    ("ヵ月", Unit::Month, 1.0),
    ("箇月", Unit::Month, 1.0),
    ("個月", Unit::Month, 1.0),
    ("ヶ年", Unit::Year, 1.0),
    ("ケ年", Unit::Year, 1.0),
    ("ヵ年", Unit::Year, 1.0),
    ("か年", Unit::Year, 1.0),
    ("カ年", Unit::Year, 1.0),
    ("箇年", Unit::Year, 1.0),
    ("個年", Unit::Year, 1.0),
    ("月間", Unit::Month, 1.0),
    ("年", Unit::Year, 1.0),
    ("月", Unit::Month, 1.0),
    ("日", Unit::Day, 1.0),
    ("円", Unit::Yen, 1.0),
    ("回", Unit::Time, 1.0),
    ("度", Unit::Time, 1.0),
    ("文字", Unit::Character, 1.0),
    ("字", Unit::Character, 1.0),
    ("桁", Unit::Character, 1.0),
    ("%", Unit::Percent, 1.0),
    ("パーセント", Unit::Percent, 1.0),
    ("割", Unit::Percent, 10.0),
    ("倍", Unit::Multiple, 1.0),
];

/// Lengths of time that are one word.
const FIXED: &[(&str, f64, Unit)] = &[
    ("半年", 6.0, Unit::Month),
    ("半日", 12.0, Unit::Hour),
    ("半時間", 0.5, Unit::Hour),
    ("半月", 15.0, Unit::Day),
    ("ひと月", 1.0, Unit::Month),
    ("ふた月", 2.0, Unit::Month),
    ("一両日", 2.0, Unit::Day),
];

fn english_unit(word: &str) -> Option<Unit> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        "yen" => Unit::Yen,
        "time" => Unit::Time,
        "character" | "letter" => Unit::Character,
        "percent" => Unit::Percent,
        _ => return None,
    })
}

/// Every quantity of a folded text, in order.
pub(crate) fn quantities(text: &str) -> Vec<Quantity> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out: Vec<Quantity> = Vec::new();
    let mut at = 0;
    // the first number of 2～3営業日, and where the second one begins
    let mut open: Option<(f64, usize, usize)> = None;
    while let Some(&(start, _)) = chars.get(at) {
        if let Some((one, taken)) = fixed(text, start) {
            out.push(one);
            at += taken;
            continue;
        }
        let Some((value, next)) = begins(&chars, at).then(|| number(&chars, at)).flatten() else {
            let counted = begins(&chars, at).then(|| counted(&chars, at)).flatten();
            let one = counted.map(|(value, behind)| quantity((value, Unit::Time), start, byte(text, &chars, behind)));
            out.extend(one);
            at += 1;
            continue;
        };
        at = next.max(at + 1);
        if label(text.get(..start).unwrap_or_default()) {
            continue;
        }
        let Some((one, behind)) = measured(text, &chars, (value, start), next) else {
            open = joint(text.get(byte(text, &chars, next)..).unwrap_or_default())
                .map(|joint| (value, start, byte(text, &chars, next) + joint));
            continue;
        };
        at = behind.max(at);
        let low = open.take().filter(|(low, _, second)| *second == start && *low < value);
        let one = low.map_or(one, |(low, start, _)| Quantity { low, start, ..one });
        add(text, &mut out, one);
    }
    out
}

fn quantity((value, unit): (f64, Unit), start: usize, end: usize) -> Quantity {
    Quantity { value, low: value, unit, start, end }
}

fn byte(text: &str, chars: Chars<'_>, index: usize) -> usize {
    chars.get(index).map_or(text.len(), |(at, _)| *at)
}

/// A number may begin here: not inside a word of letters (AES256) or behind another digit.
fn begins(chars: Chars<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| chars.get(before)).map(|(_, c)| *c);
    if !before.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return true;
    }
    let here = chars.get(at).is_some_and(|(_, c)| c.is_ascii_digit());
    let word: String = chars.get(at.saturating_sub(3)..at).unwrap_or_default().iter().map(|(_, c)| *c).collect();
    here && word == "JPY" || chars.get(at).is_some_and(|(_, c)| !c.is_ascii_alphanumeric())
}

/// once, twice
fn counted(chars: Chars<'_>, at: usize) -> Option<(f64, usize)> {
    let (word, behind) = word(chars, at);
    match word.as_str() {
        "once" => Some((1.0, behind)),
        "twice" => Some((2.0, behind)),
        _ => None,
    }
}

/// What stands before the number says that it is a label or a year of an era.
fn label(before: &str) -> bool {
    ["第", "令和", "平成", "昭和", "西暦"].iter().any(|word| before.ends_with(word))
}

fn fixed(text: &str, start: usize) -> Option<(Quantity, usize)> {
    let rest = text.get(start..)?;
    let (word, value, unit) = FIXED.iter().find(|(word, ..)| rest.starts_with(word))?;
    let counted = text.get(..start)?.ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    (!counted).then(|| (quantity((*value, *unit), start, start + word.len()), word.chars().count()))
}

/// A number with the unit behind it, and the position behind the unit.
fn measured(text: &str, chars: Chars<'_>, (value, start): (f64, usize), next: usize) -> Option<(Quantity, usize)> {
    let from = repeated(chars, next);
    let rest = text.get(byte(text, chars, from)..)?;
    let found = UNITS.iter().filter(|(word, ..)| rest.starts_with(word)).max_by_key(|(word, ..)| word.len());
    let Some((word, unit, scale)) = found else {
        let (unit, behind) =
            english_measure(chars, from).or_else(|| money(text, start).then_some((Unit::Yen, next)))?;
        return Some((quantity((value, unit), start, byte(text, chars, behind)), behind));
    };
    let after = rest.get(word.len()..).unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let printed = text.get(start..byte(text, chars, next)).unwrap_or_default();
    if date_like((*unit, *word == "月"), value, after)
        || (printed == "十" && *word == "分" && !after.starts_with("以内"))
    {
        return None;
    }
    let unit = if *word == "日" && day_of_month(before, after) { Unit::DayOfMonth } else { *unit };
    let value = value * scale + if after.starts_with('半') { 0.5 } else { 0.0 };
    let behind = from + word.chars().count();
    Some((quantity((value, unit), start, byte(text, chars, behind)), behind))
}

/// Behind a number: the same number once more in brackets, closing brackets, spaces.
fn repeated(chars: Chars<'_>, next: usize) -> usize {
    let is = |index: usize, set: &str| chars.get(index).is_some_and(|(_, c)| set.contains(*c));
    let mut at = next;
    if is(at, "(") || (is(at, " ") && is(at + 1, "(")) {
        let inner = if is(at, " ") { at + 2 } else { at + 1 };
        match number(chars, inner) {
            Some((_, behind)) if is(behind, ")") => at = behind + 1,
            _ => return next,
        }
    }
    while is(at, "]】) ") {
        at += 1;
    }
    at
}

/// hours, business days, or more characters, th day
fn english_measure(chars: Chars<'_>, from: usize) -> Option<(Unit, usize)> {
    let space = |at: usize| at + usize::from(chars.get(at).is_some_and(|(_, c)| matches!(c, ' ' | '-')));
    let (first, behind) = word(chars, space(from));
    match first.as_str() {
        "th" | "st" | "nd" | "rd" => {
            let (second, behind) = word(chars, space(behind));
            (second == "day").then_some((Unit::DayOfMonth, behind))
        }
        "business" | "working" => {
            let (second, behind) = word(chars, space(behind));
            (english_unit(&second) == Some(Unit::Day)).then_some((Unit::BusinessDay, behind))
        }
        "calendar" | "consecutive" => english_measure(chars, behind),
        "or" => {
            let (second, behind) = word(chars, space(behind));
            (second == "more").then(|| english_measure(chars, behind)).flatten()
        }
        _ => english_unit(&first).map(|unit| (unit, behind)),
    }
}

fn money(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end();
    before.ends_with('¥') || before.ends_with("JPY")
}

/// 4月1日 and 毎月10日 are days of a date; 1か月10日 is a length of time.
fn day_of_month(before: &str, after: &str) -> bool {
    let long = ["か月", "カ月", "ヶ月", "ケ月", "ヵ月", "箇月", "個月"].iter().any(|word| before.ends_with(word));
    let month = before.ends_with('月') || before.ends_with("月の");
    month && !long && !after.starts_with("以内") && !after.starts_with('間')
}

/// 2026年4月 is a date; 5分の1 is no time.
fn date_like((unit, bare): (Unit, bool), value: f64, after: &str) -> bool {
    let length =
        ["か", "カ", "ヶ", "前", "以内", "間", "以上", "ごと", "を経", "の期間", "後", "毎", "を下", "に1", "に一"];
    (bare && unit == Unit::Month && !length.iter().any(|word| after.starts_with(word)))
        || (unit == Unit::Year && value >= 1900.0)
        || (unit == Unit::Minute && after.starts_with('の'))
        || (unit == Unit::Year && (after.starts_with('度') || after.starts_with("法律")) && value > 1.0)
}

const JOINTS: &[&str] = &["から", "ないし", "乃至", "~", "-", "又は", "または", "もしくは", " to ", " or "];

/// The bytes of a joint between the two numbers of a range.
fn joint(rest: &str) -> Option<usize> {
    JOINTS.iter().find(|joint| rest.starts_with(*joint)).map(|joint| joint.len())
}

/// Adds a quantity, or joins it to the one before: 1年6か月, 3日から5日.
fn add(text: &str, out: &mut Vec<Quantity>, one: Quantity) {
    if let Some(last) = out.last_mut() {
        let between = text.get(last.end..one.start).unwrap_or_default();
        if last.unit == Unit::Year && one.unit == Unit::Month && matches!(between, "" | "と" | "及び") {
            let months = last.value * 12.0 + one.value;
            *last = quantity((months, Unit::Month), last.start, one.end);
            return;
        }
        if last.unit == one.unit && last.value < one.value && JOINTS.contains(&between) && one.unit != Unit::DayOfMonth
        {
            *last = Quantity { low: last.low, start: last.start, ..one };
            return;
        }
    }
    out.push(one);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<(f64, Unit)> {
        quantities(text).first().map(|q| (q.value, q.unit))
    }

    #[test]
    fn numerals_of_every_kind() {
        assert_eq!(first("24時間以内"), Some((24.0, Unit::Hour)));
        assert_eq!(first("二十四時間以内"), Some((24.0, Unit::Hour)));
        assert_eq!(first("二四時間以内"), Some((24.0, Unit::Hour)));
        assert_eq!(first("十日以内"), Some((10.0, Unit::Day)));
        assert_eq!(first("1,000万円"), Some((10_000_000.0, Unit::Yen)));
        assert_eq!(first("1億5,000万円"), Some((150_000_000.0, Unit::Yen)));
        assert_eq!(first("3箇月前"), Some((3.0, Unit::Month)));
        assert_eq!(first("1年6か月間"), Some((18.0, Unit::Month)));
        assert_eq!(first("三月前"), Some((3.0, Unit::Month)));
        assert_eq!(first("3月31日"), Some((31.0, Unit::DayOfMonth)));
        assert_eq!(first("半年"), Some((6.0, Unit::Month)));
        assert_eq!(first("令和8年"), None);
        assert_eq!(first("第5条"), None);
        assert_eq!(first("AES256日"), None);
        assert_eq!(first("十分な措置"), None);
        assert_eq!(first("2026年4月"), None);
        assert_eq!(first("5営業日前"), Some((5.0, Unit::BusinessDay)));
        assert_eq!(first("within twenty-four(24)hours"), Some((24.0, Unit::Hour)));
        assert_eq!(first("one hundred and eighty days"), Some((180.0, Unit::Day)));
        assert_eq!(first("twice a year"), Some((2.0, Unit::Time)));
    }

    #[test]
    fn ranges_keep_both_ends() {
        let both = |text: &str| quantities(text).first().map(|q| (q.low, q.value, q.unit));
        assert_eq!(both("2~3営業日以内"), Some((2.0, 3.0, Unit::BusinessDay)));
        assert_eq!(both("3日から5日以内"), Some((3.0, 5.0, Unit::Day)));
        assert_eq!(both("4月1日から3日以内"), Some((1.0, 1.0, Unit::DayOfMonth)));
    }
}
