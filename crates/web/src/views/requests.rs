//! What a person does to an engagement: pass its gate, declare a condition met, ask for a decision, split or end it.

use askama::Template;
use domain::{Lang, engagement::Activity, risk::Level};
use jiff::{Timestamp, civil::Date};

use super::{
    Sample,
    engagement::{Assessment, Condition, Decision, Head, sample_assessment, sample_conditions, sample_head},
    sample_now, sample_shell, say,
};
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    show::{Kind, Mark},
};

/// `GET /engagements/{number}/pass`; posts `revision`.
#[derive(Debug, Template)]
#[template(path = "engagement/pass.html")]
pub struct Pass {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// `判断 → 調達`
    pub gate: String,
    /// Every condition as it stands; none is unmet.
    pub conditions: Vec<Condition>,
    /// Revision the page was made from.
    pub revision: i64,
}

/// `GET /engagements/{number}/declare/{condition}`; posts `note`, `file` (multipart).
#[derive(Debug, Template)]
#[template(path = "engagement/declare.html")]
pub struct Declare {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// The condition.
    pub condition: Condition,
    /// Labels `f-declare-…`.
    pub form: Form,
    /// Files already attached, to be named instead of sending one.
    pub files: Vec<Opt>,
}

impl Declare {
    fn file_choices(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("declare-no-file"))];
        out.extend(self.files.iter().cloned());
        out
    }
}

/// `GET /engagements/{number}/waiver`; posts `condition`, `reason`, `until`.
#[derive(Debug, Template)]
#[template(path = "engagement/waiver.html")]
pub struct WaiverRequest {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Where the form goes: the engagement, or the request that is being mended.
    pub action: String,
    /// Labels `f-waiver-…`.
    pub form: Form,
    /// Conditions that are unmet.
    pub conditions: Vec<Opt>,
    /// Who will decide.
    pub decider: String,
    /// Why it was sent back, when it was.
    pub sent_back: Option<String>,
}

/// `GET /engagements/{number}/criticality`; posts `explanation`.
#[derive(Debug, Template)]
#[template(path = "engagement/criticality.html")]
pub struct CriticalityRequest {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Where the form goes.
    pub action: String,
    /// Labels `f-criticality-…`.
    pub form: Form,
    /// Why a decision is needed.
    pub assessment: Assessment,
    /// Information items with their judgement, which the officer will see.
    pub items: Vec<(String, Mark)>,
    /// Who will decide.
    pub decider: String,
    /// Why it was sent back, when it was.
    pub sent_back: Option<String>,
}

/// `GET /engagements/{number}/exception`; posts `necessity`, `lines[i].threat|before|measures|residual`, `grounds`, and
/// `go` = `send` or `add`.
#[derive(Debug, Template)]
#[template(path = "engagement/exception.html")]
pub struct ExceptionRequest {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Where the form goes.
    pub action: String,
    /// Labels `f-exception-…`.
    pub form: Form,
    /// Rows shown; five at first.
    pub rows: usize,
    /// Threats of the catalogue, offered while typing.
    pub threats: Vec<String>,
    /// Who will decide.
    pub decider: String,
    /// Why it was sent back, when it was.
    pub sent_back: Option<String>,
}

impl ExceptionRequest {
    fn levels(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("exception-level-none"))];
        out.extend(opts!(Level, &self.ui, "level-hint"));
        out
    }
}

/// Part of a scope cut: what one of the two engagements would hold.
#[derive(Debug, Clone)]
pub struct Portion {
    /// What it would be, in a line.
    pub name: String,
    /// Its activities, in words.
    pub activities: Vec<String>,
    /// Its information, in words.
    pub items: Vec<String>,
    /// What the rules would say to it.
    pub outcome: Mark,
}

/// `GET /engagements/{number}/split`; posts `activities` (those that are split off), `title_kept`, `title_split`,
/// `revision`, and `go` = `see` or `split`.
#[derive(Debug, Template)]
#[template(path = "engagement/split.html")]
pub struct Split {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Why a cut would help, or why it would not.
    pub advice: String,
    /// Activities that can be split off; fewer than two leaves nothing to split.
    pub activities: Vec<Activity>,
    /// Both parts as they would be, once activities are chosen.
    pub portions: Option<(Portion, Portion)>,
    /// Labels `f-split-…`.
    pub form: Form,
    /// Revision the page was made from.
    pub revision: i64,
}

impl Split {
    fn activity_choices(&self) -> Vec<Opt> {
        self.activities.iter().map(|a| Opt::new(a.code(), a.label(self.ui.lang))).collect()
    }
}

