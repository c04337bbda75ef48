//! Holes in a text: `{report_hours}`, `{client}`, `{article:KL-22}`, `{annex:roster}`.

use domain::{Lang, Words};

/// What stands in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placeholder<'a> {
    /// A parameter, or one of [`KNOWN`].
    Name(&'a str),
    /// The article where a clause (`KL-22`) or an ordinary article (`AR-05`) stands: 第12条, Article 12. Where the paper does
    /// not hold it, its title is written instead, so that nothing points to an article that is not there.
    Article(&'a str),
    /// An annex by its id: 別紙2（体制表）, Annex 2 (Organisation).
    Annex(&'a str),
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as they are.
    Plain(&'a str),
    /// A hole.
    Hole(Placeholder<'a>),
}

/// A brace that does not belong to a well-formed placeholder; holds the text from it on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a placeholder: {0}")]
pub struct MalformedPlaceholder(pub String);

/// A name that every paper knows, without being a parameter of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownName {
    /// The name.
    pub name: &'static str,
    /// What is put in.
    pub words: Words,
}

const fn known(name: &'static str, ja: &'static str, en: &'static str) -> KnownName {
    KnownName { name, words: Words { ja, en } }
}

/// Names every paper knows. Party names are written as inside a sentence (`甲`, `the Client`); [`fill`] makes the first
/// letter of an English sentence large.
pub const KNOWN: &[KnownName] = &[
    known("client", "委託する側の呼び名（甲、委託者など）", "what the client is called (the Client)"),
    known("contractor", "委託を受ける側の呼び名（乙、受託者など）", "what the contractor is called (the Contractor)"),
    known(
        "bidder",
        "提案する側の呼び名（提案者など）。仕様書だけで使う",
        "what a bidder is called; specifications only",
    ),
    known("client_name", "委託する組織の名称", "name of the client organisation"),
    known("client_unit", "委託する部署の名称", "name of the client's unit"),
    known("client_officer", "委託する側の責任者の職と氏名", "post and name of the client's responsible person"),
    known("contractor_name", "委託を受ける組織の名称", "name of the contractor organisation"),
    known(
        "contractor_officer",
        "委託を受ける側の責任者の職と氏名",
        "post and name of the contractor's responsible person",
    ),
    known("work", "業務の名称", "name of the work"),
    known("work_summary", "業務の内容", "the work in plain words"),
    known("system", "対象のシステムや情報の名称", "name of the system or body of data"),
    known("category", "業務の区分", "work category"),
    known("contract_number", "契約の番号", "number of the contract"),
    known("contract_date", "契約を結ぶ日", "day of the contract"),
    known("start", "始まりの日", "first day"),
    known("end", "終わりの日", "last day"),
    known("document_number", "文書の番号", "number of the document"),
    known("document_version", "文書の版", "version of the document"),
    known("document_date", "文書の日付", "date of the document"),
    known("edition", "カタログの版", "edition of the catalogue"),
];

/// Cuts a text at its placeholders.
///
/// # Errors
/// A brace that is not part of a placeholder.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, MalformedPlaceholder> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (plain, tail) = rest.split_at(at);
        let bad = || MalformedPlaceholder(tail.chars().take(40).collect());
        let (inside, after) = tail.strip_prefix('{').and_then(|t| t.split_once('}')).ok_or_else(bad)?;
        let hole = placeholder(inside).ok_or_else(bad)?;
        if !plain.is_empty() {
            out.push(Piece::Plain(plain));
        }
        out.push(Piece::Hole(hole));
        rest = after;
    }
    if !rest.is_empty() {
        out.push(Piece::Plain(rest));
    }
    Ok(out)
}

fn placeholder(inside: &str) -> Option<Placeholder<'_>> {
    if let Some(id) = inside.strip_prefix("article:") {
        let id_like = !id.is_empty() && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
        return id_like.then_some(Placeholder::Article(id));
    }
    if let Some(id) = inside.strip_prefix("annex:") {
        let id_like = !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        return id_like.then_some(Placeholder::Annex(id));
    }
    let name = inside.starts_with(|c: char| c.is_ascii_lowercase())
        && inside.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    name.then_some(Placeholder::Name(inside))
}

/// Fills a text. A hole for which `value` has nothing stays as it is written, so that it is seen. In English the first
/// letter of a sentence becomes large, and a unit after the number 1 loses its plural (`1 days` becomes `1 day`).
///
/// ```
/// use catalogue::wording::{Placeholder, fill};
/// use domain::Lang;
///
/// let value = |hole: Placeholder<'_>| match hole {
///     Placeholder::Name("client") => Some("the Client".to_owned()),
///     Placeholder::Name("days") => Some("1".to_owned()),
///     _ => None,
/// };
/// let text = "{client} shall answer within {days} days. {open}";
/// assert_eq!(fill(text, Lang::En, value), "The Client shall answer within 1 day. {open}");
/// ```
#[must_use]
pub fn fill(text: &str, lang: Lang, mut value: impl FnMut(Placeholder<'_>) -> Option<String>) -> String {
    let Ok(pieces) = pieces(text) else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    let mut singular = false;
    for piece in pieces {
        match piece {
            Piece::Plain(plain) if singular => out.push_str(&without_plural(plain)),
            Piece::Plain(plain) => out.push_str(plain),
            Piece::Hole(hole) => {
                let given = value(hole).unwrap_or_else(|| written(hole));
                singular = lang == Lang::En && given == "1";
                let begins = out.is_empty() || out.ends_with(". ");
                if lang == Lang::En && begins {
                    push_capitalised(&mut out, &given)
                } else {
                    out.push_str(&given)
                }
                continue;
            }
        }
        singular = false;
    }
    out
}

fn written(hole: Placeholder<'_>) -> String {
    match hole {
        Placeholder::Name(name) => format!("{{{name}}}"),
        Placeholder::Article(id) => format!("{{article:{id}}}"),
        Placeholder::Annex(id) => format!("{{annex:{id}}}"),
    }
}

fn push_capitalised(out: &mut String, text: &str) {
    let mut chars = text.chars();
    out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
    out.push_str(chars.as_str());
}

fn without_plural(plain: &str) -> String {
    for unit in ["hours", "days", "months", "years", "times", "business days", "calendar days", "characters"] {
        if let Some(rest) = plain.strip_prefix(' ').and_then(|p| p.strip_prefix(unit))
            && !rest.starts_with(|c: char| c.is_alphanumeric())
        {
            let one = unit.strip_suffix('s').unwrap_or(unit);
            return format!(" {one}{rest}");
        }
    }
    plain.to_owned()
}
