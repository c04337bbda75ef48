//! Units, people, roles and substitutes.

use askama::Template;
use domain::{Lang, person::Role};
use jiff::civil::{Date, date};

use super::{Sample, sample_shell, say};
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    show::{Kind, Link, Mark, Pager},
};

/// A unit in the tree.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its page.
    pub link: Link,
    /// Depth, 0 for the organisation.
    pub depth: usize,
    /// People in it.
    pub people: u64,
    /// Closed.
    pub closed: bool,
}

impl Unit {
    fn depth_class(&self) -> String {
        format!("d{}", self.depth.min(4))
    }
}

/// A person in a list.
#[derive(Debug, Clone)]
pub struct Person {
    /// The person's page.
    pub link: Link,
    /// Name to sign in with.
    pub login: String,
    /// Unit.
    pub unit: String,
    /// Roles in words.
    pub roles: String,
    /// Cannot sign in any more.
    pub disabled: bool,
}

/// `GET /organisation`
#[derive(Debug, Template)]
#[template(path = "organisation/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// In the order of the tree.
    pub units: Vec<Unit>,
    /// What is searched for among people.
    pub q: String,
    /// At most a page of them.
    pub people: Vec<Person>,
    /// How many there are.
    pub count: u64,
    /// Paging.
    pub pager: Pager,
    /// The matrix: per permission its words and, for each role, whether it grants it.
    pub matrix: Vec<(String, Vec<bool>)>,
}

impl Show {
    fn roles(&self) -> Vec<&'static str> {
        Role::ALL.iter().map(|r| r.label(self.ui.lang)).collect()
    }
    fn role(&self, index: &usize) -> &'static str {
        Role::ALL.get(*index).map_or("–", |r| r.label(self.ui.lang))
    }
    fn may_manage(&self) -> bool {
        self.ui.can("organisation.manage")
    }
}

/// `GET /organisation/units/new`, `GET /organisation/units/{id}`; posts `name`, `name_en`, `parent`, `position`,
/// `revision`, and `revision` alone to `…/close` and `…/reopen`.
#[derive(Debug, Template)]
#[template(path = "organisation/unit.html")]
pub struct UnitForm {
    /// Shared part.
    pub ui: Shell,
    /// Where the form goes.
    pub action: String,
    /// Name as it stands; `None` for a new one.
    pub current: Option<String>,
    /// Labels `f-unit-…`; its `revision` goes along unseen.
    pub form: Form,
    /// Whether it is closed; `None` for a new one and for the organisation itself, which stays open.
    pub closed: Option<bool>,
    /// Units it may stand under; empty for the organisation itself.
    pub parents: Vec<Opt>,
}

/// A role a person holds or held.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Id.
    pub id: String,
    /// The role.
    pub role: Role,
    /// Where.
    pub unit: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Option<Date>,
    /// In force today.
    pub holds: bool,
    /// The reader may end it.
    pub may_end: bool,
}

impl Grant {
    fn mark(&self, ui: &Shell) -> Mark {
        if self.holds { Mark::new(Kind::Met, ui.t("grant-holds")) } else { Mark::new(Kind::Off, ui.t("grant-not")) }
    }
}

/// A substitution of or by a person.
#[derive(Debug, Clone)]
pub struct Substitute {
    /// Id.
    pub id: String,
    /// Who is away.
    pub absent: String,
    /// Who stands in.
    pub substitute: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The reader may end it.
    pub may_end: bool,
}

/// `GET /organisation/people/{id}`; posts to `…/edit` (`name`, `unit`, `lang`, `revision`), `…/disable` and `…/enable`
/// (`revision`), `…/password`, `…/grants` (`role`, `unit`, `from`, `until`), `…/grants/{id}/end`, `…/substitutions`
/// (`substitute`, `from`, `until`) and `…/substitutions/{id}/end`.
#[derive(Debug, Template)]
#[template(path = "organisation/person.html")]
pub struct PersonPage {
    /// Shared part.
    pub ui: Shell,
    /// Id.
    pub id: String,
    /// The person.
    pub person: Person,
    /// Newest first.
    pub grants: Vec<Grant>,
    /// Newest first.
    pub substitutions: Vec<Substitute>,
    /// Labels `f-person-…`, its `revision` goes along unseen; `None` when the reader may not change anything.
    pub edit: Option<Form>,
    /// Labels `f-grant-…`.
    pub grant: Form,
    /// Labels `f-substitution-…`.
    pub substitution: Form,
    /// Units to choose from.
    pub units: Vec<Opt>,
    /// Login names with names, to choose who stands in.
    pub people: Vec<Opt>,
    /// The reader may name a substitute.
    pub may_substitute: bool,
    /// The reader is this person.
    pub myself: bool,
    /// A password just set, shown once.
    pub new_password: Option<String>,
}

impl PersonPage {
    fn base(&self) -> String {
        format!("/organisation/people/{}", self.id)
    }
    fn roles(&self) -> Vec<Opt> {
        opts!(Role, &self.ui, "role-hint")
    }
}

/// `GET /organisation/people/new`; posts `login`, `name`, `unit`, `lang`.
#[derive(Debug, Template)]
#[template(path = "organisation/person_new.html")]
pub struct PersonNew {
    /// Shared part.
    pub ui: Shell,
    /// Labels `f-person-…`.
    pub form: Form,
    /// Units to choose from.
    pub units: Vec<Opt>,
}

