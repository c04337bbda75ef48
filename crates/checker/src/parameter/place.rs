//! Courts and law, as printed.

use serde_json::json;

use super::{Found, put};

/// The courts named, and the law.
pub(super) fn jurisdiction(text: &str) -> Found {
    let mut out = Vec::new();
    let courts = courts(text);
    if !courts.is_empty() {
        put(&mut out, "courts", json!(courts));
    }
    if let Some(law) = law(text) {
        put(&mut out, "law", json!(law));
    }
    out
}

const COURT: &str = "裁判所";
const KINDS: &[&str] = &["地方", "簡易", "高等", "家庭", "最高"];

/// Courts by name, or by the place they are competent for; 管轄裁判所 alone names none.
fn courts(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (at, _) in text.match_indices(COURT) {
        let Some(start) = opens(text, at) else { continue };
        let end = at + COURT.len();
        let branch = branch(text.get(end..).unwrap_or_default());
        let name = text.get(start..end + branch).unwrap_or_default();
        if !out.iter().any(|one| one == name) {
            out.push(name.to_owned());
        }
    }
    out.extend(english(text));
    out
}

/// Where the name of a court begins whose last word stands at `at`.
fn opens(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let stem = KINDS.iter().find_map(|kind| before.strip_suffix(kind)).unwrap_or(before);
    if let Some(place) = stem.strip_suffix("を管轄する").or_else(|| stem.strip_suffix("を管轄とする")) {
        let breaks = ['、', '。', 'は', '(', '「', '者'];
        // 発注者の所在地: the break must not cut the word itself
        let from = place.rfind(|c| breaks.contains(&c) && c != '者').map_or(0, |cut| after_char(place, cut));
        return (from < place.len()).then_some(from);
    }
    // a name is a run of kanji before the kind
    let kanji = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '々' | 'ヶ' | 'ケ');
    let name = stem.len() - stem.chars().rev().take_while(|c| kanji(*c)).map(char::len_utf8).sum::<usize>();
    (stem.len() < before.len() && name < stem.len()).then_some(name)
}

fn after_char(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8())
}

/// The bytes of 川崎支部 behind the court.
fn branch(rest: &str) -> usize {
    let kanji = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}' | '々' | 'ヶ' | 'ケ');
    let run: String = rest.chars().take_while(kanji).collect();
    run.find("支部").map_or(0, |at| at + "支部".len())
}

/// Tokyo District Court
fn english(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for kind in [" District Court", " Summary Court", " High Court"] {
        for (at, _) in text.match_indices(kind) {
            let place = text.get(..at).unwrap_or_default().rsplit([' ', ',', '.', '(']).next().unwrap_or_default();
            if place.chars().next().is_some_and(|c| c.is_ascii_uppercase()) {
                out.push(format!("{place}{kind}"));
            }
        }
    }
    out
}

const LAWS: &[&str] = &[
    "日本国の法律",
    "日本国の法令",
    "日本の法律",
    "日本の法令",
    "日本国法",
    "日本法",
    "laws of Japan",
    "Japanese law",
];

fn law(text: &str) -> Option<&'static str> {
    LAWS.iter().copied().find(|law| text.contains(law))
}
