//! One engagement: its head, the way of seven stages, the gate ahead, and what was decided.

use askama::Template;
use domain::{
    engagement::{Stage, Standing},
    gate::Gate,
};
use jiff::{Timestamp, civil::Date};

use crate::{
    page::Shell,
    show::{Kind, Link, Mark, Seal},
};

pub mod chain;
pub mod contract;
pub mod handovers;
pub mod papers;
pub mod requirements;
mod samples;
pub mod selection;
pub mod tabs;

pub use samples::samples;
pub(crate) use samples::{sample_assessment, sample_conditions, sample_head, sample_seals};

/// The tab a page of an engagement stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// 判断と承認
    Decision,
    /// 情報の一覧
    Information,
    /// 授受台帳
    Handovers,
    /// 要件
    Requirements,
    /// 文書
    Papers,
    /// 選定
    Selection,
    /// 契約点検
    Contract,
    /// 再委託
    Chain,
    /// 添付
    Files,
    /// 内容
    Facts,
    /// 履歴
    History,
}

/// Head of every page of an engagement.
#[derive(Debug, Clone)]
pub struct Head {
    /// Number; also the last part of its address.
    pub number: String,
    /// Title.
    pub title: String,
    /// Category in words, with 準じて扱う where it is by analogy.
    pub category: String,
    /// Risk marks.
    pub seals: Vec<Seal>,
    /// Contractor, once known.
    pub contractor: Option<Link>,
    /// Unit.
    pub unit: String,
    /// Who answers for it.
    pub owner: String,
    /// That person's role.
    pub owner_role: String,
    /// Amount, grouped, without unit.
    pub amount: Option<String>,
    /// First and last day.
    pub term: Option<(Date, Date)>,
    /// Register version it was judged under.
    pub register_version: i64,
    /// Stage.
    pub stage: Stage,
    /// Standing.
    pub standing: Standing,
    /// The engagement it was split from, and those split from it.
    pub relatives: Vec<Link>,
    /// Further acts, for the menu; only those the person may do now.
    pub acts: Vec<Link>,
    /// Information items, and those not judged yet.
    pub items: (u64, u64),
    /// Versions of papers made.
    pub papers: u64,
    /// Kept checks of contracts.
    pub contracts: u64,
    /// Attached files.
    pub files: u64,
    /// Ledger entries.
    pub history: u64,
}

impl Head {
    /// Address of the engagement.
    #[must_use]
    pub fn base(&self) -> String {
        format!("/engagements/{}", self.number)
    }
    /// Address of a page of it.
    #[must_use]
    pub fn to(&self, page: &str) -> String {
        format!("/engagements/{}/{page}", self.number)
    }
    fn is_ended(&self) -> bool {
        self.standing != Standing::Open
    }
    /// The tabs: address, word, count, whether it asks for action, and which it is.
    fn tabs(&self, ui: &Shell) -> Vec<(String, String, Option<String>, bool, Tab)> {
        let (items, open) = self.items;
        let information = if open > 0 { ui.tn("engagement-tab-unjudged", open) } else { items.to_string() };
        vec![
            (self.base(), ui.t("engagement-tab-decision").into_owned(), None, false, Tab::Decision),
            (
                self.to("information"),
                ui.t("engagement-tab-information").into_owned(),
                Some(information),
                open > 0,
                Tab::Information,
            ),
            (self.to("handovers"), ui.t("engagement-tab-handovers").into_owned(), None, false, Tab::Handovers),
            (self.to("requirements"), ui.t("engagement-tab-requirements").into_owned(), None, false, Tab::Requirements),
            (
                self.to("papers"),
                ui.t("engagement-tab-papers").into_owned(),
                Some(self.papers.to_string()),
                false,
                Tab::Papers,
            ),
            (self.to("selection"), ui.t("engagement-tab-selection").into_owned(), None, false, Tab::Selection),
            (
                self.to("contract"),
                ui.t("engagement-tab-contract").into_owned(),
                Some(self.contracts.to_string()),
                false,
                Tab::Contract,
            ),
            (self.to("chain"), ui.t("engagement-tab-chain").into_owned(), None, false, Tab::Chain),
            (
                self.to("files"),
                ui.t("engagement-tab-files").into_owned(),
                Some(self.files.to_string()),
                false,
                Tab::Files,
            ),
            (self.to("facts"), ui.t("engagement-tab-facts").into_owned(), None, false, Tab::Facts),
            (
                self.to("history"),
                ui.t("engagement-tab-history").into_owned(),
                Some(self.history.to_string()),
                false,
                Tab::History,
            ),
        ]
    }
}

/// A stage of the way.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which.
    pub stage: Stage,
    /// A word under it: the day it was passed, how long it has stood, when it is planned.
    pub note: String,
}

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 未充足
    Unmet,
    /// 免除
    Waived,
    /// 充足
    Met,
    /// 対象外
    NotApplicable,
}

