//! The bundle: the same bytes each time; whatever is changed, added or taken out is found and named; hostile zips.
#![cfg(test)]

use std::{collections::BTreeMap, io::Write as _};

use answers::{AnswerBook, Bundle, BundleError, Fate, Sealing, merge};
use domain::Lang;
use ledger::{Digest, SigningKey};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const FILE: &[u8] = b"%PDF the certificate";

fn book() -> AnswerBook {
    AnswerBook::parse(&format!(
        r#"
organisation = "株式会社サンプル"
edition = "2026-11"
[[evidence]]
id = "isms"
name = "ISMS 登録証"
valid_until = "2027-01-31"
sha256 = "{}"
file = "isms.pdf"
[[answers]]
measure = "CM-GV-05"
level = 4
evidence = ["isms"]
answered_on = "2026-11-01"
[[answers]]
measure = "CM-LG-01"
level = 3
answered_on = "2026-11-01"
[[consents]]
client = "霞が関省"
given_on = "2026-11-01"
measures = ["CM-GV"]
files = true
"#,
        Digest::of_bytes(FILE)
    ))
    .unwrap()
}

fn sealing(client: Option<&str>) -> Sealing {
    Sealing {
        client: client.map(str::to_owned),
        made_at: "2026-11-28T01:02:03Z".parse().unwrap(),
        today: "2026-11-28".parse().unwrap(),
        valid_until: Some("2027-03-31".parse().unwrap()),
        files: BTreeMap::from([("isms".to_owned(), FILE.to_vec())]),
    }
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

fn bytes() -> Vec<u8> {
    Bundle::seal(&book(), &sealing(Some("霞が関省")), &key()).unwrap()
}

#[test]
fn the_same_bytes_each_time_and_everything_is_inside() {
    assert_eq!(bytes(), bytes());
    let bundle = Bundle::open(&bytes(), Some(&key().verifying_key())).unwrap();
    assert_eq!(bundle, Bundle::open(&bytes(), None).unwrap());
    assert_eq!(bundle.manifest.organisation, "株式会社サンプル");
    assert_eq!(bundle.manifest.client.as_deref(), Some("霞が関省"));
    assert_eq!(bundle.manifest.edition.as_deref(), Some("2026-11"));
    assert_eq!(bundle.book.answers().len(), 1, "only what there is consent for");
    assert_eq!(bundle.files["isms"], FILE);
    assert_eq!(bundle.key_id, key().verifying_key().id());
    assert!(bundle.is_good("2027-03-31".parse().unwrap()) && !bundle.is_good("2027-04-01".parse().unwrap()));
    let whole = Bundle::open(&Bundle::seal(&book(), &sealing(None), &key()).unwrap(), None).unwrap();
    assert_eq!(whole.book, book());
}

#[test]
fn other_programs_open_it() {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes())).unwrap();
    let names: Vec<String> = (0..zip.len()).map(|n| zip.by_index(n).unwrap().name().unwrap().into_owned()).collect();
    assert_eq!(names, ["manifest.json", "answers.json", "evidence/isms", "signature.txt"]);
    let mut text = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("manifest.json").unwrap(), &mut text).unwrap();
    assert!(text.contains("\"organisation\":\"株式会社サンプル\""), "{text}");
}

#[test]
fn every_changed_byte_is_found_and_named() {
    let sound = bytes();
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for at in 0..sound.len() {
        for flip in [0x01, 0x80] {
            let mut changed = sound.clone();
            changed[at] ^= flip;
            let error = Bundle::open(&changed, None).expect_err(&format!("byte {at}"));
            assert!(!error.text(Lang::Ja).is_empty() && !error.text(Lang::En).is_empty());
            *named.entry(error.code().to_owned()).or_default() += 1;
        }
    }
    println!("{} bytes, each flipped twice: {named:?}", sound.len());
    for length in 0..sound.len() {
        assert!(Bundle::open(&sound[..length], None).is_err(), "cut at {length}");
    }
    for more in [&[0_u8][..], b"PK\x03\x04", b"more"] {
        assert_eq!(Bundle::open(&[&sound[..], more].concat(), None), Err(BundleError::Directory));
    }
}

/// The bundle with one entry changed by another program that leaves entries unpacked.
fn remade(change: impl Fn(&str, Vec<u8>) -> Option<(String, Vec<u8>)>, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes())).unwrap();
    let mut out = Vec::new();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut data = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut data).unwrap();
        out.extend(change(&name, data));
    }
    out.extend(more.iter().map(|(n, d)| ((*n).to_owned(), d.to_vec())));
    stored(&out)
}

