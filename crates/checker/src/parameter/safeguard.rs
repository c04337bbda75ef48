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
    "AES", "TLS", "RSA", "SHA", "SSL", "3DES", "DES", "MD5", "RC4", "ChaCha20", "Camellia", "IPsec", "WPA", "SSH",
    "S/MIME", "ECDSA", "PGP", "SFTP", "HTTPS", "CRYPTREC",
];
/// Longest name that is printed, in bytes, and most names of one clause.
const LONGEST: usize = 24;
const MOST: usize = 20;

/// Named algorithms as printed, without spaces, in the order of the list: AES-256, TLS1.2.
fn algorithms(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (at, name) in ALGORITHMS.iter().flat_map(|name| text.match_indices(name)) {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let part = before.is_some_and(|c| c.is_ascii_alphanumeric());
        let Some(whole) = text.get(at..).filter(|_| !part).and_then(|rest| printed(rest, name.len())) else { continue };
        if out.len() < MOST && !out.contains(&whole) {
            out.push(whole);
        }
    }
    out
}

/// The name a text begins with, with its lengths and versions; `None` where it is the beginning of another word, such as
/// SHALL or DESIGN.
fn printed(text: &str, name: usize) -> Option<String> {
    let (mut out, mut rest) = (text.get(..name)?.to_owned(), text.get(name..)?);
    loop {
        let version = rest.strip_prefix(['v', 'V']).is_some_and(begins_number);
        let word = rest.starts_with(|c: char| c.is_ascii_alphabetic());
        if word && !version && !out.ends_with('-') {
            return None;
        }
        let taken: String = rest.chars().take(LONGEST).take_while(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
        let taken = taken.trim_end_matches('.');
        out.push_str(taken);
        if out.len() >= LONGEST {
            return None;
        }
        rest = rest.get(taken.len()..).unwrap_or_default();
        // AES-256-GCM, RSA-OAEP; after a space only what is a number: AES 256, TLS v1.2
        let after = rest.get(1..).unwrap_or_default();
        let goes_on = match rest.chars().next() {
            Some('-') if after.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase()) => {
                out.push('-');
                true
            }
            Some(' ') => begins_number(after) || after.strip_prefix(['v', 'V']).is_some_and(begins_number),
            _ => false,
        };
        if !goes_on {
            return Some(out);
        }
        rest = after;
    }
}

fn begins_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn algorithms_are_whole_words() {
        for (text, named) in [
            ("AES-256 and TLS 1.2 or later", vec!["AES-256", "TLS1.2"]),
            ("AES-256-GCM、RSA-OAEP、ChaCha20-Poly1305", vec!["AES-256-GCM", "RSA-OAEP", "ChaCha20-Poly1305"]),
            ("SHA-1, MD5 and DES shall not be used", vec!["SHA-1", "DES", "MD5"]),
            ("3DES又はRC4は使わない", vec!["3DES", "RC4"]),
            ("THE VENDOR SHALL BE SHARED BY DESIGN; MODES, HASHAES", vec![]),
            ("TLS v1.3、TLSv1.2、WPA2", vec!["TLSv1.3", "TLSv1.2", "WPA2"]),
            ("an AES key of 12 characters; SSL VPN", vec!["AES", "SSL"]),
            ("SHA256で署名し、HTTPSで送る。", vec!["SHA256", "HTTPS"]),
        ] {
            assert_eq!(algorithms(text), named, "{text}");
        }
        let began = std::time::Instant::now();
        for piece in ["AES ", "AES-", "AES1 ", "TLS.", "AES"] {
            assert!(algorithms(&piece.repeat(20_000)).len() <= MOST);
        }
        assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    }
}
