//! Phrasings and the values they state, one a line in `phrasings.tsv`: concept, values, sentence. Many state a number that
//! is not the value asked for. No line is excepted.
#![cfg(test)]

use checker::values;
use serde_json::Value;

const PHRASINGS: &str = include_str!("phrasings.tsv");

#[test]
fn every_phrasing_gives_its_values() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in PHRASINGS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [concept, expected, text] = fields[..] else { panic!("three fields: {line}") };
        let expected: Value = serde_json::from_str(expected).unwrap_or_else(|error| panic!("{line}: {error}"));
        let found = Value::Object(values(concept, text));
        count += 1;
        if found != expected {
            wrong.push(format!("{concept}: should be {expected}, is {found}: {text}"));
        }
    }
    assert!(count >= 400, "only {count} phrasings");
    assert!(wrong.is_empty(), "{} of {count} wrong\n{}", wrong.len(), wrong.join("\n"));
}
