//! Checking a text, and asking what was said of it.

use std::sync::LazyLock;

use catalogue::Catalogue;
use checker::{DocumentType, Engine, Lint, LintInputs, Options, Report, check};

pub static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let concepts = Catalogue::load_concepts().expect("the embedded files are sound");
    Engine::new(concepts).expect("every pattern can be read")
});

pub fn document(text: &str) -> reader::Document {
    reader::read(text.as_bytes(), Some("contract.txt"), &reader::Limits::default()).expect("text can be read")
}

pub fn report(text: &str) -> Report {
    check(&document(text), &ENGINE, &Options::default())
}

pub fn report_with(text: &str, lint: LintInputs) -> Report {
    check(&document(text), &ENGINE, &Options { lint, ..Options::default() })
}

pub fn report_as(text: &str, kind: DocumentType) -> Report {
    check(&document(text), &ENGINE, &Options { document_type: Some(kind), ..Options::default() })
}

/// The remarks of one rule.
pub fn of<'r>(report: &'r Report, id: &str) -> Vec<&'r Lint> {
    report.lint.iter().filter(|lint| lint.id == id).collect()
}

/// The quotes of one rule's remarks.
pub fn quotes(text: &str, id: &str) -> Vec<String> {
    let report = report(text);
    let found = of(&report, id);
    found.iter().map(|lint| lint.place.as_ref().map_or_else(String::new, |place| place.quote.clone())).collect()
}

/// The rule speaks of the one text and not of the other.
pub fn tells(id: &str, fires: &str, quiet: &str) {
    let said = report(fires);
    assert!(!of(&said, id).is_empty(), "{id} says nothing of\n{fires}\n{:#?}", said.lint);
    let said = report(quiet);
    let found = of(&said, id);
    assert!(found.is_empty(), "{id} speaks of\n{quiet}\n{found:#?}");
}

/// A contract around an article of interest.
pub fn contract(articles: &str) -> String {
    format!(
        "業務委託契約書\n\n株式会社青葉（以下「甲」という。）と株式会社若葉（以下「乙」という。）は、甲が乙に委託する帳票作成の業務（以下「本業務」という。）について、次のとおり契約（以下「本契約」という。）を結ぶ。\n\n第1条（委託）\n甲は、本業務を乙に委託し、乙はこれを受託する。\n{articles}\n"
    )
}
