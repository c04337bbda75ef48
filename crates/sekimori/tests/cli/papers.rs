//! Requirements and papers of a file, and the catalogue tailored by a profile: on a machine with no installation, and for a
//! server.

use crate::support::Place;

const FACTS: &str = r#"title = "図書館サイトの運用"
summary = "監視と修正の適用"
category = "remote_operation"
system = "図書館サイト"
activities = ["operation"]
information = ["personal"]
places = ["contractor_premises"]
connection = "remote"
term = { from = "2027-04-01", to = "2028-03-31" }
"#;

const PLAN: &str = r#"[plan.names]
contract_number = "第R9-0001号"
[about.client]
name = { ja = "霧沢市", en = "Kirisawa City" }
[about.contractor]
name = { ja = "株式会社北稜", en = "Hokuryo, Inc." }
[document]
number = "霧情政 第77号"
version = "2.1"
date = "2026-11-24"
era = "western"
"#;

const HEAD: &str =
    "[profile]\nid = \"org\"\ntitle = { ja = \"調整\", en = \"Tailoring\" }\nbase = \"2026-11\"\nprefix = \"ORG\"\n";

/// Everything a profile can change.
const CHANGES: &str = r#"
[[mark]]
row = "T1-8"
category = "remote_operation"
mark = "required"
reason = { ja = "止められないため", en = "It must not stop" }

[[text]]
id = "CM-IC-01"
field = "title"
text = { ja = "当直への電話", en = "A call to the duty officer" }

[[parameter]]
id = "KL-15"
name = "report_hours"
default = 5

[[parameter]]
id = "KL-15"
name = "report_hours"
strength = "standard"
default = 5

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

/// A profile with two faults, the second on line 7.
const BAD: &str = "[[omit]]\nmeasure = \"CM-GV-99\"\nreason = { ja = \"不要\", en = \"not needed\" }\n[[mark]]\nrow = \"T2-99\"\ncategory = \"asp\"\nmark = \"required\"\nreason = { ja = \"要る\", en = \"needed\" }\n";

/// Words of a Word file.
fn words(file: &std::path::Path) -> String {
    let bytes = std::fs::read(file).unwrap();
    let document = reader::read(&bytes, Some("a.docx"), &reader::Limits::default()).unwrap();
    document
        .blocks
        .iter()
        .map(|block| format!("{}{}\n", block.label.as_deref().unwrap_or_default(), block.text))
        .collect()
}

