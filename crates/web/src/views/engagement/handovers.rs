//! The information ledger 情報授受台帳 of an engagement: what is still held, what asks for attention, entries, handlers,
//! accesses, the terms information goes out under.

use askama::Template;
use jiff::civil::Date;

use super::{Head, Tab};
use crate::{
    form::{Form, Opt},
    page::Shell,
    show::{Kind, Link, Mark, Pager},
};

mod samples;

pub use samples::samples;

/// A line of what asks for attention.
#[derive(Debug, Clone)]
pub struct Alert {
    /// What kind, in a word.
    pub mark: Mark,
    /// What it is about, with its page.
    pub link: Link,
    /// What is wrong, and since when.
    pub text: String,
}

/// A line of the balance.
#[derive(Debug, Clone)]
pub struct Still {
    /// The item.
    pub item: String,
    /// Its form.
    pub carrier: String,
    /// Who holds it, or for which engagement it is held.
    pub holder: Link,
    /// How many.
    pub held: i64,
    /// Of these, said to be gone without proof.
    pub claimed: i64,
}

/// An entry in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub no: i64,
    /// Its page and the item.
    pub link: Link,
    /// The mark to print on it.
    pub mark_line: String,
    /// What happened.
    pub kind: String,
    /// Form and count.
    pub amount: String,
    /// Who gave it to whom.
    pub way: String,
    /// When.
    pub at: jiff::Timestamp,
    /// How it stands.
    pub state: Mark,
}

/// A handler.
#[derive(Debug, Clone)]
pub struct Handler {
    /// Its form; empty address for whoever may not change it.
    pub link: Link,
    /// Who employs them, with a mark when it is another firm or unknown.
    pub employer: String,
    /// Whether that asks for attention.
    pub caution: Option<Mark>,
    /// When we agreed.
    pub agreed_on: Option<Date>,
    /// Pledge signed.
    pub pledged_on: Option<Date>,
    /// Last trained.
    pub trained_on: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// State of the link to confirm receipts.
    pub link_state: String,
    /// Where a new link is made; empty for whoever may not, or when they have left.
    pub make_link: String,
}

/// An access.
#[derive(Debug, Clone)]
pub struct Access {
    /// Its form; empty address for whoever may not change it.
    pub link: Link,
    /// Its kind.
    pub kind: String,
    /// Who uses it.
    pub handler: String,
    /// Who answers for it.
    pub owner: String,
    /// The second factor.
    pub factor: Mark,
    /// Last looked at.
    pub reviewed_on: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// How it stands.
    pub marks: Vec<Mark>,
}

/// `GET /engagements/{number}/handovers`
#[derive(Debug, Template)]
#[template(path = "handovers/list.html")]
pub struct List {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// What asks for attention.
    pub alerts: Vec<Alert>,
    /// What is still held.
    pub held: Vec<Still>,
    /// Entries in all.
    pub count: i64,
    /// Kinds to narrow down by: address, word, chosen.
    pub kinds: Vec<(String, String, &'static str)>,
    /// Entries of the page.
    pub rows: Vec<Row>,
    /// Paging.
    pub pager: Pager,
    /// Terms: label, what is known, how it stands.
    pub terms: Vec<(String, String, Mark)>,
    /// Handlers.
    pub handlers: Vec<Handler>,
    /// Accesses.
    pub accesses: Vec<Access>,
    /// The person may record.
    pub may_keep: bool,
    /// Field `file` of the import; labels `f-handover-import-…`.
    pub form: Form,
}

impl List {
    fn tab(&self) -> Tab {
        Tab::Handovers
    }
    fn to(&self, page: &str) -> String {
        self.head.to(&format!("handovers/{page}"))
    }
}

/// Choices of a form about an entry.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// What happened.
    pub kinds: Vec<Opt>,
    /// Forms.
    pub carriers: Vec<Opt>,
    /// Handlers.
    pub handlers: Vec<Opt>,
    /// Secrecy marks.
    pub marks: Vec<Opt>,
    /// Judgements.
    pub criticalities: Vec<Opt>,
    /// Kinds of information.
    pub information: Vec<Opt>,
    /// Whether copies may be made.
    pub copying: Vec<Opt>,
    /// Items of the list.
    pub items: Vec<String>,
}

/// `GET /engagements/{number}/handovers/new`
#[derive(Debug, Template)]
#[template(path = "handovers/new.html")]
pub struct New {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Labels `f-handover-…`.
    pub form: Form,
    /// What can be chosen.
    pub choices: Choices,
    /// Conditions of G5 waived today, in a sentence; empty for none.
    pub waived: String,
}

