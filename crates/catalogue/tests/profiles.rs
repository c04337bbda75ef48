//! Profiles: applied without touching the catalogue, and every fault named with file and line.
#![cfg(test)]

use catalogue::{Catalogue, Profile, ProfileProblem};
use domain::{Lang, engagement::Category};

const HEAD: &str =
    "[profile]\nid = \"org\"\ntitle = { ja = \"調整\", en = \"Tailoring\" }\nbase = \"2026-11\"\nprefix = \"ORG\"\n";

const CHANGES: &str = r#"
[[mark]]
row = "T1-8"
category = "asp"
mark = "required"
reason = { ja = "止められないため", en = "It must not stop" }

[[text]]
id = "CM-IC-01"
field = "tip"
text = { ja = "夜間は当直に電話します。", en = "Call the duty officer at night." }

[[text]]
id = "HI-01"
field = "rule"
text = { ja = "{purpose}だけに使う。", en = "For {purpose} only." }

[[parameter]]
id = "HI-11"
name = "hours"
default = { ja = "12", en = "12" }

[[parameter]]
id = "T2-7"
name = "fix_days"
default = { ja = "7日", en = "7 days" }

[[item]]
id = "HI-09"
default = "on"

[[omit]]
measure = "CM-GV-01"
reason = { ja = "別の様式で受けるため", en = "Taken on another form" }

[[measure]]
id = "ORG-TE-01"
title = { ja = "時刻合わせ", en = "Clocks in step" }
statement = { ja = "時刻を合わせていること。", en = "Clocks are in step." }
question = { ja = "時刻を合わせていますか。", en = "Are clocks in step?" }
levels = [{ ja = "一", en = "1" }, { ja = "二", en = "2" }, { ja = "三", en = "3" }, { ja = "四", en = "4" }, { ja = "五", en = "5" }]
evidence = ["CFG"]
examples = { ja = "設定", en = "Settings" }
confirm = { ja = "見る", en = "Look" }
tip = { ja = "なし", en = "None" }
answered_by = "contractor"
owner = "contractor"
applies = ["operation"]
keywords = { ja = ["時刻"], en = ["clock"] }
"#;

fn profile(changes: &str) -> Profile {
    Profile::parse("org.toml", &format!("{HEAD}{changes}")).expect("readable")
}

fn has(problems: &[ProfileProblem], line: usize, entry: &str, message: &str) {
    let found = problems.iter().any(|p| {
        (p.file.as_str(), p.line, p.entry.as_str()) == ("org.toml", line, entry) && p.message_en.contains(message)
    });
    assert!(found, "no problem {line} [{entry}] {message} in {problems:#?}");
    assert!(problems.iter().all(|p| p.text(Lang::Ja) != p.text(Lang::En)));
}

#[track_caller]
fn refused(changes: &str, line: usize, entry: &str, message: &str) {
    let catalogue = Catalogue::load_embedded().unwrap();
    let profile = profile(changes);
    has(&profile.check(&catalogue), line, entry, message);
    assert!(catalogue.tailored(&profile).is_err());
}

#[track_caller]
fn unreadable(text: &str, line: usize, entry: &str, message: &str) {
    has(&Profile::parse("org.toml", text).unwrap_err(), line, entry, message);
}

#[test]
fn a_profile_changes_marks_texts_defaults_and_measures() {
    let catalogue = Catalogue::load_embedded().unwrap();
    let tailored = catalogue.tailored(&profile(CHANGES)).unwrap_or_else(|p| panic!("{p:#?}"));
    let row = "T1-8".parse().unwrap();
    assert_eq!(tailored.cell(&row, Category::Asp).unwrap().mark.code(), "required");
    assert_eq!(catalogue.cell(&row, Category::Asp).unwrap().mark.code(), "optional");
    let tip = tailored.measure(&"CM-IC-01".parse().unwrap()).unwrap().tip.get(Lang::En).to_owned();
    assert_eq!(tip, "Call the duty officer at night.");
    let rule = tailored.handling_item(&"HI-01".parse().unwrap()).unwrap().fill(Lang::En, &[("purpose", "X")]);
    assert_eq!(rule, "For X only.");
    assert!(tailored.handling_item(&"HI-11".parse().unwrap()).unwrap().fill(Lang::Ja, &[]).contains("12時間"));
    let gone = "CM-GV-01".parse().unwrap();
    assert!(tailored.measure(&gone).is_none());
    let row = tailored.tables().row(&"T1-1".parse().unwrap()).unwrap();
    assert!(!row.measures(Category::Build).contains(&gone));
    assert_eq!(tailored.measures().len(), 90);
    assert_eq!((catalogue.edition(), tailored.edition()), ("2026-11", "2026-11+org"), "what was made by it says so");
    assert!(tailored.measure(&"ORG-TE-01".parse().unwrap()).is_some());
    assert_eq!(tailored.entry("ORG-TE-01").unwrap().file(), "org.toml");
}