/// `GET /engagements/{number}/end`; posts `standing` = `in_house` or `withdrawn`, `reason`, `revision`.
#[derive(Debug, Template)]
#[template(path = "engagement/end.html")]
pub struct End {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Labels `f-end-…`.
    pub form: Form,
    /// Revision the page was made from.
    pub revision: i64,
}

impl End {
    fn choices(&self) -> Vec<Opt> {
        let ui = &self.ui;
        vec![
            Opt::new("in_house", ui.t("end-in-house")).hint(ui.t("end-in-house-hint")),
            Opt::new("withdrawn", ui.t("end-withdrawn")).hint(ui.t("end-withdrawn-hint")),
        ]
    }
}

/// `GET /engagements/{number}/record`: the decision on paper.
#[derive(Debug, Template)]
#[template(path = "engagement/record.html")]
pub struct Record {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Question and answer of every fact.
    pub answers: Vec<(String, String)>,
    /// Information items: name, how it is reached, judgement, needed for.
    pub items: Vec<[String; 4]>,
    /// What the rules say.
    pub assessment: Assessment,
    /// `判断 → 調達`
    pub gate: String,
    /// Every condition as it stands.
    pub conditions: Vec<Condition>,
    /// Every decision, oldest first.
    pub decisions: Vec<Decision>,
    /// Day of the record.
    pub today: Date,
    /// Ledger entry it was made at: position, hash, time.
    pub ledger: (i64, String, Timestamp),
    /// Edition of the rules it was made under.
    pub edition: String,
}

impl Record {
    fn ledger_line(&self) -> String {
        let (seq, hash, at) = &self.ledger;
        let at = self.ui.at_long(at).text();
        self.ui.words().t2("record-ledger", ("entry", format!("{seq} {hash}")), ("at", at))
    }
}

