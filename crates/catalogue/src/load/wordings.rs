//! Clauses, articles, annexes and papers: reading them, and what they say of each other.

use std::collections::BTreeSet;

use domain::{Lang, engagement::Category};

use super::{Loader, Said, texts};
use crate::{
    Article, Clause, Text,
    clause::Tier,
    paper::{Annex, ArticleSource, Bundle, Column, Paper, Part, RowSource},
    wording::{ParameterKind, ParameterValue, Passage, Piece, Placeholder, Trigger, pieces, walk},
};

/// Files that hold clause families.
const CLAUSES: &[&str] = &[
    "clauses/organisation.toml",
    "clauses/information.toml",
    "clauses/product.toml",
    "clauses/operation.toml",
    "clauses/incident.toml",
    "clauses/oversight.toml",
    "clauses/liability.toml",
];

/// Files that hold papers.
const PAPERS: &[&str] = &[
    "papers/procurement.toml",
    "papers/contracts.toml",
    "papers/agreements.toml",
    "papers/subcontracting.toml",
    "papers/internal.toml",
    "papers/tables.toml",
];

/// All wording families.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wordings {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) articles: Vec<Article>,
    pub(crate) annexes: Vec<Annex>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) bundles: Vec<Bundle>,
}

/// Reads all of them; `name` keeps the file of every entry for the checks that come after.
pub(super) fn wordings(loader: &mut Loader<'_>) -> Wordings {
    let mut all = Wordings::default();
    let mut places = Places::default();
    for name in CLAUSES {
        let read = loader.read(name, |file| file.list::<Clause>("clause", "id"));
        places.add(name, read.iter().map(|c| c.id.as_str()));
        all.clauses.extend(read);
    }
    all.clauses.sort_by(|a, b| a.id.cmp(&b.id));
    all.articles = loader.read("articles.toml", |file| file.list::<Article>("article", "id"));
    places.add("articles.toml", all.articles.iter().map(|a| a.id.as_str()));
    all.annexes = loader.read("annexes.toml", |file| file.list::<Annex>("annex", "id"));
    places.add("annexes.toml", all.annexes.iter().map(|a| a.id.as_str()));
    for name in PAPERS {
        let read = loader.read(name, |file| file.list::<Paper>("paper", "id"));
        places.add(name, read.iter().map(|p| p.id.as_str()));
        all.papers.extend(read);
    }
    all.bundles = loader.read("papers.toml", |file| {
        let list: Vec<Bundle> = file.list("bundle", "stage");
        file.unique(list.iter().map(|b| b.stage.code()));
        list
    });
    let mut check = Check { all: &all, places: &places, found: Vec::new() };
    check.run();
    for (entry, said) in check.found {
        loader.note(places.file(&entry), &entry, said);
    }
    all
}

/// Which file an entry stands in, and which ids stand twice.
#[derive(Default)]
struct Places(Vec<(&'static str, String)>);

impl Places {
    fn add<'i>(&mut self, file: &'static str, ids: impl Iterator<Item = &'i str>) {
        self.0.extend(ids.map(|id| (file, id.to_owned())));
    }
    fn file(&self, id: &str) -> &'static str {
        self.0.iter().find(|(_, entry)| entry == id).map_or("papers.toml", |(file, _)| file)
    }
}

/// The checks between families.
struct Check<'a> {
    all: &'a Wordings,
    places: &'a Places,
    found: Vec<(String, Said)>,
}

