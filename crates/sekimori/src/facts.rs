//! The files that commands read: the facts of an engagement, the analysis of a risk.

use std::path::Path;

use domain::{
    Problem,
    engagement::{CategoryFit, Facts, InformationItem, RawFacts, Term},
    risk::{RawRiskAnalysis, RiskAnalysis, RiskLine},
};

use crate::{
    document::{Document, Section},
    exit::{Failure, Result},
};

/// An engagement as a file tells it.
#[derive(Debug)]
pub struct EngagementFile {
    /// Unit by id or name; the person's own when left out.
    pub unit: Option<String>,
    /// The facts.
    pub facts: Facts,
}

/// An example of a file with every key.
pub const EXAMPLE: &str = include_str!("../engagement.example.toml");

const KEYS: &[&str] = &[
    "unit",
    "title",
    "summary",
    "category",
    "category_fit",
    "system",
    "activities",
    "information",
    "people_count",
    "items",
    "places",
    "connection",
    "installation_opens_critical",
    "rights_reach_all",
    "term",
    "amount",
    "contractor",
    "subcontracting",
    "accounts",
];

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// When it cannot be read.
pub fn read(path: &Path) -> Result<String> {
    if path == Path::new("-") {
        return std::io::read_to_string(std::io::stdin().lock()).map_err(|e| Failure::file(path, &e));
    }
    std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))
}

/// Reads the facts of an engagement.
///
/// # Errors
/// Every problem in the file.
pub fn engagement(path: &Path, text: &str) -> Result<EngagementFile> {
    let document = Document::parse(path, text);
    let root = document.root();
    root.know(KEYS);
    let facts = raw_facts(root).and_then(|raw| match Facts::try_from(raw) {
        Ok(facts) => Some(facts),
        Err(errors) => {
            document.refuse(errors.0);
            None
        }
    });
    let unit = root.text("unit");
    document.finish(facts.map(|facts| EngagementFile { unit, facts }))
}

fn raw_facts(root: Section<'_, '_>) -> Option<RawFacts> {
    let (title, system) = (root.required("title"), root.required("system"));
    let (category, connection) = (root.required("category"), root.required("connection"));
    let (activities, information, places) = (root.codes("activities"), root.codes("information"), root.codes("places"));
    let rest = Rest::read(root);
    Some(RawFacts {
        title: title?,
        summary: root.optional("summary").unwrap_or_default(),
        category: category?,
        category_fit: rest.category_fit.unwrap_or(CategoryFit::Direct),
        system: system?,
        activities: activities?,
        information: information?,
        people_count: rest.people_count,
        items: rest.items,
        places: places?,
        connection: connection?,
        installation_opens_critical: root.optional("installation_opens_critical").unwrap_or_default(),
        rights_reach_all: root.optional("rights_reach_all").unwrap_or_default(),
        term: rest.term,
        amount: rest.amount,
        contractor: root.optional("contractor"),
        subcontracting: root.optional("subcontracting").unwrap_or_default(),
        accounts: root.optional("accounts").unwrap_or_default(),
    })
}

/// What may be left out and is read even when something that must be there is missing.
struct Rest {
    category_fit: Option<CategoryFit>,
    people_count: Option<u32>,
    items: Vec<InformationItem>,
    term: Option<Term>,
    amount: Option<domain::text::Yen>,
}

impl Rest {
    fn read(root: Section<'_, '_>) -> Self {
        let bounded = |what| {
            root.refuse("people_count", &what);
            None
        };
        Self {
            category_fit: root.optional("category_fit"),
            people_count: root.number("people_count").and_then(|n| {
                let max = i64::from(u32::MAX);
                u32::try_from(n).ok().or_else(|| bounded(Problem::OutOfRange { value: n.to_string(), min: 0, max }))
            }),
            items: root.tables("items", item),
            term: root.table("term", term),
            amount: root.number("amount").and_then(|n| n.try_into().map_err(|p| root.refuse("amount", &p)).ok()),
        }
    }
}

