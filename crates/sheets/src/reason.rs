//! Why a row was answered as it was, or left empty, in words.

use answers::{Lowered, Withheld};
use domain::Lang;

use crate::Meaning;

/// Why a row is as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Answered from the book.
    Answered {
        /// The measure.
        measure: String,
        /// Its level; `None` where it does not apply.
        level: Option<u8>,
    },
    /// Answered from the book, lower than it says, because proofs ended.
    AnsweredLower {
        /// The measure.
        measure: String,
        /// The level it counts for; `None` where it does not apply.
        level: Option<u8>,
        /// The proofs that ended.
        because: Vec<Lowered>,
    },
    /// Answered in words only: the question asks for the bad thing, so that yes and no read both ways.
    InWords {
        /// The measure.
        measure: String,
    },
    /// Asks for the bad thing, and there is no cell for words.
    BothWays {
        /// The measure.
        measure: String,
    },
    /// Asks what has happened, which a person has to say.
    Past {
        /// The measure.
        measure: String,
    },
    /// Done in part, for which the sheet has no value; answered with no and a remark.
    PartAsNo {
        /// The measure.
        measure: String,
    },
    /// The sheet has no value for this.
    NoValue {
        /// The measure.
        measure: String,
        /// What would have been said.
        meaning: Meaning,
    },
    /// About something no common measure answers; the topic in Japanese and English.
    OtherTopic {
        /// The topic.
        topic: (String, String),
    },
    /// No common measure is near.
    NoMeasure,
    /// A person said that no common measure answers it.
    CorrectedToNone,
    /// Not sure enough which measure is asked for.
    NotSure {
        /// The nearest measure.
        measure: String,
    },
    /// The book has no answer.
    NotInBook {
        /// The measure.
        measure: String,
    },
    /// The book has an answer that is not to be given: no consent, stale, no proof that is good.
    Withheld {
        /// The measure.
        measure: String,
        /// Why.
        why: Withheld,
    },
    /// The cell holds an answer, or cannot be written.
    Closed {
        /// What the cell holds.
        holds: String,
    },
    /// No cell for the answer was found.
    NoCell,
    /// A person chose the answer.
    Chosen,
}

impl Reason {
    /// The reason in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.japanese(),
            Lang::En => self.english(),
        }
    }

    fn japanese(&self) -> String {
        match self {
            Self::Answered { measure, level: Some(level) } => {
                format!("回答帳の {measure}（段階{level}）から記入しました。")
            }
            Self::AnsweredLower { measure, level, because } => {
                let level = level.map_or_else(|| "該当なし".to_owned(), |level| format!("段階{level}"));
                format!("回答帳の {measure} から、{}ため下げて{level}で記入しました。", ended(because, Lang::Ja))
            }
            Self::Withheld { measure, why } => format!("{measure} は空けました。{}。", why.text(Lang::Ja)),
            Self::Answered { measure, level: None } => format!("回答帳の {measure}（該当なし）から記入しました。"),
            Self::InWords { measure } => {
                format!(
                    "起きてはならないことを尋ねる設問で、はい・いいえのどちらにも読めるため、{measure} を言葉で書きました。"
                )
            }
            Self::BothWays { measure } => {
                format!("起きてはならないことを尋ねる設問（{measure}）で、言葉を書く欄もないため、空けています。")
            }
            Self::Past { measure } => {
                format!("過去の出来事を尋ねる設問（{measure}）のため、選ばずに担当者に任せます。")
            }
            Self::PartAsNo { measure } => format!(
                "{measure} は一部実施ですが、それを表す選択肢がないため、否定の選択肢を選び、備考に書きました。"
            ),
            Self::NoValue { measure, meaning } => {
                format!("{measure} の「{}」を表す選択肢がないため、空けています。", japanese_meaning(*meaning))
            }
            Self::OtherTopic { topic: (ja, _) } => format!("{ja}についての設問で、共通指標では答えられません。"),
            Self::NoMeasure => "当てはまる共通指標がありません。".into(),
            Self::CorrectedToNone => "共通指標では答えないと記憶されています。".into(),
            Self::NotSure { measure } => format!("{measure} が近いものの、確かではないため、空けています。"),
            Self::NotInBook { measure } => format!("回答帳に {measure} の回答がありません。"),
            Self::Closed { holds } if holds.is_empty() => "回答欄に書き込めません（保護または選択肢不明）。".into(),
            Self::Closed { holds } => format!("回答欄に「{holds}」と入っているため、変えていません。"),
            Self::NoCell => "回答欄が見つかりません。".into(),
            Self::Chosen => "担当者が選びました。".into(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Answered { measure, level: Some(level) } => {
                format!("answered from {measure} of the book (level {level})")
            }
            Self::Answered { measure, level: None } => format!("answered from {measure} of the book (not applicable)"),
            Self::InWords { measure } => {
                format!(
                    "asks for what must not happen, so that yes and no read both ways; {measure} is answered in words"
                )
            }
            Self::BothWays { measure } => {
                format!("asks for what must not happen ({measure}) and has no cell for words; left empty")
            }
            Self::Past { measure } => format!("asks what has happened ({measure}), which a person has to say"),
            Self::PartAsNo { measure } => {
                format!("{measure} is done in part, for which there is no value; answered with no and a remark")
            }
            Self::NoValue { measure, meaning } => {
                format!("there is no value that says \"{}\" for {measure}; left empty", english_meaning(*meaning))
            }
            Self::OtherTopic { topic: (_, en) } => format!("about {en}, which no common measure answers"),
            Self::NoMeasure => "no common measure fits".into(),
            Self::CorrectedToNone => "remembered as answered by no common measure".into(),
            Self::NotSure { measure } => format!("{measure} is near, but not surely what is asked for; left empty"),
            Self::AnsweredLower { measure, level, because } => {
                let level = level.map_or_else(|| "not applicable".to_owned(), |level| format!("level {level}"));
                format!("from the book's {measure}, lowered to {level} because {}", ended(because, Lang::En))
            }
            Self::Withheld { measure, why } => format!("{measure} was left empty: {}", why.text(Lang::En)),
            Self::NotInBook { measure } => format!("the book has no answer to {measure}"),
            Self::Closed { holds } if holds.is_empty() => {
                "the cell cannot be written (protected, or a list of unknown values)".into()
            }
            Self::Closed { holds } => format!("the cell holds \"{holds}\" and was left as it is"),
            Self::NoCell => "no cell for the answer was found".into(),
            Self::Chosen => "chosen by a person".into(),
        }
    }
}

fn ended(because: &[Lowered], lang: Lang) -> String {
    let named = because.iter().map(|l| match lang {
        Lang::Ja => format!("証跡「{}」の期限が{}で切れた", l.name, l.ended_on),
        Lang::En => format!("the proof \"{}\" ended on {}", l.name, l.ended_on),
    });
    named.collect::<Vec<_>>().join(if lang == Lang::Ja { "、" } else { ", " })
}

const fn japanese_meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Yes => "実施",
        Meaning::Partial => "一部実施",
        Meaning::No => "未実施",
        Meaning::NotApplicable => "該当なし",
    }
}

const fn english_meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Yes => "done",
        Meaning::Partial => "done in part",
        Meaning::No => "not done",
        Meaning::NotApplicable => "not applicable",
    }
}
