//! Why a paper could not be put together.

use catalogue::wording::PaperId;
use domain::Lang;
use writer::paper::PaperError;

/// Why a paper could not be put together. Nothing is given out then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// The catalogue has no such paper.
    #[error("there is no paper \"{paper}\"; there are: {}", .known.join(", "))]
    Unknown {
        /// What was asked for.
        paper: PaperId,
        /// Ids of the papers there are.
        known: Vec<String>,
    },
    /// The texts of the catalogue contradict each other.
    #[error("the paper \"{paper}\" contradicts itself: {error}")]
    Contradiction {
        /// The paper.
        paper: PaperId,
        /// What is wrong.
        error: PaperError,
    },
}

impl ComposeError {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (_, Lang::En) => self.to_string(),
            (Self::Unknown { paper, known }, Lang::Ja) => {
                format!("「{paper}」という文書はありません。あるのは {} です", known.join("、"))
            }
            (Self::Contradiction { paper, error }, Lang::Ja) => {
                format!("文書「{paper}」の内容が食い違っています。{}", error.text(Lang::Ja))
            }
        }
    }
}
