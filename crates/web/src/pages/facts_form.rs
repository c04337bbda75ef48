//! The facts of an engagement as a form: the same fields on the facts page, the information page and in the
//! questionnaire. Reading names every problem at once, under the names of the form's fields.

use std::{collections::BTreeSet, str::FromStr};

use domain::{
    FieldError, Lang, Problem,
    calendar::{long_date, parse_date},
    engagement::{
        Access, Activity, Answer, Category, CategoryFit, Connection, Criticality, Facts, InformationItem,
        InformationKind, Place, RawFacts, Term,
    },
    problem::Problems,
    text::{Title, group_digits, parse_integer},
};
use jiff::civil::Date;

use crate::{form::Form, page::Shell};

/// What a form sent: names and values in the order they came, names repeated for checkboxes.
pub(super) type Pairs = Vec<(String, String)>;

/// First value of a field; empty when it was not sent.
pub(super) fn value<'a>(pairs: &'a Pairs, field: &str) -> &'a str {
    pairs.iter().find_map(|(name, value)| (name == field).then_some(value.as_str())).unwrap_or_default()
}

/// Everything sent under one name.
pub(super) fn values<'a>(pairs: &'a Pairs, field: &str) -> impl Iterator<Item = &'a str> {
    pairs.iter().filter(move |(name, value)| name == field && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// Group, index and field of a name like `items[2].name`.
pub(super) fn indexed(name: &str) -> Option<(&str, usize, &str)> {
    let (group, rest) = name.split_once('[')?;
    let (index, field) = rest.split_once("].")?;
    let digits = !index.is_empty() && index.len() <= 6 && index.bytes().all(|b| b.is_ascii_digit());
    Some((group, if digits { index.parse().ok()? } else { return None }, field))
}

/// Indices of a repeating group that were sent, in order.
pub(super) fn indices(pairs: &Pairs, group: &str) -> BTreeSet<usize> {
    pairs.iter().filter_map(|(name, _)| indexed(name)).filter(|(g, _, _)| *g == group).map(|(_, i, _)| i).collect()
}

/// Rows of a repeating group to show: what is filled, at least `least`, at most `most`; `one_more` adds an empty one.
pub(super) fn rows(pairs: &Pairs, group: &str, (least, most): (usize, usize), one_more: bool) -> usize {
    let filled = indices(pairs, group).into_iter().filter(|i| *i < most).max().map_or(0, |i| i.saturating_add(1));
    filled.max(least).saturating_add(usize::from(one_more)).min(most)
}

/// Fills the form with what is known.
pub(super) fn fill(form: Form, facts: &RawFacts, lang: Lang) -> Form {
    let day = |date: Date| if lang == Lang::Ja { long_date(date, lang) } else { date.to_string() };
    let mut form = form
        .with("title", facts.title.to_string())
        .with("summary", facts.summary.to_string())
        .with("category", facts.category.code())
        .with("category_fit", facts.category_fit.code())
        .with("system", facts.system.to_string())
        .with("connection", facts.connection.code())
        .with("installation_opens_critical", facts.installation_opens_critical.code())
        .with("rights_reach_all", facts.rights_reach_all.code())
        .with("subcontracting", facts.subcontracting.code())
        .with("accounts", facts.accounts.code())
        .with("people_count", facts.people_count.map(|n| group_digits(i64::from(n))).unwrap_or_default())
        .with("amount", facts.amount.map(|yen| yen.to_string()).unwrap_or_default())
        .with("contractor", facts.contractor.map(|id| id.to_string()).unwrap_or_default())
        .with("term.from", facts.term.map(|term| day(term.from())).unwrap_or_default())
        .with("term.to", facts.term.map(|term| day(term.to())).unwrap_or_default());
    for activity in &facts.activities {
        form = form.with("activities", activity.code());
    }
    for kind in &facts.information {
        form = form.with("information", kind.code());
    }
    for place in &facts.places {
        form = form.with("places", place.code());
    }
    fill_items(form, &facts.items)
}

/// Fills the rows of the information list.
pub(super) fn fill_items(mut form: Form, items: &[InformationItem]) -> Form {
    for (i, item) in items.iter().enumerate() {
        form = form
            .with(format!("items[{i}].name"), item.name.to_string())
            .with(format!("items[{i}].access"), item.access.code())
            .with(format!("items[{i}].criticality"), item.criticality.code())
            .with(format!("items[{i}].needed_for"), item.needed_for.map(Activity::code).unwrap_or_default());
    }
    form
}

/// Reads the facts a form sent; the information list has a form of its own and is handed in.
pub(super) fn parse(pairs: &Pairs, items: Vec<InformationItem>) -> Result<RawFacts, Vec<FieldError>> {
    let (facts, problems) = read(pairs, items);
    match facts {
        Some(facts) if problems.is_empty() => Ok(facts),
        _ => Err(problems),
    }
}

/// The facts as far as they are answered, with the most careful value for everything that is not; `None` while it is
/// not said what is done to which system.
pub(super) fn partial(pairs: &Pairs) -> Option<RawFacts> {
    let (mut facts, _) = read(pairs, read_items(pairs).0);
    let facts = facts.as_mut().filter(|facts| !facts.activities.is_empty() && !value(pairs, "system").is_empty())?;
    value(pairs, "category").parse::<Category>().ok()?;
    if facts.information.is_empty() {
        facts.information.insert(InformationKind::Unknown);
    }
    if facts.places.is_empty() {
        facts.places.insert(Place::Unknown);
    }
    Some(facts.clone())
}

/// Reads the rows of the information list; a row without a name is no row.
pub(super) fn parse_items(pairs: &Pairs) -> Result<Vec<InformationItem>, Vec<FieldError>> {
    let (items, problems) = read_items(pairs);
    if problems.is_empty() { Ok(items) } else { Err(problems) }
}

/// Everything that can be read, and everything that is wrong. Where a value is missing or wrong its most careful
/// neighbour stands in, so that contradictions between the others are found at the same time.
fn read(pairs: &Pairs, items: Vec<InformationItem>) -> (Option<RawFacts>, Vec<FieldError>) {
    let mut problems = Problems::new();
    let title: Option<Title> = problems.required("title", value(pairs, "title"));
    let system: Option<Title> = problems.required("system", value(pairs, "system"));
    let stand_in = || "–".parse::<Title>().ok();
    let (Some(title), Some(system)) = (title.or_else(stand_in), system.or_else(stand_in)) else {
        return (None, problems.into_vec());
    };
    let facts = RawFacts {
        title,
        system,
        summary: problems.optional("summary", value(pairs, "summary")).unwrap_or_default(),
        category: problems.required("category", value(pairs, "category")).unwrap_or(Category::RemoteOperation),
        category_fit: problems.optional("category_fit", value(pairs, "category_fit")).unwrap_or(CategoryFit::Direct),
        activities: several(&mut problems, pairs, "activities"),
        information: several(&mut problems, pairs, "information"),
        people_count: people_count(&mut problems, value(pairs, "people_count")),
        items,
        places: several(&mut problems, pairs, "places"),
        connection: problems.required("connection", value(pairs, "connection")).unwrap_or(Connection::Unknown),
        installation_opens_critical: answer(&mut problems, pairs, "installation_opens_critical"),
        rights_reach_all: answer(&mut problems, pairs, "rights_reach_all"),
        term: term(&mut problems, pairs),
        amount: problems.optional("amount", value(pairs, "amount")),
        contractor: problems.optional("contractor", value(pairs, "contractor")),
        subcontracting: answer(&mut problems, pairs, "subcontracting"),
        accounts: answer(&mut problems, pairs, "accounts"),
    };
    let mut problems = problems.into_vec();
    if let Err(contradictions) = Facts::try_from(facts.clone()) {
        for one in contradictions.0 {
            // the list has a form of its own: what contradicts it here is the choice of kinds
            let field = if one.field.starts_with("items") { "information".to_owned() } else { one.field };
            let known = problems.iter().any(|p| p.field == field && p.problem.code() != "rule");
            if !known {
                problems.push(FieldError::new(field, one.problem));
            }
        }
    }
    problems.sort_by_key(|problem| ORDER.iter().position(|field| *field == problem.field));
    (Some(facts), problems)
}

/// Fields in the order the form asks for them, which is the order of its summary of errors.
const ORDER: &[&str] = &[
    "title",
    "summary",
    "category",
    "category_fit",
    "system",
    "activities",
    "term.from",
    "term.to",
    "amount",
    "contractor",
    "information",
    "people_count",
    "places",
    "connection",
    "installation_opens_critical",
    "rights_reach_all",
    "subcontracting",
    "accounts",
];

fn several<T: FromStr<Err = Problem> + Ord>(problems: &mut Problems, pairs: &Pairs, field: &str) -> BTreeSet<T> {
    values(pairs, field).filter_map(|code| problems.keep(field, code.parse())).collect()
}

fn answer(problems: &mut Problems, pairs: &Pairs, field: &str) -> Answer {
    problems.optional(field, value(pairs, field)).unwrap_or_default()
}

fn people_count(problems: &mut Problems, text: &str) -> Option<u32> {
    if text.trim().is_empty() {
        return None;
    }
    let number = problems.keep("people_count", parse_integer(text))?;
    let max = i64::from(u32::MAX);
    let read = u32::try_from(number).map_err(|_| Problem::OutOfRange { value: number.to_string(), min: 0, max });
    problems.keep("people_count", read)
}

fn term(problems: &mut Problems, pairs: &Pairs) -> Option<Term> {
    let text = ["term.from", "term.to"].map(|field| (field, value(pairs, field)));
    let [(_, from), (_, to)] = text;
    let dates =
        text.map(|(field, text)| if text.trim().is_empty() { None } else { problems.keep(field, parse_date(text)) });
    let alone = |field| {
        FieldError::rule(
            field,
            "開始の日と終了の日は、両方を入力するか、両方とも空にしてください",
            "Give both the first and the last day, or neither",
        )
    };
    match (from.trim().is_empty(), to.trim().is_empty(), dates) {
        (false, true, _) => problems.add(alone("term.to")),
        (true, false, _) => problems.add(alone("term.from")),
        (_, _, [Some(from), Some(to)]) => return problems.keep("term.to", Term::new(from, to)),
        _ => {}
    }
    None
}

/// Rows that can be read, and what is wrong with the others.
fn read_items(pairs: &Pairs) -> (Vec<InformationItem>, Vec<FieldError>) {
    let mut problems = Problems::new();
    let (mut items, mut names) = (Vec::new(), BTreeSet::new());
    for i in indices(pairs, "items") {
        let field = |name: &str| format!("items[{i}].{name}");
        let text = |name: &str| value(pairs, &field(name));
        if text("name").trim().is_empty() {
            continue;
        }
        if i >= RawFacts::MAX_ITEMS {
            let max = i64::try_from(RawFacts::MAX_ITEMS).unwrap_or(i64::MAX);
            let value = i.saturating_add(1).to_string();
            problems.add(FieldError::new("", Problem::OutOfRange { value, min: 0, max }));
            break;
        }
        let name: Option<Title> = problems.required(&field("name"), text("name"));
        let access = problems.optional(&field("access"), text("access")).unwrap_or(Access::Provided);
        let criticality: Criticality =
            problems.optional(&field("criticality"), text("criticality")).unwrap_or_default();
        let needed_for = problems.optional(&field("needed_for"), text("needed_for"));
        let Some(name) = name else { continue };
        if names.insert(name.clone()) {
            items.push(InformationItem { name, access, criticality, needed_for });
        } else {
            problems.add(FieldError::new(field("name"), Problem::Taken { value: name.to_string() }));
        }
    }
    (items, problems.into_vec())
}

/// True when the work may include connecting or setting up (NISC-2008 5.2(3) asks then).
pub(super) fn asks_installation(facts: &RawFacts) -> bool {
    facts.category == Category::Build || facts.activities.contains(&Activity::Installation)
}

/// Question and answer of every fact, in words. The contractor's name is looked up by the page; empty for none.
pub(super) fn answers(ui: &Shell, facts: &RawFacts, contractor: &str) -> Vec<(String, String)> {
    let lang = ui.lang;
    let undecided = || ui.t("fact-undecided").into_owned();
    let or = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let mut out: Vec<(&str, String)> = vec![
        ("f-facts-title", facts.title.to_string()),
        ("f-facts-summary", or(facts.summary.as_str())),
        ("f-facts-category", facts.category.label(lang).to_owned()),
        ("f-facts-category_fit", facts.category_fit.label(lang).to_owned()),
        ("f-facts-system", facts.system.to_string()),
        ("f-facts-activities", listed(lang, facts.activities.iter().map(|a| a.label(lang)))),
        ("fact-term", facts.term.map_or_else(undecided, |term| span(ui, term))),
        ("f-facts-amount", facts.amount.map_or_else(undecided, |yen| ui.t1("amount", "yen", yen))),
        ("f-facts-contractor", if contractor.is_empty() { undecided() } else { contractor.to_owned() }),
        ("f-facts-information", listed(lang, facts.information.iter().map(|k| k.label(lang)))),
        ("f-facts-people_count", facts.people_count.map_or_else(|| "–".to_owned(), |n| people(ui, n))),
        ("f-facts-places", listed(lang, facts.places.iter().map(|p| p.label(lang)))),
        ("f-facts-connection", facts.connection.label(lang).to_owned()),
    ];
    if asks_installation(facts) {
        let answer = facts.installation_opens_critical.label(lang).to_owned();
        out.push(("f-facts-installation_opens_critical", answer));
    }
    if facts.category.is_operation() {
        out.push(("f-facts-rights_reach_all", facts.rights_reach_all.label(lang).to_owned()));
    }
    out.push(("f-facts-subcontracting", facts.subcontracting.label(lang).to_owned()));
    out.push(("f-facts-accounts", facts.accounts.label(lang).to_owned()));
    out.into_iter().map(|(key, answer)| (ui.t(key).into_owned(), answer)).collect()
}

/// `令和8年7月1日〜令和9年3月31日`
pub(super) fn span(ui: &Shell, term: Term) -> String {
    let space = if ui.lang == Lang::Ja { "" } else { " " };
    format!("{}{space}{}{space}{}", long_date(term.from(), ui.lang), ui.t("to"), long_date(term.to(), ui.lang))
}

/// `12,480人`
pub(super) fn people(ui: &Shell, count: u32) -> String {
    let space = if ui.lang == Lang::Ja { "" } else { " " };
    format!("{}{space}{}", group_digits(i64::from(count)), ui.t("unit-people"))
}

/// Words in a row, as each language writes them.
pub(super) fn listed<'a>(lang: Lang, words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(if lang == Lang::Ja { "、" } else { ", " })
}

#[cfg(test)]
mod tests;
