//! The stylesheet, the script and the mark: embedded, named by their content, cached for good.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

const CSS: &str = concat!(
    include_str!("../assets/css/base.css"),
    include_str!("../assets/css/shell.css"),
    include_str!("../assets/css/parts.css"),
    include_str!("../assets/css/pages.css"),
    include_str!("../assets/css/papers.css"),
    include_str!("../assets/css/questions.css"),
    include_str!("../assets/css/contract.css"),
    include_str!("../assets/css/selection.css"),
    include_str!("../assets/css/print.css"),
);
const JS: &str = include_str!("../assets/sekimori.js");
const CONTRACT_JS: &str = include_str!("../assets/contract.js");
const FAVICON: &str = include_str!("../assets/favicon.svg");

/// What every asset is served with: its name changes with its content.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    /// Name used in templates, `sekimori.css`.
    pub name: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Content.
    pub body: &'static [u8],
    url: String,
}

impl Asset {
    /// Address with the content's hash, `/assets/sekimori.0123456789ab.css`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
    /// Last part of the address.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.url.rsplit('/').next().unwrap_or_default()
    }
}

static ALL: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    [
        ("sekimori.css", "text/css; charset=utf-8", CSS),
        ("sekimori.js", "text/javascript; charset=utf-8", JS),
        ("contract.js", "text/javascript; charset=utf-8", CONTRACT_JS),
        ("favicon.svg", "image/svg+xml", FAVICON),
    ]
    .into_iter()
    .map(|(name, media_type, text)| {
        let digest = Sha256::digest(text.as_bytes());
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        Asset { name, media_type, body: text.as_bytes(), url: format!("/assets/{stem}.{hash}.{ending}") }
    })
    .collect()
});

/// Every asset.
#[must_use]
pub fn all() -> &'static [Asset] {
    &ALL
}

/// Address of an asset by its name; the name itself when there is none, so that a mistake shows.
#[must_use]
pub fn url(name: &'static str) -> &'static str {
    ALL.iter().find(|asset| asset.name == name).map_or(name, Asset::url)
}

/// The asset behind the last part of an address, for the handler of `/assets/{file}`.
#[must_use]
pub fn by_file_name(file: &str) -> Option<&'static Asset> {
    ALL.iter().find(|asset| asset.file_name() == file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_the_content() {
        let css = url("sekimori.css");
        assert!(css.starts_with("/assets/sekimori.") && css.ends_with(".css"), "{css}");
        let found = by_file_name(css.trim_start_matches("/assets/")).unwrap();
        assert_eq!(found.body, CSS.as_bytes());
        assert!(by_file_name("sekimori.css").is_none());
    }

    #[test]
    fn nothing_comes_from_elsewhere() {
        for asset in all() {
            let text = std::str::from_utf8(asset.body).unwrap().replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("://") && !text.contains("@import") && !text.contains("url("), "{}", asset.name);
        }
    }

    #[test]
    fn braces_of_the_stylesheet_match() {
        assert_eq!(CSS.matches('{').count(), CSS.matches('}').count());
    }
}