#[test]
fn a_profile_changes_the_requirements_and_the_papers_of_a_file() {
    let place = Place::new();
    let (facts, plan) = (place.file("facts.toml", FACTS), place.file("plan.toml", PLAN));
    let profile = place.file("org.toml", &format!("{HEAD}{CHANGES}"));
    let shown = |more: &[&str]| {
        let mut args = vec!["engagement", "profile", &facts];
        args.extend(more);
        place.ok(&args)
    };
    let (own, tailored) = (shown(&[]), shown(&["--profile", &profile]));
    let level = |value: &serde_json::Value, list: &str, id: &str| {
        let found = value[list].as_array().unwrap().iter().find(|line| line["id"] == id);
        found.map(|line| line["level"].as_str().unwrap().to_owned())
    };
    assert_eq!((own["edition"].as_str(), tailored["edition"].as_str()), (Some("2026-11"), Some("2026-11+org")));
    assert_ne!(level(&own, "rows", "T1-8").as_deref(), Some("required"));
    assert_eq!(level(&tailored, "rows", "T1-8").as_deref(), Some("required"));
    assert!(level(&own, "measures", "CM-GV-01").is_some() && level(&tailored, "measures", "CM-GV-01").is_none());
    assert_eq!(level(&tailored, "measures", "ORG-TE-01").as_deref(), Some("required"));

    let out = place.path().join("out");
    let to = out.display().to_string();
    place.ok(&[
        "engagement",
        "draft",
        &facts,
        "--plan",
        &plan,
        "--profile",
        &profile,
        "--out",
        &to,
        "--kind",
        "docx",
        "--lang",
        "ja",
        "--paper",
        "outsourcing-contract",
        "--paper",
        "handling-rules",
    ]);
    let text = words(&out.join("outsourcing-contract.ja.docx"));
    for part in ["当直への電話", "時刻を合わせていること。", "5時間以内"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let letter = words(&out.join("handling-rules.ja.docx"));
    for part in ["霧情政 第77号", "2026年11月24日"] {
        assert!(letter.contains(part), "{part}\n{letter}");
    }
}

#[test]
fn a_bad_profile_writes_nothing_and_says_every_fault_with_its_line() {
    let place = Place::new();
    let facts = place.file("facts.toml", FACTS);
    let profile = place.file("bad.toml", &format!("{HEAD}{BAD}"));
    let out = place.path().join("out").display().to_string();
    for args in [
        vec!["engagement", "profile", &facts, "--profile", &profile],
        vec!["engagement", "draft", &facts, "--profile", &profile, "--out", &out],
        vec!["catalogue", "check", &profile],
    ] {
        let done = place.run(&args);
        assert_eq!(done.code, 5, "{}", done.err);
        for part in ["bad.toml:6 [CM-GV-99]", "bad.toml:9 [T2-99]", "there is no"] {
            assert!(done.err.contains(part), "{part}\n{}", done.err);
        }
    }
    assert!(!place.path().join("out").exists(), "nothing is written");
    let done = place.run(&["engagement", "profile", &facts, "--profile", "nowhere.toml"]);
    assert!(done.code != 0 && done.err.contains("nowhere.toml"), "{}", done.err);
}

#[test]
fn an_installation_takes_a_profile_and_does_not_start_with_a_bad_one() {
    let place = Place::ready();
    place.file("org.toml", &format!("{HEAD}{CHANGES}"));
    place.file("bad.toml", &format!("{HEAD}{BAD}"));
    let with = |profile: &str, args: &[&str]| {
        place.command(args).env("SEKIMORI_CATALOGUE__PROFILE", place.path().join(profile)).output().unwrap()
    };
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for args in [vec!["serve", "--listen", "127.0.0.1:0"], vec!["engagement", "list", "--as", "seki"]] {
        let done = with("bad.toml", &args);
        let err = said(&done.stderr);
        assert_eq!(done.status.code(), Some(5), "{err}");
        assert!(err.contains("bad.toml:6 [CM-GV-99]") && err.contains("bad.toml:9 [T2-99]"), "{err}");
    }
    let done = with("bad.toml", &["doctor"]);
    assert!(said(&done.stdout).contains("bad.toml:9 [T2-99]"), "{}", said(&done.stdout));
    let done = with("org.toml", &["user", "list"]);
    assert!(done.status.success(), "{}", said(&done.stderr));
    let done = with("org.toml", &["doctor"]);
    assert!(said(&done.stdout).contains("2026-11+org"), "{}", said(&done.stdout));
}

/// Word templates of an organisation: one that can be filled, one without a place for the contents.
const LETTERHEAD: &[u8] = include_bytes!("letterhead.docx");
const BODILESS: &[u8] = include_bytes!("letterhead-without-body.docx");

#[test]
fn an_own_template_is_filled_and_a_bad_one_stops_everything() {
    let place = Place::new();
    let (facts, plan) = (place.file("facts.toml", FACTS), place.file("plan.toml", PLAN));
    std::fs::write(place.path().join("letterhead.docx"), LETTERHEAD).unwrap();
    std::fs::write(place.path().join("bodiless.docx"), BODILESS).unwrap();
    place.file("text.docx", "no Word file");
    let draft = |template: &str, out: &str| {
        place.run(&[
            "engagement",
            "draft",
            &facts,
            "--plan",
            &plan,
            "--template",
            template,
            "--out",
            out,
            "--kind",
            "docx",
            "--lang",
            "ja",
            "--paper",
            "outsourcing-contract",
            "--paper",
            "confirmation",
        ])
    };
    assert_eq!(draft("letterhead.docx", "out").code, 0);
    let contract = words(&place.path().join("out/outsourcing-contract.ja.docx"));
    for part in ["業務委託契約書", "2026年11月24日", "第1条", "霧沢市役所"] {
        assert!(contract.contains(part), "{part}\n{contract}");
    }
    assert_eq!(contract.matches("業務委託契約書\n").count(), 1, "the title stands once");
    let theirs = words(&place.path().join("out/confirmation.ja.docx"));
    assert!(!theirs.contains("霧沢市役所"), "what the contractor sends does not bear the client's letterhead");

    for (template, said) in [
        ("bodiless.docx", "{{body}}がありません。見つかったもの：{{title}}"),
        ("text.docx", "Wordのファイル（.docx）ではありません"),
        ("nowhere.docx", "nowhere.docx"),
    ] {
        let done = draft(template, "bad");
        assert!(done.code != 0 && done.err.contains(template) && done.err.contains(said), "{template}: {}", done.err);
        assert!(!place.path().join("bad").exists(), "nothing is written");
    }

    let place = Place::ready();
    std::fs::write(place.path().join("bodiless.docx"), BODILESS).unwrap();
    let mut serve = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    let done = serve.env("SEKIMORI_PAPERS__TEMPLATE", place.path().join("bodiless.docx")).output().unwrap();
    let err = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(5), "{err}");
    assert!(err.contains("bodiless.docx") && err.contains("the template has no place {{body}}"), "{err}");
}
