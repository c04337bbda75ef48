//! What every page carries: language, theme, menu, who is signed in, what was just done.

use std::borrow::Cow;

use domain::{Lang, permission::Permission};
use jiff::{Timestamp, civil::Date};

use crate::{
    assets,
    i18n::{Count, T},
    show::{Day, Dots, Icon, Kind, Link, Mark, Moment, Style},
};

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every value, in the order the switch goes through them.
    pub const ALL: &'static [Self] = &[Self::Auto, Self::Light, Self::Dark];

    /// `auto`, `light`, `dark`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
    /// From its code; anything else is as the system says.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.iter().copied().find(|t| t.code() == code).unwrap_or_default()
    }
    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
    pub(crate) const fn long_key(self) -> &'static str {
        match self {
            Self::Auto => "theme-auto-long",
            Self::Light => "theme-light-long",
            Self::Dark => "theme-dark-long",
        }
    }
    const fn key(self) -> &'static str {
        match self {
            Self::Auto => "theme-auto",
            Self::Light => "theme-light",
            Self::Dark => "theme-dark",
        }
    }
}

/// The entry of the menu a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// `/`
    Home,
    /// `/engagements`
    Engagements,
    /// `/approvals`
    Approvals,
    /// `/register`
    Register,
    /// `/contractors`
    Contractors,
    /// `/questionnaires`
    Questionnaires,
    /// `/book` and `/sheets`
    Book,
    /// `/consultations`
    Consultations,
    /// `/catalogue`
    Catalogue,
    /// `/organisation`
    Organisation,
    /// `/ledger`
    Ledger,
    /// `/settings`
    Settings,
    /// `/account`
    Account,
    /// None of them.
    Nowhere,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Name as written.
    pub name: String,
    /// Unit the person belongs to.
    pub unit: String,
    /// Roles in words, with the person stood in for.
    pub roles: String,
}

/// What the last verification of the ledger found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerState {
    /// Never verified since the server started.
    NotYet,
    /// Whole at that time.
    Verified(Timestamp),
    /// Altered, removed or reordered entries were found.
    Broken(Timestamp),
}

/// How weighty a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 参考
    Info,
    /// 済み
    Done,
    /// 注意
    Caution,
    /// 重大
    Grave,
}

impl Weight {
    const fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Info => ("", "info", "note-info"),
            Self::Done => (" note--matsu", "met", "note-done"),
            Self::Caution => (" note--yama", "over", "note-caution"),
            Self::Grave => (" note--shu", "stop", "note-grave"),
        }
    }
}

/// A message on a page; begins with its word.
#[derive(Debug, Clone, askama::Template)]
#[template(
    source = r##"<p class="note{{ class }}"{% if live %} role="status"{% endif %}><svg class="icon" aria-hidden="true"><use href="#i-{{ icon }}"/></svg><span><strong>{{ word }}</strong>　{{ text }}{% if let Some(link) = link %}　<a href="{{ link.href }}">{{ link.text }}</a>{% endif %}</span></p>"##,
    ext = "html"
)]
pub struct Note {
    class: &'static str,
    icon: &'static str,
    word: String,
    text: String,
    link: Option<Link>,
    live: bool,
}
impl askama::filters::HtmlSafe for Note {}

impl Note {
    /// With a link after the sentence.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.link = Some(Link::new(href, text));
        self
    }
}

/// What was just done, for the page that follows a redirect; travels as its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said(&'static str);

impl Said {
    /// Every code.
    pub const ALL: &'static [&'static str] = &[
        "said-saved",
        "said-created",
        "said-merged",
        "said-passed",
        "said-declared",
        "said-requested",
        "said-decided",
        "said-sent-back",
        "said-refused",
        "said-withdrawn",
        "said-split",
        "said-ended",
        "said-attached",
        "said-view-saved",
        "said-view-removed",
        "said-draft-saved",
        "said-draft-removed",
        "said-granted",
        "said-ended-role",
        "said-verified",
        "said-checkpoint",
        "said-password",
        "said-session-ended",
        "said-token-ended",
        "said-sample-loaded",
        "said-sample-removed",
        "said-asked",
        "said-answered",
        "said-plan-saved",
        "said-issued",
        "said-contract-kept",
        "said-finding-corrected",
        "said-subcontract-entered",
        "said-subcontract-said",
        "said-firm-seen",
        "said-firm-left",
        "said-begun",
        "said-published",
        "said-added",
        "said-removed",
        "said-proposed",
        "said-chosen",
        "said-given-up",
        "said-signed-out",
        "said-noted",
        "said-returned",
        "said-extended",
        "said-accepted",
        "said-taken",
        "said-imported",
        "said-submitted",
        "said-corrected",
        "said-recorded",
        "said-received",
        "said-reviewed",
        "said-revoked",
    ];
    /// From a code; `None` for anything unknown.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|known| known.strip_prefix("said-") == Some(code)).map(|known| Self(known))
    }
    /// The code without its family.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.strip_prefix("said-").unwrap_or(self.0)
    }
}

