//! The chain below an engagement: who is at work, requests to pass work on, one request with its decision.

use askama::Template;
use domain::{
    Lang,
    engagement::{Answer, InformationKind},
    subcontract::{Extent, SubcontractGround},
};
use jiff::civil::Date;

use super::{Head, Tab, sample_head};
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    show::{Kind, Link, Mark, Pager},
    views::{Sample, sample_shell, say},
};

/// A firm at work, in the order the chain is drawn.
#[derive(Debug, Clone)]
pub struct PartyRow {
    /// Tier it stands at here, 1 for the contractor; 0 when nothing leads to it.
    pub tier: u32,
    /// The firm.
    pub firm: Link,
    /// Who gave it work; empty for the contractor.
    pub under: String,
    /// How it stands.
    pub mark: Mark,
    /// Why, in words.
    pub why: String,
    /// Giver and firm, when it was seen at work and can be written down as gone.
    pub leave: Option<(String, String)>,
}

impl PartyRow {
    /// How far it stands in; deeper tiers stand below each other.
    fn indent(&self) -> u32 {
        self.tier.clamp(1, 9)
    }
}

/// A request in the list.
#[derive(Debug, Clone)]
pub struct RequestRow {
    /// Its page.
    pub href: String,
    /// Which part.
    pub part: String,
    /// `from → to`.
    pub way: String,
    /// Asked on.
    pub asked_on: Date,
    /// How it stands.
    pub mark: Mark,
    /// Last day of the approval.
    pub until: Option<Date>,
}

/// `GET /engagements/{number}/chain`; posts `giver`, `firm`, `on`, `note` to `chain/see`, and `giver`, `firm`, `on` to
/// `chain/leave`.
#[derive(Debug, Template)]
#[template(path = "engagement/chain.html")]
pub struct Chain {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Firms at work; empty before a contractor is chosen.
    pub parties: Vec<PartyRow>,
    /// How many of them work without approval.
    pub violations: usize,
    /// Requests, newest first.
    pub requests: Vec<RequestRow>,
    /// Form for a firm that was seen; `None` when the person may not write.
    pub form: Option<Form>,
    /// Who may have given it work.
    pub givers: Vec<Opt>,
    /// Whether requests can be entered.
    pub may_edit: bool,
}

impl Chain {
    fn tab(&self) -> Tab {
        Tab::Chain
    }
}

/// `GET /engagements/{number}/chain/new`; posts the fields of a request.
#[derive(Debug, Template)]
#[template(path = "engagement/chain_new.html")]
pub struct NewRequest {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// The form; labels `f-chain-…`.
    pub form: Form,
    /// Who may pass work on.
    pub applicants: Vec<Opt>,
}

impl NewRequest {
    fn extents(&self) -> Vec<Opt> {
        opts!(Extent, &self.ui, "extent-hint")
    }
    fn grounds(&self) -> Vec<Opt> {
        opts!(SubcontractGround, &self.ui, "ground-hint")
    }
    fn kinds(&self) -> Vec<Opt> {
        opts!(InformationKind, &self.ui, "information-hint")
    }
    fn answers(&self) -> Vec<Opt> {
        opts!(Answer, &self.ui, "chain-answer-hint")
    }
}

/// A condition for passing work on.
#[derive(Debug, Clone)]
pub struct Test {
    /// `RS-1`
    pub id: String,
    /// What has to hold.
    pub title: String,
    /// Whether it does.
    pub mark: Mark,
    /// Why not.
    pub why: String,
    /// `N-7.5-1`
    pub source: String,
}

/// What can be said of a request now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaySay {
    /// Approve, as the owner (`owner`) or the officer (`officer`).
    pub approve: Option<&'static str>,
    /// Refuse, in that office.
    pub refuse: Option<&'static str>,
    /// End an approval, in that office.
    pub revoke: Option<&'static str>,
}

impl MaySay {
    /// The office in which the person would speak.
    fn voice(self) -> &'static str {
        self.approve.or(self.refuse).or(self.revoke).unwrap_or_default()
    }
    fn anything(self) -> bool {
        !self.voice().is_empty()
    }
}

