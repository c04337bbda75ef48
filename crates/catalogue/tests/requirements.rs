//! Measures, duties, tables, handling items and the boundary of responsibility: complete, consistent, and each kind of
//! damage named with file and entry.
#![cfg(test)]

use catalogue::{
    Catalogue, CatalogueProblem, EMBEDDED, Fact, Family, MeasureId, Owner,
    measure::{AnsweredBy, Coverage},
    responsibility::{ServiceForm, Task},
    table::{CellMark, MarkStanding, ReasonLetter, TableNumber},
};
use domain::{Lang, engagement::Category};

fn embedded() -> Catalogue {
    Catalogue::load_embedded().unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// Loads the embedded files with one replaced.
fn with(name: &str, edit: impl Fn(&str) -> String) -> Result<Catalogue, Vec<CatalogueProblem>> {
    let edited = |file: &str, text: &str| {
        let new = if file == name { edit(text) } else { text.to_owned() };
        assert!(file != name || new != text, "the edit of {name} changed nothing");
        new
    };
    let files: Vec<(&str, String)> = EMBEDDED.iter().map(|(file, text)| (*file, edited(file, text))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, text.as_str())).collect();
    Catalogue::load_from(&files)
}

#[track_caller]
fn refused(name: &str, from: &str, to: &str, entry: &str, message: &str) {
    let problems = with(name, |text| text.replacen(from, to, 1)).expect_err("the files are unsound");
    assert!(
        problems
            .iter()
            .any(|p| (p.file == name || p.file == "measures") && p.entry == entry && p.message_en.contains(message)),
        "no problem {name} [{entry}] {message} in {problems:#?}"
    );
    assert!(problems.iter().all(|p| p.message_ja != p.message_en), "{problems:#?}");
}

#[test]
fn ninety_measures_of_which_six_are_the_clients() {
    let catalogue = embedded();
    assert_eq!(catalogue.measures().len(), 90);
    assert_eq!(Family::ALL.iter().map(|family| family.size()).sum::<usize>(), 90);
    let client = catalogue.measures().iter().filter(|m| m.answered_by == AnsweredBy::Client);
    assert_eq!(client.count(), 6);
    for measure in catalogue.measures() {
        assert!(!measure.evidence.is_empty() && measure.main_evidence().is_some(), "{}", measure.id);
        let said: Vec<&str> = (1..=5).map(|n| measure.level(n).unwrap().get(Lang::Ja)).collect();
        for (i, level) in said.iter().enumerate() {
            assert!(!said[..i].contains(level), "{} says level {} twice", measure.id, i + 1);
        }
        assert!(measure.level(0).is_none() && measure.level(6).is_none());
    }
    let handlers = catalogue.measure(&"CM-HR-01".parse().unwrap()).unwrap();
    assert!(handlers.applies.contains(&Fact::NonPublic));
    assert_eq!((handlers.owner, handlers.keywords.get(Lang::En).is_empty()), (Owner::Contractor, false));
    for fact in Fact::ALL {
        assert!(catalogue.measures().iter().any(|m| m.applies.contains(fact)), "{fact} calls nothing up");
    }
}

#[test]
fn statements_read_as_lines_of_a_specification_and_questions_as_questions() {
    for measure in embedded().measures() {
        let (statement, question) = (measure.statement.get(Lang::Ja), measure.question.get(Lang::Ja));
        assert!(statement.ends_with("こと。") || statement.ends_with("含む。"), "{} {statement}", measure.id);
        assert!(question.ends_with("か。"), "{} {question}", measure.id);
        assert!(measure.question.get(Lang::En).ends_with('?'), "{}", measure.id);
        assert!(measure.statement.get(Lang::En).ends_with('.'), "{}", measure.id);
        for vague in ["適切", "速やか", "努め", "十分", "必要に応じ", "善管"] {
            assert!(!statement.contains(vague), "{} says {vague}", measure.id);
        }
    }
}

#[test]
fn a_source_item_is_answered_in_full_by_at_most_one_measure() {
    let catalogue = embedded();
    let mut full: Vec<(&str, &MeasureId)> = Vec::new();
    for measure in catalogue.measures() {
        for item in measure.satisfies.iter().filter(|s| s.strength == Coverage::Full) {
            full.extend(item.id.as_deref().map(|id| (id, &measure.id)));
            assert_eq!(item.source().rule(), item.id.as_deref().unwrap_or(&item.section));
        }
    }
    full.sort_unstable();
    for pair in full.windows(2) {
        assert!(pair[0].0 != pair[1].0, "{pair:?}");
    }
}

