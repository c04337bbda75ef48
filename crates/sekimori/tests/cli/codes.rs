//! Exit codes, and what is said with them.

use crate::support::{Place, engagement};

#[test]
fn a_place_that_is_not_set_up_says_what_to_do() {
    let place = Place::new();
    for args in [&["serve"][..], &["user", "list"], &["engagement", "list", "--as", "aki"], &["backup", "b.tar"]] {
        let error = place.refused(7, args);
        assert_eq!(error["code"], "not_ready");
        assert!(error["next"].as_str().unwrap().contains("sekimori init"), "{error}");
    }
    assert!(!place.database().exists(), "looking creates nothing");
}

#[test]
fn the_command_line_itself_is_checked_first() {
    let place = Place::new();
    for args in [
        &["fly"][..],
        &["engagement", "show", "12", "--as", "a"],
        &["init", "--password", "x"],
        &["serve", "--lang", "fr"],
    ] {
        assert_eq!(place.run(args).code, 2, "{args:?}");
    }
    let unknown = place.run(&["user", "grant", "a", "--role", "king"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("chief_security_officer"), "what is allowed: {}", unknown.err);
}

#[test]
fn a_second_init_is_refused() {
    let place = Place::ready();
    let error = place.refused(4, &["init", "--organisation", "a", "--login", "bb", "--name", "c"]);
    assert!(error["message"].as_str().unwrap().contains("already"));
}

#[test]
fn without_a_terminal_every_missing_answer_is_named() {
    let place = Place::new();
    let error = place.refused(5, &["init"]);
    let places: Vec<_> = error["problems"].as_array().unwrap().iter().map(|p| p["place"].clone()).collect();
    assert_eq!(places, ["--organisation", "--login", "--name"]);
    assert_eq!(error["problems"][0]["message"], "A value is required");
    let weak = place.command(&["init", "--organisation", "a", "--login", "bb", "--name", "c", "--lang", "ja"]);
    let mut weak = weak;
    weak.env("SEKIMORI_PASSWORD", "short");
    let done = crate::support::finish(weak);
    assert_eq!(done.code, 5);
    assert!(done.err.contains("password: 12文字以上で入力してください（いま5文字）"), "{}", done.err);
}

#[test]
fn nobody_and_nothing_are_not_found() {
    let place = Place::ready();
    place.person("aki", "section_security_officer");
    place.refused(3, &["engagement", "show", "R8-9999", "--as", "aki"]);
    place.refused(3, &["engagement", "list", "--as", "nobody"]);
    place.refused(3, &["user", "disable", "nobody"]);
    place.refused(3, &["user", "password", "nobody"]);
    place.refused(3, &["approval", "show", "apr_01920000000070008000000000000001", "--as", "aki"]);
}

#[test]
fn a_missing_permission_is_refused() {
    let place = Place::ready();
    place.person("aud", "auditor");
    let file = place.file("new.toml", &engagement("印刷"));
    let error = place.refused(4, &["engagement", "new", &file, "--as", "aud"]);
    assert_eq!(error["message"], "This needs the permission \"Edit engagements\"");
    place.ok(&["user", "disable", "aud"]);
    place.refused(4, &["engagement", "list", "--as", "aud"]);
    place.ok(&["user", "enable", "aud"]);
    place.ok(&["engagement", "list", "--as", "aud"]);
    place.refused(4, &["user", "disable", "seki"]);
}

#[test]
fn an_engagement_file_names_file_line_key_value_and_what_is_allowed() {
    let place = Place::ready();
    place.person("aki", "section_security_officer");
    let text = engagement("印刷").replace("\"none\"", "\"cable\"") + "unit = \"どこか\"\ncolour = \"red\"\n";
    place.file("new.toml", &text);
    let done = place.run(&["engagement", "new", "new.toml", "--as", "aki"]);
    assert_eq!(done.code, 5);
    assert!(
        done.err.contains("  new.toml:7 connection: \"cable\" is not one of: none, on_site, remote, unknown\n"),
        "{}",
        done.err
    );
    assert!(done.err.contains("  new.toml:11 colour: \"colour\" is not one of: unit, title, "), "{}", done.err);
    let done = place.run(&["engagement", "new", "new.toml", "--as", "aki", "--lang", "ja"]);
    assert!(
        done.err
            .contains("new.toml:7 connection: 「cable」は使えません。使えるのは none、on_site、remote、unknown です"),
        "{}",
        done.err
    );
    place.file("new.toml", &(engagement("印刷") + "unit = \"どこか\"\n"));
    let error = place.refused(5, &["engagement", "new", "new.toml", "--as", "aki"]);
    assert_eq!(error["problems"][0]["place"], "new.toml unit");
    assert_eq!(place.run(&["engagement", "new", "gone.toml", "--as", "aki"]).code, 1);
}

#[test]
fn what_the_operator_does_stands_in_the_ledger_under_their_login() {
    let place = Place::ready();
    place.person("aki", "section_security_officer");
    place.ok(&["ledger", "export", "ledger.jsonl"]);
    let text = std::fs::read_to_string(place.path().join("ledger.jsonl")).unwrap();
    let created = text.lines().find(|l| l.contains("person.create") && l.contains("aki")).unwrap();
    let entry: serde_json::Value = serde_json::from_str(created).unwrap();
    assert!(entry["actor"].as_str().unwrap().starts_with("operator:"), "{entry}");
    assert_eq!(entry["channel"], "cli");
    assert!(!text.contains(crate::support::PASSWORD));
}

#[test]
fn completions_and_the_api_document_need_no_installation() {
    let place = Place::new();
    let shell = place.run(&["completions", "bash"]);
    assert!(shell.out.contains("_sekimori()"), "{}", shell.err);
    assert_eq!(place.ok(&["openapi"])["openapi"], "3.1.0");
    let example = place.run(&["engagement", "new", "--example"]);
    assert!(example.out.contains("category = "), "{}", example.err);
}