/// `GET /engagements/{number}/chain/{id}`; posts `voice`, `say` (`approve`, `refuse`, `revoke`), `reason`, `conditions`,
/// `until`, `revision` to `chain/{id}/say`.
#[derive(Debug, Template)]
#[template(path = "engagement/chain_request.html")]
pub struct OneRequest {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Where it is.
    pub href: String,
    /// Which part.
    pub part: String,
    /// How it stands.
    pub standing: Mark,
    /// Why it stands so.
    pub why: String,
    /// What was asked.
    pub facts: Vec<(String, String)>,
    /// The conditions.
    pub tests: Vec<Test>,
    /// What was said, oldest first: office and person, day, words.
    pub said: Vec<(String, Date, String)>,
    /// Conditions of the approval.
    pub conditions: Vec<String>,
    /// What the person may say.
    pub may: MaySay,
    /// The form; labels `f-say-…`.
    pub form: Form,
    /// Revision the form was made from.
    pub revision: i64,
}

/// An engagement that rests on a firm.
#[derive(Debug, Clone)]
pub struct TouchedRow {
    /// Its number.
    pub number: String,
    /// Its page.
    pub link: Link,
    /// Its unit.
    pub unit: String,
    /// Its stage.
    pub stage: domain::engagement::Stage,
    /// As contractor or below.
    pub part: String,
}

/// `GET /contractors/{id}/touched`
#[derive(Debug, Template)]
#[template(path = "contractors/touched.html")]
pub struct TouchedBy {
    /// Shared part.
    pub ui: Shell,
    /// Its page.
    pub href: String,
    /// The firm.
    pub name: String,
    /// Engagements.
    pub rows: Vec<TouchedRow>,
    /// Paging.
    pub pager: Pager,
}

/// How much rests on a firm.
#[derive(Debug, Clone)]
pub struct WeightRow {
    /// The firm.
    pub firm: Link,
    /// Where the engagements are listed.
    pub touched: String,
    /// Engagements it has a part in.
    pub engagements: i64,
    /// Of these, as the contractor.
    pub direct: i64,
}