fn item(section: Section<'_, '_>) -> Option<InformationItem> {
    section.know(&["name", "access", "criticality", "needed_for"]);
    let (name, access) = (section.required("name"), section.required("access"));
    let (criticality, needed_for) = (section.optional("criticality"), section.optional("needed_for"));
    Some(InformationItem { name: name?, access: access?, criticality: criticality.unwrap_or_default(), needed_for })
}

fn term(section: Section<'_, '_>) -> Option<Term> {
    section.know(&["from", "to"]);
    let (from, to) = (section.day("from"), section.day("to"));
    Term::new(from?, to?).map_err(|what| section.refuse("to", &what)).ok()
}

/// Reads the analysis that a request for an exception carries.
///
/// # Errors
/// Every problem in the file.
pub fn analysis(path: &Path, text: &str) -> Result<RiskAnalysis> {
    let document = Document::parse(path, text);
    let root = document.root();
    root.know(&["necessity", "lines", "grounds"]);
    let (necessity, grounds) = (root.required("necessity"), root.required("grounds"));
    let lines = root.tables("lines", line);
    let raw = match (necessity, grounds) {
        (Some(necessity), Some(grounds)) => Some(RawRiskAnalysis { necessity, lines, grounds }),
        _ => None,
    };
    let analysis = raw.and_then(|raw| match RiskAnalysis::try_from(raw) {
        Ok(analysis) => Some(analysis),
        Err(errors) => {
            document.refuse(errors.0);
            None
        }
    });
    document.finish(analysis)
}

fn line(section: Section<'_, '_>) -> Option<RiskLine> {
    section.know(&["threat", "before", "measures", "residual"]);
    let (threat, before) = (section.required("threat"), section.required("before"));
    let (measures, residual) = (section.required("measures"), section.required("residual"));
    Some(RiskLine { threat: threat?, before: before?, measures: measures?, residual: residual? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Lang;

    #[test]
    fn the_example_is_an_engagement_and_names_every_key() {
        let file = engagement(Path::new("example.toml"), EXAMPLE).unwrap();
        assert_eq!(file.unit.as_deref(), Some("総務課"));
        assert_eq!(file.facts.items.len(), 2);
        for key in KEYS {
            let named = EXAMPLE.lines().any(|line| {
                let line = line.trim_start_matches(['#', ' ', '[']);
                line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', ']']))
            });
            assert!(named, "{key}");
        }
    }

    #[test]
    fn contradictions_are_told_at_their_line_in_both_languages() {
        let text = "title = \"a\"\nsystem = \"b\"\ncategory = \"asp\"\nconnection = \"none\"\nactivities = []\n\
                    information = [\"public_only\", \"personal\"]\nplaces = [\"remote\"]\n\
                    term = { from = 2026-12-01, to = 2026-11-30 }\namount = -1\npeople_count = -5\n";
        let failure = engagement(Path::new("f.toml"), text).unwrap_err();
        let places: Vec<&str> = failure.items.iter().map(|i| i.place.as_str()).collect();
        let expected = [
            "f.toml:10 people_count",
            "f.toml:8 term.to",
            "f.toml:9 amount",
            "f.toml:5 activities",
            "f.toml:6 information",
        ];
        assert_eq!(places, expected);
        assert!(failure.items[1].said.get(Lang::Ja).contains("2026-11-30は早すぎます"));
    }

    #[test]
    fn a_high_risk_that_remains_is_refused_at_its_line() {
        let text = "necessity = \"n\"\ngrounds = \"g\"\n[[lines]]\nthreat = \"TH-01\"\nbefore = \"high\"\n\
                    measures = \"m\"\nresidual = \"high\"\n";
        let failure = analysis(Path::new("r.toml"), text).unwrap_err();
        assert_eq!(failure.items[0].place, "r.toml:7 lines[0].residual");
    }
}