impl State {
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Unmet => Kind::Unmet,
            Self::Waived => Kind::Waived,
            Self::Met => Kind::Met,
            Self::NotApplicable => Kind::Off,
        }
    }
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Unmet => "state-unmet",
            Self::Waived => "state-waived",
            Self::Met => "state-met",
            Self::NotApplicable => "state-not-applicable",
        }
    }
}

/// One condition of a gate.
#[derive(Debug, Clone)]
pub struct Condition {
    /// `G1-3`
    pub id: String,
    /// How it stands.
    pub state: State,
    /// The condition.
    pub text: String,
    /// Why it stands so: what is missing, what shows it, who waived it why until when.
    pub detail: String,
    /// Its rule, `NISC 5.1(3)`.
    pub source: String,
    /// Where it is settled, or what shows it; a verb with its object.
    pub fix: Option<Link>,
    /// Where a waiver can be asked for, while it is unmet.
    pub waiver: Option<String>,
    /// A request on it is waiting: for whom, since when.
    pub waiting: Option<String>,
}

/// The gate ahead.
#[derive(Debug, Clone)]
pub struct GatePanel {
    /// Which.
    pub gate: Gate,
    /// All its conditions, in the order of the rule.
    pub conditions: Vec<Condition>,
    /// Until when, and who lets it pass: `開始まで 20日（営業日 13日）。通すのは…です。`
    pub who: String,
    /// The person may pass it once nothing is unmet.
    pub may_pass: bool,
}

impl GatePanel {
    fn of(&self, state: State) -> Vec<&Condition> {
        self.conditions.iter().filter(|c| c.state == state).collect()
    }
    /// Conditions not met.
    #[must_use]
    pub fn left(&self) -> usize {
        self.of(State::Unmet).len()
    }
    fn unmet(&self) -> Vec<&Condition> {
        self.of(State::Unmet)
    }
    fn waived(&self) -> Vec<&Condition> {
        self.of(State::Waived)
    }
    fn met(&self) -> Vec<&Condition> {
        self.of(State::Met)
    }
    fn not_applicable(&self) -> Vec<&Condition> {
        self.of(State::NotApplicable)
    }
    /// The filled button: what settles the first condition that nobody is being waited for.
    fn next(&self) -> Option<&Link> {
        let unmet = self.unmet();
        let free = unmet.iter().find(|c| c.waiting.is_none() && c.fix.is_some()).or_else(|| unmet.first());
        free.and_then(|c| c.fix.as_ref())
    }
    fn at(&self) -> usize {
        Gate::ALL.iter().position(|g| *g == self.gate).unwrap_or(0).saturating_add(1)
    }
}

/// A reason of the assessment.
#[derive(Debug, Clone)]
pub struct Reason {
    /// What follows.
    pub text: String,
    /// From which facts.
    pub because: String,
    /// Id of the rule, `N-5.1-3`.
    pub rule: String,
}

/// What the rules say to the question whether the work may go out.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// In a sentence; never a legal verdict.
    pub headline: String,
    /// What it means and what follows.
    pub text: String,
    /// Its colour: settled, being settled, refused.
    pub kind: Kind,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Assessment {
    pub(crate) const fn tone(&self) -> &'static str {
        match self.kind {
            Kind::Met => "matsu",
            Kind::Unmet | Kind::None | Kind::Over => "shu",
            _ => "yama",
        }
    }
}

/// A request with its decision, or a gate passed.
#[derive(Debug, Clone)]
pub struct Decision {
    /// When it was decided, or asked for while it waits.
    pub at: Timestamp,
    /// What, with its page where it has one.
    pub what: String,
    /// Its page.
    pub href: Option<String>,
    /// How it stands.
    pub mark: Mark,
    /// By whom, for whom, with what reason.
    pub detail: String,
    /// Requester and decider were one person.
    pub same_person: bool,
}

/// `GET /engagements/{number}`
#[derive(Debug, Template)]
#[template(path = "engagement/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Seven stages.
    pub way: Vec<Step>,
    /// The gate ahead; `None` once the engagement is ended.
    pub gate: Option<GatePanel>,
    /// How it ended: who, when, why.
    pub ended: Option<String>,
    /// What the rules say.
    pub assessment: Assessment,
    /// Newest first.
    pub decisions: Vec<Decision>,
}

impl Show {
    fn tab(&self) -> Tab {
        Tab::Decision
    }
    fn step_class(&self, step: &Step) -> &'static str {
        let here = self.head.stage;
        if step.stage < here {
            "done"
        } else if step.stage == here {
            "now"
        } else {
            "next"
        }
    }
    /// The gate before a stage is the one ahead.
    fn is_ahead(&self, step: &Step) -> bool {
        self.gate.is_some() && Some(step.stage) == self.head.stage.next()
    }
    fn is_passed(&self, step: &Step) -> bool {
        step.stage <= self.head.stage
    }
    fn left(&self) -> usize {
        self.gate.as_ref().map_or(0, GatePanel::left)
    }
}
