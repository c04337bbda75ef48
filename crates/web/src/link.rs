//! Addresses: escaping, query strings, and paths that stay on this site.

use std::fmt::Write as _;

/// Escapes a text for use in a query string.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // writing to a String cannot fail
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `a=1&b=2` of pairs, leaving out empty values.
#[must_use]
pub fn query(pairs: &[(String, String)]) -> String {
    let parts: Vec<String> =
        pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{}={}", escape(k), escape(v))).collect();
    parts.join("&")
}

/// A path of this site as it stands, or `/`: nobody is sent elsewhere by a link to the sign-in page.
#[must_use]
pub fn local(path: &str) -> &str {
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t', '\0']);
    if inside { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(local("/engagements?q=a"), "/engagements?q=a");
        for bad in ["https://example.invalid/", "//example.invalid", "/\\example.invalid", "javascript:x", "", "/\t/x"]
        {
            assert_eq!(local(bad), "/", "{bad}");
        }
    }

    #[test]
    fn queries_are_escaped() {
        let pairs = [("q".to_owned(), "㈱ & co".to_owned()), ("stage".to_owned(), String::new())];
        assert_eq!(query(&pairs), "q=%E3%88%B1%20%26%20co");
    }
}
