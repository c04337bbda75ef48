//! The embedded files are sound, and every kind of unsound file is refused with file and entry.
#![cfg(test)]

use catalogue::{Applies, Catalogue, CatalogueProblem, CheckCode, EMBEDDED, Waivable};
use domain::{
    Lang,
    engagement::{Activity, InformationKind},
    gate::Gate,
    person::Role,
};

/// Loads the embedded files with one replaced.
fn with(name: &str, edit: impl Fn(&str) -> String) -> Vec<CatalogueProblem> {
    let files: Vec<(&str, String)> = EMBEDDED
        .iter()
        .map(|(file, text)| {
            let new = if *file == name { edit(text) } else { (*text).to_owned() };
            assert!(*file != name || new != *text, "the edit of {name} changed nothing");
            (*file, new)
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, text.as_str())).collect();
    Catalogue::load_from(&files).expect_err("the files are unsound")
}

fn has(problems: &[CatalogueProblem], file: &str, entry: &str, message: &str) {
    assert!(
        problems.iter().any(|p| p.file == file && p.entry == entry && p.message_en.contains(message)),
        "no problem {file} [{entry}] {message} in {problems:#?}"
    );
}

#[test]
fn the_embedded_files_are_sound() {
    let catalogue = Catalogue::load_embedded().unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    });
    assert_eq!(catalogue.edition(), "2026-11");
    assert_eq!(catalogue.envelopes().count(), EMBEDDED.len());
    assert_eq!(catalogue.threats().len(), 12);
    assert_eq!(catalogue.choices().information.label(InformationKind::Personal, Lang::Ja), "個人の情報");
    for role in Role::ALL {
        assert!(!catalogue.role(*role).unwrap().duties.is_empty(), "{role}");
    }
    for activity in Activity::ALL {
        assert!(!catalogue.choices().activity.hint(*activity, Lang::En).is_empty(), "{activity}");
    }
    for condition in catalogue.conditions() {
        for source in &condition.source {
            assert!(catalogue.source(&source.document).is_some(), "{} {source}", condition.id);
        }
    }
}

#[test]
fn the_conditions_on_the_decision_are_computed_and_never_waived() {
    let catalogue = Catalogue::load_embedded().unwrap();
    for check in [CheckCode::WorkDecided, CheckCode::PermitInForce, CheckCode::ItemsJudged] {
        let mut found = catalogue.conditions().iter().filter(|c| c.check == check).peekable();
        assert!(found.peek().is_some(), "{check}");
        assert!(found.all(|c| c.waivable == Waivable::Never), "{check}");
    }
    let later = catalogue.conditions().iter().filter(|c| c.gate != Gate::Decide);
    let computed: Vec<_> = later.filter(|c| c.check != CheckCode::Declared).map(|c| c.id.as_str()).collect();
    let expected = "G2-1 G2-2 G2-3 G2-4 G2-5 G2-6 G2-7 G2-10 G3-9 G4-1 G4-2 G4-3 G4-4 G4-6 G4-8 G4-9 G4-11 G4-12";
    assert_eq!(computed.join(" "), expected);
    let paper = |c: &&catalogue::Condition| matches!(c.check, CheckCode::PaperReady | CheckCode::AuditDecided);
    for condition in catalogue.conditions().iter().filter(paper) {
        assert!(!condition.papers.is_empty(), "{} names no paper", condition.id);
    }
    for condition in catalogue.conditions() {
        for paper in &condition.papers {
            assert!(paper.parse().is_ok_and(|id| catalogue.paper(&id).is_some()), "{}: {paper}", condition.id);
        }
    }
    let directed = catalogue.condition(&"G4-2".parse().unwrap()).unwrap();
    assert_eq!((directed.applies, directed.waivable), (Applies::OnlyCritical, Waivable::Never));
}

#[test]
fn all_problems_are_reported_at_once() {
    let problems = with("conditions.toml", |text| {
        text.replacen("\"N-3\" }]", "\"N-3\" }]\ncolour = \"red\"", 1)
            .replacen("check = \"items_judged\"", "check = \"by_magic\"", 1)
            .replacen("id = \"G2-2\"", "id = \"G2-1\"", 1)
            .replacen("id = \"G3-1\"", "id = \"G9-1\"", 1)
    });
    has(&problems, "conditions.toml", "G1-1", "colour");
    has(&problems, "conditions.toml", "G1-3", "by_magic");
    has(&problems, "conditions.toml", "G2-1", "twice");
    has(&problems, "conditions.toml", "G9-1", "begin with G3-");
    assert_eq!(problems.len(), 4, "{problems:#?}");
}

#[test]
fn a_missing_or_empty_text_is_refused() {
    let problems = with("roles.toml", |text| {
        text.replacen(", en = \"Owns the outsourcing rule and the register, and is the last person to ask\"", "", 1)
            .replacen("ja = \"仕様書と契約書の案を整え、欠けた条項を指摘する\"", "ja = \" \"", 1)
    });
    has(&problems, "roles.toml", "chief_security_officer", "missing field `en`");
    has(&problems, "roles.toml", "procurement_legal", "Japanese text is empty");
}

