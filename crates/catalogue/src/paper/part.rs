//! The parts a paper can be made of.

use serde::{Deserialize, Serialize};

use super::{Party, RowSource};
use crate::{
    Text,
    wording::{AnnexId, ArticleId, ClauseId, Passage, Trigger},
};

domain::codes! {
    /// Which text of a clause is set.
    pub enum ClauseForm ("条項の形", "Form of clause") {
        /// For bidders: 〜すること.
        Specification = "specification" ("仕様書", "Specification"),
        /// For parties: 〜しなければならない.
        Contract = "contract" ("契約", "Contract"),
    }
}

domain::codes! {
    /// How a list is marked.
    pub enum ListStyle ("箇条の形", "List style") {
        /// 1, 2, 3.
        Numbered = "numbered" ("番号", "Numbered"),
        /// Dots.
        Bullets = "bullets" ("点", "Bullets"),
        /// □, to be ticked by hand.
        Boxes = "boxes" ("チェック欄", "Tick boxes"),
    }
}

domain::codes! {
    /// What a signer leaves.
    pub enum Mark ("署名の形", "Mark") {
        /// Printed name and seal 記名押印.
        Seal = "seal" ("記名押印", "Name and seal"),
        /// Own hand 署名.
        Signature = "signature" ("署名", "Signature"),
        /// Small stamp in a box 決裁印.
        Stamp = "stamp" ("確認印", "Stamp"),
    }
}

/// An article of either family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ArticleSource {
    /// A security clause.
    Clause(ClauseId),
    /// An ordinary article.
    Article(ArticleId),
}

impl TryFrom<String> for ArticleSource {
    type Error = domain::Problem;
    fn try_from(text: String) -> Result<Self, domain::Problem> {
        if text.starts_with("KL-") { text.parse().map(Self::Clause) } else { text.parse().map(Self::Article) }
    }
}
impl From<ArticleSource> for String {
    fn from(source: ArticleSource) -> Self {
        match source {
            ArticleSource::Clause(id) => id.into(),
            ArticleSource::Article(id) => id.into(),
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Key in the rows; one of [`RowSource::keys`].
    pub key: String,
    /// Head of the column.
    pub label: Text,
    /// Share of the width; the shares of a table need not add up to anything.
    pub width: u8,
    /// Who fills it.
    pub by: Party,
}

/// A line of a form: label and box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Box {
    /// Label.
    pub label: Text,
    /// What is printed in the box, with placeholders; without it the box is left for `by`.
    #[serde(default)]
    pub value: Option<Text>,
    /// Who fills it.
    pub by: Party,
    /// Small print in an empty box.
    #[serde(default)]
    pub hint: Option<Text>,
    /// Choices printed as □ in the box.
    #[serde(default)]
    pub boxes: Vec<Text>,
}

/// One who signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// The party.
    pub party: Party,
    /// Over the name: post, role.
    pub role: Text,
    /// Seal, signature or stamp.
    pub mark: Mark,
}

/// One box of an approval row 決裁欄.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Head of the box.
    pub role: Text,
    /// Who stamps.
    pub by: Party,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Part {
    /// A heading.
    Heading {
        /// 1 to 3.
        level: u8,
        /// The words.
        text: Text,
    },
    /// Running text.
    Paragraph {
        /// The passages, one paragraph each.
        passages: Vec<Passage>,
    },
    /// One numbered article, titled and worded by its source.
    Article {
        /// The clause or ordinary article.
        source: ArticleSource,
        /// Alternative that this paper always takes; otherwise the choice of the engagement.
        #[serde(default)]
        alternative: Option<String>,
        /// Facts of which one must hold; empty = always.
        #[serde(default)]
        when: Vec<Trigger>,
    },
    /// The clauses of the engagement's requirement profile, one numbered article each in the order of their ids; those
    /// that an article part of the paper names already are left out.
    Clauses {
        /// Specification or contract text.
        form: ClauseForm,
    },
    /// A table.
    Table {
        /// Line above it.
        #[serde(default)]
        title: Option<Text>,
        /// Where its rows come from.
        rows: RowSource,
        /// Its columns.
        columns: Vec<Column>,
        /// Rows written here, one text a column, for [`RowSource::Fixed`].
        #[serde(default)]
        fixed: Vec<Vec<Text>>,
        /// Empty rows added for the hand.
        #[serde(default)]
        blank: u8,
        /// Facts of which one must hold; empty = always.
        #[serde(default)]
        when: Vec<Trigger>,
    },
    /// A form of labels and boxes.
    Form {
        /// Line above it.
        #[serde(default)]
        title: Option<Text>,
        /// Its lines.
        boxes: Vec<Box>,
        /// Facts of which one must hold; empty = always.
        #[serde(default)]
        when: Vec<Trigger>,
    },
    /// A list.
    List {
        /// Numbers, dots or boxes to tick.
        style: ListStyle,
        /// The items.
        passages: Vec<Passage>,
    },
    /// The signatures, with date lines.
    Signatures {
        /// The closing sentence.
        passages: Vec<Passage>,
        /// Those who sign.
        signers: Vec<Signer>,
    },
    /// The approval row of an internal paper.
    Approval {
        /// Its boxes, from the drafter to the one who decides.
        steps: Vec<Step>,
    },
    /// Every annex that the text of this paper cites, in the order of citing, each on a new page.
    Annexes {},
    /// One annex, whether cited or not.
    Annex {
        /// Which.
        annex: AnnexId,
    },
    /// A new page.
    PageBreak {},
}
