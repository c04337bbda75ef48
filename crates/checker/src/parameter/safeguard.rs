//! Named settings: length of passwords, algorithms.

use serde_json::json;

use super::{
    Found, any, number, put,
    relation::{before, english, then},
};
use crate::value::{Quantity, Unit, quantities};

/// What a named safeguard must be.
pub(super) fn level(text: &str) -> Found {
    let mut out = Vec::new();
    if let Some(length) = password(text) {
        put(&mut out, "password_min_length", number(length));
    }
    let names = algorithms(text);
    if !names.is_empty() {
        put(&mut out, "encryption", json!(names));
    }
    out
}

/// The least length of a password: the greatest lower bound, as some characters may have to be of one kind.
fn password(text: &str) -> Option<f64> {
    if !any(&text.to_ascii_lowercase(), &["パスワード", "暗証", "パスフレーズ", "password", "passphrase", "passcode"])
    {
        return None;
    }
    let all: Vec<Quantity> = quantities(text).into_iter().filter(|q| q.unit == Unit::Character).collect();
    let bound = |q: &&Quantity| {
        let past: String = before(text, q).chars().rev().take(8).collect();
        let past: String = past.chars().rev().collect();
        then(text, q, &["以上", "超"])
            || any(&past, &["最低", "最小", "最短", "少なくとも"])
            || english(text, q, &["at least", "minimum of", "minimum"])
    };
    let lower = all.iter().filter(bound).map(|q| q.low).max_by(f64::total_cmp);
    let open = |q: &&Quantity| !then(text, q, &["以内", "以下", "まで", "未満", "を含"]);
    lower.or_else(|| all.iter().find(open).map(|q| q.low))
}

const ALGORITHMS: &[&str] = &[
    "AES", "TLS", "RSA", "SHA", "SSL", "3DES", "ChaCha20", "Camellia", "IPsec", "WPA", "SSH", "S/MIME", "ECDSA", "PGP",
    "SFTP", "HTTPS", "CRYPTREC",
];

/// Named algorithms as printed, without spaces: AES-256, TLS1.2.
fn algorithms(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (at, _) in ALGORITHMS.iter().flat_map(|name| text.match_indices(name)) {
        let whole: String = text
            .get(at..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-./ ".contains(*c))
            .collect();
        let whole = whole.trim_end_matches([' ', '.', '-', '/']).replace(' ', "");
        let inner = text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(|c| c.is_ascii_alphanumeric());
        if !inner && !out.contains(&whole) && whole.len() < 24 {
            out.push(whole);
        }
    }
    out
}
