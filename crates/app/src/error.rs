//! The five kinds of refusal a person may see, and the one they may not.

use domain::{FieldError, Lang, Words, permission::Denied};

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the person may not know of it.
    #[error("not found")]
    NotFound,
    /// The person lacks a permission, or a rule on who may decide forbids it.
    #[error("forbidden: {}", .0.en)]
    Forbidden(Sentence),
    /// Nobody is signed in, or the sign-in is no longer valid.
    #[error("not signed in")]
    Unauthenticated,
    /// Values that were refused, each with its place.
    #[error("invalid: {}", .0.iter().map(|e| format!("{}: {}", e.field, e.problem)).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<FieldError>),
    /// The state of things does not allow it (any more).
    #[error("conflict: {}", .0.en)]
    Conflict(Sentence),
    /// Our own failure; logged, not shown.
    #[error("internal: {0}")]
    Internal(String),
}

/// A sentence in both languages, made at run time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// 日本語
    pub ja: String,
    /// English
    pub en: String,
}

impl Sentence {
    /// The sentence in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

impl From<Words> for Sentence {
    fn from(words: Words) -> Self {
        Self { ja: words.ja.to_owned(), en: words.en.to_owned() }
    }
}

/// Result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Our own failure.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }

    /// One refused value.
    #[must_use]
    pub fn field(field: &str, problem: domain::Problem) -> Self {
        Self::Invalid(vec![FieldError::new(field, problem)])
    }

    /// A state that does not allow what was asked.
    #[must_use]
    pub fn conflict(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Conflict(Sentence { ja: ja.into(), en: en.into() })
    }

    /// A rule on persons that forbids what was asked.
    #[must_use]
    pub fn forbidden(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Forbidden(Sentence { ja: ja.into(), en: en.into() })
    }

    /// Someone else changed the record in between.
    #[must_use]
    pub fn stale() -> Self {
        Self::conflict(
            "ほかの人が先に書き換えました。開き直して、もう一度お試しください",
            "Someone else changed this in the meantime. Open it again and retry",
        )
    }

    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Forbidden(_) => "forbidden",
            Self::Unauthenticated => "unauthenticated",
            Self::Invalid(_) => "invalid",
            Self::Conflict(_) => "conflict",
            Self::Internal(_) => "internal",
        }
    }

    /// The sentence for people; nothing of an internal failure but that it happened.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::NotFound, Lang::Ja) => "見つからないか、見る権限がありません".to_owned(),
            (Self::NotFound, Lang::En) => "Not found, or not yours to see".to_owned(),
            (Self::Forbidden(s) | Self::Conflict(s), _) => s.get(lang).to_owned(),
            (Self::Unauthenticated, Lang::Ja) => "サインインしてください".to_owned(),
            (Self::Unauthenticated, Lang::En) => "Please sign in".to_owned(),
            (Self::Invalid(errors), Lang::Ja) => format!("{}か所を直してください", errors.len()),
            (Self::Invalid(errors), Lang::En) if errors.len() == 1 => "One value needs correction".to_owned(),
            (Self::Invalid(errors), Lang::En) => format!("{} values need correction", errors.len()),
            (Self::Internal(_), Lang::Ja) => "こちらの不具合で処理できませんでした".to_owned(),
            (Self::Internal(_), Lang::En) => "Something went wrong on our side".to_owned(),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::forbidden(denied.text(Lang::Ja), denied.text(Lang::En))
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Stale => Self::stale(),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}
