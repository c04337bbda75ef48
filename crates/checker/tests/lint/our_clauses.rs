//! The wordings we propose must not be what we warn of: every clause and article of the catalogue, in standard strength
//! and filled with its defaults, as one contract.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use catalogue::{
    Catalogue,
    wording::{Chosen, Parameter, ParameterKind, ParameterValue, Pick, Placeholder, Strength, Trigger, chosen, fill},
};
use domain::Lang;

use crate::support::report_as;

/// One clause or article as it is set.
struct Unit<'a> {
    id: String,
    title: &'a str,
    parameters: &'a [Parameter],
    passages: Vec<Chosen<'a>>,
}

fn units<'a>(catalogue: &'a Catalogue, facts: &BTreeSet<Trigger>) -> Vec<Unit<'a>> {
    let pick = |alternative: Option<&'a String>, off: &'a BTreeSet<String>| Pick {
        strength: Strength::Standard,
        alternative: alternative.map(String::as_str),
        category: None,
        facts: Box::leak(Box::new(facts.clone())),
        off,
    };
    let none: &BTreeSet<String> = Box::leak(Box::default());
    let mut out = Vec::new();
    for article in catalogue.articles() {
        let alternative = article.suggested.as_ref().or(article.alternatives.first().map(|a| &a.code));
        let passages = chosen(&article.contract, &pick(alternative, none));
        out.push(Unit {
            id: article.id.to_string(),
            title: article.title.get(Lang::Ja),
            parameters: &article.parameters,
            passages,
        });
    }
    for clause in catalogue.clauses() {
        let alternative = clause.suggested.as_ref().or(clause.alternatives.first().map(|a| &a.code));
        let passages = chosen(&clause.contract, &pick(alternative, none));
        out.push(Unit {
            id: clause.id.to_string(),
            title: clause.title.get(Lang::Ja),
            parameters: &clause.parameters,
            passages,
        });
    }
    out.retain(|unit| !unit.passages.is_empty());
    out
}

fn value(parameter: &Parameter) -> String {
    let ja = |text: &catalogue::Text| text.get(Lang::Ja).to_owned();
    match parameter.default_for(Strength::Standard) {
        Some(ParameterValue::Number(n)) => n.to_string(),
        Some(ParameterValue::Code(code)) => parameter.option(code, Lang::Ja).unwrap_or(code).to_owned(),
        Some(ParameterValue::Text(text)) => ja(text),
        Some(ParameterValue::List(list)) => list.iter().map(ja).collect::<Vec<_>>().join("、"),
        Some(ParameterValue::Bool(_)) => String::new(),
        None => match parameter.kind {
            ParameterKind::Date => "令和9年3月31日".to_owned(),
            ParameterKind::Ref => "情報の取扱いの手順（第2版）".to_owned(),
            kind if kind.is_number() => "10".to_owned(),
            _ => "利用者の申請書".to_owned(),
        },
    }
}

struct Writer<'a> {
    numbers: BTreeMap<String, usize>,
    titles: BTreeMap<String, &'a str>,
    annexes: Vec<String>,
    out: String,
}

impl Writer<'_> {
    fn fill(&mut self, unit: &Unit<'_>, text: &str) -> String {
        fill(text, Lang::Ja, |hole| {
            Some(match hole {
                Placeholder::Name("client") => "甲".to_owned(),
                Placeholder::Name("contractor" | "bidder") => "乙".to_owned(),
                Placeholder::Name(name) => {
                    let parameter = unit.parameters.iter().find(|p| p.name == name);
                    parameter.map_or_else(|| "図書館システムの運用".to_owned(), value)
                }
                Placeholder::Article(id) => match self.numbers.get(id) {
                    Some(n) => format!("第{n}条"),
                    None => self.titles.get(id).copied().unwrap_or("前の定め").to_owned(),
                },
                Placeholder::Annex(id) => {
                    let at = self.annexes.iter().position(|one| one == id).unwrap_or_else(|| {
                        self.annexes.push(id.to_owned());
                        self.annexes.len() - 1
                    });
                    format!("別紙{}", at + 1)
                }
            })
        })
    }

    fn unit(&mut self, at: usize, unit: &Unit<'_>) {
        let _ = writeln!(self.out, "第{at}条（{}）", unit.title);
        for (n, passage) in unit.passages.iter().enumerate() {
            let text = self.fill(unit, passage.text.get(Lang::Ja));
            let _ = if n == 0 { writeln!(self.out, "{text}") } else { writeln!(self.out, "{}　{text}", n + 1) };
            for (n, item) in passage.items.iter().enumerate() {
                let text = self.fill(unit, item.text.get(Lang::Ja));
                let _ = writeln!(self.out, "（{}）{text}", n + 1);
                for (mark, inner) in
                    ["ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク", "ケ", "コ"].iter().zip(&item.items)
                {
                    let text = self.fill(unit, inner.text.get(Lang::Ja));
                    let _ = writeln!(self.out, "{mark}　{text}");
                }
            }
        }
    }
}

#[test]
fn our_own_wordings_raise_none_of_it() {
    let catalogue = Catalogue::load_embedded().unwrap();
    let facts: BTreeSet<Trigger> = Trigger::ALL.iter().copied().collect();
    let units = units(&catalogue, &facts);
    assert!(units.len() > 30, "{} units", units.len());
    let numbers = units.iter().zip(2..).map(|(unit, n)| (unit.id.clone(), n)).collect();
    let titles = units.iter().map(|unit| (unit.id.clone(), unit.title)).collect();
    let out = "業務委託契約書\n\n図書館（以下「甲」という。）と株式会社若葉（以下「乙」という。）は、図書館システムの運用（以下「本業務」という。）について、次のとおり契約（以下「本契約」という。）を結ぶ。\n\n第1条（委託）\n甲は、本業務を乙に委託し、乙はこれを受託する。\n";
    let mut writer = Writer { numbers, titles, annexes: Vec::new(), out: out.to_owned() };
    for (unit, n) in units.iter().zip(2..) {
        writer.unit(n, unit);
    }
    for (n, id) in writer.annexes.clone().iter().enumerate() {
        let _ = writeln!(writer.out, "別紙{}　{id}\n内容は甲乙で確かめた。", n + 1);
    }
    let report = report_as(&writer.out, checker::DocumentType::Outsourcing);
    let unwanted: Vec<_> =
        report.lint.iter().filter(|lint| lint.id == "L2" || lint.id == "L3" || lint.id.starts_with('X')).collect();
    let shown: Vec<String> = unwanted
        .iter()
        .map(|lint| {
            format!("{} {} {:?}", lint.id, lint.ja, lint.place.as_ref().map(|p| (&p.article, p.paragraph, &p.quote)))
        })
        .collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}
