//! Values that the text states: hours, days, months, caps, courts.

mod cap;
mod deadline;
mod period;
mod place;
mod relation;
mod rhythm;
mod safeguard;

use serde_json::{Map, Value, json};

use crate::{
    report::Status,
    verdict::{Case, Verdict},
};

/// The values of a finding, from the sentences that show it and, for some concepts, from those around them.
pub(crate) fn of(case: &Case<'_>, concept: &str, sentences: &[usize]) -> Map<String, Value> {
    let mut order: Vec<usize> = sentences.to_vec();
    if concept == "incident_report" {
        order.sort_unstable();
        for at in &order {
            let found = extract(concept, &[&amended(case.said(*at))]);
            if !found.is_empty() {
                return found;
            }
        }
        return Map::new();
    }
    if matches!(
        concept,
        "damages" | "audit_right" | "vulnerability_handling" | "log_retention" | "survival" | "periodic_report"
    ) {
        for at in sentences {
            let article = case.article(*at);
            let around = (0..case.text.sentences.len()).filter(|other| case.article(*other) == article);
            for other in around.filter(|other| concept != "survival" || *other > *at) {
                if !order.contains(&other) {
                    order.push(other);
                }
            }
        }
    }
    if concept == "damages" {
        // the amount may stand in a table of terms
        let rows = (0..case.text.sentences.len()).filter(|at| {
            let said = case.said(*at);
            said.contains(':')
                && said.contains("上限")
                && (said.contains("責任") || said.contains("賠償"))
                && said.contains('円')
        });
        order.extend(rows.filter(|at| !sentences.contains(at)));
    }
    let texts: Vec<String> = order.iter().map(|at| amended(case.said(*at))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    extract(concept, &texts)
}

/// 「A」を「B」に改める: only B counts.
fn amended(said: &str) -> String {
    let changes = ["改め", "読み替え", "変更", "修正"].iter().any(|w| said.contains(w));
    if !changes {
        return said.to_owned();
    }
    let mut out = said.to_owned();
    while let Some(joint) = out.find("」を「") {
        let Some(open) = out.get(..joint).and_then(|t| t.rfind('「')) else { break };
        out = format!("{}{}", out.get(..open).unwrap_or_default(), out.get(joint + "」を".len()..).unwrap_or_default());
    }
    out
}

/// The values that a phrase alone states for a concept, by the concept's id: `deadline_hours` of `incident_report`,
/// `months` of `survival` and so on. Empty where it states none, or where the concept has no values.
#[must_use]
pub fn values(concept: &str, phrase: &str) -> Map<String, Value> {
    extract(concept, &[crate::text::Folded::of_str(phrase).text()])
}

/// The values that sentences state for a concept; the first sentence that states a value wins.
fn extract(concept: &str, texts: &[&str]) -> Map<String, Value> {
    let mut out = Map::new();
    for text in texts {
        let found = match concept {
            "incident_report" => deadline::incident(text),
            "return_destroy" | "destroy_report" => deadline::days(text),
            "termination_right" => deadline::termination(text),
            "survival" => period::survival(text),
            "log_retention" => period::logs(text),
            "vulnerability_handling" => period::vulnerability(text),
            "audit_right" => rhythm::audit(text),
            "periodic_report" => rhythm::periodic(text),
            "damages" => cap::damages(text),
            "equivalent_level" => safeguard::level(text),
            "governing_law_jurisdiction" => place::jurisdiction(text),
            _ => Vec::new(),
        };
        for (name, value) in found {
            out.entry(name).or_insert(value);
        }
    }
    if concept == "incident_report" && out.contains_key("deadline_hours") {
        out.remove("deadline");
    }
    if concept == "survival" && !texts.is_empty() && !out.contains_key("months") && !out.contains_key("until") {
        out.insert("indefinite".to_owned(), json!(true));
    }
    if concept == "survival" && out.contains_key("months") {
        out.remove("indefinite");
    }
    out
}

type Found = Vec<(String, Value)>;

fn put(out: &mut Found, name: &str, value: Value) {
    out.push((name.to_owned(), value));
}

/// Whole numbers as integers, so that 24 is 24 and not 24.0.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small just above")]
        let whole = value as i64;
        json!(whole)
    } else {
        json!(value)
    }
}

/// One of the words stands in the text.
fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Reasons that follow from values: no deadline, no period, a cap.
pub(crate) fn reasons(concept: &str, verdict: Verdict, parameters: &Map<String, Value>) -> Verdict {
    if verdict.status == Status::Missing {
        return verdict;
    }
    let has = |name: &str| parameters.contains_key(name);
    match concept {
        "incident_report" if !has("deadline_hours") => verdict.because("no_deadline"),
        "log_retention" if !has("months") && !has("days") => verdict.because("no_period"),
        "return_destroy" if !has("days") => verdict.because("no_deadline"),
        "survival" if has("indefinite") => verdict.because("no_period"),
        "damages" if has("cap") && parameters.get("cap").is_some_and(|cap| cap.get("unlimited").is_none()) => {
            verdict.because("capped")
        }
        _ => verdict,
    }
}