fn threat_form() -> Form {
    Form::new("exception")
        .with("necessity", "被災者の生活再建の支援を、発災後 2週間以内に始める必要があるため")
        .with("lines[0].threat", "入力原票の紛失")
        .with("lines[0].before", "high")
        .with("lines[0].measures", "庁舎内の専用の部屋で作業し、原票を持ち出さない")
        .with("lines[0].residual", "high")
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |page: &str| sample_shell(lang, Nav::Engagements, &format!("/engagements/R8-0012/{page}"));
    let head = || sample_head(lang);
    let action = |page: &str| format!("/engagements/R8-0012/{page}");
    let decider = || say(lang, "情報セキュリティ責任者 桐生 諒", "Ryo Kiryu, security officer");
    let back = || {
        Some(say(
            lang,
            "対象の情報の量を書き足してください。（桐生 諒 6/10）",
            "Please add how much information is concerned. (Ryo Kiryu, 10 Jun)",
        ))
    };
    let high = domain::FieldError::rule(
        "lines[0].residual",
        "残るリスクが「高い」ままでは許可を求められません。対策を加えるか、業務の範囲を分けてください",
        "A permit cannot be asked for while a high risk remains; add measures or cut the scope",
    );
    let missing = |field: &str| domain::FieldError::new(field, domain::Problem::Missing);
    let portion = |ja: &str, en: &str, kind, word: (&str, &str)| Portion {
        name: say(lang, ja, en),
        activities: vec![Activity::Operation.label(lang).to_owned()],
        items: vec![say(lang, "窓口の操作記録", "Operation log")],
        outcome: Mark::new(kind, say(lang, word.0, word.1)),
    };
    let split = |portions, activities| Split {
        ui: ui("split"),
        head: head(),
        advice: say(
            lang,
            "危機的な情報が要るのは「運用」だけです。「保守・点検」を分ければ、その部分は例外の許可なしに進められます。",
            "Only operation needs the critical information. Maintenance, split off, can go ahead without an exception.",
        ),
        activities,
        portions,
        form: Form::new("split")
            .with("activities", "maintenance")
            .with("title_kept", "窓口システムの運用")
            .with("title_split", "窓口システムの保守"),
        revision: 4,
    };
    let exception = |form: Form, sent_back| ExceptionRequest {
        ui: ui("exception"),
        head: head(),
        action: action("exception"),
        rows: form.rows("lines").max(5),
        form,
        threats: vec![
            say(lang, "情報の持ち出し", "Information carried off"),
            say(lang, "誤った宛先への送付", "Sent to a wrong address"),
        ],
        decider: decider(),
        sent_back,
    };
    let waiver = |form, sent_back| WaiverRequest {
        ui: ui("waiver"),
        head: head(),
        action: action("waiver"),
        form,
        conditions: vec![Opt::new("G1-4", "G1-4 予算の裏付けがある")],
        decider: decider(),
        sent_back,
    };
    let criticality = |form, sent_back| CriticalityRequest {
        ui: ui("criticality"),
        head: head(),
        action: action("criticality"),
        form,
        assessment: sample_assessment(lang, Kind::Wait),
        items: vec![
            (
                say(lang, "住民記録", "Resident records"),
                Mark::new(Kind::Met, domain::engagement::Criticality::NotCritical.label(lang)),
            ),
            (
                say(lang, "操作記録", "Operation log"),
                Mark::new(Kind::None, domain::engagement::Criticality::Unjudged.label(lang)),
            ),
        ],
        decider: decider(),
        sent_back,
    };
    let condition = sample_conditions(lang).into_iter().nth(2);
    let mut out = vec![
        Sample::of(
            "engagement-pass",
            &Pass {
                ui: ui("pass"),
                head: head(),
                gate: domain::gate::Gate::Decide.label(lang).to_owned(),
                conditions: sample_conditions(lang).split_off(3),
                revision: 4,
            },
        ),
        Sample::of("engagement-waiver", &waiver(Form::new("waiver").with("condition", "G1-4"), None)),
        Sample::of(
            "engagement-waiver-wrong",
            &waiver(Form::new("waiver").refused(vec![missing("reason"), missing("until")]), back()),
        ),
        Sample::of("engagement-criticality", &criticality(Form::new("criticality"), None)),
        Sample::of(
            "engagement-criticality-back",
            &criticality(Form::new("criticality").refused(vec![missing("explanation")]), back()),
        ),
        Sample::of("engagement-exception", &exception(Form::new("exception"), None)),
        Sample::of(
            "engagement-exception-wrong",
            &exception(threat_form().refused(vec![high, missing("lines")]), back()),
        ),
        Sample::of(
            "engagement-split",
            &split(
                Some((
                    portion(
                        "残す部分",
                        "The part that stays",
                        Kind::Weak,
                        ("例外の許可が要ります", "Needs an exception"),
                    ),
                    portion("分ける部分", "The part split off", Kind::Met, ("委託できる業務です", "May be outsourced")),
                )),
                vec![Activity::Operation, Activity::Maintenance],
            ),
        ),
        Sample::of("engagement-split-first", &split(None, vec![Activity::Operation, Activity::Maintenance])),
        Sample::of("engagement-split-none", &split(None, vec![Activity::Operation])),
        Sample::of(
            "engagement-end",
            &End { ui: ui("end"), head: head(), form: Form::new("end").refused(vec![missing("reason")]), revision: 4 },
        ),
        Sample::of(
            "engagement-record",
            &Record {
                ui: ui("record"),
                head: head(),
                answers: vec![(
                    say(lang, "業務の区分", "Work category"),
                    say(lang, "運用（遠隔）", "Remote operation"),
                )],
                items: vec![[
                    say(lang, "住民記録", "Resident records"),
                    say(lang, "見える・触れる", "Accessible"),
                    say(lang, "危機的でない", "Not critical"),
                    "–".to_owned(),
                ]],
                assessment: sample_assessment(lang, Kind::Wait),
                gate: domain::gate::Gate::Decide.label(lang).to_owned(),
                conditions: sample_conditions(lang),
                decisions: vec![Decision {
                    at: sample_now(),
                    what: say(lang, "条件の免除 G1-5", "Waiver of G1-5"),
                    href: None,
                    mark: Mark::new(Kind::Met, say(lang, "承認", "Approved")),
                    detail: say(lang, "桐生 諒（情報セキュリティ責任者）", "Ryo Kiryu (security officer)"),
                    same_person: false,
                }],
                today: jiff::civil::date(2026, 6, 11),
                ledger: (1204, "41b7c0…09dd".to_owned(), sample_now()),
                edition: "2026-04".to_owned(),
            },
        ),
    ];
    out.extend(condition.into_iter().map(|condition| {
        Sample::of(
            "engagement-declare",
            &Declare {
                ui: ui("declare/G1-4"),
                head: head(),
                condition,
                form: Form::new("declare").with("note", "令和8年度当初予算 第3款").refused(vec![missing("note")]),
                files: vec![Opt::new("att_1", "予算書.pdf")],
            },
        )
    }));
    out
}
