use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;

use super::*;

static ASKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Remembers that a page asked for a key.
pub(super) fn note(key: &str) {
    if let Ok(mut asked) = ASKED.lock() {
        asked.insert(key.to_owned());
    }
}

/// Keys with the names of their variables.
fn keys(lang: Lang) -> BTreeMap<String, (BTreeSet<String>, String)> {
    let mut out: BTreeMap<String, (BTreeSet<String>, String)> = BTreeMap::new();
    for (file, text) in sources(lang) {
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, value)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                key.clone_into(&mut current);
                let old = out.insert(current.clone(), (BTreeSet::new(), String::new()));
                assert!(old.is_none(), "{file}: {key} is there twice");
                note_line(&mut out, &current, value);
            } else if !line.trim().is_empty() {
                note_line(&mut out, &current, line);
            }
        }
    }
    out
}

fn note_line(out: &mut BTreeMap<String, (BTreeSet<String>, String)>, key: &str, text: &str) {
    let entry = out.get_mut(key).unwrap();
    entry.1.push_str(text.trim());
    for part in text.split('$').skip(1) {
        entry.0.insert(part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
    }
}

fn japanese(text: &str) -> bool {
    text.chars().any(|c| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn files_parse() {
    for lang in Lang::ALL {
        for (file, text) in sources(*lang) {
            let problems = FluentResource::try_new((*text).to_owned()).err().map(|(_, errors)| errors);
            assert!(problems.is_none(), "{} {file}: {problems:?}", lang.code());
        }
    }
}

#[test]
fn both_languages_say_the_same_things() {
    let (ja, en) = (keys(Lang::Ja), keys(Lang::En));
    let only = |a: &BTreeMap<String, _>, b: &BTreeMap<String, _>| -> Vec<String> {
        a.keys().filter(|k| !b.contains_key(*k)).cloned().collect()
    };
    assert_eq!(only(&ja, &en), Vec::<String>::new(), "missing in English");
    assert_eq!(only(&en, &ja), Vec::<String>::new(), "missing in Japanese");
    for (key, (variables, text)) in &ja {
        assert_eq!(variables, &en[key].0, "variables of {key}");
        assert!(!text.is_empty() && !en[key].1.is_empty(), "{key} is empty");
        let plain = en[key].1.replace("日本語", "").replace("関守", "");
        assert!(!japanese(&plain), "Japanese in the English {key}: {plain}");
    }
}

#[test]
fn plurals_and_values() {
    let en = T::new(Lang::En);
    assert_eq!(en.tn("engagement-gate-left", 1_usize), "One condition to go");
    assert_eq!(en.tn("engagement-gate-left", 3_usize), "3 conditions to go");
    assert_eq!(T::new(Lang::Ja).tn("engagement-gate-left", 3_usize), "あと 3件で通れます");
    assert_eq!(en.t("no-such-key"), "⟨no-such-key⟩");
}

fn read_all(folder: &Path, out: &mut String) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read_all(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html") && !path.ends_with("i18n/tests.rs") {
            out.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// Every key written in a template or in the source exists; every key that exists is written there or was asked for
/// while all samples were rendered.
#[test]
fn keys_are_used_and_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    read_all(&root.join("src"), &mut text);
    read_all(&root.join("templates"), &mut text);
    let known = keys(Lang::Ja);
    for call in [".t(\"", ".t1(\"", ".t2(\"", ".tn(\""] {
        for part in text.split(call).skip(1) {
            let key = part.split('"').next().unwrap();
            assert!(known.contains_key(key) || key.ends_with('-'), "no text for {key}");
        }
    }
    let literals: BTreeSet<&str> = text.split('"').collect();
    for lang in Lang::ALL {
        assert!(!crate::views::samples(*lang).is_empty());
    }
    let asked = ASKED.lock().unwrap();
    let unused: Vec<_> = known.keys().filter(|key| !literals.contains(key.as_str()) && !asked.contains(*key)).collect();
    assert!(unused.is_empty(), "never used: {unused:#?}");
}
