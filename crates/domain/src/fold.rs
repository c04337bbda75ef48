//! The search key: what two spellings of the same word have in common.
//!
//! NFKC, lower case, katakana to hiragana, small and odd kanji variants, company forms (㈱, (株), 株式会社 …), long
//! vowel marks and white space. Applied alike to what is stored and to what is looked for.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

const COMPANY: &[(&str, &str)] = &[
    ("(株)", "株式会社"),
    ("(有)", "有限会社"),
    ("(合)", "合同会社"),
    ("(名)", "合名会社"),
    ("(資)", "合資会社"),
    ("(財)", "財団法人"),
    ("(社)", "社団法人"),
    ("(独)", "独立行政法人"),
];

const VARIANT: &[(char, char)] = &[
    ('髙', '高'),
    ('﨑', '崎'),
    ('濵', '浜'),
    ('濱', '浜'),
    ('邊', '辺'),
    ('邉', '辺'),
    ('齋', '斎'),
    ('齊', '斉'),
    ('澤', '沢'),
    ('廣', '広'),
    ('國', '国'),
    ('德', '徳'),
    ('塚', '塚'),
];

/// Folds a text for search.
///
/// ```
/// use domain::fold::fold;
/// assert_eq!(fold("㈱サンプル"), fold("株式会社さんぷる"));
/// assert_eq!(fold("ﾏﾙｳｪｱ 対策"), fold("マルウェア対策"));
/// assert_eq!(fold("髙橋"), fold("高橋"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = fold_once(text);
    // what stood between a letter and its mark is gone now, so the two may have become one character: as often as there
    // are such marks, which ordinary text does not have
    while is_nfkc_quick(out.chars()) != IsNormalized::Yes {
        let again = fold_once(&out);
        if again == out {
            break;
        }
        out = again;
    }
    out
}

fn fold_once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        let c = VARIANT.iter().find_map(|(from, to)| (*from == c).then_some(*to)).unwrap_or(c);
        match c {
            // katakana ァ..ヶ and hiragana differ by a fixed distance
            'ァ'..='ヶ' => out.push(char::from_u32((c as u32).saturating_sub(0x60)).unwrap_or(c)),
            '‐' | '‑' | '–' | '—' | '―' | '−' | 'ｰ' => out.push('-'),
            c if c.is_whitespace() || c.is_control() || c == '・' => {}
            c => out.push(c),
        }
    }
    for (short, long) in COMPANY {
        if out.contains(short) {
            out = out.replace(short, long);
        }
    }
    out
}

/// True for a folded word that is nothing but a company form, such as 株式会社.
///
/// ```
/// use domain::fold::{fold, is_company_form};
/// assert!(is_company_form(&fold("㈱")) && !is_company_form(&fold("㈱霧沢")));
/// ```
#[must_use]
pub fn is_company_form(word: &str) -> bool {
    COMPANY.iter().any(|(_, long)| *long == word)
}

/// Forms of companies in English, without dots at the end.
const ENGLISH_FORM: &[&str] =
    &["corporation", "incorporated", "limited", "company", "corp", "inc", "k.k", "kk", "llc", "ltd", "co"];

/// A name folded and without the form of the company: 前株 and 後株 meet, and so do firms that changed their form. An
/// English form counts only as a word of its own at the end.
///
/// ```
/// use domain::fold::core;
/// assert_eq!(core("霧沢設計㈱"), core("合同会社霧沢設計"));
/// assert_eq!(core("Kirisawa Co., Ltd."), core("KIRISAWA Inc"));
/// assert_ne!(core("Zinc"), core("Z, Inc."));
/// ```
#[must_use]
pub fn core(name: &str) -> String {
    let folded = fold(&without_english_form(name));
    let mut out = folded.clone();
    for (_, long) in COMPANY {
        if out.contains(long) {
            out = out.replace(long, "");
        }
    }
    if out.is_empty() { folded } else { out }
}

fn without_english_form(name: &str) -> String {
    let lower: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '、');
    let mut out = lower.as_str();
    loop {
        let end = out.trim_end_matches(between);
        let word = ENGLISH_FORM.iter().find_map(|form| {
            let rest = end.strip_suffix(form)?;
            // part of a longer word is no form: Zinc, Marco
            let joined = rest.ends_with(|c: char| c.is_ascii_alphanumeric());
            (!joined && !rest.trim_end_matches(between).is_empty()).then_some(rest)
        });
        match word {
            Some(rest) => out = rest.trim_end_matches(between),
            None => return out.to_owned(),
        }
    }
}