#[test]
fn fifty_eight_duties() {
    let catalogue = embedded();
    assert_eq!(catalogue.duties().len(), 58);
    let resub = catalogue.duty(&"N-7.5-3".parse().unwrap()).unwrap();
    assert_eq!(resub.to.map(catalogue::duty::Holder::code), Some("security_officer"));
    assert_eq!(resub.standard_item.as_deref(), Some("6.1.2(4)(e)"));
    assert!("N-5.1-".parse::<catalogue::DutyId>().is_err());
}

#[test]
fn the_tables_have_as_many_marks_of_each_kind_as_the_source() {
    let catalogue = embedded();
    let count = |table, test: &dyn Fn(&catalogue::Cell) -> bool| {
        catalogue.tables().of(table).flat_map(|row| row.cells.values()).filter(|cell| test(cell)).count()
    };
    let (one, two) = (TableNumber::Specification, TableNumber::Contract);
    assert_eq!(count(one, &|c| c.standing == MarkStanding::Derived), 80);
    assert_eq!(count(one, &|c| c.mark == CellMark::NotApplicable), 18);
    assert_eq!(count(one, &|c| c.mark == CellMark::PhysicalOnly), 1);
    assert_eq!(count(one, &|c| c.standing == MarkStanding::Added), 9);
    assert_eq!(count(two, &|c| c.standing == MarkStanding::Derived), 91);
    assert_eq!(count(two, &|c| c.mark == CellMark::NotApplicable), 25);
    assert_eq!(count(two, &|c| c.mark == CellMark::PhysicalOnly), 1);
    assert_eq!(catalogue.tables().rows().len(), 25);
    let cells = catalogue.tables().rows().iter().flat_map(|row| row.cells.values());
    assert_eq!(cells.filter(|cell| cell.shifted.0).count(), 12);
}

#[test]
fn cells_say_what_the_research_says() {
    let catalogue = embedded();
    let cell = |row: &str, category| catalogue.cell(&row.parse().unwrap(), category).unwrap().clone();
    let breach = cell("T1-7", Category::Asp);
    assert_eq!((breach.mark, breach.reason), (CellMark::Optional, Some(ReasonLetter::ConditionAnnounced)));
    assert!(breach.reason.unwrap().chosen_at_first());
    let shifted = cell("T2-4", Category::Maintenance);
    assert_eq!((shifted.mark, shifted.shifted.0), (CellMark::Required, true));
    assert_eq!(cell("T2-13", Category::DataCentre).reason, Some(ReasonLetter::Omission));
    assert_eq!(cell("T2-2", Category::StorageTransport).notes, [1]);
    let secrecy = catalogue.tables().row(&"T1-2".parse().unwrap()).unwrap();
    let codes = |category| secrecy.measures(category).iter().map(MeasureId::as_str).collect::<Vec<_>>();
    assert_eq!(codes(Category::StorageTransport), ["CM-IN-09"]);
    assert_eq!(codes(Category::Build), ["CM-IN-01", "CM-IN-02"]);
    assert_eq!(secrecy.clauses(Category::StorageTransport), ["KL-06"]);
    for row in catalogue.tables().rows() {
        for cell in row.cells.values() {
            assert!(cell.reason.is_none_or(|letter| catalogue.tables().reason(letter).is_some()));
            assert!(cell.notes.iter().all(|n| catalogue.tables().note(*n).is_some()));
        }
    }
    for id in ["T2-4", "T2-6", "T2-7", "T2-12"] {
        assert!(catalogue.tables().row(&id.parse().unwrap()).unwrap().wording.is_some(), "{id}");
    }
}

#[test]
fn five_handling_items_of_the_source_and_our_own() {
    let catalogue = embedded();
    assert_eq!(catalogue.handling_items().len(), 12);
    let places = catalogue.handling_item(&"HI-05".parse().unwrap()).unwrap();
    let said = places.fill(Lang::Ja, &[("days", "30")]);
    assert!(said.contains("30日以内") && said.contains("返却する") && !said.contains('{'), "{said}");
    let days = places.parameters.iter().find(|p| p.name == "days").unwrap();
    let method = places.parameters.iter().find(|p| p.name == "method").unwrap();
    assert!(days.refuse(&method.default).is_some() && method.refuse(&days.default).is_some());
}

