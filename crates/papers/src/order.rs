//! What a paper is put together from.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, Text, wording::ClauseId};
use domain::{
    Lang,
    engagement::Facts,
    plan::{Plan, PlanValue},
};
use jiff::civil::Date;
use rules::profile::Profile;
use serde::{Deserialize, Serialize};

use crate::Era;

/// One paper of one engagement in one language.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// The texts.
    pub catalogue: &'a Catalogue,
    /// What is asked of the engagement.
    pub profile: &'a Profile,
    /// What is known of the work.
    pub facts: &'a Facts,
    /// What people settled.
    pub plan: &'a Plan,
    /// What the records say of the parties and of decisions.
    pub about: &'a About,
    /// Language of the paper.
    pub lang: Lang,
    /// Which years Japanese papers count.
    pub era: Era,
    /// Number, version and date of this paper.
    pub document: DocumentAbout,
}

/// Number, version and date of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentAbout {
    /// Document number 文書番号.
    pub number: Option<String>,
    /// Version, `1.0`.
    pub version: Option<String>,
    /// Its date.
    pub date: Option<Date>,
}

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Both {
    /// A text in both languages.
    #[must_use]
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }

    /// A name that is the same in both.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self::new(text, text)
    }

    /// One language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

impl From<&Text> for Both {
    fn from(text: &Text) -> Self {
        Self::new(text.get(Lang::Ja), text.get(Lang::En))
    }
}

/// A person as papers name them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// Post.
    pub post: Option<Both>,
    /// Name.
    pub name: Both,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub mail: Option<String>,
}

impl Person {
    /// `情報政策課長　霧沢 一`, `Kirisawa Hajime, Head of Information Policy`.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        let name = self.name.get(lang);
        match (&self.post, lang) {
            (None, _) => name.to_owned(),
            (Some(post), Lang::Ja) => format!("{}\u{3000}{name}", post.ja),
            (Some(post), Lang::En) => format!("{name}, {}", post.en),
        }
    }
}

/// A party as papers name it. What is missing is left open or for the hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Organisation {
    /// Name.
    pub name: Option<Both>,
    /// Unit in charge.
    pub unit: Option<Both>,
    /// Address.
    pub address: Option<Both>,
    /// Who signs contracts.
    pub representative: Option<Person>,
    /// Who answers for security.
    pub officer: Option<Person>,
    /// Technical contact.
    pub technical: Option<Person>,
}

/// A measure directed by an exception permit (NISC-2008 5.1(5)).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Directed {
    /// What must be done.
    pub measure: String,
    /// By when.
    pub due: Option<Date>,
    /// What shows it.
    pub evidence: Option<String>,
}

/// An exception permit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PermitAbout {
    /// Last day.
    pub until: Option<Date>,
    /// Directed measures.
    pub directed: Vec<Directed>,
}

/// A threat of the risk analysis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RiskAbout {
    /// The threat, in words.
    pub threat: Both,
    /// How likely before measures.
    pub likelihood: Option<Both>,
    /// How grave.
    pub impact: Option<Both>,
    /// Measures against it.
    pub measure: String,
    /// What remains.
    pub residual: Both,
}

/// A question of the decision with its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JudgementLine {
    /// The question.
    pub question: Both,
    /// The answer.
    pub answer: Both,
    /// Why.
    pub reason: Option<Both>,
    /// The rule, `N-5.1-3`.
    pub rule: Option<String>,
}

/// What the records say beside facts and plan. Everything may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct About {
    /// Number of the engagement, `R8-0012`.
    pub number: Option<String>,
    /// The client.
    pub client: Organisation,
    /// The contractor.
    pub contractor: Organisation,
    /// The officer who decides and permits.
    pub decider: Option<Person>,
    /// Who owns the engagement.
    pub owner: Option<Person>,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Day of the contract.
    pub contract_date: Option<Date>,
    /// The exception permit, where there is one.
    pub permit: Option<PermitAbout>,
    /// The risk analysis.
    pub risks: Vec<RiskAbout>,
    /// Questions and answers of the decision.
    pub judgement: Vec<JudgementLine>,
    /// Refused must-haves for which a waiver is in force.
    pub waived: BTreeSet<ClauseId>,
    /// Values that follow from records, by paper and name; the plan goes before them.
    pub values: BTreeMap<String, BTreeMap<String, PlanValue>>,
}

impl About {
    /// Directed measures of the permit.
    #[must_use]
    pub fn directed(&self) -> &[Directed] {
        self.permit.as_ref().map_or(&[], |permit| &permit.directed)
    }
}