/// The words of a search box, each folded; separated by white space of any width.
#[must_use]
pub fn words(query: &str) -> Vec<String> {
    query.split(|c: char| c.is_whitespace()).map(fold).filter(|w| !w.is_empty()).take(8).collect()
}

/// Tokens for the search index: every two neighbouring characters, and the last one alone, each written as letters and
/// digits only, so that both databases' tokenisers leave them whole. A word is found as a phrase of its tokens.
#[must_use]
pub fn grams(folded: &str) -> String {
    let chars: Vec<char> = folded.chars().collect();
    let mut out = String::with_capacity(chars.len().saturating_mul(12));
    for (i, first) in chars.iter().enumerate() {
        if !out.is_empty() {
            out.push(' ');
        }
        push_gram(&mut out, *first, chars.get(i.saturating_add(1)).copied());
    }
    out
}

/// Tokens a word is looked up by: its neighbouring pairs as a phrase, or one character as a prefix.
#[must_use]
pub fn query_grams(word: &str) -> Gram {
    let chars: Vec<char> = word.chars().collect();
    match chars.as_slice() {
        [] => Gram::Phrase(Vec::new()),
        [one] => {
            let mut out = String::new();
            push_gram(&mut out, *one, None);
            Gram::Prefix(out)
        }
        many => Gram::Phrase(
            many.windows(2)
                .filter_map(|pair| match pair {
                    [a, b] => {
                        let mut out = String::new();
                        push_gram(&mut out, *a, Some(*b));
                        Some(out)
                    }
                    _ => None,
                })
                .collect(),
        ),
    }
}

/// How one word is looked up in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gram {
    /// All tokens, one after the other.
    Phrase(Vec<String>),
    /// Any token that begins so.
    Prefix(String),
}

fn push_gram(out: &mut String, first: char, second: Option<char>) {
    use std::fmt::Write as _;
    // writing to a String cannot fail
    let _ = write!(out, "u{:x}", first as u32);
    out.push('z');
    if let Some(second) = second {
        let _ = write!(out, "u{:x}z", second as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn company_forms_and_kana_meet() {
        for (a, b) in [
            ("㈱霧沢", "株式会社霧沢"),
            ("（有）夜鷹", "有限会社夜鷹"),
            ("サーバー", "さーばー"),
            ("ＡＢＣ", "abc"),
            ("ｶﾞｽ", "ガス"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
    }

    #[test]
    fn a_letter_and_its_mark_meet_when_what_parted_them_is_gone() {
        for text in ["r¸", "か\u{3000}\u{3099}", "e・\u{301}", "u ¨ ´", "İ", "ﷺ", "ワ゛"] {
            let once = fold(text);
            assert_eq!(fold(&once), once, "{text}");
        }
        assert_eq!(fold("か・\u{3099}"), fold("が"));
    }

    #[test]
    fn a_form_of_a_company_is_a_word_of_its_own() {
        for (a, b) in [
            ("Kirisawa Co., Ltd.", "KIRISAWA"),
            ("Kirisawa Co.,Ltd.", "株式会社 kirisawa"),
            ("Ｋｉｒｉｓａｗａ，Ｉｎｃ．", "kirisawa k.k."),
            ("霧沢設計Inc.", "霧沢設計㈱"),
        ] {
            assert_eq!(core(a), core(b), "{a} {b}");
        }
        for name in ["Zinc", "Marco", "Costco", "Unlimited", "Inc.", "co", "株式会社"] {
            assert_eq!(core(name), fold(name), "{name}");
        }
    }

    #[test]
    fn two_character_words_are_phrases_of_one_pair() {
        assert_eq!(query_grams("監査"), Gram::Phrase(vec!["u76e3zu67fbz".into()]));
        assert!(grams(&fold("情報監査室")).split(' ').any(|g| g == "u76e3zu67fbz"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn every_substring_is_found_by_its_tokens(text in "[あ-んア-ン一-龠a-z0-9]{3,20}", from in 0usize..3, len in 2usize..5) {
            let folded: Vec<char> = fold(&text).chars().collect();
            let word: String = folded.iter().skip(from).take(len).collect();
            if let Gram::Phrase(tokens) = query_grams(&word) {
                let haystack = format!(" {} ", grams(&folded.iter().collect::<String>()));
                let needle = format!(" {} ", tokens.join(" "));
                prop_assert!(tokens.is_empty() || haystack.contains(&needle));
            }
        }
    }
}
