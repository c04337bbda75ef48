//! The catalogue: its lists, a search, and everything about one entry.

use askama::Template;
use domain::Lang;

use super::{Sample, sample_shell, say};
use crate::{
    page::{Nav, Shell},
    show::{Kind, Link, Mark, Pager},
};

/// An entry in a list.
#[derive(Debug, Clone)]
pub struct EntryLine {
    /// Its page, with its id.
    pub link: Link,
    /// Title.
    pub title: String,
    /// The list it stands in.
    pub list: String,
}

/// A list, or a family of measures: its page, how many it holds, whether it is shown.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// Name and page.
    pub link: Link,
    /// Entries.
    pub count: usize,
    /// Shown now.
    pub current: bool,
}

/// `GET /catalogue?q=…&list=measure`
#[derive(Debug, Template)]
#[template(path = "catalogue/list.html")]
pub struct List {
    /// Shared part.
    pub ui: Shell,
    /// Edition.
    pub edition: String,
    /// What was searched for.
    pub q: String,
    /// The list that is shown, by its code.
    pub list: String,
    /// The lists.
    pub shelves: Vec<Shelf>,
    /// Families of measures.
    pub families: Vec<Shelf>,
    /// What was found; `None` before anything is asked for.
    pub found: Option<(usize, Vec<EntryLine>)>,
    /// Paging.
    pub pager: Pager,
}

/// A cell of table 1 or 2.
#[derive(Debug, Clone)]
pub struct CellLine {
    /// Category of work.
    pub category: String,
    /// What it asks.
    pub mark: Mark,
    /// Printed, derived, added.
    pub standing: String,
    /// Why it was derived as it was: letter and explanation; footnotes.
    pub reason: String,
}

/// A passage of a wording.
#[derive(Debug, Clone)]
pub struct WordLine {
    /// 0 for a paragraph, 1 for an item of it.
    pub depth: usize,
    /// When it stands: alternative, category, fact, switch.
    pub tags: Vec<String>,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// A part of what is known of an entry.
#[derive(Debug, Clone)]
pub enum Block {
    /// Running text.
    Text(String, String),
    /// A list.
    Items(String, Vec<String>),
    /// Names and values.
    Pairs(String, Vec<(String, String)>),
    /// Other entries, with their titles.
    Links(String, Vec<(Link, String)>),
    /// Nine cells.
    Cells(String, Vec<CellLine>),
    /// Words of a clause or article.
    Words(String, Vec<WordLine>),
}

/// `GET /catalogue/{id}`
#[derive(Debug, Template)]
#[template(path = "catalogue/entry.html")]
pub struct Entry {
    /// Shared part.
    pub ui: Shell,
    /// Its id.
    pub id: String,
    /// The list it stands in.
    pub list: Link,
    /// Title.
    pub title: String,
    /// Title in the other language.
    pub other_title: String,
    /// Edition.
    pub edition: String,
    /// Everything about it.
    pub blocks: Vec<Block>,
    /// Where it is used, list by list.
    pub uses: Vec<(String, Vec<(Link, String)>)>,
}

impl Entry {
    fn used(&self) -> usize {
        self.uses.iter().map(|(_, all)| all.len()).sum()
    }
    fn block_id(&self, at: &usize) -> String {
        format!("h-b{at}")
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = || sample_shell(lang, Nav::Catalogue, "/catalogue");
    let shelf = |href: &str, ja: &str, en: &str, current| Shelf {
        link: Link::new(href, say(lang, ja, en)),
        count: 90,
        current,
    };
    let line = EntryLine {
        link: Link::new("/catalogue/CM-GV-01", "CM-GV-01"),
        title: say(lang, "責任者を置く", "A responsible person"),
        list: say(lang, "対策", "Measures"),
    };
    let list = |q: &str, found| List {
        ui: ui(),
        edition: "2026-11".to_owned(),
        q: q.to_owned(),
        list: String::new(),
        shelves: vec![shelf("/catalogue?list=measure", "対策", "Measures", true)],
        families: vec![shelf("/catalogue?list=measure&q=CM-GV", "体制", "Governance", false)],
        found,
        pager: Pager::default(),
    };
    let both = |ja: &str, en: &str| (ja.to_owned(), en.to_owned());
    let (ja, en) = both("乙は、事故を知らせる。", "The contractor tells.");
    let links = || vec![(Link::new("/catalogue/KL-15", "KL-15"), say(lang, "事故の報告", "Incidents"))];
    let entry = |blocks, uses| Entry {
        ui: ui(),
        id: "CM-IC-01".to_owned(),
        list: Link::new("/catalogue?list=measure", say(lang, "対策", "Measures")),
        title: say(lang, "事故の連絡", "Telling of incidents"),
        other_title: say(lang, "Telling of incidents", "事故の連絡"),
        edition: "2026-11".to_owned(),
        blocks,
        uses,
    };
    let head = |ja: &str, en: &str| say(lang, ja, en);
    let blocks = vec![
        Block::Text(head("求めること", "Statement"), head("知らせる。", "Tell.")),
        Block::Items(head("段階", "Levels"), vec![head("していない", "Not done")]),
        Block::Pairs(head("扱い", "Handling"), vec![(head("答える側", "Answered by"), head("委託先", "Contractor"))]),
        Block::Links(head("条項", "Clauses"), links()),
        Block::Cells(
            head("9つの区分", "Nine categories"),
            vec![CellLine {
                category: head("運用（遠隔）", "Remote operation"),
                mark: Mark::new(Kind::Now, head("必要", "Required")),
                standing: head("印刷されている", "Printed"),
                reason: String::new(),
            }],
        ),
        Block::Words(head("契約", "Contract"), vec![WordLine { depth: 1, tags: vec!["a".to_owned()], ja, en }]),
    ];
    vec![
        Sample::of("catalogue", &list("", None)),
        Sample::of("catalogue-found", &list("責任者", Some((1, vec![line])))),
        Sample::of("catalogue-none", &list("ない", Some((0, Vec::new())))),
        Sample::of("catalogue-entry", &entry(blocks, vec![(head("条項", "Clauses"), links())])),
        Sample::of("catalogue-entry-unused", &entry(Vec::new(), Vec::new())),
    ]
}
