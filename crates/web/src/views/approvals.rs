//! Approvals: what waits, what was asked, what was decided, and the forms for deciding.

use askama::Template;
use domain::{
    Lang,
    approval::{ApprovalKind, ApprovalState},
    engagement::Activity,
    register::RegisterList,
    risk::Level,
};
use jiff::Timestamp;

use super::{
    Sample,
    engagement::{Assessment, sample_assessment},
    sample_now, sample_shell, say,
};
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    show::{Kind, Link, Mark, Pager},
};

/// Which requests the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tray {
    /// Waiting for the person.
    Waiting,
    /// Made by the person.
    Mine,
    /// Decided within reach.
    Decided,
}

impl Tray {
    /// `waiting`, `mine`, `decided`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Mine => "mine",
            Self::Decided => "decided",
        }
    }
}

/// The status mark of a state.
#[must_use]
pub fn state_mark(state: ApprovalState, lang: Lang) -> Mark {
    let kind = match state {
        ApprovalState::Pending => Kind::Wait,
        ApprovalState::SentBack => Kind::Soon,
        ApprovalState::Approved => Kind::Met,
        ApprovalState::Refused => Kind::Unmet,
        ApprovalState::Withdrawn => Kind::Off,
    };
    Mark::new(kind, state.label(lang))
}

/// A request in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// What is asked.
    pub kind: ApprovalKind,
    /// Engagement, or what a change of the register is about.
    pub about: String,
    /// Unit.
    pub unit: String,
    /// Who asks.
    pub by: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// Where it stands.
    pub state: ApprovalState,
    /// Full days it has waited, while it waits.
    pub days: Option<u32>,
    /// Who decided, once decided.
    pub decided_by: Option<String>,
}

impl Row {
    fn mark(&self, lang: Lang) -> Mark {
        state_mark(self.state, lang)
    }
}

/// `GET /approvals?box=…`
#[derive(Debug, Template)]
#[template(path = "approvals/list.html")]
pub struct List {
    /// Shared part.
    pub ui: Shell,
    /// Which.
    pub which: Tray,
    /// How many wait, how many of the person's own are open, how many are sent back.
    pub counts: (u64, u64, u64),
    /// At most a page of them.
    pub rows: Vec<Row>,
    /// Paging.
    pub pager: Pager,
    /// Standing in for these people: a sentence with the last day.
    pub substitute: Option<String>,
}

impl List {
    fn empty_key(&self) -> &'static str {
        match self.which {
            Tray::Waiting => "approvals-none-waiting",
            Tray::Mine => "approvals-none-mine",
            Tray::Decided => "approvals-none-decided",
        }
    }
}

/// A threat of the risk analysis, as shown.
#[derive(Debug, Clone)]
pub struct Threat {
    /// What.
    pub threat: String,
    /// Before measures.
    pub before: Level,
    /// Measures.
    pub measures: String,
    /// What remains.
    pub residual: Level,
}

/// What is asked, as shown.
#[derive(Debug, Clone)]
pub enum Asked {
    /// Is the work critical?
    Criticality {
        /// Explanation of the work.
        explanation: String,
    },
    /// May critical work go out?
    Exception {
        /// Why it must.
        necessity: String,
        /// Threats.
        lines: Vec<Threat>,
        /// Grounds.
        grounds: String,
    },
    /// How should the register change? The entry itself is in the form.
    RegisterUpdate {
        /// The officer's decision that leads to it.
        decision: String,
        /// What the entry would replace or remove, where it does.
        current: Option<String>,
    },
    /// May a condition be waived?
    Waiver {
        /// `G1-4 予算の裏付けがある`
        condition: String,
        /// Why.
        reason: String,
        /// Until when, in words.
        until: String,
    },
}

/// What the person may do with the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// Decide it, send it back or refuse it.
    Decide,
    /// Mend it (when sent back) or withdraw it.
    Mend,
    /// Only read it.
    Read,
}

/// A decision already made.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// In words: `危機的でないと判断`, `例外を許可`, `第8版を作成`.
    pub what: String,
    /// By whom; for whom, when a substitute.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// Directed measures of a permit.
    pub measures: Vec<String>,
    /// Until when it holds, in words.
    pub until: Option<String>,
    /// Requester and decider were one person.
    pub same_person: bool,
}