#[test]
fn nobody_is_missing_at_the_boundary() {
    let catalogue = embedded();
    let areas = catalogue.responsibility();
    assert_eq!(areas.areas().len(), 4);
    let owner = |area: &str, form, task| areas.owner(&area.parse().unwrap(), form, task);
    assert_eq!(owner("RB-2", ServiceForm::Iaas, Task::Patching), Some(Owner::Client));
    assert_eq!(owner("RB-2", ServiceForm::Application, Task::Patching), Some(Owner::Provider));
    assert_eq!(owner("RB-3", ServiceForm::Application, Task::Accounts), Some(Owner::Client));
    assert_eq!((areas.forms().len(), areas.deployments().len(), areas.tasks().count()), (3, 3, 10));
}

#[test]
fn later_yardsticks_point_at_measures() {
    let catalogue = embedded();
    let crosswalks = catalogue.crosswalks();
    assert_eq!(crosswalks.standards().len(), 3);
    let star3 = crosswalks.controls("SCS").filter(|c| c.levels.iter().any(|l| l == "star3")).count();
    assert_eq!((star3, crosswalks.controls("SCS").count(), crosswalks.controls("MVSP").count()), (26, 43, 25));
    assert_eq!(crosswalks.standard("ISO27001").unwrap().certainty.code(), "verify");
    let passwords: Vec<_> = crosswalks.answered_by(&"CM-AC-02".parse().unwrap()).map(|c| c.id.as_str()).collect();
    assert!(passwords.contains(&"ISO27001-A.5.17") && passwords.contains(&"MVSP-2.4"), "{passwords:?}");
}

#[test]
fn an_id_shows_everywhere_it_is_used() {
    let catalogue = embedded();
    let places =
        |id: &str| catalogue.uses(id).iter().map(|u| format!("{} {} {}", u.list, u.id, u.field)).collect::<Vec<_>>();
    let organisation = places("CM-GV-02");
    assert!(organisation.contains(&"row T1-1 measures".to_owned()), "{organisation:?}");
    assert!(organisation.contains(&"row T2-1 measures".to_owned()), "{organisation:?}");
    assert!(places("CM-IN-09").contains(&"row T1-2 cells.storage_transport.measures".to_owned()));
    let duty = places("N-8.1-6");
    assert!(duty.contains(&"condition G4-6 source.id".to_owned()), "{duty:?}");
    assert!(duty.contains(&"measure CM-IN-01 satisfies.id".to_owned()), "{duty:?}");
    assert!(duty.contains(&"item HI-01 source.id".to_owned()), "{duty:?}");
    assert!(places("KL-22").contains(&"row T2-13 clauses".to_owned()));
    assert!(places("CO-O1").iter().any(|p| p.starts_with("measure CM-GV-03")));
    assert!(catalogue.uses("CM-ZZ-99").is_empty());
    assert_eq!(catalogue.entry("CM-GV-01").unwrap().title(Lang::Ja), Some("責任者と連絡窓口の指名"));
    assert_eq!(catalogue.entry("N-3").unwrap().file(), "duties.toml");
}

#[test]
fn two_editions_are_compared_entry_by_entry() {
    let old = embedded();
    assert!(old.diff(&old).is_empty());
    let new = with("conditions.toml", |t| {
        t.replacen("title = { ja = \"業務の区分が決まっている\"", "title = { ja = \"区分が決まった\"", 1).replacen(
            "id = \"G1-2\"",
            "id = \"G1-99\"",
            1,
        )
    })
    .unwrap();
    let difference = old.diff(&new);
    assert_eq!(difference.added.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["G1-99"]);
    assert_eq!(difference.removed.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["G1-2"]);
    let [changed] = difference.changed.as_slice() else { panic!("{difference:#?}") };
    assert_eq!((changed.entry.id.as_str(), changed.fields.len()), ("G1-1", 1));
    assert_eq!(changed.fields[0].field, "title.ja");
    assert_eq!(changed.fields[0].after.as_deref(), Some("区分が決まった"));
    assert_eq!(new.diff(&old).added, difference.removed);
}

#[test]
fn ids_say_what_they_should_look_like() {
    for bad in ["CM-GV-1", "cm-GV-01", "CM-QQ-01", "CM-GV-001", "C-GV-01", "CM-GV-01-", ""] {
        let problem = bad.parse::<MeasureId>().unwrap_err();
        assert!(problem.text(Lang::Ja).contains("CM-GV-01") && problem.text(Lang::En).contains("CM-GV-01"), "{bad}");
    }
    assert_eq!("ORG-IC-07".parse::<MeasureId>().unwrap().family(), Some(Family::Incidents));
    assert!("T3-1".parse::<catalogue::RowId>().is_err() && "T1-x".parse::<catalogue::RowId>().is_ok());
}

