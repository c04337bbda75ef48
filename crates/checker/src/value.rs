//! Numbers with units as contracts write them: 24時間, 二十四時間, 1か月, 半年, 翌営業日, 500万円.

use crate::mark::kanji_number;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Minute,
    Hour,
    Day,
    BusinessDay,
    Week,
    Month,
    Year,
    Yen,
    Time,
    Character,
    Percent,
}

/// A quantity at a byte range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantity {
    pub value: f64,
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
    ("カ月", Unit::Month, 1.0),
    ("箇月", Unit::Month, 1.0),
    ("個月", Unit::Month, 1.0),
    ("ヶ年", Unit::Year, 1.0),
    ("か年", Unit::Year, 1.0),
    ("カ年", Unit::Year, 1.0),
    ("箇年", Unit::Year, 1.0),
    ("月間", Unit::Month, 1.0),
    ("年", Unit::Year, 1.0),
    ("月", Unit::Month, 1.0),
    ("日", Unit::Day, 1.0),
    ("万円", Unit::Yen, 10_000.0),
    ("億円", Unit::Yen, 100_000_000.0),
    ("千円", Unit::Yen, 1000.0),
    ("百万円", Unit::Yen, 1_000_000.0),
    ("円", Unit::Yen, 1.0),
    ("回", Unit::Time, 1.0),
    ("度", Unit::Time, 1.0),
    ("文字", Unit::Character, 1.0),
    ("桁", Unit::Character, 1.0),
    ("%", Unit::Percent, 1.0),
    ("パーセント", Unit::Percent, 1.0),
];

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_kanji_digit(c: char) -> bool {
    "〇零一二三四五六七八九十百千".contains(c)
}

/// Every quantity of a folded text, in order.
pub(crate) fn quantities(text: &str) -> Vec<Quantity> {
    let mut out = Vec::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    while let Some(&(start, c)) = chars.get(at) {
        if let Some(half) = half(text, start) {
            out.push(half);
            at += 1;
            continue;
        }
        if !is_digit(c) && !is_kanji_digit(c) {
            at += 1;
            continue;
        }
        let (value, next) = number(&chars, at);
        let end = chars.get(next).map_or(text.len(), |(end, _)| *end);
        at = next.max(at + 1);
        // dates and article numbers are no quantities
        let before = text.get(..start).unwrap_or_default();
        if before.ends_with('第') || ["令和", "平成", "昭和", "西暦"].iter().any(|era| before.ends_with(era)) {
            continue;
        }
        let Some(value) = value else { continue };
        let rest = text.get(end..).unwrap_or_default();
        let rest_trimmed = rest.trim_start_matches([']', '】', ')', ' ']);
        let skipped = rest.len() - rest_trimmed.len();
        if let Some((word, unit, scale)) =
            UNITS.iter().filter(|(w, ..)| rest_trimmed.starts_with(w)).max_by_key(|(w, ..)| w.len())
        {
            let after = rest_trimmed.get(word.len()..).unwrap_or_default();
            if date_like((*unit, *word == "月"), value, after) {
                continue;
            }
            let plus_half = after.starts_with('半');
            let value = value * scale + if plus_half { 0.5 } else { 0.0 };
            let one = Quantity { value, unit: *unit, start, end: end + skipped + word.len() };
            match out.last_mut() {
                // 1年6か月
                Some(Quantity { value, unit: unit @ Unit::Year, end, .. })
                    if one.unit == Unit::Month && *end == one.start =>
                {
                    *value = *value * 12.0 + one.value;
                    *unit = Unit::Month;
                    *end = one.end;
                }
                _ => out.push(one),
            }
        }
    }
    out
}

/// 2026年4月1日 is a date; 前条 5分 and 5分の1 are no times.
fn date_like((unit, bare): (Unit, bool), value: f64, after: &str) -> bool {
    let month = unit == Unit::Month
        && !["か", "カ", "ヶ", "前", "以内", "間", "以上", "ごと", "を経", "の期間", "後", "毎", "を下"]
            .iter()
            .any(|w| after.starts_with(w));
    (month && bare)
        || (unit == Unit::Year && value >= 1900.0)
        || (unit == Unit::Minute && after.starts_with("の"))
        || (unit == Unit::Year && (after.starts_with("度") || after.starts_with("法律")) && value > 1.0)
}

fn half(text: &str, start: usize) -> Option<Quantity> {
    let rest = text.get(start..)?;
    for (word, value, unit) in
        [("半年", 6.0, Unit::Month), ("半日", 12.0, Unit::Hour), ("半時間", 0.5, Unit::Hour), ("半月", 15.0, Unit::Day)]
    {
        if rest.starts_with(word) && !text.get(..start)?.ends_with(|c: char| is_digit(c) || is_kanji_digit(c)) {
            return Some(Quantity { value, unit, start, end: start + word.len() });
        }
    }
    None
}

/// A number at a position and the position behind it: 1,000, 1.5, 二十四, 5百.
fn number(chars: &[(usize, char)], at: usize) -> (Option<f64>, usize) {
    let c = |i: usize| chars.get(i).map(|(_, c)| *c);
    let mut next = at;
    if c(at).is_some_and(is_digit) {
        let mut digits = String::new();
        while let Some(d) = c(next) {
            let comma = d == ',' && c(next + 1).is_some_and(is_digit) && c(next + 3).is_some_and(is_digit);
            let point = d == '.' && c(next + 1).is_some_and(is_digit) && !digits.contains('.');
            if is_digit(d) || point {
                digits.push(d);
            } else if !comma {
                break;
            }
            next += 1;
        }
        let mut value: Option<f64> = digits.parse().ok();
        while let Some(scale) = c(next).and_then(|s| match s {
            '十' => Some(10.0),
            '百' => Some(100.0),
            '千' => Some(1000.0),
            _ => None,
        }) {
            value = value.map(|v| v * scale);
            next += 1;
        }
        return (value, next);
    }
    while c(next).is_some_and(is_kanji_digit) {
        next += 1;
    }
    let run: Vec<char> = chars.get(at..next).unwrap_or_default().iter().map(|(_, c)| *c).collect();
    (kanji_number(&run).map(f64::from), next)
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
        assert_eq!(first("3箇月前"), Some((3.0, Unit::Month)));
        assert_eq!(first("1年6か月間"), Some((18.0, Unit::Month)));
        assert_eq!(first("三月前"), Some((3.0, Unit::Month)));
        assert_eq!(first("3月31日"), Some((31.0, Unit::Day)));
        assert_eq!(first("半年"), Some((6.0, Unit::Month)));
        assert_eq!(first("令和8年"), None);
        assert_eq!(first("第5条"), None);
        assert_eq!(first("2026年4月"), None);
        assert_eq!(first("5営業日前"), Some((5.0, Unit::BusinessDay)));
    }
}
