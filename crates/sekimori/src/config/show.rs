//! Showing the configuration in force, without secrets.

use domain::Lang;
use serde_json::{Map, Value, json};

use super::{Config, KEYS, key};

/// The embedded file of defaults.
#[must_use]
pub const fn defaults() -> &'static str {
    include_str!("../../sekimori.default.toml")
}

/// An address without its password.
#[must_use]
pub fn masked(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
    let shown = match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split_once(':').map_or_else(|| user.to_owned(), |(name, _)| format!("{name}:***"));
            format!("{scheme}://{user}@{host}")
        }
        None => format!("{scheme}://{rest}"),
    };
    // a query may carry a password too, so that only its presence is shown
    if query.is_empty() { shown } else { format!("{shown}?***") }
}

/// The value of a key as it may be shown.
fn shown(config: &Config, name: &str) -> String {
    let found = config.values().get(name).map(|v| v.text.clone()).unwrap_or_default();
    if key::find(name).is_some_and(|k| k.secret) { config.database.masked() } else { found }
}

/// As TOML with a comment on where each value comes from and what is allowed.
#[must_use]
pub fn print(config: &Config, lang: Lang) -> String {
    let mut out = String::new();
    let mut section = "";
    for key in KEYS {
        let Some((head, name)) = key.name.split_once('.') else { continue };
        if head != section {
            if !section.is_empty() {
                out.push('\n');
            }
            out.push_str(&format!("[{head}]\n"));
            section = head;
        }
        let text = shown(config, key.name);
        let value = if key.kind == key::Kind::Text { Value::String(text).to_string() } else { text };
        let origin = config.values().get(key.name).map(|v| v.origin.to_string()).unwrap_or_default();
        out.push_str(&format!("{name} = {value}  # {origin} | {}\n", key.allowed.get(lang)));
    }
    out
}

/// The same for programs.
#[must_use]
pub fn json(config: &Config) -> Value {
    let mut keys = Map::new();
    for key in KEYS {
        let origin = config.values().get(key.name).map(|v| v.origin.to_string());
        let entry = json!({
            "value": shown(config, key.name), "from": origin, "variable": key::variable(key.name),
            "allowed": key.allowed.en, "secret": key.secret,
        });
        keys.insert(key.name.to_owned(), entry);
    }
    json!({ "file": config.file.as_ref().map(|f| f.display().to_string()), "keys": keys })
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(masked("postgres://seki:hi@mitsu@db/seki"), "postgres://seki:***@db/seki");
        assert_eq!(masked("postgres://db/seki?password=himitsu"), "postgres://db/seki?***");
        assert_eq!(masked("postgres://seki@db/seki"), "postgres://seki@db/seki");
        assert_eq!(masked("sqlite:a/b.db"), "sqlite:a/b.db");
    }
}
