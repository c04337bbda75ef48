//! Samples of the pages of an engagement.

use domain::{
    Lang,
    engagement::{
        Access, Activity, Answer, Category, CategoryFit, Connection, Criticality, InformationItem, InformationKind,
        Place, RawFacts, Stage, Standing, Term,
    },
    gate::Gate,
};
use jiff::civil::date;

use super::{
    super::{Sample, sample_now, sample_shell, say},
    Assessment, Condition, Decision, GatePanel, Head, Reason, Show, State, Step, chain, contract, papers, requirements,
    selection, tabs,
};
use crate::{
    page::Nav,
    show::{Kind, Link, Mark, Seal, seals},
};

fn sample_facts() -> Option<RawFacts> {
    let item = |name: &str, access, criticality| {
        Some(InformationItem { name: name.parse().ok()?, access, criticality, needed_for: None })
    };
    Some(RawFacts {
        title: "住民総合窓口システム 運用保守業務（令和8年度）".parse().ok()?,
        summary: "窓口システムの監視、保守、問い合わせへの対応".parse().unwrap_or_default(),
        category: Category::RemoteOperation,
        category_fit: CategoryFit::Direct,
        system: "住民総合窓口システム".parse().ok()?,
        activities: [Activity::Operation, Activity::Maintenance].into(),
        information: [InformationKind::Personal, InformationKind::SystemSecurity].into(),
        people_count: Some(12_480),
        items: [
            item("住民記録（氏名・住所・生年月日）", Access::Accessible, Criticality::NotCritical),
            item("システム構成図", Access::Provided, Criticality::Unjudged),
            item("窓口の操作記録", Access::Accessible, Criticality::Unjudged),
        ]
        .into_iter()
        .flatten()
        .collect(),
        places: [Place::ContractorPremises].into(),
        connection: Connection::Remote,
        installation_opens_critical: Answer::Unknown,
        rights_reach_all: Answer::Yes,
        term: Term::new(date(2026, 7, 1), date(2027, 3, 31)).ok(),
        amount: domain::text::Yen::try_from(48_620_000).ok(),
        contractor: None,
        subcontracting: Answer::Unknown,
        accounts: Answer::Unknown,
    })
}

pub(crate) fn sample_seals(lang: Lang) -> Vec<Seal> {
    sample_facts().map_or_else(Vec::new, |facts| seals(&facts, lang))
}

pub(crate) fn sample_head(lang: Lang) -> Head {
    Head {
        number: "R8-0012".to_owned(),
        title: say(
            lang,
            "住民総合窓口システム 運用保守業務（令和8年度）",
            "Residents’ service desk system: operation and maintenance, fiscal 2026",
        ),
        category: Category::RemoteOperation.label(lang).to_owned(),
        seals: sample_seals(lang),
        contractor: Some(Link::new(
            "/contractors/con_1",
            say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd."),
        )),
        unit: say(lang, "市民課", "Citizens’ Affairs"),
        owner: say(lang, "高遠 美緒", "Mio Takato"),
        owner_role: domain::person::Role::SectionSecurityOfficer.label(lang).to_owned(),
        amount: Some("48,620,000".to_owned()),
        term: Some((date(2026, 7, 1), date(2027, 3, 31))),
        register_version: 7,
        stage: Stage::Decide,
        standing: Standing::Open,
        relatives: vec![Link::new("/engagements/R8-0010", "R8-0010")],
        acts: vec![
            Link::new("/engagements/R8-0012/facts", say(lang, "内容を直す", "Change the facts")),
            Link::new("/engagements/R8-0012/split", say(lang, "業務の範囲を分ける", "Split the scope")),
            Link::new("/engagements/R8-0012/end", say(lang, "自前で行う・取りやめる", "Do it in house or withdraw")),
        ],
        items: (3, 2),
        papers: 4,
        contracts: 1,
        files: 2,
        history: 57,
    }
}

