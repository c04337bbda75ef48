//! The list of engagements: search, filters, views, sorting, paging, export.

use askama::Template;
use domain::{Lang, engagement::Stage};

use super::{Sample, sample_shell, say};
use crate::{
    form::Form,
    page::{Nav, Shell},
    show::{Kind, Link, Mark, Pager, Seal, legend},
};

/// A tab above the list: a built-in or a saved view.
#[derive(Debug, Clone)]
pub struct View {
    /// Address with the view's conditions.
    pub link: Link,
    /// How many it holds, where that was counted.
    pub count: Option<u64>,
    /// Holding any asks for action.
    pub hot: bool,
    /// Shown now.
    pub current: bool,
    /// Id of a saved view the person may remove.
    pub saved: Option<String>,
}

/// A condition in force; the link is the list without it.
#[derive(Debug, Clone)]
pub struct Chip {
    /// `段階: 契約`
    pub text: String,
    /// The list without it.
    pub without: String,
}

/// A kind of condition that can be added, with its values.
#[derive(Debug, Clone)]
pub struct Filter {
    /// `段階`
    pub name: String,
    /// Value and the list with it.
    pub values: Vec<Link>,
}

/// Whether a column sorts the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Not now.
    No,
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// Head of a sortable column.
#[derive(Debug, Clone)]
pub struct Head {
    /// Where a press leads.
    pub href: String,
    /// How it sorts now.
    pub sort: Sort,
}

impl Head {
    const fn aria(&self) -> &'static str {
        match self.sort {
            Sort::No => "none",
            Sort::Up => "ascending",
            Sort::Down => "descending",
        }
    }
    const fn icon(&self) -> &'static str {
        match self.sort {
            Sort::No => "sort",
            Sort::Up => "asc",
            Sort::Down => "desc",
        }
    }
}

/// Heads of all sortable columns.
#[derive(Debug, Clone)]
pub struct Heads {
    /// Number.
    pub number: Head,
    /// Title.
    pub title: Head,
    /// Contractor.
    pub contractor: Head,
    /// Stage.
    pub stage: Head,
    /// Next due date.
    pub due: Head,
    /// Amount.
    pub amount: Head,
}

/// One engagement in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// `R8-0012`
    pub number: String,
    /// Title.
    pub title: String,
    /// Category in words.
    pub category: String,
    /// Contractor, with ㈱ and ㈲ shortened; `None` before selection.
    pub contractor: Option<String>,
    /// Stage.
    pub stage: Stage,
    /// Standing in words when it is not open.
    pub ended: Option<String>,
    /// Risk marks.
    pub seals: Vec<Seal>,
    /// Why it waits or stands still.
    pub due: Option<Mark>,
    /// Otherwise what comes next, in words.
    pub next: String,
    /// Amount, grouped; empty when unknown.
    pub amount: String,
    /// Unit.
    pub unit: String,
}

/// Ways out of an empty list.
#[derive(Debug, Clone, Default)]
pub struct Nothing {
    /// What was looked for and where else it is found, in a sentence.
    pub text: String,
    /// `霧沢だけで探す（4件）`
    pub ways: Vec<Link>,
}

/// `GET /engagements`
#[derive(Debug, Template)]
#[template(path = "engagements/list.html")]
pub struct List {
    /// Shared part.
    pub ui: Shell,
    /// Tabs.
    pub views: Vec<View>,
    /// What is searched for.
    pub q: String,
    /// Conditions a new search keeps, as hidden fields.
    pub kept: Vec<(String, String)>,
    /// Conditions in force.
    pub chips: Vec<Chip>,
    /// Conditions that can be added.
    pub filters: Vec<Filter>,
    /// The list without any condition; `None` when there is none.
    pub clear: Option<String>,
    /// How many there are.
    pub count: u64,
    /// Counting stopped there.
    pub at_least: bool,
    /// `番号の新しい順`
    pub order: String,
    /// Heads.
    pub heads: Heads,
    /// At most a page of them.
    pub rows: Vec<Row>,
    /// Paging.
    pub pager: Pager,
    /// What to offer when there are none.
    pub nothing: Nothing,
    /// Query string of what is shown, for exports and for saving it as a view.
    pub query: String,
    /// Form of a new view; labels `f-view-…`.
    pub view_form: Form,
}

impl List {
    fn count_line(&self) -> String {
        let key = if self.at_least { "engagements-count-more" } else { "engagements-count" };
        self.ui.tn(key, self.count)
    }
    fn legend(&self) -> Vec<Seal> {
        legend(self.ui.lang)
    }
    fn saved_view(&self) -> Option<&str> {
        self.views.iter().find(|v| v.current)?.saved.as_deref()
    }
}

