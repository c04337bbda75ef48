//! The ledger on the command line.

use store::testing::raw;

use crate::support::{Place, engagement};

#[test]
fn an_export_verifies_and_an_edited_line_is_named() {
    for place in Place::each_ready() {
        place.person("aki", "section_security_officer");
        let exported = place.ok(&["ledger", "export", "a.jsonl"]);
        let entries = exported["entries"].as_u64().unwrap();
        let sound = place.ok(&["ledger", "verify", "a.jsonl"]);
        assert_eq!((&sound["sound"], &sound["entries"]), (&true.into(), &entries.into()));
        let text = std::fs::read_to_string(place.path().join("a.jsonl")).unwrap();
        let line = text.lines().position(|l| l.contains("person.create") && l.contains("aki")).unwrap();
        place.file("b.jsonl", &text.replace("\\\"login\\\":\\\"aki\\\"", "\\\"login\\\":\\\"eki\\\""));
        let done = place.run(&["ledger", "verify", "b.jsonl", "--format", "json"]);
        assert_eq!(done.code, 6, "{}", done.err);
        let report = done.json();
        assert_eq!(
            (&report["findings"][0]["finding"], &report["findings"][0]["seq"]),
            (&"altered".into(), &(line + 1).into())
        );
        let gone: Vec<&str> = text.lines().enumerate().filter(|(i, _)| *i != 2).map(|(_, l)| l).collect();
        place.file("c.jsonl", &(gone.join("\n") + "\n"));
        let report = place.run(&["ledger", "verify", "c.jsonl", "--format", "json"]);
        assert_eq!((report.code, report.json()["findings"][0]["finding"].clone()), (6, "missing".into()));
        place.file("d.jsonl", "{\"seq\": 1}\n");
        let unreadable = place.refused(6, &["ledger", "verify", "d.jsonl"]);
        assert_eq!(unreadable["problems"][0]["place"], "d.jsonl:1");
    }
}

#[test]
fn tampering_with_the_database_is_named() {
    for place in Place::each_ready() {
        place.person("aki", "section_security_officer");
        assert_eq!(place.ok(&["ledger", "verify"])["sound"], true);
        place.ok(&["ledger", "checkpoint", "checkpoint.txt", "--public-key", "key.pem"]);
        let check = ["ledger", "check", "checkpoint.txt", "--key", "key.pem"];
        assert_eq!(place.ok(&check)["sound"], true);
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let db = store::Db::open(&place.location()).await.unwrap();
            raw(&db, "update ledger set actor = 'system' where seq = 2").await;
            db.close().await;
        });
        let done = place.run(&["ledger", "verify", "--format", "json"]);
        assert_eq!((done.code, done.json()["findings"][0]["seq"].clone()), (6, 2.into()), "{}", done.err);
        assert_eq!(place.run(&check).code, 6);
        let doctor = place.run(&["doctor", "--format", "json"]);
        assert_eq!(doctor.code, 6, "{}", doctor.out);
    }
}

#[test]
fn a_checkpoint_that_was_changed_or_comes_from_elsewhere_is_refused() {
    let place = Place::ready();
    place.ok(&["ledger", "checkpoint", "c.txt"]);
    let text = std::fs::read_to_string(place.path().join("c.txt")).unwrap();
    place.file("changed.txt", &text.replace("霧沢県", "霧沢市"));
    let error = place.refused(5, &["ledger", "check", "changed.txt"]);
    assert_eq!(error["problems"][0]["place"], "checkpoint");
    let other = Place::ready();
    other.ok(&["ledger", "checkpoint", "c.txt"]);
    other.refused(5, &["ledger", "check", &place.path().join("c.txt").display().to_string()]);
    let again = place.run(&["ledger", "checkpoint", "c.txt"]);
    assert_eq!(again.code, 1, "never overwrites: {}", again.err);
    assert_eq!(std::fs::read_to_string(place.path().join("c.txt")).unwrap(), text);
}

#[test]
fn a_database_of_another_version_is_not_served() {
    for place in Place::each_ready() {
        let alter = |sql: &'static str| {
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                let db = store::Db::open(&place.location()).await.unwrap();
                raw(&db, sql).await;
                db.close().await;
            });
        };
        alter("update _sqlx_migrations set success = false");
        let failed = place.refused(7, &["serve"]);
        assert!(failed["next"].as_str().unwrap().contains("Restore the backup"), "{failed}");
        alter("update _sqlx_migrations set success = true");
        alter(
            "insert into _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) \
               select 9000, description, installed_on, success, checksum, execution_time from _sqlx_migrations where version = 1",
        );
        let unknown = place.refused(7, &["serve"]);
        assert!(unknown["message"].as_str().unwrap().contains("9000"), "{unknown}");
        assert!(unknown["next"].as_str().unwrap().contains("newer version"), "{unknown}");
        assert_eq!(place.run(&["doctor"]).code, 7);
        alter("delete from _sqlx_migrations where version = 9000");
        place.person("aki", "section_security_officer");
        let file = place.file("new.toml", &engagement("印刷"));
        place.ok(&["engagement", "new", &file, "--as", "aki"]);
    }
}