/// One entry of the menu.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Which.
    pub nav: Nav,
    /// Address.
    pub href: &'static str,
    /// Icon.
    pub icon: &'static str,
    /// Word.
    pub text: Cow<'static, str>,
    /// Number behind it.
    pub count: Option<u64>,
    /// The number asks for action.
    pub hot: bool,
}

/// What every page carries.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Language of the page.
    pub lang: Lang,
    /// Theme of the page.
    pub theme: Theme,
    /// Name of the organisation.
    pub organisation: String,
    /// Where the page stands in the menu.
    pub nav: Nav,
    /// Who is signed in; `None` before signing in.
    pub person: Option<SignedIn>,
    /// What the person may do anywhere; for showing links, never as the check itself.
    pub may: Vec<Permission>,
    /// Engagements in reach.
    pub engagements: Option<u64>,
    /// Approvals waiting for the person.
    pub approvals: u64,
    /// What the last verification of the ledger found.
    pub ledger: LedgerState,
    /// What was just done.
    pub said: Option<Said>,
    /// Path and query of the request, to come back to after a switch of language or theme.
    pub path: String,
    /// Time of the request.
    pub now: Timestamp,
}

impl Shell {
    /// The same for whoever comes by a link: nothing of a person who may be signed in beside it.
    #[must_use]
    pub fn for_guest(self) -> Self {
        Self { person: None, may: Vec::new(), engagements: None, approvals: 0, ..self }
    }
    /// The words of the page's language.
    #[must_use]
    pub const fn words(&self) -> T {
        T::new(self.lang)
    }
    /// The page's language, by value.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }
    /// A text.
    #[must_use]
    pub fn t(&self, key: &str) -> Cow<'static, str> {
        self.words().t(key)
    }
    /// A text, if there is one.
    #[must_use]
    pub fn maybe(&self, key: &str) -> Option<Cow<'static, str>> {
        self.words().maybe(key)
    }
    /// A text with a value.
    #[must_use]
    pub fn t1(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        self.words().t1(key, name, value)
    }
    /// A text with a count.
    #[must_use]
    pub fn tn(&self, key: &str, n: impl Count) -> String {
        self.words().tn(key, n)
    }
    /// An icon.
    #[must_use]
    pub const fn icon<'a>(&self, name: &'a str) -> Icon<'a> {
        Icon(name, false)
    }
    /// A small icon.
    #[must_use]
    pub const fn small<'a>(&self, name: &'a str) -> Icon<'a> {
        Icon(name, true)
    }
    /// A status with a text of its own.
    #[must_use]
    pub fn mark(&self, kind: impl Into<Kind>, text: impl std::fmt::Display) -> Mark {
        Mark::new(kind.into(), text.to_string())
    }
    /// Seven dots and the stage's name.
    #[must_use]
    pub const fn dots(&self, stage: &domain::engagement::Stage) -> Dots {
        Dots(*stage, self.lang)
    }
    /// `6/19（金）`
    #[must_use]
    pub const fn day(&self, date: &Date) -> Day {
        Day(*date, self.lang, Style::Short)
    }
    /// `令和8年7月1日`
    #[must_use]
    pub const fn long(&self, date: &Date) -> Day {
        Day(*date, self.lang, Style::Long)
    }
    /// `6/11 09:00`
    #[must_use]
    pub const fn at(&self, moment: &Timestamp) -> Moment {
        Moment(*moment, self.lang, Style::Short)
    }
    /// `令和8年6月11日 09:00`
    #[must_use]
    pub const fn at_long(&self, moment: &Timestamp) -> Moment {
        Moment(*moment, self.lang, Style::Long)
    }
    /// State of the ledger for the foot of the menu: class, icon and sentence.
    #[must_use]
    pub fn ledger_line(&self) -> (&'static str, &'static str, String) {
        match self.ledger {
            LedgerState::Verified(at) => ("ok", "met", self.t1("ledger-verified-at", "at", self.at(&at).text())),
            LedgerState::Broken(at) => ("bad", "stop", self.t1("ledger-broken-at", "at", self.at(&at).text())),
            LedgerState::NotYet => ("", "off", self.t("ledger-not-yet").into_owned()),
        }
    }
    /// Address of an asset.
    #[must_use]
    pub fn asset(&self, name: &'static str) -> &'static str {
        assets::url(name)
    }
    /// A message.
    #[must_use]
    pub fn note(&self, weight: Weight, text: impl Into<String>) -> Note {
        let (class, icon, word) = weight.parts();
        Note { class, icon, word: self.t(word).into_owned(), text: text.into(), link: None, live: false }
    }
    /// 参考
    #[must_use]
    pub fn info(&self, text: impl std::fmt::Display) -> Note {
        self.note(Weight::Info, text.to_string())
    }
    /// 注意
    #[must_use]
    pub fn caution(&self, text: impl std::fmt::Display) -> Note {
        self.note(Weight::Caution, text.to_string())
    }
    /// 重大
    #[must_use]
    pub fn grave(&self, text: impl std::fmt::Display) -> Note {
        self.note(Weight::Grave, text.to_string())
    }
    /// What was just done, as a message.
    #[must_use]
    pub fn flash(&self) -> Option<Note> {
        let said = self.said?;
        Some(Note { live: true, ..self.note(Weight::Done, self.t(said.0)) })
    }
    /// The other language.
    #[must_use]
    pub const fn other(&self) -> Lang {
        match self.lang {
            Lang::Ja => Lang::En,
            Lang::En => Lang::Ja,
        }
    }
    /// Name of the theme.
    #[must_use]
    pub fn theme_word(&self) -> Cow<'static, str> {
        self.t(self.theme.key())
    }
    /// Name of the theme the switch leads to.
    #[must_use]
    pub fn theme_next_word(&self) -> Cow<'static, str> {
        self.t(self.theme.next().key())
    }
    /// True when the person holds a permission anywhere.
    #[must_use]
    pub fn can(&self, code: &str) -> bool {
        self.may.iter().any(|p| p.code() == code)
    }

    /// The menu: only what exists and what the person may open.
    #[must_use]
    pub fn menu(&self) -> Vec<Vec<NavItem>> {
        use Permission as P;
        let item = |nav, href, icon, key, needs: Option<P>| {
            let seen = needs.is_none_or(|p| self.may.contains(&p));
            seen.then(|| NavItem { nav, href, icon, text: self.t(key), count: None, hot: false })
        };
        let engagements = item(Nav::Engagements, "/engagements", "list", "nav-engagements", Some(P::ViewEngagement))
            .map(|i| NavItem { count: self.engagements, ..i });
        let waiting = (self.approvals > 0).then_some(self.approvals);
        let approvals = item(Nav::Approvals, "/approvals", "stamp", "nav-approvals", Some(P::ViewEngagement))
            .map(|i| NavItem { count: waiting, hot: true, ..i });
        [
            vec![item(Nav::Home, "/", "home", "nav-home", None), engagements, approvals],
            vec![
                item(Nav::Register, "/register", "book", "nav-register", Some(P::ViewRegister)),
                item(Nav::Contractors, "/contractors", "building", "nav-contractors", Some(P::ViewContractor)),
                item(Nav::Questionnaires, "/questionnaires", "check", "nav-questionnaires", Some(P::ViewQuestionnaire)),
                item(Nav::Book, "/book", "clip", "nav-book", Some(P::EditBook)),
                item(Nav::Consultations, "/consultations", "ask", "nav-consultations", Some(P::ViewConsultation)),
                item(Nav::Catalogue, "/catalogue", "sheet", "nav-catalogue", None),
            ],
            vec![
                item(Nav::Organisation, "/organisation", "people", "nav-organisation", Some(P::ViewOrganisation)),
                item(Nav::Ledger, "/ledger", "ledger", "nav-ledger", Some(P::ViewLedger)),
            ],
            vec![
                item(Nav::Settings, "/settings", "gear", "nav-settings", Some(P::Operate)),
                item(Nav::Account, "/account", "person", "nav-account", None),
            ],
        ]
        .into_iter()
        .map(|group| group.into_iter().flatten().collect::<Vec<_>>())
        .filter(|group| !group.is_empty())
        .collect()
    }
}
