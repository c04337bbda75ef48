//! Excel's limits, and telling what had to be shortened to keep them.

use domain::{Lang, Words};

/// Most UTF-16 units in a cell.
pub(crate) const CELL: usize = 32_767;
/// Most UTF-16 units in the name of a sheet.
pub(crate) const SHEET: usize = 31;

/// Where something was shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The name of the sheet.
    Sheet,
    /// A cell.
    Cell {
        /// Row as Excel counts, the header being 1.
        row: u32,
        /// Key of the column.
        column: &'static str,
    },
    /// A line of the sheet about the table.
    About {
        /// Row as Excel counts.
        row: u32,
    },
}

/// Something was shortened to fit into a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortened {
    /// Where.
    pub place: Place,
    /// Length in UTF-16 units, as Excel counts.
    pub length: usize,
    /// Most that fit there.
    pub max: usize,
}

impl Shortened {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let (length, max) = (self.length, self.max);
        match (&self.place, lang) {
            (Place::Sheet, Lang::Ja) => format!("シートの名前を{length}文字から{max}文字に縮めました"),
            (Place::Sheet, Lang::En) => format!("The name of the sheet was cut from {length} to {max} characters"),
            (Place::Cell { row, column }, Lang::Ja) => {
                format!("{row}行目の「{column}」を{length}文字から{max}文字に縮めました")
            }
            (Place::Cell { row, column }, Lang::En) => {
                format!("Row {row}, column \"{column}\" was cut from {length} to {max} characters")
            }
            (Place::About { row }, Lang::Ja) => {
                format!("表の説明の{row}行目を{length}文字から{max}文字に縮めました")
            }
            (Place::About { row }, Lang::En) => {
                format!("Row {row} about the table was cut from {length} to {max} characters")
            }
        }
    }
}

/// Shortens to at most `max` UTF-16 units, the last of them an ellipsis; gives the length it had if it was too long.
pub(crate) fn shorten(text: &str, max: usize) -> (String, Option<usize>) {
    let length = text.encode_utf16().count();
    if length <= max {
        return (text.to_owned(), None);
    }
    let mut room = max.saturating_sub(1);
    let mut short = String::new();
    for c in text.chars() {
        match room.checked_sub(c.len_utf16()) {
            Some(left) => room = left,
            None => break,
        }
        short.push(c);
    }
    short.push('…');
    (short, Some(length))
}

/// Text without the characters a workbook cannot hold; line ends become single line feeds.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')))
        .collect()
}

/// A name Excel accepts for a sheet, and its former length if it had to be shortened.
pub(crate) fn sheet_name(wanted: &str, taken: &str) -> (String, Option<usize>) {
    const FALLBACK: Words = Words { ja: "表", en: "Table" };
    let usable: String = wanted
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '_' } else { c })
        .collect();
    let usable = usable.trim().trim_matches('\'').trim();
    let (short, length) = shorten(usable, SHEET);
    let lower = short.to_lowercase();
    if short.is_empty() || lower == "history" || lower == taken.to_lowercase() {
        let fallback = if FALLBACK.ja == taken { FALLBACK.en } else { FALLBACK.ja };
        return (fallback.to_owned(), length);
    }
    (short, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortening_counts_as_excel_counts() {
        assert_eq!(shorten("あいう", 3), ("あいう".to_owned(), None));
        assert_eq!(shorten("あいうえ", 3), ("あい…".to_owned(), Some(4)));
        // a character outside the basic plane takes two units and is never cut in half
        assert_eq!(shorten("𠮷𠮷𠮷", 4), ("𠮷…".to_owned(), Some(6)));
    }

    #[test]
    fn sheet_names_follow_the_rules_of_excel() {
        for (wanted, name) in [
            ("委託案件", "委託案件"),
            ("a/b:c*d?[e]\\", "a_b_c_d__e__"),
            ("'引用'", "引用"),
            ("", "表"),
            ("  ", "表"),
            ("History", "表"),
            ("この表について", "表"),
        ] {
            assert_eq!(sheet_name(wanted, "この表について").0, name, "{wanted}");
        }
        let (long, length) = sheet_name(&"長".repeat(40), "About");
        assert_eq!((long.chars().count(), length), (31, Some(40)));
    }

    #[test]
    fn characters_a_workbook_cannot_hold_are_dropped() {
        assert_eq!(clean("a\r\nb\rc\td\u{0}\u{b}\u{fffe}\u{85}e"), "a\nb\nc\tde");
    }
}