#[test]
fn the_difference_to_the_catalogue_is_what_the_profile_says() {
    let catalogue = Catalogue::load_embedded().unwrap();
    let difference = catalogue.diff(&catalogue.tailored(&profile(CHANGES)).unwrap());
    assert_eq!(difference.added.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["ORG-TE-01"]);
    assert_eq!(difference.removed.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["CM-GV-01"]);
    let changed: Vec<_> = difference
        .changed
        .iter()
        .flat_map(|c| c.fields.iter().map(|f| format!("{} {}", c.entry.id, f.field)))
        .filter(|place| !place.ends_with(".en"))
        .collect();
    let expected = [
        "HI-01 rule.ja",
        "HI-09 default",
        "HI-11 parameter[0].default.ja",
        "CM-IC-01 tip.ja",
        "T1-8 cells.asp.mark",
        "T2-7 wording.parameters[0].default.ja",
    ];
    assert_eq!(changed, expected);
}

#[test]
fn faults_against_the_catalogue_are_named_with_their_line() {
    let mark = |row: &str, mark: &str| {
        format!(
            "[[mark]]\nrow = \"{row}\"\ncategory = \"asp\"\nmark = \"{mark}\"\nreason = {{ ja = \"理由\", en = \"why\" }}\n"
        )
    };
    refused(&mark("T1-44", "required"), 6, "T1-44", "there is no");
    refused(&mark("T1-8", "optional"), 6, "T1-8", "already");
    refused(&format!("{}{}", mark("T1-8", "required"), mark("T1-8", "required")), 11, "T1-8", "changed twice");
    let text = |id: &str, field: &str, ja: &str| {
        format!("\n[[text]]\nid = \"{id}\"\nfield = \"{field}\"\ntext = {{ ja = \"{ja}\", en = \"{{purpose}}\" }}\n")
    };
    refused(&text("CM-GV-77", "tip", "あ"), 7, "CM-GV-77", "there is no");
    refused(&text("CM-GV-01", "meaning", "あ"), 7, "CM-GV-01", "allowed are title, statement");
    refused(&text("HI-01", "rule", "使わない"), 7, "HI-01", "needed are");
    let parameter = |id: &str, name: &str, value: &str| {
        format!("[[parameter]]\nid = \"{id}\"\nname = \"{name}\"\ndefault = {{ ja = \"{value}\", en = \"{value}\" }}\n")
    };
    refused(&parameter("HI-11", "hours", "500"), 6, "HI-11", "outside 1 to 72");
    refused(&parameter("HI-11", "days", "1"), 6, "HI-11", "there are hours, contact");
    refused(&parameter("T2-7", "days", "1"), 6, "T2-7", "fix_days");
    refused(&parameter("HI-05", "method", "燃やす"), 6, "HI-05", "names nothing");
    let omit = "[[omit]]\nmeasure = \"CM-GV-01\"\nreason = { ja = \"理由\", en = \"why\" }\n";
    refused(&format!("{omit}{}", text("CM-GV-01", "tip", "あ")), 6, "CM-GV-01", "line 10 changes");
    refused(&format!("{omit}{omit}"), 9, "CM-GV-01", "changed twice");
    refused("[[item]]\nid = \"HI-77\"\ndefault = \"on\"\n", 6, "HI-77", "there is no");
    let added = CHANGES.rsplit_once("[[measure]]").unwrap().1;
    let added = |id: &str| format!("[[measure]]{}", added.replacen("ORG-TE-01", id, 1));
    refused(&added("CM-TE-01"), 6, "CM-TE-01", "begin with ORG-");
    refused(&added("CM-TE-01"), 6, "CM-TE-01", "changed twice");
    refused(&added("ORG-CS-01"), 6, "ORG-CS-01", "family CS");
    refused(&added("ORG-TE-01").replace("evidence = [\"CFG\"]", "evidence = []"), 6, "ORG-TE-01", "evidence is empty");
}

#[test]
fn faults_of_the_head_are_named() {
    let catalogue = Catalogue::load_embedded().unwrap();
    let head = HEAD.replace("2026-11", "2020-01").replace("\"ORG\"", "\"CM\"");
    let problems = Profile::parse("org.toml", &head).unwrap().check(&catalogue);
    has(&problems, 1, "base", "2020-01");
    has(&problems, 1, "prefix", "other than CM");
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    unreadable("[[broken", 1, "-", "cannot be read");
    unreadable("", 1, "profile", "missing");
    unreadable(&format!("{HEAD}\n[[colour]]\nx = 1\n"), 7, "colour", "allowed are profile, mark");
    unreadable(&format!("mark = 1\n{HEAD}"), 1, "mark", "[[mark]]");
    let two = format!("{HEAD}[[omit]]\nmeasure = \"GV-01\"\n[[item]]\nid = \"HI-01\"\ndefault = \"maybe\"\n");
    unreadable(&two, 7, "omit", "CM-GV-01");
    unreadable(&two, 10, "item", "maybe");
    let key = format!("{HEAD}[[item]]\nid = \"HI-01\"\ndefault = \"on\"\ncolour = 1\n");
    unreadable(&key, 9, "item", "colour");
    let empty = format!("{HEAD}[[omit]]\nmeasure = \"CM-GV-01\"\nreason = {{ ja = \"\", en = \"x\" }}\n");
    unreadable(&empty, 8, "omit", "Japanese text is empty");
}

