//! What the header of a column says it is for.

use unicode_normalization::UnicodeNormalization;

use super::{
    names::{
        ANSWER, ANSWER_DATE, CATEGORY, CLIENT, DATE, DETAIL, EVIDENCE, EXAMPLE, GUIDE, LAST, MARKS, NUMBER, NUMBERS,
        QUESTION, REMARK, WEAK_ANSWER, WEAK_QUESTION,
    },
    scale::{self, Meaning},
};

/// What a column is for, as far as its header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Number,
    Category,
    Question,
    /// Part of the question where it is filled, room for words where it is empty.
    Detail,
    /// For the answer; `true` where the header can mean nothing else.
    Answer(bool),
    Mark(Meaning),
    Remark,
    Evidence,
    /// A day; `true` for the day of answering.
    Date(bool),
    /// For the client alone.
    Client,
    /// Answers of another time.
    Last,
    /// Explains the question.
    Guide,
    Example,
    Other,
}

impl Role {
    /// Whether nothing is ever written there.
    pub const fn is_foreign(self) -> bool {
        matches!(
            self,
            Self::Client | Self::Last | Self::Example | Self::Guide | Self::Number | Self::Category | Self::Question
        )
    }
}

/// Header texts are short.
const LONGEST: usize = 44;

/// What a header text says.
pub(crate) fn role(text: &str) -> Role {
    let text: String = text.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Role::Other;
    }
    let outside = outside_brackets(&text);
    match named(&outside) {
        Role::Other if outside != text => named(&text),
        role => role,
    }
}

/// The text without what stands in brackets, which explains the header.
fn outside_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| match c {
            '(' | '[' | '【' => {
                depth = depth.saturating_add(1);
                false
            }
            ')' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

fn named(text: &str) -> Role {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    let is = |words: &[&str]| words.contains(&text);
    let id = |word: &str| {
        text.is_ascii() && text.strip_suffix(word).is_some_and(|rest| rest.is_empty() || text.chars().count() < 20)
    };
    if is(NUMBERS) || id("id") || id("no") || id("no.") || id("number") || id("ref") {
        return Role::Number;
    }
    if is(MARKS)
        && let Some(meaning) = scale::meaning(text)
    {
        return Role::Mark(meaning);
    }
    if CATEGORY.iter().any(|w| text.ends_with(w)) {
        return Role::Category;
    }
    let order: [(&[&str], Role); 15] = [
        (CLIENT, Role::Client),
        (LAST, Role::Last),
        (EXAMPLE, Role::Example),
        (GUIDE, Role::Guide),
        (EVIDENCE, Role::Evidence),
        (REMARK, Role::Remark),
        (ANSWER_DATE, Role::Date(true)),
        (DATE, Role::Date(false)),
        (NUMBER, Role::Number),
        (ANSWER, Role::Answer(true)),
        (QUESTION, Role::Question),
        (CATEGORY, Role::Category),
        (WEAK_ANSWER, Role::Answer(false)),
        (WEAK_QUESTION, Role::Question),
        (DETAIL, Role::Detail),
    ];
    let fits = |role: Role| role != Role::Number || text.chars().count() <= 8;
    order.iter().find(|(words, role)| has(words) && fits(*role)).map_or(Role::Other, |(_, role)| *role)
}

/// Digits and the like in a column of their own make a scale: 1 2 3 4 5.
pub(crate) fn is_digit(text: &str) -> bool {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    text.chars().count() == 1 && text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Meaning, Role, role};

    #[test]
    fn headers_in_both_languages_are_understood() {
        for (text, expected) in [
            ("No.", Role::Number),
            ("設問番号", Role::Number),
            ("項番", Role::Number),
            ("大項目", Role::Category),
            ("Domain", Role::Category),
            ("Requirement ID", Role::Number),
            ("Control area", Role::Category),
            ("点　検　項　目", Role::Question),
            ("小項目（確認内容）", Role::Question),
            ("確認事項", Role::Question),
            ("Control requirement", Role::Question),
            ("Security Question", Role::Question),
            ("項目", Role::Question),
            ("内容", Role::Detail),
            ("貴社回答欄", Role::Answer(true)),
            ("対応状況", Role::Answer(true)),
            ("Response (Yes/No/NA)", Role::Answer(true)),
            ("評価", Role::Answer(false)),
            ("適", Role::Mark(Meaning::Yes)),
            ("非該当", Role::Mark(Meaning::NotApplicable)),
            ("備　考", Role::Remark),
            ("備考（現状、対象範囲、予定）", Role::Remark),
            ("具体的な内容（数値・方式・期間など）", Role::Remark),
            ("Comments", Role::Remark),
            ("根拠資料", Role::Evidence),
            ("Supporting evidence", Role::Evidence),
            ("対応（予定）時期", Role::Date(false)),
            ("回答日", Role::Date(true)),
            ("弊社使用欄", Role::Client),
            ("前回回答\n（2025）", Role::Last),
            ("解説", Role::Guide),
            ("評価基準", Role::Guide),
            ("重み", Role::Client),
            ("氏名", Role::Other),
            ("適用範囲", Role::Other),
            ("有無", Role::Answer(false)),
            ("対策状況", Role::Answer(false)),
        ] {
            assert_eq!(role(text), expected, "{text}");
        }
    }
}
