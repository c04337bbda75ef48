//! Wording as data: passages with items, held together by alternatives, strengths and conditions.
//!
//! Clauses, articles, annexes and papers are all made of [`Passage`]s. A passage says when it stands: for which strength,
//! alternative, category or fact, or when a switch is on. [`chosen`] keeps what stands under a [`Pick`], in order, so that
//! numbering is left to whoever sets the paper; no passage refers to another by its number.

mod access;
mod ids;
mod parameter;
mod placeholder;

use std::collections::BTreeSet;

use domain::{Lang, engagement::Category};
use serde::{Deserialize, Serialize};

pub use ids::{AnnexId, ArticleId, ClauseId, PaperId};
pub use parameter::{Parameter, ParameterKind, ParameterOption, ParameterValue};
pub use placeholder::{KNOWN, KnownName, MalformedPlaceholder, Piece, Placeholder, fill, pieces};

use crate::Text;

domain::codes! {
    /// How hard a model wording is on the obliged party.
    pub enum Strength ("文例の強さ", "Strength of wording") {
        /// For work whose failure is grave: short terms, prior consent, proof each time.
        Strict = "strict" ("厳格", "Strict"),
        /// What the organisation asks as a rule.
        Standard = "standard" ("標準", "Standard"),
        /// The least that still obliges; for talks and small work.
        Mild = "mild" ("緩やか", "Mild"),
    }
}

domain::codes! {
    /// Facts of an engagement on which a clause or a passage depends.
    pub enum Trigger ("事情", "Fact") {
        /// Whatever the engagement.
        Always = "always" ("いつでも", "Always"),
        /// Personal data is or may be handled.
        PersonalData = "personal_data" ("個人の情報を扱う", "Personal data"),
        /// Individual numbers are handled.
        MyNumber = "my_number" ("個人番号を扱う", "Individual numbers"),
        /// Trade secrets or other business secrets are handled.
        TradeSecret = "trade_secret" ("営業秘密などを扱う", "Trade secrets"),
        /// Information received from others under a promise is handled.
        EntrustedByOthers = "entrusted_by_others" ("よそから預かった情報を扱う", "Information of others"),
        /// A cloud service is used.
        Cloud = "cloud" ("クラウドを使う", "Cloud service"),
        /// Part of the work is or may be passed on.
        Subcontracting = "subcontracting" ("再委託があり得る", "Subcontracting"),
        /// The contractor connects to the client's systems.
        Connection = "connection" ("当方のシステムにつなぐ", "Connection"),
        /// Work is done in the client's rooms.
        OnSite = "on_site" ("当方の構内で作業する", "On site"),
        /// Work is done from homes or other places.
        RemoteWork = "remote_work" ("在宅などで作業する", "Remote work"),
        /// Work is done or data is kept outside Japan.
        Abroad = "abroad" ("国外で作業・保存する", "Abroad"),
        /// A system is constructed, not only software written.
        SystemConstruction = "system_construction" ("システムを構築する", "System construction"),
        /// Security requirements of the system are important.
        ImportantRequirements = "important_requirements" ("重要なセキュリティ要件がある", "Important requirements"),
        /// An audit was decided on.
        AuditChosen = "audit_chosen" ("監査を行うと決めた", "Audit chosen"),
        /// The level of bidders is evaluated.
        LevelEvaluated = "level_evaluated" ("水準を評価する", "Level evaluated"),
    }
}

/// One of several texts that exclude each other; a person chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// `a`, `b`, `c`.
    pub code: String,
    /// What it is.
    pub label: Text,
    /// When it is the right one.
    pub when: Text,
}

/// A paragraph, or an item of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawPassage", into = "RawPassage")]
pub struct Passage {
    /// The words.
    pub text: Text,
    /// Strengths it stands for; empty = every strength.
    pub strengths: Vec<Strength>,
    /// Alternatives it stands for; empty = each.
    pub alternatives: Vec<String>,
    /// Categories it stands for; empty = all.
    pub categories: Vec<Category>,
    /// Facts of which one must hold; empty = stands whatever the facts.
    pub when: Vec<Trigger>,
    /// Name of the yes/no parameter that must be on.
    pub with: Option<String>,
    /// Numbered items below it.
    pub items: Vec<Passage>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPassage {
    ja: String,
    en: String,
    #[serde(default)]
    strength: Vec<Strength>,
    #[serde(default)]
    alternative: Vec<String>,
    #[serde(default)]
    category: Vec<Category>,
    #[serde(default)]
    when: Vec<Trigger>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    with: Option<String>,
    #[serde(default)]
    items: Vec<Passage>,
}

impl TryFrom<RawPassage> for Passage {
    type Error = &'static str;
    fn try_from(raw: RawPassage) -> Result<Self, Self::Error> {
        Ok(Self {
            text: Text::new(&raw.ja, &raw.en)?,
            strengths: raw.strength,
            alternatives: raw.alternative,
            categories: raw.category,
            when: raw.when,
            with: raw.with,
            items: raw.items,
        })
    }
}

impl From<Passage> for RawPassage {
    fn from(passage: Passage) -> Self {
        Self {
            ja: passage.text.get(Lang::Ja).to_owned(),
            en: passage.text.get(Lang::En).to_owned(),
            strength: passage.strengths,
            alternative: passage.alternatives,
            category: passage.categories,
            when: passage.when,
            with: passage.with,
            items: passage.items,
        }
    }
}

/// What was chosen for one clause or article in one engagement.
#[derive(Debug, Clone, Copy)]
pub struct Pick<'a> {
    /// Strength of the wording; a specification has none and ignores it.
    pub strength: Strength,
    /// The chosen alternative, where there are any.
    pub alternative: Option<&'a str>,
    /// The category; `None` shows the passages of all.
    pub category: Option<Category>,
    /// Facts that hold.
    pub facts: &'a BTreeSet<Trigger>,
    /// Yes/no parameters that are off.
    pub off: &'a BTreeSet<String>,
}

impl Pick<'_> {
    /// True when the passage stands.
    #[must_use]
    pub fn holds(&self, passage: &Passage) -> bool {
        let strength = passage.strengths.is_empty() || passage.strengths.contains(&self.strength);
        let alternative = passage.alternatives.is_empty()
            || self.alternative.is_some_and(|code| passage.alternatives.iter().any(|a| a == code));
        let category = passage.categories.is_empty() || self.category.is_none_or(|c| passage.categories.contains(&c));
        let facts =
            passage.when.is_empty() || passage.when.iter().any(|t| *t == Trigger::Always || self.facts.contains(t));
        let switch = passage.with.as_ref().is_none_or(|name| !self.off.contains(name));
        strength && alternative && category && facts && switch
    }
}

/// A passage that stands, with the items that stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// The words.
    pub text: &'a Text,
    /// Items, in order.
    pub items: Vec<Chosen<'a>>,
}

/// The passages that stand under the pick, in order.
#[must_use]
pub fn chosen<'a>(passages: &'a [Passage], pick: &Pick<'_>) -> Vec<Chosen<'a>> {
    let stands = passages.iter().filter(|passage| pick.holds(passage));
    stands.map(|passage| Chosen { text: &passage.text, items: chosen(&passage.items, pick) }).collect()
}

/// Every passage and item, in order.
pub fn walk<'a>(passages: &'a [Passage]) -> Box<dyn Iterator<Item = &'a Passage> + 'a> {
    Box::new(passages.iter().flat_map(|passage| std::iter::once(passage).chain(walk(&passage.items))))
}