impl PersonNew {
    fn langs(&self) -> Vec<Opt> {
        lang_choices()
    }
}

/// Both languages, each in its own words.
pub(crate) fn lang_choices() -> Vec<Opt> {
    vec![Opt::new("ja", "日本語"), Opt::new("en", "English")]
}

impl PersonPage {
    fn langs(&self) -> Vec<Opt> {
        lang_choices()
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |path: &str| sample_shell(lang, Nav::Organisation, path);
    let unit = |id: &str, ja: &str, en: &str, depth, closed| Unit {
        link: Link::new(format!("/organisation/units/{id}"), say(lang, ja, en)),
        depth,
        people: 3,
        closed,
    };
    let person = |disabled| Person {
        link: Link::new("/organisation/people/per_1", say(lang, "桐生 諒", "Ryo Kiryu")),
        login: "kiryu.r".to_owned(),
        unit: say(lang, "情報政策課", "IT Policy"),
        roles: Role::SecurityOfficer.label(lang).to_owned(),
        disabled,
    };
    let show = |people: Vec<Person>, may: Vec<domain::permission::Permission>| Show {
        ui: Shell { may, ..ui("/organisation") },
        units: vec![
            unit("a", "青嶺市", "Aomine City", 0, false),
            unit("b", "市民部", "Citizens", 1, false),
            unit("c", "市民課", "Citizens’ Affairs", 2, false),
            unit("d", "旧 支所", "Former branch", 1, true),
        ],
        q: String::new(),
        count: u64::try_from(people.len()).unwrap_or(0),
        people,
        pager: Pager::default(),
        matrix: domain::permission::Permission::ALL
            .iter()
            .map(|p| (p.label(lang).to_owned(), Role::ALL.iter().map(|r| r.permits(*p)).collect()))
            .collect(),
    };
    let units = || vec![Opt::new("unt_1", say(lang, "市民課", "Citizens’ Affairs"))];
    let taken =
        vec![domain::FieldError::new("name", domain::Problem::Taken { value: say(lang, "市民課", "Citizens") })];
    let unit_form = |current: Option<String>, form| UnitForm {
        ui: ui("/organisation/units/new"),
        action: "/organisation/units/new".to_owned(),
        closed: current.is_some().then_some(false),
        current,
        form,
        parents: units(),
    };
    let grant = |holds| Grant {
        id: if holds { "grt_1" } else { "grt_2" }.to_owned(),
        role: Role::SecurityOfficer,
        unit: say(lang, "青嶺市", "Aomine City"),
        from: date(2026, 4, 1),
        until: (!holds).then_some(date(2026, 5, 31)),
        holds,
        may_end: holds,
    };
    let page = |edit: Option<Form>, grant_form, new_password: Option<String>| PersonPage {
        ui: ui("/organisation/people/per_1"),
        id: "per_1".to_owned(),
        person: person(false),
        grants: vec![grant(true), grant(false)],
        substitutions: vec![Substitute {
            id: "sub_1".to_owned(),
            absent: say(lang, "桐生 諒", "Ryo Kiryu"),
            substitute: say(lang, "三枝 文", "Aya Saegusa"),
            from: date(2026, 6, 15),
            until: date(2026, 6, 20),
            may_end: edit.is_some(),
        }],
        may_substitute: edit.is_some(),
        myself: false,
        edit,
        grant: grant_form,
        substitution: Form::new("substitution"),
        units: units(),
        people: vec![Opt::new("saegusa.a", say(lang, "三枝 文", "Aya Saegusa"))],
        new_password,
    };
    let edit_form =
        || Form::new("person").with("name", "桐生 諒").with("unit", "unt_1").with("lang", "ja").with("revision", "1");
    let before = vec![domain::FieldError::new(
        "until",
        domain::Problem::Before { value: "2026-03-31".to_owned(), bound: "2026-04-01".to_owned() },
    )];
    let login = "1x".parse::<domain::text::Login>().err().unwrap_or(domain::Problem::Missing);
    let all = || domain::permission::Permission::ALL.to_vec();
    vec![
        Sample::of("organisation", &show(vec![person(false), person(true)], all())),
        Sample::of("organisation-read", &show(Vec::new(), vec![domain::permission::Permission::ViewOrganisation])),
        Sample::of("unit-new", &unit_form(None, Form::new("unit"))),
        Sample::of(
            "unit-wrong",
            &unit_form(
                Some(say(lang, "市民課", "Citizens’ Affairs")),
                Form::new("unit").with("revision", "1").refused(taken),
            ),
        ),
        Sample::of("person", &page(Some(edit_form()), Form::new("grant"), None)),
        Sample::of(
            "person-wrong",
            &page(Some(edit_form()), Form::new("grant").refused(before), Some("ふた-9f3k-7q2m".to_owned())),
        ),
        Sample::of("person-read", &page(None, Form::new("grant"), None)),
        Sample::of(
            "person-new",
            &PersonNew {
                ui: ui("/organisation/people/new"),
                form: Form::new("person").with("login", "1x").refused(vec![domain::FieldError::new("login", login)]),
                units: units(),
            },
        ),
    ]
}
