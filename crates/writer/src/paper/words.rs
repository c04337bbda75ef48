//! Fixed words of the outputs, in the language of the paper.

use domain::Lang;

use super::Number;

/// Fixed words in one language.
#[derive(Debug)]
pub(crate) struct Words {
    pub lang: Lang,
    /// Mark of a paper that is not settled.
    pub open_mark: &'static str,
    /// Words above the list of what is open.
    pub open_list: &'static str,
    pub open_none: &'static str,
    pub seal: &'static str,
    pub address: &'static str,
    pub organisation: &'static str,
    pub title: &'static str,
    pub person: &'static str,
    pub signature: &'static str,
    pub date: &'static str,
    pub contract: &'static str,
    pub number: &'static str,
    pub edition: &'static str,
    pub sources: &'static str,
    pub bullet: &'static str,
    pub note: &'static str,
}

const JA: Words = Words {
    lang: Lang::Ja,
    open_mark: "未確定",
    open_list: "この文書には、まだ決まっていない箇所があります。決まるまで使えません。",
    open_none: "（箇所の指定なし）",
    seal: "㊞",
    address: "住　所",
    organisation: "名　称",
    title: "役　職",
    person: "氏　名",
    signature: "署名",
    date: "日付",
    contract: "契約番号",
    number: "文書番号",
    edition: "基準",
    sources: "根拠",
    bullet: "・",
    note: "注",
};

const EN: Words = Words {
    lang: Lang::En,
    open_mark: "NOT SETTLED",
    open_list: "Some points of this paper are still open. Do not use it before they are settled.",
    open_none: "(points not named)",
    seal: "",
    address: "Address",
    organisation: "Organisation",
    title: "Title",
    person: "Name",
    signature: "Signature",
    date: "Date",
    contract: "Contract",
    number: "No.",
    edition: "Rules",
    sources: "Sources",
    bullet: "•",
    note: "Note",
};

impl Words {
    /// The words of a language.
    pub(crate) const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Ja => &JA,
            Lang::En => &EN,
        }
    }

    /// `別紙1　題名`, `Annex 1: Title`.
    pub(crate) fn annex_title(&self, number: &str, title: &str) -> String {
        match (self.lang, title.is_empty()) {
            (_, true) => number.to_owned(),
            (Lang::Ja, false) => format!("{number}\u{3000}{title}"),
            (Lang::En, false) => format!("{number}: {title}"),
        }
    }

    /// What stands before a point of a list that is not counted.
    pub(crate) fn bullet_mark(&self) -> String {
        match self.lang {
            Lang::Ja => self.bullet.to_owned(),
            Lang::En => format!("{} ", self.bullet),
        }
    }

    /// Where the seal is pressed.
    pub(crate) const fn seal_mark(&self) -> &'static str {
        self.seal
    }

    /// `第3条`, `Article 3`.
    pub(crate) fn article(&self, number: u32) -> String {
        match self.lang {
            Lang::Ja => format!("第{number}条"),
            Lang::En => format!("Article {number}"),
        }
    }

    /// `第3条第2項`, `Article 3, paragraph 2`.
    pub(crate) fn clause(&self, number: Number) -> String {
        let article = self.article(number.article);
        match self.lang {
            Lang::Ja => format!("{article}第{}項", number.clause),
            Lang::En => format!("{article}, paragraph {}", number.clause),
        }
    }

    /// `別紙2`, `Annex 2`.
    pub(crate) fn annex_number(&self, number: u32) -> String {
        match self.lang {
            Lang::Ja => format!("別紙{number}"),
            Lang::En => format!("Annex {number}"),
        }
    }

    /// Mark of the sub-item: ア, イ … / (a), (b) …
    pub(crate) fn sub_item(&self, number: u32) -> String {
        match self.lang {
            Lang::Ja => kana(number),
            Lang::En => format!("({})", letter(number)),
        }
    }
}

/// ア for 1 … ン for 46, then アア.
fn kana(number: u32) -> String {
    const KANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
    nth(KANA, number)
}

/// a for 1 … z for 26, then aa.
fn letter(number: u32) -> String {
    nth("abcdefghijklmnopqrstuvwxyz", number)
}

/// The way Word counts: after the last letter each is doubled.
fn nth(letters: &str, number: u32) -> String {
    let count = u32::try_from(letters.chars().count()).unwrap_or(1);
    let zero = number.saturating_sub(1);
    let place = usize::try_from(zero.checked_rem(count).unwrap_or(0)).unwrap_or(0);
    let times = usize::try_from(zero.checked_div(count).unwrap_or(0)).unwrap_or(0).saturating_add(1);
    letters.chars().nth(place).map(|c| c.to_string().repeat(times)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_the_last() {
        assert_eq!((kana(1), kana(46), kana(47)), ("ア".into(), "ン".into(), "アア".into()));
        assert_eq!((letter(26), letter(27)), ("z".into(), "aa".into()));
    }
}