const WORDING: &str = r#"
[[text]]
id = "KL-15"
field = "title"
text = { ja = "事故の第一報", en = "First report of incidents" }

[[parameter]]
id = "KL-15"
name = "report_hours"
default = 12

[[parameter]]
id = "KL-15"
name = "report_hours"
strength = "strict"
default = 2

[[passage]]
id = "KL-01"
form = "contract"
number = 4
text = { ja = "{contractor}は、体制の変更を{change_days}営業日以内に電子メールで{client}に届け出る。", en = "{contractor} shall report a change of the organisation to {client} by e-mail within {change_days} business days." }
reason = { ja = "書面の届出をやめたため", en = "Paper notices were given up" }

[[passage]]
id = "AR-01"
form = "contract"
text = { ja = "{client}は、{annex:measures}を年1回見直す。", en = "{client} reviews {annex:measures} once a year." }
reason = { ja = "規程で決まっているため", en = "Our rules say so" }
"#;

#[test]
fn clauses_and_articles_take_other_paragraphs_and_figures() {
    use catalogue::wording::{ParameterValue, Strength};
    let catalogue = Catalogue::load_embedded().unwrap();
    let tailored = catalogue.tailored(&profile(WORDING)).unwrap_or_else(|e| panic!("{e:?}"));
    let clause = |of: &Catalogue, id: &str| of.clause(&id.parse().unwrap()).unwrap().clone();
    let incident = clause(&tailored, "KL-15");
    assert_eq!(incident.title.get(Lang::Ja), "事故の第一報");
    let hours = incident.parameters.iter().find(|p| p.name == "report_hours").unwrap();
    assert_eq!(hours.default_for(Strength::Standard), Some(&ParameterValue::Number(12)));
    assert_eq!(hours.default_for(Strength::Strict), Some(&ParameterValue::Number(2)));
    let (old, new) = (clause(&catalogue, "KL-01"), clause(&tailored, "KL-01"));
    assert_eq!(old.contract.len(), new.contract.len());
    assert!(new.contract[3].text.get(Lang::Ja).contains("電子メール"));
    assert_eq!(old.contract[3].strengths, new.contract[3].strengths, "it stands when the old one would have");
    let article = |of: &Catalogue| of.article(&"AR-01".parse().unwrap()).unwrap().contract.len();
    assert_eq!(article(&tailored), article(&catalogue) + 1);
    let changed: Vec<_> = catalogue
        .diff(&tailored)
        .changed
        .into_iter()
        .flat_map(|c| c.fields.into_iter().map(move |f| format!("{} {}", c.entry.id, f.field)))
        .filter(|place| !place.ends_with(".en"))
        .collect();
    assert_eq!(changed.iter().filter(|place| place.starts_with("KL-15")).count(), 3, "{changed:?}");
    assert!(changed.iter().any(|place| place == "KL-01 contract[3].ja"), "{changed:?}");
}

#[test]
fn faults_of_wordings_are_named_with_their_line() {
    let passage = |id: &str, form: &str, number: usize, ja: &str| {
        format!(
            "[[passage]]\nid = \"{id}\"\nform = \"{form}\"\nnumber = {number}\ntext = {{ ja = \"{ja}\", en = \"{ja}\" }}\nreason = {{ ja = \"理由\", en = \"why\" }}\n"
        )
    };
    refused(&passage("KL-99", "contract", 1, "あ"), 6, "KL-99", "there is no");
    refused(&passage("KL-01", "contract", 99, "あ"), 6, "KL-01", "there are 1 to");
    refused(&passage("AR-01", "specification", 1, "あ"), 6, "AR-01", "\"contract\" only");
    refused(&passage("KL-01", "contract", 4, "{nobody}は守る。"), 6, "KL-01", "{nobody} is not declared");
    refused(&passage("KL-01", "contract", 4, "甲は守る。"), 6, "KL-01", "must be a placeholder");
    refused(&passage("KL-01", "contract", 4, "{contractor}は、速やかに届け出る。"), 6, "KL-01", "without a number");
    refused(&passage("KL-01", "contract", 4, "{annex:nothing}による。"), 6, "KL-01", "no article or annex");
    let parameter = |id: &str, name: &str, value: &str| {
        format!("[[parameter]]\nid = \"{id}\"\nname = \"{name}\"\ndefault = {value}\n")
    };
    refused(&parameter("KL-15", "report_hours", "100000"), 6, "KL-15", "outside");
    refused(&parameter("KL-15", "report_hours", "\"soon\""), 6, "KL-15", "not a value of kind");
    refused(&parameter("KL-15", "days", "3"), 6, "KL-15", "there are");
    refused(&parameter("HI-11", "hours", "12"), 6, "HI-11", "the default is a text");
}