pub(crate) fn sample_conditions(lang: Lang) -> Vec<Condition> {
    let make = |id: &str, state, text: (&str, &str), detail: (&str, &str), fix: Option<(&str, &str)>| Condition {
        id: id.to_owned(),
        state,
        text: say(lang, text.0, text.1),
        detail: say(lang, detail.0, detail.1),
        source: "NISC 5.1(3)".to_owned(),
        fix: fix.map(|(ja, en)| Link::new("/engagements/R8-0012/criticality", say(lang, ja, en))),
        waiver: (state == State::Unmet).then(|| format!("/engagements/R8-0012/waiver?condition={id}")),
        waiting: None,
    };
    vec![
        make(
            "G1-1",
            State::Unmet,
            (
                "危機的でないことが付録1または責任者の判断で確かめられている",
                "The register or an officer confirms that the work is not critical",
            ),
            (
                "付録1 第7版に、住民総合窓口システムの運用と保守は載っていません",
                "Version 7 of the register does not list operation or maintenance of this system",
            ),
            Some(("判断を依頼する", "Request a decision")),
        ),
        make(
            "G1-2",
            State::Unmet,
            ("情報の一覧のすべてが判定されている", "Every item of information is judged"),
            ("未判定 2（システム構成図、窓口の操作記録）", "2 not judged (system diagram, operation log)"),
            Some(("情報を判定する", "Judge the information")),
        ),
        Condition {
            waiting: Some(say(lang, "免除の承認待ち（6/9 から、桐生 諒）", "Waiver waiting since 9 Jun (Ryo Kiryu)")),
            ..make(
                "G1-4",
                State::Unmet,
                ("予算の裏付けがある", "The budget is there"),
                ("記録がありません", "Nothing on record"),
                Some(("充足を記録する", "Record as met")),
            )
        },
        make(
            "G1-5",
            State::Waived,
            ("影響を受ける部署の意見を聞いている", "Units concerned have been heard"),
            (
                "情報セキュリティ責任者 桐生が 6/9 に免除。窓口が一つで、ほかに使う部署がない。令和9年3月31日まで",
                "Waived 9 June by security officer Kiryu: no other unit uses it. Until 31 March 2027",
            ),
            Some(("免除の記録を見る", "See the waiver")),
        ),
        make(
            "G1-3",
            State::Met,
            ("担当の責任者が決まっている", "Someone answers for it"),
            ("高遠 美緒（市民課）", "Mio Takato (Citizens’ Affairs)"),
            None,
        ),
        make(
            "G1-6",
            State::Met,
            ("業務の区分が決まっている", "The category is chosen"),
            ("C 運用（遠隔）", "C: remote operation"),
            Some(("内容を見る", "See the facts")),
        ),
        make(
            "G1-7",
            State::NotApplicable,
            ("クラウドの利用が承認されている", "The cloud service is approved"),
            ("クラウドを使わない", "No cloud service is used"),
            None,
        ),
    ]
}

pub(crate) fn sample_assessment(lang: Lang, kind: Kind) -> Assessment {
    let reason = |text: (&str, &str), because: (&str, &str), rule: &str| Reason {
        text: say(lang, text.0, text.1),
        because: say(lang, because.0, because.1),
        rule: rule.to_owned(),
    };
    Assessment {
        headline: say(lang, "情報セキュリティ責任者の判断が要ります", "A security officer has to decide"),
        text: say(
            lang,
            "付録1に載っていない業務なので、危機的かどうかを責任者が判断します。",
            "The register does not list this work, so an officer decides whether it is critical.",
        ),
        kind,
        reasons: vec![
            reason(
                (
                    "付録1にない業務は、責任者が危機的かを判断します",
                    "Work the register does not list is judged by an officer",
                ),
                (
                    "住民総合窓口システムの運用、保守・点検が第7版にない",
                    "Operation and maintenance of this system are not in version 7",
                ),
                "N-5.1-3",
            ),
            reason(
                (
                    "運用と保守では、システムのすべての情報に触れうるとみなします",
                    "Operation and maintenance are taken to reach all data of the system",
                ),
                ("権限がすべての情報に及ぶと答えた", "The rights were said to reach all data"),
                "N-5.2-4",
            ),
        ],
    }
}

