//! Work in service: hand-overs, the chain below, watching, and the end.

mod chain;
mod confirmation;
mod ending;
mod gates;
mod handover;
mod incidents;
mod leaving;
mod looks;
mod selected;
mod watch;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use domain::{Lang, id::ContractorId};
use rules::{Reason, ReasonCode, act::ActReport};
use serde::de::DeserializeOwned;

use crate::support::{catalogue, id};

/// Reasons given in any of these tests.
static SEEN: Mutex<BTreeSet<ReasonCode>> = Mutex::new(BTreeSet::new());

/// Checks that a reason fills its sentence, and notes it.
pub fn said(reason: &Reason) -> ReasonCode {
    let given: BTreeSet<&str> = reason.params.iter().map(|(name, _)| *name).collect();
    let wanted: BTreeSet<&str> = reason.code.params().iter().copied().collect();
    assert_eq!(given, wanted, "params of {}", reason.code);
    for lang in Lang::ALL {
        assert!(!reason.text(catalogue(), *lang).contains(['{', '}']), "{}", reason.text(catalogue(), *lang));
    }
    SEEN.lock().unwrap().insert(reason.code);
    reason.code
}

/// What an act is refused for, by condition.
fn refused(report: &ActReport) -> BTreeMap<String, String> {
    for test in &report.tests {
        said(&test.because);
        assert!(!test.because.rule.is_empty(), "{} has no source", test.condition.id);
    }
    assert_eq!(report.is_allowed(), report.refusals().next().is_none());
    report.refusals().map(|(c, r)| (c.id.to_owned(), r.code.code().to_owned())).collect()
}

/// Every reason given by these tests when all of them are run.
pub fn reasons() -> BTreeSet<ReasonCode> {
    handover::run();
    chain::run();
    watch::run();
    ending::run();
    gates::run();
    confirmation::run();
    looks::run();
    leaving::run();
    crate::selection::run();
    selected::run();
    SEEN.lock().unwrap().clone()
}

/// `"con#7"` stands for a whole id.
fn ids(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split('"').enumerate() {
        if i > 0 {
            out.push('"');
        }
        match part.split_once('#') {
            Some((prefix, n)) if prefix.len() == 3 && !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) => {
                out.push_str(&format!("{prefix}_{:032x}", n.parse::<u32>().unwrap()));
            }
            _ => out.push_str(part),
        }
    }
    out
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(&ids(text)).unwrap_or_else(|e| panic!("{e}"))
}

/// A base with changes and without fields.
fn made<T: DeserializeOwned>(base: &toml::Table, set: &toml::Table, without: &[String]) -> T {
    let mut table = base.clone();
    table.extend(set.clone());
    for field in without {
        table.remove(field).unwrap_or_else(|| panic!("no field {field}"));
    }
    T::deserialize(toml::Value::Table(table)).unwrap_or_else(|e| panic!("{e}"))
}

fn firm(n: u32) -> ContractorId {
    id("con", n)
}