impl Check<'_> {
    fn note(&mut self, entry: &str, ja: impl Into<String>, en: impl Into<String>) {
        self.found.push((entry.to_owned(), (ja.into(), en.into())));
    }

    fn run(&mut self) {
        let mut seen = BTreeSet::new();
        for (_, id) in &self.places.0 {
            if !seen.insert(id) {
                self.note(id, "同じ番号が二度あります", "the id stands twice");
            }
        }
        for clause in &self.all.clauses {
            self.clause(clause);
        }
        for article in &self.all.articles {
            self.found.extend(texts::article(article).into_iter().map(|said| (article.id.to_string(), said)));
            self.citations(article.id.as_str(), &article.contract);
        }
        for annex in &self.all.annexes {
            self.inputs(annex.id.as_str(), &annex.inputs, &annex.parts);
            self.parts(annex.id.as_str(), &annex.parts);
        }
        for paper in &self.all.papers {
            self.paper(paper);
        }
        self.bundles();
        self.followers();
    }

    /// A parameter that follows another names one of a clause, of its own kind and default.
    fn followers(&mut self) {
        let all = self.all;
        let clauses = all.clauses.iter().map(|c| (c.id.as_str(), &c.parameters));
        let articles = all.articles.iter().map(|a| (a.id.as_str(), &a.parameters));
        let papers = all.papers.iter().map(|p| (p.id.as_str(), &p.inputs));
        let each = clauses.chain(articles).chain(papers).flat_map(|(id, list)| list.iter().map(move |p| (id, p)));
        for (id, parameter) in each {
            let Some(leader) = &parameter.follows else { continue };
            let found = leader.split_once('.').and_then(|(clause, name)| {
                let clause = all.clauses.iter().find(|c| c.id.as_str() == clause)?;
                clause.parameters.iter().find(|p| p.name == name)
            });
            if !found.is_some_and(|l| l.kind == parameter.kind && l.default == parameter.default && l.follows.is_none())
            {
                self.note(
                    id,
                    format!("{} が従う「{leader}」は、種類と初期値の同じ条項の項目ではありません", parameter.name),
                    format!(
                        "{} follows \"{leader}\", which is no clause's parameter of the same kind and default",
                        parameter.name
                    ),
                );
            }
        }
    }

    fn clause(&mut self, clause: &Clause) {
        let id = clause.id.as_str();
        self.found.extend(texts::clause(clause).into_iter().map(|said| (id.to_owned(), said)));
        self.citations(id, &clause.contract);
        self.citations(id, &clause.specification);
        for measure in clause.measures.iter().filter(|m| !is_measure(m)) {
            self.note(
                id,
                format!("「{measure}」は「CM-GV-01」のような番号ではありません"),
                format!("\"{measure}\" is not an id such as CM-GV-01"),
            );
        }
        for row in clause.rows.iter().filter(|r| !is_row(r)) {
            self.note(
                id,
                format!("「{row}」は「T1-1」「T2-13」のような行の番号ではありません"),
                format!("\"{row}\" is not a row such as T1-1 or T2-13"),
            );
        }
        for cited in clause.parameters.iter().filter_map(|p| match (p.kind, &p.default) {
            (ParameterKind::Article, Some(ParameterValue::Code(cited))) => Some(cited.as_str()),
            _ => None,
        }) {
            if !self.has_article(cited) {
                self.note(id, format!("「{cited}」という条はありません"), format!("there is no article \"{cited}\""));
            }
        }
        let lists = [
            (clause.categories.is_empty(), "categories"),
            (clause.conditions.is_empty(), "conditions"),
            (clause.source.is_empty(), "source"),
            (clause.weak_when.is_empty(), "weak_when"),
            (clause.evidence.is_empty(), "evidence"),
            (clause.measures.is_empty(), "measures"),
        ];
        for (_, key) in lists.iter().filter(|(empty, _)| *empty) {
            self.note(id, format!("{key} が空です"), format!("{key} is empty"));
        }
        if clause.tier == Tier::MustWithPersonalData && !clause.conditions.contains(&Trigger::PersonalData) {
            self.note(
                id,
                "個人の情報を扱うとき必須とする条項の conditions には personal_data が要ります",
                "a must-have with personal data needs the condition personal_data",
            );
        }
    }

    /// Articles and annexes that a text cites must exist.
    fn citations(&mut self, id: &str, passages: &[Passage]) {
        let texts: Vec<&Text> = walk(passages).map(|p| &p.text).collect();
        for text in texts {
            self.cited(id, text);
        }
    }

    fn cited(&mut self, id: &str, text: &Text) {
        for lang in Lang::ALL {
            let Ok(pieces) = pieces(text.get(*lang)) else {
                self.note(id, "波括弧の使い方が正しくありません", "a brace is not part of a placeholder");
                continue;
            };
            for piece in pieces {
                let (known, name) = match piece {
                    Piece::Hole(Placeholder::Article(cited)) => (self.has_article(cited), cited),
                    Piece::Hole(Placeholder::Annex(cited)) => (self.has_annex(cited), cited),
                    _ => continue,
                };
                if !known {
                    self.note(
                        id,
                        format!("「{name}」という条や別紙はありません"),
                        format!("there is no article or annex \"{name}\""),
                    );
                }
            }
        }
    }

    fn has_article(&self, id: &str) -> bool {
        self.all.clauses.iter().any(|c| c.id.as_str() == id) || self.all.articles.iter().any(|a| a.id.as_str() == id)
    }

    fn has_annex(&self, id: &str) -> bool {
        self.all.annexes.iter().any(|a| a.id.as_str() == id)
    }

    /// The running head is filled with what every paper has; the number is never left out.
    fn head(&mut self, id: &str, header: &Text) {
        const PLACES: [&str; 3] = ["contract_number", "document_number", "document_version"];
        for lang in Lang::ALL {
            let found = pieces(header.get(*lang)).unwrap_or_default();
            let name = |piece: &Piece<'_>| match piece {
                Piece::Hole(Placeholder::Name(name)) => Some((*name).to_owned()),
                _ => None,
            };
            let names: Vec<String> = found.iter().filter_map(name).collect();
            let all_known = names.iter().all(|name| PLACES.contains(&name.as_str()));
            if !all_known || !names.iter().any(|name| name == "document_number") {
                self.note(
                    id,
                    "header に置けるのは contract_number、document_number、document_version で、document_number は要ります",
                    "the header holds contract_number, document_number and document_version; document_number is needed",
                );
            }
        }
    }

    fn paper(&mut self, paper: &Paper) {
        let id = paper.id.as_str();
        self.inputs(id, &paper.inputs, &paper.parts);
        if paper.parts.is_empty() || paper.files.is_empty() {
            self.note(id, "parts と files は空にできません", "parts and files must not be empty");
        }
        let mut heads = vec![&paper.header];
        heads.extend(paper.addressee.iter().map(|a| &a.line));
        for text in heads {
            self.cited(id, text);
            self.found.extend(texts::names(text, &paper.inputs).into_iter().map(|said| (id.to_owned(), said)));
        }
        self.head(id, &paper.header);
        self.parts(id, &paper.parts);
        let articles = paper.parts.iter().any(|p| matches!(p, Part::Article { .. } | Part::Clauses { .. }));
        if articles && !paper.parts.iter().any(|p| matches!(p, Part::Annexes {})) {
            self.note(
                id,
                "条を含む様式には、引用した別紙を付ける annexes の部分が要ります",
                "a paper with articles needs the part annexes, which attaches what they cite",
            );
        }
    }

    fn inputs(&mut self, id: &str, inputs: &[crate::wording::Parameter], parts: &[Part]) {
        let own = texts::inputs(inputs, parts);
        self.found.extend(own.into_iter().map(|said| (id.to_owned(), said)));
    }

    fn parts(&mut self, id: &str, parts: &[Part]) {
        for part in parts {
            self.part(id, part);
        }
    }

    fn part(&mut self, id: &str, part: &Part) {
        match part {
            Part::Article { source, alternative, .. } => self.article_part(id, source, alternative.as_deref()),
            Part::Annex { annex } if !self.has_annex(annex.as_str()) => {
                self.note(id, format!("「{annex}」という別紙はありません"), format!("there is no annex \"{annex}\""));
            }
            Part::Table { rows, columns, fixed, .. } => self.table(id, *rows, columns, fixed),
            Part::Paragraph { passages } | Part::List { passages, .. } | Part::Signatures { passages, .. } => {
                self.citations(id, passages);
            }
            Part::Heading { text, .. } => self.cited(id, text),
            _ => {}
        }
    }

    fn article_part(&mut self, id: &str, source: &ArticleSource, alternative: Option<&str>) {
        let alternatives = match source {
            ArticleSource::Clause(clause) => self.all.clauses.iter().find(|c| c.id == *clause).map(|c| &c.alternatives),
            ArticleSource::Article(article) => {
                self.all.articles.iter().find(|a| a.id == *article).map(|a| &a.alternatives)
            }
        };
        let name = String::from(source.clone());
        match (alternatives, alternative) {
            (None, _) => {
                self.note(id, format!("「{name}」という条はありません"), format!("there is no article \"{name}\""))
            }
            (Some(all), Some(code)) if !all.iter().any(|a| a.code == code) => {
                self.note(
                    id,
                    format!("{name} に選択肢「{code}」はありません"),
                    format!("{name} has no alternative \"{code}\""),
                );
            }
            _ => {}
        }
    }

    fn table(&mut self, id: &str, rows: RowSource, columns: &[Column], fixed: &[Vec<Text>]) {
        let keys = rows.keys();
        for column in columns.iter().filter(|c| !keys.is_empty() && !keys.contains(&c.key.as_str())) {
            let (key, all) = (&column.key, keys.join(", "));
            self.note(
                id,
                format!("「{rows}」の表に列「{key}」はありません。使える列: {all}"),
                format!("rows of \"{rows}\" have no column \"{key}\"; allowed: {all}"),
            );
        }
        if columns.is_empty() || fixed.iter().any(|row| row.len() != columns.len()) {
            self.note(id, "表の列の数と行の欄の数が合いません", "a row has not as many cells as the table has columns");
        }
        if (rows == RowSource::Fixed) == fixed.is_empty() {
            self.note(
                id,
                "fixed の行は、様式に書いてある表だけに付けます",
                "fixed rows belong to tables of the form, and only to these",
            );
        }
        for text in fixed.iter().flatten() {
            self.cited(id, text);
        }
    }

    fn bundles(&mut self) {
        let mut held = BTreeSet::new();
        for bundle in &self.all.bundles {
            for paper in &bundle.papers {
                held.insert(paper.as_str());
                if !self.all.papers.iter().any(|p| p.id == *paper) {
                    let entry = bundle.stage.code();
                    self.note(
                        entry,
                        format!("「{paper}」という様式はありません"),
                        format!("there is no paper \"{paper}\""),
                    );
                }
            }
        }
        for paper in self.all.papers.iter().filter(|p| !held.contains(p.id.as_str())) {
            self.note(paper.id.as_str(), "どの段階の束にも入っていません", "stands in the bundle of no stage");
        }
    }
}