fn sample_rows(lang: Lang) -> Vec<Row> {
    let over = |ja: &str, en: &str| Some(Mark::new(Kind::Over, say(lang, ja, en)));
    let soon = |ja: &str, en: &str| Some(Mark::new(Kind::Soon, say(lang, ja, en)));
    let row = |number: &str, title: (&str, &str), stage: Stage, due: Option<Mark>, amount: &str| Row {
        href: format!("/engagements/{number}"),
        number: number.to_owned(),
        title: say(lang, title.0, title.1),
        category: domain::engagement::Category::RemoteOperation.label(lang).to_owned(),
        contractor: (stage > Stage::Procure).then(|| say(lang, "㈱霧沢システム設計", "Kirisawa System Design")),
        stage,
        ended: None,
        seals: super::engagement::sample_seals(lang),
        due,
        next: say(lang, "開始予定 7/1（水）", "Planned start 1 Jul"),
        amount: amount.to_owned(),
        unit: say(lang, "市民課", "Citizens’ Affairs"),
    };
    vec![
        row(
            "R8-0021",
            ("被災者台帳の入力補助", "Disaster register data entry"),
            Stage::Decide,
            soon("承認待ち 4日", "Waiting 4 days"),
            "",
        ),
        row("R8-0019", ("人事評価クラウドの利用", "HR evaluation cloud service"), Stage::Procure, None, "9,240,000"),
        row(
            "R8-0017",
            ("広報紙の配送", "Newsletter delivery"),
            Stage::Select,
            over("関で停止: 残り 3", "Stopped: 3 left"),
            "4,180,000",
        ),
        row(
            "R8-0012",
            (
                "住民総合窓口システム 運用保守業務（令和8年度）",
                "Residents’ service desk system: operation and maintenance",
            ),
            Stage::Contract,
            over("関で停止: 残り 2", "Stopped: 2 left"),
            "48,620,000",
        ),
        Row {
            ended: Some(domain::engagement::Standing::InHouse.label(lang).to_owned()),
            seals: Vec::new(),
            ..row("R7-0139", ("窓口案内リーフレットの印刷", "Leaflet printing"), Stage::Decide, None, "880,000")
        },
    ]
}

/// As it looks.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let head = |key: &str, sort| Head { href: format!("/engagements?sort={key}"), sort };
    let heads = Heads {
        number: head("number", Sort::Down),
        title: head("title", Sort::No),
        contractor: head("contractor", Sort::No),
        stage: head("stage", Sort::No),
        due: head("due", Sort::Up),
        amount: head("amount", Sort::No),
    };
    let view = |ja: &str, en: &str, count, hot, current| View {
        link: Link::new("/engagements?view=open", say(lang, ja, en)),
        count: Some(count),
        hot,
        current,
        saved: None,
    };
    let filter = |ja: &str, en: &str, values: Vec<&str>| Filter {
        name: say(lang, ja, en),
        values: values.into_iter().map(|v| Link::new("/engagements?stage=decide", v)).collect(),
    };
    let list = List {
        ui: sample_shell(lang, Nav::Engagements, "/engagements?view=open"),
        views: vec![
            view("すべて", "All", 281, false, false),
            view("動いている案件", "Moving", 64, false, true),
            view("自分の担当", "Mine", 12, false, false),
            view("関で止まっている", "Stopped at a gate", 7, true, false),
            View {
                saved: Some("viw_1".to_owned()), ..view("個人データあり", "With personal data", 138, false, false)
            },
        ],
        q: String::new(),
        kept: vec![("view".to_owned(), "open".to_owned())],
        chips: vec![Chip { text: say(lang, "年度: 令和8", "Fiscal year: R8"), without: "/engagements".to_owned() }],
        filters: vec![
            filter("段階", "Stage", Stage::ALL.iter().map(|s| s.label(lang)).collect()),
            filter("情報の種類", "Information", vec![domain::engagement::InformationKind::Personal.label(lang)]),
        ],
        clear: Some("/engagements".to_owned()),
        count: 64,
        at_least: false,
        order: say(lang, "番号の新しい順", "newest number first"),
        heads,
        rows: sample_rows(lang),
        pager: Pager {
            shown: say(lang, "R8-0021 から R7-0139 まで（5件）", "R8-0021 to R7-0139 (5)"),
            newer: None,
            older: Some("/engagements?before=R7-0139".to_owned()),
        },
        nothing: Nothing::default(),
        query: "view=open".to_owned(),
        view_form: Form::new("view"),
    };
    let none = List {
        ui: sample_shell(lang, Nav::Engagements, "/engagements?q=x"),
        views: list.views.iter().cloned().map(|v| View { current: v.saved.is_some(), ..v }).collect(),
        q: say(lang, "霧沢 印刷", "Kirisawa printing"),
        kept: Vec::new(),
        chips: Vec::new(),
        filters: Vec::new(),
        clear: None,
        count: 0,
        at_least: true,
        order: list.order.clone(),
        heads: list.heads.clone(),
        rows: Vec::new(),
        pager: Pager::default(),
        nothing: Nothing {
            text: say(
                lang,
                "委託先は霧沢で 4件、案件名は印刷で 6件あります。条件を一つ外すと見つかるかもしれません。",
                "Kirisawa finds 4 and printing finds 6. Dropping one of them may help.",
            ),
            ways: vec![Link::new("/engagements?q=a", say(lang, "霧沢だけで探す（4件）", "Kirisawa only (4)"))],
        },
        query: "q=x".to_owned(),
        view_form: Form::new("view"),
    };
    vec![Sample::of("engagements", &list), Sample::of("engagements-none", &none)]
}