/// `GET /contractors/concentration`
#[derive(Debug, Template)]
#[template(path = "contractors/concentration.html")]
pub struct Concentration {
    /// Shared part.
    pub ui: Shell,
    /// The heaviest first.
    pub rows: Vec<WeightRow>,
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |page: &str| sample_shell(lang, Nav::Engagements, &format!("/engagements/R8-0012/{page}"));
    let party = |tier, ja: &str, en: &str, kind, word: (&str, &str)| PartyRow {
        tier,
        firm: Link::new("/contractors/con_1", say(lang, ja, en)),
        under: if tier > 1 {
            say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd.")
        } else {
            String::new()
        },
        mark: Mark::new(kind, say(lang, word.0, word.1)),
        why: String::new(),
        leave: (tier == 3).then(|| ("con_1".to_owned(), "con_3".to_owned())),
    };
    let parties = vec![
        party(1, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd.", Kind::Now, ("委託先", "Contractor")),
        party(2, "夜鷹運用有限会社", "Yotaka Operation Ltd.", Kind::Met, ("承認済み", "Approved")),
        party(3, "株式会社帳票監視", "Chohyo Watch Co., Ltd.", Kind::Over, ("承認なし", "Without approval")),
    ];
    let request = RequestRow {
        href: "/engagements/R8-0012/chain/sct_1".to_owned(),
        part: say(lang, "夜間の監視", "Watching at night"),
        way: say(
            lang,
            "株式会社霧沢システム設計 → 夜鷹運用有限会社",
            "Kirisawa System Design Co., Ltd. → Yotaka Operation Ltd.",
        ),
        asked_on: jiff::civil::date(2026, 6, 2),
        mark: Mark::new(Kind::Met, say(lang, "承認済み", "Approved")),
        until: Some(jiff::civil::date(2027, 3, 31)),
    };
    let chain = |parties: Vec<PartyRow>, requests, form: Option<Form>| Chain {
        ui: ui("chain"),
        head: sample_head(lang),
        violations: usize::from(!parties.is_empty()),
        may_edit: form.is_some(),
        givers: vec![Opt::new("con_1", say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd."))],
        parties,
        requests,
        form,
    };
    let new = |form| NewRequest {
        ui: ui("chain/new"),
        head: sample_head(lang),
        form,
        applicants: vec![Opt::new("con_1", say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd."))],
    };
    let missing = domain::FieldError::new("to", domain::Problem::Missing);
    let one = |may| OneRequest {
        ui: ui("chain/sct_1"),
        head: sample_head(lang),
        href: "/engagements/R8-0012/chain/sct_1".to_owned(),
        part: say(lang, "夜間の監視", "Watching at night"),
        standing: Mark::new(Kind::Wait, say(lang, "判断待ち", "Waiting for a decision")),
        why: say(lang, "まだ判断されていない", "Not decided yet"),
        facts: vec![(
            say(lang, "申請した会社", "Applicant"),
            say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd."),
        )],
        tests: vec![Test {
            id: "RS-7".to_owned(),
            title: say(lang, "再委託先の対策が報告された", "The subcontractor's measures were reported"),
            mark: Mark::new(Kind::Unmet, say(lang, "満たさない", "Not met")),
            why: say(lang, "対策の報告がない", "No report of the measures"),
            source: "N-7.5-3".to_owned(),
        }],
        said: vec![(
            say(lang, "責任者 高遠 美緒", "Owner, Mio Takato"),
            jiff::civil::date(2026, 6, 3),
            say(lang, "実績がある", "Experienced"),
        )],
        conditions: vec![say(lang, "作業者の名簿を出す", "A list of the workers is handed in")],
        may,
        form: Form::new("say"),
        revision: 1,
    };
    let all = MaySay { approve: Some("owner"), refuse: Some("owner"), revoke: None };
    let none = MaySay { approve: None, refuse: None, revoke: Some("officer") };
    let touched = TouchedBy {
        ui: sample_shell(lang, Nav::Contractors, "/contractors/con_1/touched"),
        href: "/contractors/con_1".to_owned(),
        name: say(lang, "夜鷹運用有限会社", "Yotaka Operation Ltd."),
        rows: vec![TouchedRow {
            number: "R8-0012".to_owned(),
            link: Link::new("/engagements/R8-0012", say(lang, "住民総合窓口システム", "Residents’ service desk")),
            unit: say(lang, "市民課", "Citizens’ Affairs"),
            stage: domain::engagement::Stage::Run,
            part: say(lang, "再委託先", "Subcontractor"),
        }],
        pager: Pager { shown: "1".to_owned(), newer: None, older: None },
    };
    let concentration = Concentration {
        ui: sample_shell(lang, Nav::Contractors, "/contractors/concentration"),
        rows: vec![WeightRow {
            firm: Link::new("/contractors/con_1", say(lang, "夜鷹運用有限会社", "Yotaka Operation Ltd.")),
            touched: "/contractors/con_1/touched".to_owned(),
            engagements: 12,
            direct: 3,
        }],
    };
    vec![
        Sample::of("chain", &chain(parties, vec![request], Some(Form::new("seen")))),
        Sample::of("chain-none", &chain(Vec::new(), Vec::new(), None)),
        Sample::of("chain-new", &new(Form::new("chain"))),
        Sample::of("chain-new-wrong", &new(Form::new("chain").refused(vec![missing]))),
        Sample::of("chain-request", &one(all)),
        Sample::of("chain-request-approved", &one(none)),
        Sample::of("contractor-touched", &touched),
        Sample::of("contractor-touched-none", &TouchedBy { rows: Vec::new(), ..touched }),
        Sample::of("contractors-concentration", &concentration),
        Sample::of("contractors-concentration-none", &Concentration { rows: Vec::new(), ..concentration }),
    ]
}