#[test]
fn damage_to_measures_is_named() {
    let gv = "measures/gv.toml";
    refused(gv, "id = \"CM-GV-02\"", "id = \"CM-GV-01\"", "CM-GV-01", "twice");
    refused(gv, "id = \"CM-GV-02\"", "id = \"CM-HR-02\"", "CM-HR-02", "begin with CM-GV-");
    refused(gv, "id = \"CM-GV-09\"", "id = \"CM-GV-9\"", "CM-GV-9", "cannot be read");
    refused(gv, "evidence = [\"REC\", \"CON\"]", "evidence = []", "CM-GV-01", "evidence is empty");
    refused(gv, "evidence = [\"REC\", \"CON\"]", "evidence = [\"ZIP\"]", "CM-GV-01", "ZIP");
    refused(gv, "applies = [\"always\"]", "applies = []", "CM-GV-01", "applies is empty");
    refused(gv, "answered_by = \"contractor\"", "answered_by = \"client\"", "CM-GV-01", "family CS");
    refused(gv, "en = [\"responsible person\"", "en = [\"\"] } #", "CM-GV-01", "keywords.en");
    refused(gv, "  { ja = \"誰が責任を持つか決まっていない\"", "  #", "CM-GV-01", "cannot be read");
    refused(gv, "id = \"CO-O1\"", "id = \"N-99-1\"", "CM-GV-01", "there is no \"N-99-1\"");
    refused("measures/sl.toml", "id = \"GP-4\"", "id = \"GP-40\"", "GP-4", "no measure answers");
    let problems = with("measures/lg.toml", |t| t.rsplit_once("[[measure]]").unwrap().0.to_owned()).unwrap_err();
    assert!(problems.iter().any(|p| p.file == "measures/lg.toml" && p.message_en.contains("has 2 measures, not 1")));
}

#[test]
fn damage_to_the_other_files_is_named() {
    refused("duties.toml", "id = \"N-4-2\"", "id = \"N-4-9\"", "N-4-2", "missing");
    refused("duties.toml", "force = [\"mandatory\"]", "force = []", "N-3", "force is empty");
    refused("duties.toml", "[[duty]]\nid = \"N-11-2\"", "[[envelope.x]]", "-", "there are 58 duties");
    let t = "tables.toml";
    refused(t, "letter = \"a\"", "letter = \"u\"", "reason u", "said 2 times");
    refused(t, "notes = [1]", "notes = [9]", "T1-2", "no footnote 9");
    refused(t, ", reason = \"u\" }", " }", "T1-1", "a reason belongs");
    refused(t, "build = {", "# {", "T1-1", "category build has no cell");
    refused(t, "clauses = [\"KL-01\"]", "clauses = [\"KL-77\"]", "T1-1", "there is no \"KL-77\"");
    refused(t, "\"CM-GV-01\"", "\"CM-GV-77\"", "T1-1", "there is no \"CM-GV-77\"");
    refused(t, "{report_interval}ごとに報告", "ごとに報告", "T2-4", "differ");
    refused(t, "name = \"places\"", "name = \"rooms\"", "T2-6", "{places}");
    refused(t, "id = \"T1-11\"", "id = \"T2-11\"", "-", "there are 12 rows");
    refused("handling.toml", "だけに使う。", "だけに使う。{who}", "HI-01", "{who}");
    refused("handling.toml", "min = 0", "min = 5", "HI-04", "outside 5");
    refused("handling.toml", "origin = \"source\"", "origin = \"own\"", "-", "has 5 items, not 4");
    refused("handling.toml", "kind = \"text\"", "kind = \"choice\"", "HI-01", "only a choice");
    refused("responsibility.toml", "patching = \"client\", ", "", "RB-1", "nobody holds patching in iaas");
    refused(
        "responsibility.toml",
        "value = \"private\"",
        "value = \"public\"",
        "deployment private",
        "nothing is said",
    );
    refused("responsibility.toml", "id = \"RB-4\"\ntitle", "id = \"RB-3\"\ntitle", "RB-3", "twice");
    let c = "crosswalks.toml";
    refused(c, "number = \"1-1-1\"", "number = \"1-1-9\"", "SCS-1-1-1", "should be SCS-1-1-9");
    refused(c, "controls = 43", "controls = 44", "SCS", "has 44 controls, not 43");
    refused(c, "standard = \"MVSP\"", "standard = \"MPSV\"", "MVSP-1.1", "no standard");
    refused(c, "levels = [\"base\"]", "levels = [\"top\"]", "MVSP-1.1", "no level");
    refused(c, "{ id = \"CM-GV-04\"", "{ id = \"CM-GV-44\"", "SCS-1-1-1", "there is no \"CM-GV-44\"");
}
