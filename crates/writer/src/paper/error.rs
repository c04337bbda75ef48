//! What can be wrong with a paper.

use domain::Lang;

use super::Key;

/// Why a paper cannot be written. Nothing is written then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A reference names nothing in the paper, or something of another kind.
    #[error("a reference names {what} \"{key}\", which the paper does not have; it has: {known}", known = list(.known))]
    UnknownKey {
        /// The key.
        key: Key,
        /// What it should be: article, heading, annex.
        what: &'static str,
        /// Keys of that kind.
        known: Vec<Key>,
    },
    /// Two things have the same key.
    #[error("the key \"{0}\" is used twice; every article, heading and annex needs its own")]
    DuplicateKey(Key),
    /// A table whose cells do not fit its columns.
    #[error("table {table}, row {row}: the cells fill {filled} of {columns} columns")]
    TableShape {
        /// Which table of the paper, from 1.
        table: usize,
        /// Which row, from 1.
        row: usize,
        /// Columns filled, cells from above included.
        filled: usize,
        /// Columns there are.
        columns: usize,
    },
    /// A table without columns or with a column of no width, or with more than 60 columns.
    #[error("table {table}: a table has 1 to 60 columns, each at least 1 mm wide")]
    TableColumns {
        /// Which table of the paper, from 1.
        table: usize,
    },
    /// The file could not be put together.
    #[error("the file could not be put together: {0}")]
    Package(String),
}

fn list(keys: &[Key]) -> String {
    if keys.is_empty() { "-".to_owned() } else { keys.iter().map(Key::as_str).collect::<Vec<_>>().join(", ") }
}

impl PaperError {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::UnknownKey { key, what, known } => {
                let what = match *what {
                    "article" => "条・項・号",
                    "heading" => "番号つきの見出し",
                    _ => "別紙",
                };
                format!("参照先の{what}「{key}」が文書にありません。使えるもの：{}", list(known))
            }
            Self::DuplicateKey(key) => {
                format!("キー「{key}」が2か所で使われています。条・見出し・別紙ごとに別のキーにしてください")
            }
            Self::TableShape { table, row, filled, columns } => {
                format!("{table}番目の表の{row}行目：{columns}列のうち{filled}列しか合いません")
            }
            Self::Package(_) => "ファイルを組み立てられませんでした".to_owned(),
            Self::TableColumns { table } => {
                format!("{table}番目の表：列は1から60まで、幅はそれぞれ1 mm以上にしてください")
            }
        }
    }
}