/// `CM-` with two letters and two digits.
fn is_measure(id: &str) -> bool {
    let mut parts = id.split('-');
    let (head, family, number) = (parts.next(), parts.next(), parts.next());
    head == Some("CM")
        && family.is_some_and(|f| f.len() == 2 && f.bytes().all(|b| b.is_ascii_uppercase()))
        && number.is_some_and(|n| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit()))
        && parts.next().is_none()
}

/// `T1-1` to `T1-11`, `T1-x`, `T2-1` to `T2-13`.
fn is_row(id: &str) -> bool {
    let number = |text: &str, last: u8| text.parse::<u8>().is_ok_and(|n| (1..=last).contains(&n));
    id == "T1-x"
        || id.strip_prefix("T1-").is_some_and(|n| number(n, 11))
        || id.strip_prefix("T2-").is_some_and(|n| number(n, 13))
}

impl crate::Catalogue {
    /// Problems of clauses that name a measure which is not among `known`. The measures are another family; whoever loads
    /// both calls this with their ids.
    #[must_use]
    pub fn check_measures(&self, known: &BTreeSet<&str>) -> Vec<crate::CatalogueProblem> {
        let named = self.clauses().iter().flat_map(|c| c.measures.iter().map(move |m| (c.id.as_str(), m.as_str())));
        let unknown = named.filter(|(_, measure)| !known.contains(measure));
        unknown
            .map(|(id, measure)| {
                let said = (format!("対策「{measure}」はありません"), format!("there is no measure \"{measure}\""));
                crate::CatalogueProblem::new("clauses", id, said)
            })
            .collect()
    }

    /// The clause families that are meant for a category.
    pub fn clauses_of(&self, category: Category) -> impl Iterator<Item = &Clause> {
        self.clauses().iter().filter(move |clause| clause.categories.contains(&category))
    }
}
