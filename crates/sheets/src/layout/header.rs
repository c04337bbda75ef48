//! What the header of a column says it is for.

use unicode_normalization::UnicodeNormalization;

use super::scale::{self, Meaning};

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
        matches!(self, Self::Client | Self::Last | Self::Example | Self::Guide | Self::Number | Self::Category | Self::Question)
    }
}

const CLIENT: &[&str] = &[
    "弊社使用", "弊社記入", "弊社確認", "弊社評価", "当社使用", "当社記入", "当社確認", "当社評価", "当行使用", "当行記入", "当行評価",
    "当行確認", "当院使用", "当院記入", "発注者使用", "発注者記入", "発注者確認", "委託元使用", "委託元記入", "委託元確認", "委託元評価", "委託元判定",
    "使用欄", "事務局", "担当課", "主管部", "審査", "査定", "確認者", "評価者", "承認者", "検印", "配点", "得点", "スコア", "重み", "ウェイト",
    "記入不要", "入力不要", "officeuse", "internaluse", "clientuse", "forclient", "buyer", "reviewer", "assessor", "score",
    "weight", "donotfill", "useonly", "donotcomplete", "leaveblank",
];
const LAST: &[&str] = &["前回", "昨年", "前年", "去年", "過年度", "previous", "lastyear", "prior"];
const EXAMPLE: &[&str] = &["記入例", "回答例", "記載例", "example", "sample"];
const GUIDE: &[&str] = &[
    "解説", "ポイント", "着眼", "判断基準", "評価基準", "判定基準", "目安", "考え方", "ガイド", "補助", "ヒント", "趣旨", "目的", "根拠法令",
    "関連規程", "関連条文", "参照規格", "該当条項", "guidance", "hint", "help", "criteria", "howto", "rationale", "mapping", "iso27",
];
const EVIDENCE: &[&str] = &[
    "証跡", "根拠", "エビデンス", "証憑", "証拠", "添付", "資料", "文書名", "規程名", "url", "参照", "確認書類", "裏付", "evidence",
    "attachment", "supporting", "document", "reference", "proof",
];
const ANSWER_DATE: &[&str] = &["回答日", "記入日", "点検日", "確認日", "実施日", "入力日", "dateofanswer", "answered", "dateofresponse", "datecompleted"];
const DATE: &[&str] = &["時期", "期日", "予定日", "期限", "日付", "年月日", "完了日", "対応日", "予定", "date", "due", "deadline", "when", "timeline"];
const REMARK: &[&str] = &[
    "備考", "コメント", "補足", "特記", "理由", "具体", "詳細", "説明", "自由記述", "自由記入", "摘要", "状況等", "回答内容", "実施内容", "対応内容",
    "対策内容", "取組内容", "措置内容", "現状", "remark", "comment", "note", "detail", "explanation", "explain", "justification", "additional",
];
const QUESTION: &[&str] = &[
    "設問", "質問", "確認事項", "確認項目", "確認内容", "点検項目", "点検事項", "点検内容", "チェック項目", "チェック内容", "チェック事項", "評価項目",
    "評価内容", "調査項目", "調査内容", "要求事項", "要求内容", "要件", "小項目", "管理策", "遵守事項", "監査項目", "審査項目", "審査内容",
    "対策項目", "question", "requirement", "control", "query", "checkpoint", "checkitem",
];
const ANSWER: &[&str] = &["回答", "対応状況", "実施状況", "遵守状況", "準拠状況", "適合状況", "取組状況", "対応有無", "実施有無", "適否", "成熟度", "answer", "response", "yes/no", "y/n", "yesno", "complian", "maturity", "selfassess"];
const WEAK_ANSWER: &[&str] = &["チェック", "結果", "自己評価", "自己点検", "評価", "判定", "レベル", "可否", "有無", "状況", "○×", "〇×", "status", "result", "check", "rating", "level", "implemented", "inplace"];
const NUMBER: &[&str] = &["番号", "項番", "連番", "通番", "通し", "整理", "項no", "no.", "№"];
const CATEGORY: &[&str] = &["分類", "大項目", "中項目", "大区分", "中区分", "区分", "カテゴリ", "領域", "分野", "種別", "章", "節", "テーマ", "category", "domain", "section", "area", "topic", "family", "theme", "group"];
const WEAK_QUESTION: &[&str] = &["項目", "事項", "対策", "要求", "item"];
const DETAIL: &[&str] = &["内容", "description", "statement", "measure"];

const NUMBERS: &[&str] = &["no", "no.", "#", "id", "ref", "ref.", "番", "項", "q", "q#", "問", "nr", "s/n", "sn"];
/// Answers that head columns of their own.
const MARKS: &[&str] = &[
    "○", "〇", "◯", "◎", "△", "×", "✕", "はい", "いいえ", "適", "否", "適合", "不適合", "不適", "該当", "非該当", "該当なし", "該当せず", "有", "無", "あり",
    "なし", "可", "不可", "済", "未", "良", "不良", "一部", "対応", "未対応", "対応済", "対応済み", "一部対応", "部分対応", "対応している", "対応していない",
    "実施", "実施済", "実施済み", "未実施", "一部実施", "実施している", "実施していない", "一部実施している", "できている", "できていない",
    "一部できている", "対象外", "適用外", "遵守", "不遵守", "満たす", "満たさない", "yes", "no", "y", "n", "n/a", "na", "partial", "partially",
    "partly", "compliant", "non-compliant", "notcompliant", "implemented", "notimplemented", "notapplicable", "inplace", "notinplace",
];

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
    let id = |word: &str| text.is_ascii() && text.strip_suffix(word).is_some_and(|rest| rest.is_empty() || text.chars().count() < 20);
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
            ("No.", Role::Number), ("設問番号", Role::Number), ("項番", Role::Number), ("大項目", Role::Category), ("Domain", Role::Category), ("Requirement ID", Role::Number), ("Control area", Role::Category),
            ("点　検　項　目", Role::Question), ("小項目（確認内容）", Role::Question), ("確認事項", Role::Question), ("Control requirement", Role::Question),
            ("Security Question", Role::Question), ("項目", Role::Question), ("内容", Role::Detail), ("貴社回答欄", Role::Answer(true)),
            ("対応状況", Role::Answer(true)), ("Response (Yes/No/NA)", Role::Answer(true)), ("評価", Role::Answer(false)), ("適", Role::Mark(Meaning::Yes)),
            ("非該当", Role::Mark(Meaning::NotApplicable)), ("備　考", Role::Remark), ("備考（現状、対象範囲、予定）", Role::Remark),
            ("具体的な内容（数値・方式・期間など）", Role::Remark), ("Comments", Role::Remark), ("根拠資料", Role::Evidence), ("Supporting evidence", Role::Evidence),
            ("対応（予定）時期", Role::Date(false)), ("回答日", Role::Date(true)), ("弊社使用欄", Role::Client), ("前回回答\n（2025）", Role::Last),
            ("解説", Role::Guide), ("評価基準", Role::Guide), ("重み", Role::Client), ("氏名", Role::Other), ("適用範囲", Role::Other), ("有無", Role::Answer(false)), ("対策状況", Role::Answer(false)),
        ] {
            assert_eq!(role(text), expected, "{text}");
        }
    }
}
