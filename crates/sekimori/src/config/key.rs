//! The keys there are, and how the value of each is read.

use std::net::SocketAddr;

use domain::{Problem, Words};

use super::LogFormat;

/// What kind of value a key holds in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text in quotes.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Truth,
}

impl Kind {
    /// The form in words.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Text => Words { ja: "引用符で囲んだ文字です", en: "a text in quotes" },
            Self::Number => Words { ja: "引用符のない整数です", en: "a whole number without quotes" },
            Self::Truth => {
                Words { ja: "true か false です（引用符なし）", en: "true or false without quotes" }
            }
        }
    }
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// `section.key`
    pub name: &'static str,
    /// What kind of value.
    pub kind: Kind,
    /// What it may hold.
    pub allowed: Words,
    /// Whether its value may hold a password.
    pub secret: bool,
}

const fn key(name: &'static str, kind: Kind, ja: &'static str, en: &'static str) -> Key {
    Key { name, kind, allowed: Words { ja, en }, secret: false }
}

/// Every key, in the order of the file.
pub const KEYS: &[Key] = &[
    key("server.listen", Kind::Text, "アドレス:ポート（127.0.0.1:8080 など）", "ADDRESS:PORT such as 127.0.0.1:8080"),
    key(
        "server.public_address",
        Kind::Text,
        "https://ホスト または http://ホスト。空でもよい",
        "https://HOST or http://HOST, without a path; or empty",
    ),
    key("server.behind_proxy", Kind::Truth, "true か false", "true or false"),
    key("server.max_upload", Kind::Text, "1 MiB から 4 GiB まで（50 MiB など）", "1 MiB to 4 GiB, such as 50 MiB"),
    key("server.stop_within", Kind::Number, "0 から 600 までの秒数", "seconds, 0 to 600"),
    Key {
        secret: true,
        ..key(
            "database.url",
            Kind::Text,
            "sqlite:ファイル または postgres://利用者@ホスト/データベース",
            "sqlite:FILE or postgres://USER@HOST/DATABASE",
        )
    },
    key(
        "database.url_file",
        Kind::Text,
        "database.url を書いたファイルの場所。空でもよい",
        "path of a file that holds database.url; or empty",
    ),
    key("files.folder", Kind::Text, "フォルダの場所", "path of a folder"),
    key(
        "catalogue.profile",
        Kind::Text,
        "カタログを調整するプロファイルの場所。空でもよい",
        "path of a profile that tailors the catalogue; or empty",
    ),
    key(
        "papers.template",
        Kind::Text,
        "文書のWordのひな形（.docx）の場所。空でもよい",
        "path of a Word template (.docx) for papers; or empty",
    ),
    key("papers.years", Kind::Text, "wareki か western（和暦・西暦）", "wareki (Japanese era) or western"),
    key("log.format", Kind::Text, "auto, text, json のどれか", "auto, text or json"),
    key("log.level", Kind::Text, "error, warn, info, debug, trace のどれか", "error, warn, info, debug or trace"),
];

/// One key by its name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|k| k.name == name)
}

/// The environment variable of a key.
#[must_use]
pub fn variable(name: &str) -> String {
    format!("SEKIMORI_{}", name.replacen('.', "__", 1).to_uppercase())
}

fn form(text: &str, name: &str) -> Problem {
    let allowed = find(name).map_or(Words { ja: "", en: "" }, |k| k.allowed);
    Problem::form(text, allowed)
}

/// `server.listen`
pub fn listen(text: &str) -> Result<SocketAddr, Problem> {
    let text = text.trim();
    let with_host = text.strip_prefix("localhost:").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    with_host.parse().map_err(|_| form(text, "server.listen"))
}

/// `server.public_address`
pub fn public_address(text: &str) -> Result<Option<String>, Problem> {
    let text = text.trim().trim_end_matches('/');
    if text.is_empty() {
        return Ok(None);
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fits = rest.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b))
    });
    if fits { Ok(Some(text.to_owned())) } else { Err(form(text, "server.public_address")) }
}

/// `true` or `false`
pub fn truth(text: &str) -> Result<bool, Problem> {
    text.trim()
        .parse()
        .map_err(|_| Problem::NotOneOf { value: domain::problem::shorten(text), allowed: vec!["true", "false"] })
}

/// `server.max_upload`
pub fn size(text: &str) -> Result<usize, Problem> {
    let plain = text.trim();
    let units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];
    let bytes = units
        .iter()
        .find_map(|(unit, shift)| plain.strip_suffix(unit).map(|number| (number.trim(), *shift)))
        .and_then(|(number, shift)| number.parse::<u64>().ok()?.checked_mul(1u64.checked_shl(shift)?))
        .filter(|bytes| (1 << 20..=4 << 30).contains(bytes));
    bytes.and_then(|b| usize::try_from(b).ok()).ok_or_else(|| form(text, "server.max_upload"))
}

/// `server.stop_within`
pub fn seconds(text: &str) -> Result<u64, Problem> {
    let out = || Problem::OutOfRange { value: domain::problem::shorten(text), min: 0, max: 600 };
    text.trim().parse::<u64>().ok().filter(|s| *s <= 600).ok_or_else(out)
}

/// `log.format`
pub fn log_format(text: &str) -> Result<LogFormat, Problem> {
    match text.trim() {
        "auto" => Ok(LogFormat::Auto),
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => {
            Err(Problem::NotOneOf { value: domain::problem::shorten(other), allowed: vec!["auto", "text", "json"] })
        }
    }
}

/// `log.level`
pub fn level(text: &str) -> Result<String, Problem> {
    let allowed = vec!["error", "warn", "info", "debug", "trace"];
    let text = text.trim();
    if allowed.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(Problem::NotOneOf { value: domain::problem::shorten(text), allowed })
}

/// `database.url`; the value may hold a password and is not repeated.
pub fn database(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let server = text.starts_with("postgres://") || text.starts_with("postgresql://");
    let path = super::sqlite_path(text).unwrap_or_default();
    if server || (!path.is_empty() && !path.contains("://")) {
        return Ok(text.to_owned());
    }
    Err(form("…", "database.url"))
}
