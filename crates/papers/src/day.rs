//! Days as papers print them.

use domain::{Lang, calendar::long_date};
use jiff::civil::Date;

domain::codes! {
    /// Which years Japanese papers count.
    #[derive(Default)]
    pub enum Era ("年の数え方", "Years") {
        /// 令和8年.
        #[default]
        Wareki = "wareki" ("和暦", "Japanese era"),
        /// 2026年.
        Western = "western" ("西暦", "Western"),
    }
}

/// `令和8年7月1日`, `2026年7月1日`, `1 July 2026`.
pub(crate) fn day(date: Date, lang: Lang, era: Era) -> String {
    match (lang, era) {
        (Lang::Ja, Era::Western) => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        _ => long_date(date, lang),
    }
}

/// A day to be written by hand.
pub(crate) const fn blank_day(lang: Lang, era: Era) -> &'static str {
    match (lang, era) {
        (Lang::Ja, Era::Wareki) => "令和\u{3000}\u{3000}年\u{3000}\u{3000}月\u{3000}\u{3000}日",
        (Lang::Ja, Era::Western) => "\u{3000}\u{3000}\u{3000}\u{3000}年\u{3000}\u{3000}月\u{3000}\u{3000}日",
        (Lang::En, _) => "Date: ____________________",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_counted_as_asked() {
        let date = jiff::civil::date(2026, 7, 1);
        assert_eq!(day(date, Lang::Ja, Era::Wareki), "令和8年7月1日");
        assert_eq!(day(date, Lang::Ja, Era::Western), "2026年7月1日");
        assert_eq!(day(date, Lang::En, Era::Wareki), "1 July 2026");
    }
}