#[test]
fn every_choice_is_said_exactly_once() {
    let problems = with("choices.toml", |text| text.replacen("value = \"abroad\"", "value = \"remote\"", 1));
    has(&problems, "choices.toml", "place abroad", "nothing is said");
    has(&problems, "choices.toml", "place remote", "2 times");
    let problems = with("choices.toml", |text| text.replacen("value = \"my_number\"", "value = \"shoe_size\"", 1));
    has(&problems, "choices.toml", "shoe_size", "is not one of");
}

#[test]
fn placeholders_agree_between_the_languages() {
    let problems = with("reasons.toml", |text| {
        text.replacen("is due for review on {date}", "x", 1)
            .replacen("The permit expired on {date}.", "The permit expired.", 1)
            .replacen("The permit begins only on {date}.", "The permit begins on {Date}.", 1)
            .replacen("\"Not declared yet.\"", "\"Not declared yet}.\"", 1)
    });
    has(&problems, "reasons.toml", "permit_expired", "placeholders differ");
    has(&problems, "reasons.toml", "permit_not_begun", "small letters");
    has(&problems, "reasons.toml", "not_declared", "small letters");
}

#[test]
fn unknown_documents_files_keys_and_editions_are_refused() {
    has(
        &with("threats.toml", |t| t.replace("\"IPA-2018\", section", "\"IPA-1918\", section")),
        "threats.toml",
        "TH-04",
        "IPA-1918",
    );
    has(&with("roles.toml", |t| t.replacen("2026-11\"", "2025-11\"", 1)), "roles.toml", "envelope", "2025-11");
    has(
        &with("roles.toml", |t| t.replacen("id = \"roles\"", "id = \"threats\"", 1)),
        "roles.toml",
        "envelope",
        "another file",
    );
    has(
        &with("sources.toml", |t| t.replacen("[envelope]", "extra = 1\n[envelope]", 1)),
        "sources.toml",
        "extra",
        "not known",
    );
    has(&with("threats.toml", |t| format!("{t}\n[[broken")), "threats.toml", "-", "cannot be read");
    let mut files = EMBEDDED.to_vec();
    files.retain(|(name, _)| *name != "reasons.toml");
    files.push(("colours.toml", ""));
    let problems = Catalogue::load_from(&files).unwrap_err();
    has(&problems, "reasons.toml", "-", "missing");
    has(&problems, "colours.toml", "-", "not known");
}

#[test]
fn conditions_of_questionnaires_ask_what_an_answer_can_say() {
    let broken = |from: &'static str, to: &'static str| {
        with("questions.toml", move |text| {
            let after = text.replacen(from, to, 1);
            assert_ne!(after, text, "{from}");
            after
        })
    };
    let fits = "does not fit";
    // a value that is no option, a choice asked as a level, levels there are not, a level of nothing, an empty list
    let scs = r#"{ has = { question = "QP-03", value = "scs" } }"#;
    has(&broken(scs, r#"{ has = { question = "QP-03", value = "stars" } }"#), "questions.toml", "QC-03", fits);
    has(&broken(scs, r#"{ is = { question = "QP-03", value = "scs" } }"#), "questions.toml", "QC-03", fits);
    let one = r#"{ level_at_most = { question = "CM-LG-01", level = 1 } }"#;
    for other in [
        r#"{ level_at_most = { question = "CM-LG-01", level = 0 } }"#,
        r#"{ level_at_most = { question = "CM-LG-01", level = 6 } }"#,
        r#"{ level_at_most = { question = "QP-03", level = 1 } }"#,
        r#"{ level_at_most = { level = 1 } }"#,
        r#"{ evidence_expired = {} }"#,
        r#"{ all = [] }"#,
    ] {
        has(&broken(one, other), "questions.toml", "QC-04", fits);
    }
    let yes = r#"{ is = { question = "QP-07", value = "yes" } }"#;
    has(&broken(yes, r#"{ is = { question = "QP-07", value = "maybe" } }"#), "questions.toml", "QP-08", fits);
}

#[test]
fn the_running_head_holds_what_every_paper_has() {
    let head = "{document_number}, version {document_version}";
    let broken = |to: &'static str| {
        with("papers/internal.toml", move |text| {
            text.replacen("{document_number}　第{document_version}版", to, 1).replacen(head, to, 1)
        })
    };
    has(&broken("{document_version}"), "papers/internal.toml", "decision-sheet", "document_number is needed");
    has(&broken("{document_number} {client}"), "papers/internal.toml", "decision-sheet", "document_number is needed");
}

#[test]
fn a_gate_without_conditions_is_refused() {
    let problems = with("conditions.toml", |text| text.replace("gate = \"close\"", "gate = \"accept\""));
    has(&problems, "conditions.toml", "close", "no condition");
}

#[test]
fn sentences_are_filled_and_holes_stay_visible() {
    let catalogue = Catalogue::load_embedded().unwrap();
    let params = [("date", "2026-06-11".to_owned())];
    assert_eq!(catalogue.text("permit_expired", Lang::En, &params), "The permit expired on 2026-06-11.");
    assert_eq!(catalogue.text("permit_expired", Lang::Ja, &[]), "例外許可は{date}で期限が切れました。");
    assert_eq!(catalogue.text("no_such_reason", Lang::Ja, &[]), "no_such_reason");
}
