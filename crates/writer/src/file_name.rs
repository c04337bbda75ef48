//! Names of files for downloading: safe everywhere, Japanese where it works.

use std::fmt::Write as _;

/// Longest stem, in characters.
const MAX: usize = 80;
/// Names Windows keeps for devices.
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A file name from a title and an extension, without what Windows, macOS or a shell forbid in names.
///
/// ```
/// assert_eq!(writer::file_name::safe("委託案件/一覧: R8", "xlsx"), "委託案件_一覧_ R8.xlsx");
/// ```
#[must_use]
pub fn safe(stem: &str, extension: &str) -> String {
    let usable: String = stem
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .map(|c| if "<>:\"/\\|?*".contains(c) { '_' } else { c })
        .take(MAX)
        .collect();
    let usable = usable.trim().trim_matches('.').trim();
    let first = usable.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let usable = match usable {
        "" => "export".to_owned(),
        _ if DEVICES.contains(&first.as_str()) => format!("_{usable}"),
        _ => usable.to_owned(),
    };
    let extension: String = extension.chars().filter(char::is_ascii_alphanumeric).collect();
    if extension.is_empty() { usable } else { format!("{usable}.{extension}") }
}

/// Characters that turn or hide parts of a name.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The value of a `Content-Disposition` header that makes a browser save the file: an ASCII name for old programs and
/// the real one by RFC 6266 and RFC 8187.
///
/// ```
/// assert_eq!(
///     writer::file_name::content_disposition("一覧 R8.csv"),
///     "attachment; filename=\"R8.csv\"; filename*=UTF-8''%E4%B8%80%E8%A6%A7%20R8.csv"
/// );
/// ```
#[must_use]
pub fn content_disposition(name: &str) -> String {
    let (stem, extension) = split(name);
    let name = safe(stem, extension);
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // writing to a String cannot fail
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{}\"; filename*=UTF-8''{encoded}", ascii(&name))
}

/// Stem and extension; what follows a dot is an extension only when it looks like one.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.')
        .filter(|(_, ext)| (1..=5).contains(&ext.len()) && ext.bytes().all(|b| b.is_ascii_alphanumeric()))
        .unwrap_or((name, ""))
}

/// What is left of a name in ASCII letters, digits and `-_.`; never empty.
fn ascii(name: &str) -> String {
    let (stem, extension) = split(name);
    let mut plain = String::new();
    for c in stem.chars() {
        if c.is_ascii_alphanumeric() || c == '-' || c == '.' {
            plain.push(c);
        } else if !plain.is_empty() && !plain.ends_with('_') {
            plain.push('_');
        }
    }
    let plain = plain.trim_matches(['_', '.', '-']);
    let plain = if plain.is_empty() { "export" } else { plain };
    if extension.is_empty() { plain.to_owned() } else { format!("{plain}.{extension}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_safe_on_every_system() {
        for (stem, name) in [
            ("../../etc/passwd", "_.._etc_passwd.csv"),
            ("", "export.csv"),
            ("...", "export.csv"),
            ("CON", "_CON.csv"),
            ("nul.txt", "_nul.txt.csv"),
            ("a\u{202e}vsc\n", "avsc.csv"),
        ] {
            assert_eq!(safe(stem, "csv"), name, "{stem}");
        }
        assert_eq!(safe(&"長".repeat(200), "xlsx").chars().count(), 85);
        assert_eq!(safe("a", "x\"; y"), "a.xy");
    }

    #[test]
    fn a_japanese_name_has_an_ascii_fallback() {
        let header = content_disposition("委託案件.xlsx");
        let encoded = "%E5%A7%94%E8%A8%97%E6%A1%88%E4%BB%B6.xlsx";
        assert_eq!(header, format!("attachment; filename=\"export.xlsx\"; filename*=UTF-8''{encoded}"));
        let odd = content_disposition("A.一 覧");
        assert_eq!(odd, "attachment; filename=\"A\"; filename*=UTF-8''A.%E4%B8%80%20%E8%A6%A7");
    }

    proptest! {
        #[test]
        fn any_name_makes_a_header_of_plain_characters(name in any::<String>()) {
            let header = content_disposition(&name);
            prop_assert!(header.bytes().all(|b| (0x20..0x7f).contains(&b)), "{}", header);
            prop_assert_eq!(header.matches('"').count(), 2);
            prop_assert_eq!(header.matches(';').count(), 2);
        }
    }
}