/// `GET /approvals/{id}`; posts to `/approvals/{id}/decide`, `/send-back`, `/refuse`, `/withdraw`, each with `reason`
/// and `revision`; decide also by kind: `critical` (`yes`/`no`); `measures` (one a line), `until`; `update`
/// (`yes`/`no`) with `list`, `system`, `activities`, `information`, `entry_reason`, `review_on`.
#[derive(Debug, Template)]
#[template(path = "approvals/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Id.
    pub id: String,
    /// What is asked.
    pub kind: ApprovalKind,
    /// Its content.
    pub asked: Asked,
    /// The engagement.
    pub engagement: Option<Link>,
    /// Unit.
    pub unit: String,
    /// Who asks.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Where it stands.
    pub state: ApprovalState,
    /// The last decision.
    pub outcome: Option<Outcome>,
    /// What the rules say to the engagement.
    pub assessment: Option<Assessment>,
    /// Information items with their judgement.
    pub items: Vec<(String, Mark)>,
    /// What the person may do.
    pub may: May,
    /// Where a sent-back request is mended.
    pub mend: Option<String>,
    /// Deciding form; labels `f-decide-…`.
    pub form: Form,
    /// Form for sending back, refusing or withdrawing; labels `f-answer-…`.
    pub answer: Form,
    /// Standing in for someone: a sentence.
    pub substitute: Option<String>,
    /// Small-firm mode lets the requester decide; a notice says so.
    pub small_firm: bool,
    /// Why the person may not decide although they hold the permission.
    pub barred: Option<String>,
    /// Revision the page was made from.
    pub revision: i64,
}