/// A zip in the fixed form of a bundle.
fn stored(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in entries {
        let at = out.len() as u32;
        let mut common = vec![10, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        let mut crc = u32::MAX;
        for byte in data {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
            }
        }
        common.extend((!crc).to_le_bytes());
        common.extend((data.len() as u32).to_le_bytes());
        common.extend((data.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(data);
        directory.extend(b"PK\x01\x02\x0a\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (count, begin) = ((entries.len() as u16).to_le_bytes(), out.len() as u32);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(begin.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn keep(name: &str, data: Vec<u8>) -> Option<(String, Vec<u8>)> {
    Some((name.to_owned(), data))
}

fn error(bytes: &[u8]) -> BundleError {
    Bundle::open(bytes, None).unwrap_err()
}

#[test]
fn what_was_changed_added_or_taken_out_is_named() {
    assert_eq!(remade(keep, &[]), bytes(), "the helper writes the same form");
    let entry = |name: &str| name.to_owned();
    for name in ["manifest.json", "answers.json", "evidence/isms", "signature.txt"] {
        let changed = remade(
            |n, mut data| {
                if n == name {
                    let at = data.len() / 2;
                    data[at] ^= 1;
                }
                keep(n, data)
            },
            &[],
        );
        let found = error(&changed);
        let fits = found == BundleError::Changed { entry: entry(name) }
            || (name == "signature.txt" && found == BundleError::Signature);
        assert!(fits, "{name}: {found:?}");
        let gone = remade(|n, data| (n != name).then(|| (n.to_owned(), data)), &[]);
        assert_eq!(error(&gone), BundleError::Removed { entry: entry(name) });
    }
    let more = remade(keep, &[("evidence/more", b"x")]);
    assert_eq!(error(&more), BundleError::Added { entry: entry("evidence/more") });
    let swapped = remade(
        |n, data| {
            keep(
                if n == "answers.json" {
                    "evidence/isms"
                } else if n == "evidence/isms" {
                    "answers.json"
                } else {
                    n
                },
                data,
            )
        },
        &[],
    );
    assert!(matches!(error(&swapped), BundleError::Changed { .. }));
    // whole and in itself sound, but signed by someone else
    let other = Bundle::seal(&book(), &sealing(None), &SigningKey::from_seed(&[8; 32])).unwrap();
    assert!(Bundle::open(&other, None).is_ok());
    assert!(matches!(Bundle::open(&other, Some(&key().verifying_key())), Err(BundleError::OtherKey { .. })));
}

#[test]
fn hostile_zips_get_one_clear_message() {
    let path = remade(keep, &[("../../etc/passwd", b"x")]);
    assert_eq!(error(&path), BundleError::Foreign { entry: "../../etc/passwd".into() });
    for name in ["evidence/../x", "/etc/passwd", "evidence\\x", "evidence/", "C:x", "evidence/a\u{7}b"] {
        assert!(matches!(error(&remade(keep, &[(name, b"x")])), BundleError::Foreign { .. }), "{name}");
    }
    assert_eq!(error(&remade(keep, &[("answers.json", b"{}")])), BundleError::Twice { entry: "answers.json".into() });
    // a bomb: zeros, packed to a thousandth
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file("answers.json", packed).unwrap();
    zip.write_all(&vec![0; 4 << 20]).unwrap();
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 14);
    assert_eq!(error(&bomb), BundleError::Packed { entry: "answers.json".into() });
    let many: Vec<(String, Vec<u8>)> = (0..2_100).map(|n| (format!("evidence/{n}"), Vec::new())).collect();
    assert!(matches!(error(&stored(&many)), BundleError::TooLarge { limit: 2_000, .. }));
    assert!(matches!(error(&vec![0; 300 << 20]), BundleError::TooLarge { .. }));
    assert_eq!(error(b""), BundleError::NotABundle);
    assert_eq!(error(b"organisation = 1"), BundleError::NotABundle);
    assert_eq!(error(&stored(&[])), BundleError::NotABundle);
}

#[test]
fn nothing_is_sealed_that_may_not_be_given() {
    let none = Bundle::seal(&book(), &sealing(Some("別の会社")), &key());
    assert_eq!(none, Err(BundleError::Empty));
    let mut wrong = sealing(None);
    wrong.files.insert("isms".into(), b"another file".to_vec());
    assert_eq!(Bundle::seal(&book(), &wrong, &key()), Err(BundleError::Changed { entry: "isms.pdf".into() }));
}

/// A consent that allows files for one answer is no consent to the files of another.
#[test]
fn files_go_along_only_with_a_consent_that_speaks_of_them() {
    let own = AnswerBook::parse(
        r#"
organisation = "株式会社サンプル"
[[evidence]]
id = "isms"
name = "ISMS 登録証"
[[evidence]]
id = "log"
name = "ログ管理台帳"
[[evidence]]
id = "room"
name = "入退室記録"
[[answers]]
measure = "CM-GV-05"
level = 4
evidence = ["isms"]
[[answers]]
measure = "CM-LG-01"
level = 3
evidence = ["log", "isms"]
[[answers]]
measure = "CM-PH-02"
level = 3
evidence = ["room"]
[[consents]]
client = "霞が関省"
given_on = "2026-11-01"
measures = ["CM-GV"]
files = true
[[consents]]
client = "霞が関省"
given_on = "2026-11-01"
measures = ["CM-LG"]
[[consents]]
client = "霞が関省"
given_on = "2026-01-01"
until = "2026-06-30"
files = true
[[consents]]
client = "みなと市"
given_on = "2026-01-01"
files = true
"#,
    )
    .unwrap();
    let today = "2026-11-28".parse().unwrap();
    let files: BTreeMap<String, Vec<u8>> =
        ["isms", "log", "room"].map(|id| (id.to_owned(), id.as_bytes().to_vec())).into_iter().collect();
    let sealed = |client: Option<&str>| {
        let sealing = Sealing { files: files.clone(), ..sealing(client) };
        Bundle::open(&Bundle::seal(&own, &sealing, &key()).unwrap(), None).unwrap()
    };
    let ministry = sealed(Some("霞が関省"));
    assert_eq!(ministry.book.answers().len(), 2);
    assert_eq!(ministry.files.keys().collect::<Vec<_>>(), ["isms"], "the log's file was never agreed to");
    assert_eq!(own.handed("霞が関省", today).into_iter().collect::<Vec<_>>(), ["isms"]);
    assert_eq!(own.handed("別の会社", today).len(), 0);
    assert_eq!(sealed(Some("みなと市")).files.len(), 3);
    assert_eq!(sealed(None).files.len(), 3, "the contractor's own copy");
}

#[test]
fn two_proofs_under_one_id_are_a_conflict() {
    let other = AnswerBook::parse(
        "organisation = \"株式会社サンプル\"\n[[evidence]]\nid = \"isms\"\nname = \"入退室記録\"\nvalid_until = \"2030-01-31\"\n\
         [[answers]]\nmeasure = \"CM-PH-02\"\nlevel = 3\nevidence = [\"isms\"]\nanswered_on = \"2026-11-01\"\n",
    )
    .unwrap();
    let merged = merge(Some(book()), &other).unwrap();
    let conflicts: Vec<&str> = merged.conflicts().map(|l| l.entry.as_str()).collect();
    assert_eq!(conflicts, ["evidence isms"]);
    assert_eq!(merged.book.evidence()[0].name, "ISMS 登録証");
}

#[test]
fn the_newer_answer_and_the_longer_proof_count() {
    let own = book();
    let with = |level: u8, on: &str, until: &str| {
        AnswerBook::parse(&format!(
            "organisation = \"㈱サンプル\"\n[[evidence]]\nid = \"isms\"\nname = \"ISMS 登録証\"\nvalid_until = \"{until}\"\n\
             [[answers]]\nmeasure = \"CM-GV-05\"\nlevel = {level}\nevidence = [\"isms\"]\nanswered_on = \"{on}\"\n\
             [[answers]]\nmeasure = \"CM-IC-01\"\nlevel = 2\nanswered_on = \"{on}\"\n"
        ))
        .unwrap()
    };
    let fates = |other: &AnswerBook| {
        let merged = merge(Some(own.clone()), other).unwrap();
        let again = merge(Some(merged.book.clone()), other).unwrap();
        let stable = merged.conflicts().count() > 0 || again.book == merged.book;
        assert!(stable, "taking the same in twice changes nothing");
        merged.lines.iter().map(|l| l.fate).collect::<Vec<_>>()
    };
    assert_eq!(fates(&with(5, "2026-11-20", "2030-01-31")), [Fate::Replaced, Fate::Added, Fate::Replaced]);
    assert_eq!(fates(&with(5, "2026-10-20", "2026-01-31")), [Fate::Kept, Fate::Added, Fate::Kept]);
    assert_eq!(fates(&with(5, "2026-11-01", "2027-01-31")), [Fate::Conflict, Fate::Added, Fate::Conflict]);
    let whole = merge(None, &own).unwrap();
    assert_eq!(whole.book, own);
    assert_eq!(merge(Some(own.clone()), &own).unwrap().book, own);
    let stranger = AnswerBook::parse("organisation = \"別の会社\"").unwrap();
    assert!(merge(Some(own), &stranger).is_err());
}
