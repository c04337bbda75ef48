//! Why a bundle cannot be believed or made, in words that name the entry.

use domain::Lang;

use crate::BookProblem;

/// Why a bundle is refused. Nothing of a refused bundle is used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
#[non_exhaustive]
pub enum BundleError {
    /// No zip file at all, or one whose first bytes were changed.
    NotABundle,
    /// Larger than a bundle may be, or with more entries.
    TooLarge {
        /// What there is too much of, Japanese and English.
        what: (&'static str, &'static str),
        /// The most that is allowed.
        limit: u64,
    },
    /// An entry is packed or encrypted; a bundle holds its entries as they are, so that nothing grows when opened.
    Packed {
        /// The entry.
        entry: String,
    },
    /// An entry that does not belong in a bundle: another folder, a path that leads out of it, any other name.
    Foreign {
        /// The entry.
        entry: String,
    },
    /// An entry stands twice.
    Twice {
        /// The entry.
        entry: String,
    },
    /// An entry is not what was signed.
    Changed {
        /// The entry.
        entry: String,
    },
    /// An entry that was not signed was put in.
    Added {
        /// The entry.
        entry: String,
    },
    /// An entry that was signed is gone.
    Removed {
        /// The entry.
        entry: String,
    },
    /// The list of entries at the end of the file, or what follows it, is not as it was written.
    Directory,
    /// The signature does not fit.
    Signature,
    /// Signed with another key than the one that was expected.
    OtherKey {
        /// Short name of the key it was signed with.
        named: String,
        /// Short name of the key that was expected.
        expected: String,
    },
    /// Made by a later version of the program.
    Later {
        /// The version of the form.
        version: u64,
    },
    /// The answers inside are not sound.
    Book(Vec<BookProblem>),
    /// Nothing to put in.
    Empty,
}

impl BundleError {
    /// The message in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.japanese(),
            Lang::En => self.english(),
        }
    }

    /// A stable name for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotABundle => "not_a_bundle",
            Self::TooLarge { .. } => "too_large",
            Self::Packed { .. } => "packed",
            Self::Foreign { .. } => "foreign_entry",
            Self::Twice { .. } => "entry_twice",
            Self::Changed { .. } => "entry_changed",
            Self::Added { .. } => "entry_added",
            Self::Removed { .. } => "entry_removed",
            Self::Directory => "directory_changed",
            Self::Signature => "signature",
            Self::OtherKey { .. } => "other_key",
            Self::Later { .. } => "later_version",
            Self::Book(_) => "book",
            Self::Empty => "empty",
        }
    }

    fn japanese(&self) -> String {
        match self {
            Self::NotABundle => "回答の束（署名付きのzip）ではありません。先頭が決まった形になっていません".into(),
            Self::TooLarge { what: (ja, _), limit } => format!("{ja}が多すぎます（上限 {limit}）"),
            Self::Packed { entry } => {
                format!(
                    "{entry} が圧縮または暗号化されています。作り直された束です。元のファイルを受け取り直してください"
                )
            }
            Self::Foreign { entry } => format!("{entry} は回答の束に入るものではありません。開きません"),
            Self::Twice { entry } => format!("{entry} が二つ入っています。どちらが正しいか分からないため開きません"),
            Self::Changed { entry } => format!("{entry} が署名したときの内容と違います"),
            Self::Added { entry } => format!("{entry} は署名されていません。後から加えられています"),
            Self::Removed { entry } => format!("{entry} がありません。署名の後に取り除かれています"),
            Self::Directory => "zipの目次か、その後ろが書かれたときのままではありません".into(),
            Self::Signature => "signature.txt の署名が内容と合いません。変えられたか、別の者が署名しています".into(),
            Self::OtherKey { named, expected } => {
                format!("署名の鍵は{named}で、確かめるよう渡された鍵{expected}と違います")
            }
            Self::Later { version } => format!("新しい形（{version}）の束です。新しい版の sekimori で開いてください"),
            Self::Book(problems) => format!("answers.json に誤りがあります（{}か所）", problems.len()),
            Self::Empty => "渡せる回答がありません。同意（consents）と回答を確かめてください".into(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::NotABundle => "this is no bundle of answers (a signed zip); its beginning has another form".into(),
            Self::TooLarge { what: (_, en), limit } => format!("too many {en} (at most {limit})"),
            Self::Packed { entry } => {
                format!("{entry} is packed or encrypted, so the bundle was made anew; ask for the original file")
            }
            Self::Foreign { entry } => format!("{entry} does not belong in a bundle of answers; nothing was opened"),
            Self::Twice { entry } => {
                format!("{entry} stands twice, and nobody can say which is right; nothing was opened")
            }
            Self::Changed { entry } => format!("{entry} is not what was signed"),
            Self::Added { entry } => format!("{entry} was not signed; it was put in afterwards"),
            Self::Removed { entry } => format!("{entry} is missing; it was taken out after signing"),
            Self::Directory => {
                "the list of entries at the end of the zip, or what follows it, is not as it was written".into()
            }
            Self::Signature => {
                "the signature in signature.txt does not fit; it was changed, or someone else signed".into()
            }
            Self::OtherKey { named, expected } => {
                format!("signed with the key {named}, not with the expected {expected}")
            }
            Self::Later { version } => {
                format!("the bundle has a later form ({version}); open it with a newer sekimori")
            }
            Self::Book(problems) => format!("answers.json has {} problems", problems.len()),
            Self::Empty => "there is no answer to give; look at the consents and the answers".into(),
        }
    }
}
