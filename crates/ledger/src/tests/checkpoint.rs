//! Checkpoints: text form, signature, and what they find.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Lang;
use proptest::prelude::*;

use super::{chain, forged};
use crate::{Checkpoint, CheckpointError, Digest, Head, Held, SignedCheckpoint, SigningKey, Stored};

fn signed(seed: u8) -> (SigningKey, SignedCheckpoint) {
    let key = SigningKey::from_seed(&[seed; 32]);
    let head = Head { seq: 42, hash: Digest::of_bytes(b"42") };
    let at = "2026-06-11T01:02:03.123456789Z".parse().unwrap();
    let checkpoint = Checkpoint::new("霞が関省", "0192f3c0", head, at).unwrap();
    (key.clone(), checkpoint.sign(&key))
}

#[test]
fn the_text_is_for_people_and_reads_back() {
    let (key, signed) = signed(1);
    let text = signed.to_text();
    let head = "sekimori-checkpoint-v1\norganisation: 霞が関省\ndatabase: 0192f3c0\nseq: 42\nhash: 73475cb40a568e8d";
    assert!(text.starts_with(head), "{text}");
    assert!(text.contains("\nat: 2026-06-11T01:02:03.123456Z\nkey: "));
    let windows = format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    for form in [text.as_str(), &windows] {
        let read = SignedCheckpoint::parse(form).unwrap();
        assert_eq!(read, signed);
        assert_eq!(read.verify(&key.verifying_key()).unwrap(), signed.unverified());
    }
}

#[test]
fn another_key_is_named() {
    let (_, one) = signed(1);
    let (other, _) = signed(2);
    let error = one.verify(&other.verifying_key()).unwrap_err();
    assert!(error.text(Lang::Ja).contains(one.key_id()));
    // a forger who signs with a key of his own and names ours
    let text = signed(2).1.to_text();
    let text = text.replace(&other.verifying_key().id(), one.key_id());
    let forged = SignedCheckpoint::parse(&text).unwrap();
    let key = SigningKey::from_seed(&[1; 32]).verifying_key();
    assert_eq!(forged.verify(&key), Err(CheckpointError::Signature));
}

#[test]
fn a_wrong_line_is_named() {
    let text = signed(1).1.to_text();
    for (from, to, line) in [
        ("v1", "v2", 1),
        ("organisation: ", "organisation:  ", 2),
        ("seq: 42", "seq: 042", 4),
        ("seq: 42", "seq: -1", 4),
        ("hash: 7", "hash: G", 5),
        ("T01:02:03.123456Z", "T01:02:03.1234560Z", 6),
        ("T01:02:03.123456Z", "T10:02:03.123456+09:00", 6),
        ("signature: ", "signature: !", 8),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_eq!(SignedCheckpoint::parse(&changed), Err(CheckpointError::Line(line)), "{changed}");
    }
    assert_eq!(SignedCheckpoint::parse(""), Err(CheckpointError::Line(1)));
    assert_eq!(SignedCheckpoint::parse(&format!("{text}more\n")), Err(CheckpointError::Line(9)));
    assert!(Checkpoint::new("a\nb", "x", Head::GENESIS, jiff::Timestamp::UNIX_EPOCH).is_err());
}

#[test]
fn a_ledger_rewritten_from_scratch_is_found() {
    let entries = chain(10);
    let at = jiff::Timestamp::UNIX_EPOCH;
    let checkpoint = Checkpoint::new("省", "db", entries[6].head(), at).unwrap();
    let genuine = Stored::from(&entries[6]);
    assert_eq!(checkpoint.check_against(Some(&genuine)), Held::Same);
    assert_eq!(checkpoint.check_against(None), Held::Gone);
    assert_eq!(checkpoint.check_against(Some(&Stored::from(&entries[5]))), Held::Gone);
    let rewritten = forged(genuine.clone(), 7, &genuine.prev);
    assert_eq!(checkpoint.check_against(Some(&rewritten)), Held::Other);
    let edited = Stored { subject_id: "x".to_owned(), ..genuine };
    assert_eq!(checkpoint.check_against(Some(&edited)), Held::Altered);
    let empty = Checkpoint::new("省", "db", Head::GENESIS, at).unwrap();
    assert_eq!(empty.check_against(None), Held::Same);
}

#[test]
fn no_bit_of_the_signature_may_change() {
    let (key, signed) = signed(3);
    let text = signed.to_text();
    let (message, signature) = text.trim_end().rsplit_once(' ').unwrap();
    for byte in 0..64 {
        let mut bytes = STANDARD.decode(signature).unwrap();
        bytes[byte] ^= 1 << (byte % 8);
        let changed = SignedCheckpoint::parse(&format!("{message} {}\n", STANDARD.encode(bytes))).unwrap();
        assert_eq!(changed.verify(&key.verifying_key()), Err(CheckpointError::Signature));
    }
}

proptest! {
    #[test]
    fn no_change_of_the_text_goes_unnoticed(at in any::<prop::sample::Index>(), with in any::<char>(), insert in any::<bool>()) {
        let (key, signed) = signed(3);
        let text = signed.to_text();
        let mut chars: Vec<char> = text.trim_end().chars().collect();
        let place = at.index(chars.len());
        if insert { chars.insert(place, with) } else { chars[place] = with }
        let changed: String = chars.into_iter().collect();
        let believed = SignedCheckpoint::parse(&changed).is_ok_and(|c| c.verify(&key.verifying_key()).is_ok());
        let harmless = changed == text.trim_end() || changed.trim_start_matches('\u{feff}').replace("\r\n", "\n") == text.trim_end();
        prop_assert_eq!(believed, harmless);
    }

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>(), cut in any::<prop::sample::Index>()) {
        prop_assert!(SignedCheckpoint::parse(&text).is_err());
        let whole = signed(1).1.to_text();
        let chars: Vec<char> = whole.trim_end().chars().collect();
        let part: String = chars[..cut.index(chars.len())].iter().collect();
        prop_assert!(SignedCheckpoint::parse(&part).is_err());
        prop_assert!(crate::VerifyingKey::from_pem(&text).is_err());
        prop_assert!(SigningKey::from_pem(&text).is_err());
    }
}