/// `GET /engagements/{number}/handovers/{id}`
#[derive(Debug, Template)]
#[template(path = "handovers/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Its number in words.
    pub no: String,
    /// Id, for addresses.
    pub id: String,
    /// The item.
    pub item: String,
    /// The mark to print on it.
    pub mark_line: String,
    /// How it stands.
    pub state: Mark,
    /// Fields: label and value.
    pub facts: Vec<(String, String)>,
    /// What is still to be done, in sentences.
    pub open: Vec<String>,
    /// Papers: address and word.
    pub papers: Vec<Link>,
    /// Proof among the files: address and name.
    pub proofs: Vec<Link>,
    /// Entering a receipt; labels `f-receive-…`.
    pub receive: Option<Form>,
    /// The receipt needs a signed paper.
    pub needs_paper: bool,
    /// Entering that the note was given; labels `f-note-…`.
    pub note: Option<Form>,
    /// Entering the report of a disposal; labels `f-prove-…`.
    pub prove: Option<Form>,
    /// Ways of disposal.
    pub methods: Vec<Opt>,
    /// Files of the engagement.
    pub files: Vec<Opt>,
    /// Who entered it, and when.
    pub entered: (String, jiff::Timestamp),
}

impl Show {
    fn act(&self, act: &str) -> String {
        self.head.to(&format!("handovers/{}/{act}", self.id))
    }
    fn file_choices(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("handover-file-none"))];
        out.extend(self.files.iter().cloned());
        out
    }
    fn uploads(&self) -> Vec<Opt> {
        ["evidence", "certificate"]
            .iter()
            .map(|code| Opt::new(*code, self.ui.t(&format!("handover-file-as-{code}"))))
            .collect()
    }
    fn confirm(&self) -> Vec<Opt> {
        vec![Opt::new("yes", self.ui.t("handover-prove-confirm"))]
    }
}

/// `GET /engagements/{number}/handovers/handlers/{id}`
#[derive(Debug, Template)]
#[template(path = "handovers/handler.html")]
pub struct HandlerForm {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Where the form goes.
    pub action: String,
    /// Its name; empty for a new one.
    pub name: String,
    /// Labels `f-handler-…`.
    pub form: Form,
    /// The contractor.
    pub contractor: String,
    /// Revision the form was made from.
    pub revision: i64,
}

impl HandlerForm {
    fn employers(&self) -> Vec<Opt> {
        vec![
            Opt::new("", self.ui.t("handler-employer-unknown")),
            Opt::new("own", self.ui.t1("handler-employer-own", "firm", &self.contractor)),
            Opt::new("other", self.ui.t("handler-employer-other")).hint(self.ui.t("handler-employer-other-hint")),
        ]
    }
}

/// `GET /engagements/{number}/handovers/accesses/{id}`
#[derive(Debug, Template)]
#[template(path = "handovers/access.html")]
pub struct AccessForm {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Where the form goes.
    pub action: String,
    /// Its name; empty for a new one.
    pub name: String,
    /// How it stands.
    pub marks: Vec<Mark>,
    /// Labels `f-access-…`; `None` for whoever may not change it.
    pub form: Option<Form>,
    /// Labels `f-except-…`, for an officer.
    pub except: Option<Form>,
    /// Kinds.
    pub kinds: Vec<Opt>,
    /// Handlers.
    pub handlers: Vec<Opt>,
    /// States of the second factor.
    pub factors: Vec<Opt>,
    /// What is known: label and value.
    pub facts: Vec<(String, String)>,
    /// It may be looked at and taken away.
    pub may_act: bool,
    /// Taking it away; labels `f-revoke-…`.
    pub revoke: Form,
    /// Revision the form was made from.
    pub revision: i64,
}

impl AccessForm {
    /// The person may not change what is recorded, so that the exception is the next thing to do.
    fn is_read_only(&self) -> bool {
        self.form.is_none()
    }
}

/// `GET /engagements/{number}/handovers/terms`
#[derive(Debug, Template)]
#[template(path = "handovers/terms.html")]
pub struct TermsForm {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Labels `f-terms-…`.
    pub form: Form,
    /// Files of the engagement.
    pub files: Vec<Opt>,
    /// Revision the form was made from.
    pub revision: i64,
}

/// A cell that is wrong.
#[derive(Debug, Clone)]
pub struct Slip {
    /// `C12`
    pub cell: String,
    /// Head of its column.
    pub head: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what is allowed.
    pub said: String,
}

/// After `POST /engagements/{number}/handovers/import`: what the file would do.
#[derive(Debug, Template)]
#[template(path = "handovers/import.html")]
pub struct ImportPage {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Name of the file.
    pub name: String,
    /// Where taking it in goes; empty while anything is wrong or nothing is new.
    pub action: String,
    /// Rows that become entries, and rows that are known.
    pub counts: (usize, usize),
    /// Rows that become entries: number in Excel, what happened, item.
    pub rows: Vec<(u32, String, String)>,
    /// What is wrong.
    pub slips: Vec<Slip>,
}

/// After a link was made: it is shown once.
#[derive(Debug, Template)]
#[template(path = "handovers/link.html")]
pub struct LinkPage {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Whom it was made for.
    pub handler: String,
    /// The address.
    pub link: String,
}
