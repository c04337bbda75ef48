//! Reading books, bundles and keys, with messages that name file, entry, value and what is allowed.

use std::{io::Read as _, os::unix::fs::MetadataExt as _, path::Path};

use answers::{AnswerBook, Bundle, BundleError};
use catalogue::{Catalogue, measure::AnsweredBy};
use domain::Lang;
use ledger::{SigningKey, VerifyingKey};

use crate::{
    exit::{Code, Failure, Item, Result, problem, say},
    facts,
};

/// Largest file that is read, in bytes.
const MOST: u64 = 256 * 1024 * 1024;

/// The bytes of a file, within bounds.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let failed = |e: std::io::Error| Failure::file(path, &e);
    let mut out = Vec::new();
    let mut file = std::fs::File::open(path).map_err(failed)?.take(MOST.saturating_add(1));
    file.read_to_end(&mut out).map_err(failed)?;
    if out.len() as u64 > MOST {
        let place = path.display();
        return Err(Failure::new(
            Code::Invalid,
            format!("{place} が大きすぎます（上限 {MOST} バイト）"),
            format!("{place} is too large (at most {MOST} bytes)"),
        ));
    }
    Ok(out)
}

/// A book.
pub fn book(path: &Path) -> Result<AnswerBook> {
    if path == Path::new("-") {
        return parsed(path, &facts::read(path)?);
    }
    let bytes = bytes(path)?;
    if Bundle::is_zip(&bytes) {
        let place = path.display();
        return Err(Failure::new(
            Code::Invalid,
            format!("{place} は回答の束（zip）です。ここでは回答帳（TOMLかJSON）を指定します"),
            format!("{place} is a bundle (zip); here a book (TOML or JSON) is wanted"),
        )
        .next(
            "束は sekimori book verify で確かめ、sekimori book import で回答帳にできます",
            "See sekimori book verify, and sekimori book import to make a book of it",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let said = say(
            format!("UTF-8の文字ではありません（{at}バイト目）。UTF-8で保存し直してください"),
            format!("not UTF-8 (byte {at}); save it as UTF-8"),
        );
        Failure::invalid(vec![Item { place: path.display().to_string(), said }])
    })?;
    parsed(path, &text)
}

/// The text of a book.
pub fn parsed(path: &Path, text: &str) -> Result<AnswerBook> {
    AnswerBook::parse(text).map_err(|problems| {
        let item = |p: answers::BookProblem| Item {
            place: path.display().to_string(),
            said: say(p.text(Lang::Ja), p.text(Lang::En)),
        };
        Failure::invalid(problems.into_iter().map(item).collect())
    })
}

/// Refuses answers to measures that the catalogue does not have, or that are the client's to answer.
pub fn known(path: &Path, book: &AnswerBook) -> Result {
    let catalogue = Catalogue::load_embedded().map_err(|problems| {
        let item = |p: &catalogue::CatalogueProblem| Item {
            place: p.file.clone(),
            said: say(p.text(Lang::Ja), p.text(Lang::En)),
        };
        Failure::invalid(problems.iter().map(item).collect())
    })?;
    let theirs =
        |id: &str| catalogue.measures().iter().any(|m| m.id.as_str() == id && m.answered_by != AnsweredBy::Client);
    let items: Vec<Item> = book
        .answers()
        .iter()
        .enumerate()
        .filter(|(_, a)| !theirs(&a.target.measure))
        .map(|(n, a)| Item {
            place: format!("{} answers[{}]", path.display(), n.saturating_add(1)),
            said: say(
                format!(
                    "{} は委託先が答える共通対策にありません（sekimori catalogue list measures）",
                    a.target.measure
                ),
                format!(
                    "{} is no measure that a contractor answers (sekimori catalogue list measures)",
                    a.target.measure
                ),
            ),
        })
        .collect();
    if items.is_empty() { Ok(()) } else { Err(Failure::invalid(items)) }
}

/// A bundle that is what was signed.
pub fn bundle(path: &Path, key: Option<&Path>) -> Result<Bundle> {
    let key = key.map(verifying_key).transpose()?;
    Bundle::open(&bytes(path)?, key.as_ref()).map_err(|e| unbelieved(path, &e))
}

/// Why a bundle is refused.
pub fn unbelieved(path: &Path, error: &BundleError) -> Failure {
    let place = path.display();
    let failure = Failure::new(
        super::code(error),
        format!("{place}: {}", error.text(Lang::Ja)),
        format!("{place}: {}", error.text(Lang::En)),
    );
    match error {
        BundleError::Book(problems) => {
            let item = |p: &answers::BookProblem| Item {
                place: format!("{place} answers.json"),
                said: say(p.text(Lang::Ja), p.text(Lang::En)),
            };
            Failure { items: problems.iter().map(item).collect(), ..failure }
        }
        _ => failure,
    }
}

fn verifying_key(path: &Path) -> Result<VerifyingKey> {
    VerifyingKey::from_pem(&facts::read(path)?)
        .map_err(|what| Failure::invalid(vec![Item { place: path.display().to_string(), said: problem(&what) }]))
}

/// The key that signs. One that others can read is refused, because it may be theirs by now.
pub fn signing_key(path: &Path) -> Result<SigningKey> {
    let about = std::fs::metadata(path).map_err(|e| Failure::file(path, &e))?;
    if about.mode() & 0o077 != 0 {
        let place = path.display();
        return Err(Failure::new(
            Code::Refused,
            format!("{place} を他の利用者が読めるようになっています"),
            format!("{place} can be read by other users of this machine"),
        )
        .next(
            format!("chmod 600 {place} とし、読まれたおそれがあれば sekimori book key で作り直してください"),
            format!("Run chmod 600 {place}; if others may have read it, make a new one with sekimori book key"),
        ));
    }
    SigningKey::from_pem(&facts::read(path)?)
        .map_err(|what| Failure::invalid(vec![Item { place: path.display().to_string(), said: problem(&what) }]))
}
