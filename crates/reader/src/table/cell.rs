//! Cells as people see them.

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What it shows: a date as 2026-07-01, a number without grouping.
    pub text: String,
    /// It is stored as a number, as a day is as well.
    pub number: bool,
    /// It is computed by a formula; the text is the value that was stored with it.
    pub formula: bool,
    /// It shows an error such as #N/A.
    pub error: bool,
}

/// A row with at least one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, counted from 1 as Excel does.
    pub number: u32,
    /// Its cells from column A on.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The text of a column; empty where there is none.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.as_str())
    }
}

/// The letters of a column counted from 0: 0 → A, 27 → AB.
#[must_use]
pub fn column_name(mut column: usize) -> String {
    let mut out = Vec::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or(0);
        out.push(char::from(b'A'.saturating_add(letter)));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    out.iter().rev().collect()
}

/// Column (from 0) and row (from 1) of `AB12`.
pub(super) fn place(reference: &str) -> Option<(usize, u32)> {
    let split = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = reference.split_at(split);
    let mut column = 0_usize;
    for letter in letters.bytes().filter(|b| *b != b'$') {
        let value = usize::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        if value > 25 || column > 20_000 {
            return None;
        }
        column = column.checked_mul(26)?.checked_add(value)?.checked_add(1)?;
    }
    Some((column.checked_sub(1)?, digits.parse().ok()?))
}

/// A serial number of Excel as a day, with the time where there is one.
pub(super) fn date(serial: f64, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial.floor();
    let seconds = ((serial - days) * 86_400.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "within the bounds checked above")]
    let (days, seconds) = (days as i64, seconds as i64);
    let (epoch, days) = if from_1904 {
        (jiff::civil::date(1904, 1, 1), days)
    } else if days < 61 {
        // Excel believes that 1900 had a 29 February
        (jiff::civil::date(1899, 12, 31), days)
    } else {
        (jiff::civil::date(1899, 12, 30), days)
    };
    let span = jiff::Span::new().try_days(days).ok()?;
    let day = epoch.checked_add(span).ok()?;
    if seconds == 0 {
        return Some(day.to_string());
    }
    let moment = day.at(0, 0, 0, 0).checked_add(jiff::Span::new().try_seconds(seconds).ok()?).ok()?;
    Some(moment.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// A stored number as a person would type it: `8.000000000001E12` → `8000000000001`.
pub(super) fn number(stored: &str) -> String {
    let plain = stored.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if plain {
        return stored.to_owned();
    }
    match stored.trim().parse::<f64>() {
        Ok(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        Ok(value) => format!("{value}"),
        Err(_) => stored.to_owned(),
    }
}

/// Whether a number format shows a date. Literal texts, colours and conditions in brackets do not count.
pub(super) fn is_date_format(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    let mut plain = String::new();
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            c if !quoted && !bracketed => plain.push(c.to_ascii_lowercase()),
            _ => {}
        }
    }
    plain.contains(['y', 'd', 'g', '年', '月', '日']) && !plain.starts_with("general")
}

/// Replaces `_x000D_` and the like by what they stand for.
pub(super) fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        // four digits and nothing else: from_str_radix would take a sign
        let strict = |hex: &&str| hex.bytes().all(|b| b.is_ascii_hexdigit()) && tail.as_bytes().get(6) == Some(&b'_');
        let code = tail.get(2..6).filter(strict);
        match code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = tail.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = tail.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_columns() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(column_name), ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
        assert_eq!(place("AB12"), Some((27, 12)));
        assert_eq!([place("12"), place("A"), place(""), place("あ1"), place("ZZZZZZZZZZZZZZ1")], [None; 5]);
        for column in 0..800 {
            assert_eq!(place(&format!("{}7", column_name(column))), Some((column, 7)));
        }
    }

    #[test]
    fn days_count_from_both_epochs() {
        assert_eq!(date(1.0, false).unwrap(), "1900-01-01");
        assert_eq!(date(61.0, false).unwrap(), "1900-03-01");
        assert_eq!(date(46_204.0, false).unwrap(), "2026-07-01");
        assert_eq!(date(46_204.0 - 1462.0, true).unwrap(), "2026-07-01");
        assert_eq!(date(46_204.5, false).unwrap(), "2026-07-01 12:00:00");
        assert_eq!([date(-1.0, false), date(f64::NAN, false), date(1e300, true)], [None, None, None]);
    }

    #[test]
    fn formats_of_dates_are_told_from_those_of_numbers() {
        for code in ["yyyy\\-mm\\-dd", "[$-411]ggge\"年\"m\"月\"d\"日\"", "m/d", "yyyy年m月"] {
            assert!(is_date_format(code), "{code}");
        }
        for code in ["General", "#,##0", "0.00E+00", "[Red]0", "\"day \"0", "@", "0_d"] {
            assert!(!is_date_format(code), "{code}");
        }
    }

    #[test]
    fn numbers_and_codes() {
        assert_eq!(number("8.000000000001E12"), "8000000000001");
        assert_eq!((number("13"), number("0.5"), number("1E400")), ("13".into(), "0.5".into(), "inf".into()));
        assert_eq!(unescape("a_x000D_b_x_y_x12".into()), "a\rb_x_y_x12");
        assert_eq!(
            unescape("_x005F_x000D_ _x+041_ _x-041_ _x 41_ _x0041 _X0041_ _xD83D_ _x00e9_".into()),
            "_x000D_ _x+041_ _x-041_ _x 41_ _x0041 _X0041_ _xD83D_ é"
        );
    }
}