impl Show {
    fn mark(&self) -> Mark {
        state_mark(self.state, self.ui.lang).washed()
    }
    fn to(&self, act: &str) -> String {
        format!("/approvals/{}/{act}", self.id)
    }
    fn critical_choices(&self) -> Vec<Opt> {
        let ui = &self.ui;
        vec![
            Opt::new("no", ui.t("decide-not-critical")).hint(ui.t("decide-not-critical-hint")),
            Opt::new("yes", ui.t("decide-critical")).hint(ui.t("decide-critical-hint")),
        ]
    }
    fn update_choices(&self) -> Vec<Opt> {
        let ui = &self.ui;
        vec![
            Opt::new("yes", ui.t("decide-update")).hint(ui.t("decide-update-hint")),
            Opt::new("no", ui.t("decide-no-update")).hint(ui.t("decide-no-update-hint")),
        ]
    }
    fn lists(&self) -> Vec<Opt> {
        opts!(RegisterList, &self.ui, "list-hint")
    }
    fn activities(&self) -> Vec<Opt> {
        opts!(Activity, &self.ui, "activity-none")
    }
    fn decide_key(&self) -> &'static str {
        match self.kind {
            ApprovalKind::Criticality => "decide-do-criticality",
            ApprovalKind::Exception => "decide-do-exception",
            ApprovalKind::RegisterUpdate => "decide-do-register",
            ApprovalKind::Waiver => "decide-do-waiver",
        }
    }
    /// Nobody asked for an update of the register by a form, so there is nobody to send it back to.
    fn can_send_back(&self) -> bool {
        self.kind != ApprovalKind::RegisterUpdate
    }
    fn can_refuse(&self) -> bool {
        matches!(self.kind, ApprovalKind::Exception | ApprovalKind::Waiver)
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |path: &str| sample_shell(lang, Nav::Approvals, path);
    let row = |kind, state, days| Row {
        href: "/approvals/apr_1".to_owned(),
        kind,
        about: say(lang, "R8-0021 被災者台帳の入力補助", "R8-0021 Disaster register data entry"),
        unit: say(lang, "福祉課", "Welfare"),
        by: say(lang, "小田切 環", "Tamaki Odagiri"),
        at: sample_now(),
        state,
        days,
        decided_by: days.is_none().then(|| say(lang, "桐生 諒", "Ryo Kiryu")),
    };
    let list = |which, rows, substitute| List {
        ui: ui("/approvals"),
        which,
        counts: (3, 2, 1),
        rows,
        pager: Pager { shown: say(lang, "3件", "3 requests"), newer: None, older: None },
        substitute,
    };
    let substitute =
        || Some(say(lang, "6/20 まで、桐生 諒の代理として決められます。", "Until 20 June you decide for Ryo Kiryu."));
    let show = |kind, asked, may, form| Show {
        ui: ui("/approvals/apr_1"),
        id: "apr_1".to_owned(),
        kind,
        asked,
        engagement: Some(Link::new(
            "/engagements/R8-0021",
            say(lang, "R8-0021 被災者台帳の入力補助", "R8-0021 Disaster register data entry"),
        )),
        unit: say(lang, "福祉課", "Welfare"),
        by: say(lang, "小田切 環", "Tamaki Odagiri"),
        at: sample_now(),
        state: ApprovalState::Pending,
        outcome: None,
        assessment: Some(sample_assessment(lang, Kind::Wait)),
        items: vec![(
            say(lang, "被災者台帳", "Disaster register"),
            Mark::new(Kind::Over, domain::engagement::Criticality::Critical.label(lang)),
        )],
        may,
        mend: None,
        form,
        answer: Form::new("answer"),
        substitute: None,
        small_firm: false,
        barred: None,
        revision: 2,
    };
    let explanation = || Asked::Criticality {
        explanation: say(
            lang,
            "罹災証明の申請書を、庁舎内の専用の部屋で入力します。\n約 2,000世帯分です。",
            "Entry of about 2,000 disaster claims, in a room of our own.",
        ),
    };
    let exception = || Asked::Exception {
        necessity: say(lang, "発災後 2週間以内に支援を始めるため", "Support must begin within two weeks"),
        lines: vec![Threat {
            threat: say(lang, "原票の紛失", "Claims lost"),
            before: Level::High,
            measures: say(lang, "庁舎から持ち出さない", "Nothing leaves the building"),
            residual: Level::Low,
        }],
        grounds: say(lang, "職員が常に立ち会うため", "Staff are always present"),
    };
    let waiver = || Asked::Waiver {
        condition: say(lang, "G1-4 予算の裏付けがある", "G1-4 The budget is there"),
        reason: say(lang, "予備費の充当を手続き中", "Reserve funds are being assigned"),
        until: domain::calendar::long_date(jiff::civil::date(2026, 7, 31), lang),
    };
    let register = || Asked::RegisterUpdate {
        decision: say(
            lang,
            "危機的でないと判断。庁舎内で作業し、原票を渡さない",
            "Judged not critical: done in our rooms, no claim leaves",
        ),
        current: None,
    };
    let entry_form = Form::new("decide")
        .with("update", "yes")
        .with("list", "non_critical")
        .with("system", "被災者台帳")
        .with("activities", "processing")
        .with("information", "罹災証明の申請内容")
        .with("entry_reason", "庁舎内で作業し、原票を渡さない");
    let no_measures = domain::FieldError::rule(
        "measures",
        "指示する対策を一つ以上書いてください。対策のない許可は出せません",
        "Direct at least one measure; a permit without measures cannot be issued",
    );
    let outcome = |same_person| Outcome {
        what: say(lang, "例外を許可", "Exception granted"),
        by: say(lang, "桐生 諒（情報セキュリティ責任者）", "Ryo Kiryu (security officer)"),
        at: sample_now(),
        reason: say(lang, "残るリスクは低い", "What remains is low"),
        measures: vec![
            say(lang, "職員が常に立ち会う", "Staff are always present"),
            say(lang, "端末を外につながない", "No outside connection"),
        ],
        until: Some(domain::calendar::long_date(jiff::civil::date(2027, 3, 31), lang)),
        same_person,
    };
    vec![
        Sample::of(
            "approvals",
            &list(
                Tray::Waiting,
                vec![
                    row(ApprovalKind::Exception, ApprovalState::Pending, Some(4)),
                    row(ApprovalKind::Waiver, ApprovalState::Pending, Some(0)),
                ],
                substitute(),
            ),
        ),
        Sample::of(
            "approvals-mine",
            &list(Tray::Mine, vec![row(ApprovalKind::Criticality, ApprovalState::SentBack, None)], None),
        ),
        Sample::of("approvals-none", &list(Tray::Waiting, Vec::new(), None)),
        Sample::of("approvals-decided-none", &list(Tray::Decided, Vec::new(), None)),
        Sample::of("approvals-mine-none", &list(Tray::Mine, Vec::new(), None)),
        Sample::of(
            "approval-criticality",
            &show(ApprovalKind::Criticality, explanation(), May::Decide, Form::new("decide")),
        ),
        Sample::of(
            "approval-exception",
            &Show {
                substitute: substitute(),
                small_firm: true,
                ..show(
                    ApprovalKind::Exception,
                    exception(),
                    May::Decide,
                    Form::new("decide").with("until", "2027-03-31"),
                )
            },
        ),
        Sample::of(
            "approval-exception-wrong",
            &show(ApprovalKind::Exception, exception(), May::Decide, Form::new("decide").refused(vec![no_measures])),
        ),
        Sample::of("approval-register", &show(ApprovalKind::RegisterUpdate, register(), May::Decide, entry_form)),
        Sample::of("approval-waiver", &show(ApprovalKind::Waiver, waiver(), May::Decide, Form::new("decide"))),
        Sample::of(
            "approval-barred",
            &Show {
                barred: Some(say(
                    lang,
                    "自分で出した依頼は、自分では決められません。",
                    "You cannot decide your own request.",
                )),
                ..show(ApprovalKind::Waiver, waiver(), May::Mend, Form::new("decide"))
            },
        ),
        Sample::of(
            "approval-sent-back",
            &Show {
                state: ApprovalState::SentBack,
                mend: Some("/approvals/apr_1/mend".to_owned()),
                outcome: Some(Outcome {
                    what: ApprovalState::SentBack.label(lang).to_owned(),
                    measures: Vec::new(),
                    until: None,
                    ..outcome(false)
                }),
                ..show(ApprovalKind::Criticality, explanation(), May::Mend, Form::new("decide"))
            },
        ),
        Sample::of(
            "approval-decided",
            &Show {
                state: ApprovalState::Approved,
                outcome: Some(outcome(true)),
                ..show(ApprovalKind::Exception, exception(), May::Read, Form::new("decide"))
            },
        ),
    ]
}
