//! Backup, restore, doctor and sample data.

use crate::support::{Place, engagement};

#[test]
fn a_backup_comes_back_in_another_place() {
    for place in Place::each_ready() {
        place.person("aki", "section_security_officer");
        let file = place.file("new.toml", &engagement("印刷"));
        let number = place.ok(&["engagement", "new", &file, "--as", "aki"])["number"].clone();
        let made = place.ok(&["backup", "all.tar"]);
        let tar = place.path().join("all.tar").display().to_string();
        assert_eq!(place.ok(&["backup", "--check", &tar])["digest"], made["digest"]);
        assert_ne!(place.run(&["backup", &tar]).code, 0, "never overwrites");
        for other in Place::each() {
            let restored = other.ok(&["restore", &tar]);
            assert_eq!(restored["sound"], true);
            let shown = other.ok(&["engagement", "show", number.as_str().unwrap(), "--as", "aki"]);
            assert_eq!(shown["engagement"]["facts"]["title"], "印刷");
            assert_eq!(other.ok(&["ledger", "verify"])["sound"], true);
            other.refused(4, &["restore", &tar]);
        }
        let mut bytes = std::fs::read(&tar).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&tar, bytes).unwrap();
        let other = Place::new();
        other.refused(4, &["restore", &tar]);
        assert_eq!(other.run(&["serve"]).code, 7, "nothing was restored");
    }
}

#[test]
fn the_doctor_looks_over_the_installation() {
    for place in Place::each_ready() {
        let first = place.ok(&["doctor"]);
        assert_eq!(first["state"], "caution", "never verified: {first:#}");
        place.ok(&["ledger", "verify"]);
        let doctor = place.ok(&["doctor"]);
        assert_eq!(doctor["state"], "ok", "{doctor:#}");
        let names: Vec<_> = doctor["checks"].as_array().unwrap().iter().map(|c| c["check"].as_str().unwrap()).collect();
        for name in [
            "configuration",
            "clock",
            "https",
            "database",
            "migrations",
            "ledger",
            "counts",
            "attachments",
            "permissions",
            "disk",
        ] {
            assert!(names.contains(&name), "{name}: {names:?}");
        }
        place.file("sekimori.toml", "[server]\nlisten = \"0.0.0.0:8080\"\n");
        let open = place.run(&["doctor", "--lang", "ja"]);
        assert_eq!(open.code, 1);
        assert!(open.out.contains("暗号化されずに流れます"), "{}", open.out);
    }
    assert_eq!(Place::new().run(&["doctor"]).code, 7);
}

#[test]
fn files_that_others_can_read_are_a_problem() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::ready();
    let mode = |path: &str, mode| {
        std::fs::set_permissions(place.path().join(path), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let made = std::fs::metadata(place.database()).unwrap().permissions().mode() & 0o777;
    assert_eq!(made, 0o600, "made for its owner only");
    mode("sekimori-data", 0o755);
    mode("sekimori-data/sekimori.db", 0o644);
    let done = place.run(&["doctor", "--format", "json"]);
    assert_eq!(done.code, 1);
    let bad = done.json()["checks"].as_array().unwrap().iter().filter(|c| c["level"] == "problem").count();
    assert_eq!(bad, 1, "{}", done.out);
}

#[test]
fn sample_data_comes_and_goes() {
    let place = Place::new();
    let loaded = place.ok(&["sample", "load"]);
    assert!(loaded["accounts"].as_array().unwrap().len() >= 3, "{loaded:#}");
    assert!(loaded["engagements"].as_u64().unwrap() > 0);
    place.refused(4, &["sample", "load"]);
    assert_eq!(place.ok(&["ledger", "verify"])["sound"], true);
    // the organisation came with the sample and goes with it: the installation is as before init
    let removed = place.ok(&["sample", "remove"]);
    assert!(removed["rows"].as_u64().unwrap() > 0);
    place.refused(7, &["ledger", "verify"]);
}

#[test]
fn a_large_set_is_made_from_a_seed() {
    for place in Place::each() {
        let made = place.ok(&["sample", "--contractors", "20", "--engagements", "60", "--seed", "7"]);
        assert_eq!((&made["contractors"], &made["engagements"]), (&20.into(), &60.into()));
        let login = made["login"].as_str().unwrap();
        let listed = place.ok(&["engagement", "list", "--all", "--limit", "1000", "--as", login]);
        assert_eq!(listed["engagements"].as_array().unwrap().len(), 60);
        assert_eq!(place.ok(&["ledger", "verify"])["sound"], true);
    }
    let place = Place::new();
    assert_eq!(place.run(&["sample"]).code, 2);
    let none = place.refused(5, &["sample", "--contractors", "0", "--engagements", "1"]);
    assert_eq!(none["problems"][0]["place"], "contractors");
}