/// As it looks.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let way = |stage: Stage| {
        Stage::ALL
            .iter()
            .map(|one| Step {
                stage: *one,
                note: match one.cmp(&stage) {
                    std::cmp::Ordering::Less => say(lang, "4/3 通過", "passed 3 Apr"),
                    std::cmp::Ordering::Equal => say(lang, "いまここ・6日目", "You are here, day 6"),
                    std::cmp::Ordering::Greater => String::new(),
                },
            })
            .collect::<Vec<_>>()
    };
    let panel = |gate, conditions| GatePanel {
        gate,
        conditions,
        who: say(
            lang,
            "開始予定まで 20日（営業日 14日）。通すのは課室情報セキュリティ責任者 高遠 美緒です。",
            "20 days (14 business days) to the planned start. Mio Takato, section security officer, lets it pass.",
        ),
        may_pass: true,
    };
    let decision = |ja: &str, en: &str, mark, detail: (&str, &str), same_person| Decision {
        at: sample_now(),
        what: say(lang, ja, en),
        href: Some("/approvals/apr_1".to_owned()),
        mark,
        detail: say(lang, detail.0, detail.1),
        same_person,
    };
    let decisions = vec![
        decision(
            "条件の免除 G1-4",
            "Waiver of G1-4",
            Mark::new(Kind::Wait, say(lang, "承認待ち", "Pending")),
            ("高遠 美緒が依頼", "Requested by Mio Takato"),
            false,
        ),
        decision(
            "条件の免除 G1-5",
            "Waiver of G1-5",
            Mark::new(Kind::Met, say(lang, "承認", "Approved")),
            (
                "桐生 諒（情報セキュリティ責任者）　窓口が一つで、ほかに使う部署がない",
                "Ryo Kiryu (security officer): no other unit uses it",
            ),
            true,
        ),
    ];
    let show = Show {
        ui: sample_shell(lang, Nav::Engagements, "/engagements/R8-0012"),
        head: sample_head(lang),
        way: way(Stage::Decide),
        gate: Some(panel(Gate::Decide, sample_conditions(lang))),
        ended: None,
        assessment: sample_assessment(lang, Kind::Wait),
        decisions,
    };
    let met = sample_conditions(lang)
        .into_iter()
        .map(|c| Condition { state: State::Met, waiver: None, waiting: None, ..c })
        .collect();
    let clear = Show {
        ui: sample_shell(lang, Nav::Engagements, "/engagements/R8-0012"),
        head: Head { stage: Stage::Contract, relatives: Vec::new(), items: (3, 0), ..sample_head(lang) },
        way: way(Stage::Contract),
        gate: Some(panel(Gate::Contract, met)),
        ended: None,
        assessment: sample_assessment(lang, Kind::Met),
        decisions: Vec::new(),
    };
    let last = Show {
        ui: sample_shell(lang, Nav::Engagements, "/engagements/R8-0012"),
        head: Head { stage: Stage::Close, ..sample_head(lang) },
        way: way(Stage::Close),
        gate: Some(panel(Gate::Close, sample_conditions(lang))),
        ended: None,
        assessment: sample_assessment(lang, Kind::Met),
        decisions: Vec::new(),
    };
    let ended = Show {
        ui: sample_shell(lang, Nav::Engagements, "/engagements/R8-0012"),
        head: Head {
            standing: Standing::InHouse,
            acts: Vec::new(),
            amount: None,
            term: None,
            contractor: None,
            ..sample_head(lang)
        },
        way: way(Stage::Decide),
        gate: None,
        ended: Some(say(
            lang,
            "6/10 に高遠 美緒が、自前で行うことにしました。理由: 窓口の職員で足りる。",
            "Taken in house by Mio Takato on 10 June: the desk can do it.",
        )),
        assessment: sample_assessment(lang, Kind::Unmet),
        decisions: Vec::new(),
    };
    let mut out = vec![
        Sample::of("engagement", &show),
        Sample::of("engagement-clear", &clear),
        Sample::of("engagement-last", &last),
        Sample::of("engagement-ended", &ended),
    ];
    out.extend(tabs::samples(lang));
    out.extend(contract::samples(lang));
    out.extend(chain::samples(lang));
    out.extend(selection::samples(lang));
    out.extend(papers::samples(lang));
    out.extend(requirements::samples(lang));
    out
}
