//! Answer books and bundles from the command line.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::support::Place;

const BOOK: &str = r#"
organisation = "株式会社サンプル"
stale_after_days = 3650
[[evidence]]
id = "isms"
name = "ISMS 登録証"
valid_until = "2090-01-31"
file = "isms.pdf"
[[evidence]]
id = "old"
name = "旧規程"
valid_until = "2020-01-31"
[[answers]]
measure = "CM-GV-05"
level = 4
evidence = ["isms"]
answered_on = "2026-11-01"
[[answers]]
measure = "CM-LG-01"
level = 4
evidence = ["old"]
answered_on = "2026-11-01"
[[consents]]
client = "霞が関省"
given_on = "2020-01-01"
measures = ["CM-GV"]
"#;

fn place() -> Place {
    let place = Place::new();
    fs::write(place.path().join("book.toml"), BOOK).unwrap();
    fs::write(place.path().join("isms.pdf"), b"%PDF").unwrap();
    place
}

#[test]
fn a_book_travels_as_a_signed_bundle() {
    let place = place();
    let made = place.ok(&["book", "key", "k"]);
    assert_eq!(fs::metadata(place.path().join("k")).unwrap().permissions().mode() & 0o777, 0o600);
    let secret = fs::read_to_string(place.path().join("k")).unwrap();
    let body = secret.lines().nth(1).unwrap();
    let again = place.run(&["book", "key", "k"]);
    assert_eq!(again.code, 1, "a key is never overwritten");

    let out = place.ok(&["book", "export", "book.toml", "--key", "k", "--out", "x.zip", "--files"]);
    assert_eq!(out["count"], 2);
    let verified = place.ok(&["book", "verify", "x.zip", "--key", "k.pub"]);
    assert!([&made, &out, &verified].iter().all(|said| !said.to_string().contains(body)), "the key is never printed");
    assert_eq!(verified["organisation"], "株式会社サンプル");
    assert_eq!(verified["key"], made["key"]);
    assert_eq!(verified["answers"][1]["level"], 2, "its only proof has ended");

    place.ok(&["book", "import", "x.zip", "--into", "new.toml", "--files", "proofs", "--dry-run"]);
    assert!(!place.path().join("new.toml").exists());
    place.ok(&["book", "import", "x.zip", "--into", "new.toml", "--files", "proofs"]);
    assert_eq!(fs::read(place.path().join("proofs/isms.pdf")).unwrap(), b"%PDF");
    let checked = place.ok(&["book", "check", "new.toml"]);
    assert_eq!(checked["answers"].as_array().unwrap().len(), 2);
    place.refused(4, &["book", "check", "new.toml", "--strict"]);

    let mut bytes = fs::read(place.path().join("x.zip")).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(place.path().join("y.zip"), bytes).unwrap();
    place.refused(5, &["book", "verify", "y.zip"]);
    place.refused(5, &["book", "import", "y.zip", "--into", "none.toml"]);
    assert!(!place.path().join("none.toml").exists());
    place.ok(&["book", "key", "other"]);
    place.refused(4, &["book", "verify", "x.zip", "--key", "other.pub"]);
}

#[test]
fn a_client_gets_what_it_has_consent_for() {
    let place = place();
    place.ok(&["book", "key", "k"]);
    let export = ["book", "export", "book.toml", "--key", "k", "--out", "x.zip", "--for"];
    let with = |client: &'static str| [&export[..], &[client]].concat();
    assert_eq!(place.ok(&with("霞が関省"))["count"], 1);
    let before = fs::read(place.path().join("x.zip")).unwrap();
    place.refused(4, &with("別の会社"));
    let files = [&with("霞が関省")[..], &["--files"]].concat();
    assert!(place.refused(4, &files)["next"].as_str().unwrap().contains("files"));
    assert_eq!(fs::read(place.path().join("x.zip")).unwrap(), before, "a refusal leaves what is there");
    fs::set_permissions(place.path().join("k"), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(place.refused(4, &with("霞が関省"))["next"].as_str().unwrap().contains("chmod"));
}

#[test]
fn conflicts_and_strangers_leave_the_book_as_it_was() {
    let place = place();
    place.ok(&["book", "key", "k"]);
    place.ok(&["book", "export", "book.toml", "--key", "k", "--out", "x.zip"]);
    let other = BOOK.replace("level = 4\nevidence = [\"isms\"]", "level = 2\nevidence = [\"isms\"]");
    fs::write(place.path().join("other.toml"), &other).unwrap();
    let error = place.refused(4, &["book", "import", "x.zip", "--into", "other.toml"]);
    assert_eq!(error["problems"][0]["place"], "CM-GV-05");
    assert_eq!(fs::read_to_string(place.path().join("other.toml")).unwrap(), other);
    place.ok(&["book", "import", "x.zip", "--into", "other.toml", "--prefer", "bundle"]);
    assert_eq!(place.ok(&["book", "check", "other.toml"])["answers"][0]["level"], 4);
    fs::write(place.path().join("strange.toml"), "organisation = \"別の会社\"").unwrap();
    place.refused(4, &["book", "import", "x.zip", "--into", "strange.toml"]);
}

#[test]
fn what_is_wrong_with_a_book_is_told_with_its_place() {
    let place = place();
    fs::write(place.path().join("bad.toml"), "organisation = \"x\"\n[[answers]]\nmeasure = \"CM-LG-01\"\nlevel = 9\n")
        .unwrap();
    let error = place.refused(5, &["book", "check", "bad.toml"]);
    assert_eq!(error["problems"][0]["place"], "bad.toml");
    assert!(error["problems"][0]["message"].as_str().unwrap().starts_with("answers[1] CM-LG-01: level = 9"));
    fs::write(place.path().join("bad.toml"), "organisation = \"x\"\n[[answers]]\nmeasure = \"CM-CS-01\"\nlevel = 3\n")
        .unwrap();
    place.refused(5, &["book", "check", "bad.toml"]);
    fs::write(place.path().join("bad.toml"), b"organisation = \"\xff\"").unwrap();
    place.refused(5, &["book", "check", "bad.toml"]);
    place.refused(5, &["book", "verify", "bad.toml"]);
    place.refused(1, &["book", "check", "none.toml"]);
}
