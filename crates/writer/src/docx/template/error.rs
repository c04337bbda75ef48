//! What can be wrong with a template.

use domain::Lang;

use super::Place;
use crate::paper::PaperError;

/// Why a template cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The file is larger than is read: as it is, unpacked, or in the number of its parts.
    #[error("the template is too large: {what}; at most {limit} are read")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How much is allowed.
        limit: u64,
    },
    /// Not a Word file.
    #[error("the template is no Word file (.docx): {0}")]
    NotWord(String),
    /// A part of the file is not well-formed.
    #[error("the template's part \"{part}\" cannot be read at byte {at}")]
    Malformed {
        /// Name of the part.
        part: String,
        /// Where, in bytes from the beginning.
        at: u64,
    },
    /// The file holds macros.
    #[error("the template holds macros; save it as .docx without them")]
    Macros,
    /// Places nobody knows.
    #[error("the template has unknown places: {found}; allowed are {allowed}", found = braced(.0), allowed = allowed())]
    UnknownPlaces(Vec<String>),
    /// A place that begins and does not end in its paragraph.
    #[error("in the template's part \"{part}\" a place begins with {{{{ and does not end with }}}}: \"{near}\"")]
    Unclosed {
        /// Name of the part.
        part: String,
        /// The text from the brackets on.
        near: String,
    },
    /// No place for the body.
    #[error(
        "the template has no place {{{{body}}}}; it has: {found}; allowed are {allowed}",
        found = braced(.0),
        allowed = allowed()
    )]
    NoBody(Vec<&'static str>),
    /// Several places for the body.
    #[error("the template has {0} places {{{{body}}}}; exactly one is allowed")]
    ManyBodies(usize),
    /// The place for the body is in a table, header or footer, or has other text beside it.
    #[error(
        "{{{{body}}}} has to be the only text of a paragraph in the document itself: not in a table, a box, a header or a footer, and not the last paragraph of a section"
    )]
    BodyNotAlone,
    /// The paper contradicts itself.
    #[error(transparent)]
    Paper(#[from] PaperError),
}

fn braced<T: AsRef<str>>(names: &[T]) -> String {
    if names.is_empty() {
        return "-".to_owned();
    }
    names.iter().map(|name| format!("{{{{{}}}}}", name.as_ref())).collect::<Vec<_>>().join(", ")
}

fn allowed() -> String {
    braced(&Place::ALL.iter().map(|place| place.name()).collect::<Vec<_>>())
}

impl TemplateError {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return match self {
                Self::Paper(error) => error.text(lang),
                _ => self.to_string(),
            };
        }
        match self {
            Self::TooLarge { what, limit } => {
                let what = match *what {
                    "parts" => "ファイルの中の部品の数",
                    "bytes of the file" => "ファイルの大きさ（バイト）",
                    _ => "展開した大きさ（バイト）",
                };
                format!("ひな形が大きすぎます：{what}は{limit}までです")
            }
            Self::NotWord(_) => "ひな形がWordのファイル（.docx）ではありません".to_owned(),
            Self::Malformed { part, at } => format!("ひな形の部品「{part}」の{at}バイト目が読めません"),
            Self::Macros => "ひな形にマクロが入っています。マクロなしの.docxで保存し直してください".to_owned(),
            Self::UnknownPlaces(names) => {
                format!("ひな形に知らない差し込み欄があります：{}。使えるもの：{}", braced(names), allowed())
            }
            Self::Unclosed { part, near } => {
                format!("ひな形の部品「{part}」で、{{{{で始まる欄が}}}}で閉じていません：「{near}」")
            }
            Self::NoBody(names) => format!(
                "ひな形に本文の欄{{{{body}}}}がありません。見つかったもの：{}。使えるもの：{}",
                braced(names),
                allowed()
            ),
            Self::ManyBodies(count) => format!("ひな形に{{{{body}}}}が{count}か所あります。1か所だけにしてください"),
            Self::BodyNotAlone => {
                "{{body}}は、本文の中でそれだけの段落にしてください（表・図形・ヘッダー・フッターの中や、セクションの最後の段落には置けません）".to_owned()
            }
            Self::Paper(error) => error.text(lang),
        }
    }
}
