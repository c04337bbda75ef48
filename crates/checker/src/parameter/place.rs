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

/// Courts of one clause that are kept; more is no agreement on a court.
const MOST: usize = 20;
/// Longest run of kanji that can be a court's name, and longest words for the place it is competent for, in characters.
const NAME: usize = 20;
const PLACE: usize = 60;

/// Courts by name, or by the place they are competent for; 管轄裁判所 alone names none.
fn courts(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let japanese = text.match_indices(COURT).filter_map(|(at, _)| {
        let start = opens(text, at)?;
        let end = at + COURT.len();
        text.get(start..end + branch(text.get(end..).unwrap_or_default())).map(str::to_owned)
    });
    for name in japanese.chain(english(text)) {
        if out.len() >= MOST {
            break;
        }
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// Where the name of a court begins whose last word stands at `at`.
fn opens(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let stem = KINDS.iter().find_map(|kind| before.strip_suffix(kind)).unwrap_or(before);
    if let Some(place) = stem.strip_suffix("を管轄する").or_else(|| stem.strip_suffix("を管轄とする")) {
        let breaks = ['、', '。', 'は', '(', '「'];
        let words = place.chars().rev().take(PLACE).take_while(|c| !breaks.contains(c));
        let (count, length) = words.fold((0, 0), |(n, length), c| (n + 1, length + c.len_utf8()));
        // so many words without a break describe no place
        return (0 < count && count < PLACE).then(|| place.len() - length);
    }
    // a name is a run of kanji before the kind
    let kanji = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '々' | 'ヶ' | 'ケ');
    let run = stem.chars().rev().take(NAME).take_while(|c| kanji(*c)).map(char::len_utf8);
    let (count, length) = run.fold((0, 0), |(n, length), c| (n + 1, length + c));
    (stem.len() < before.len() && 0 < count && count < NAME).then(|| stem.len() - length)
}

/// The bytes of 川崎支部 behind the court.
fn branch(rest: &str) -> usize {
    let kanji = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}' | '々' | 'ヶ' | 'ケ');
    let run: String = rest.chars().take(NAME).take_while(kanji).collect();
    run.find("支部").map_or(0, |at| at + "支部".len())
}

/// Tokyo District Court
fn english(text: &str) -> impl Iterator<Item = String> + '_ {
    [" District Court", " Summary Court", " High Court"].into_iter().flat_map(move |kind| {
        text.match_indices(kind).filter_map(move |(at, _)| {
            let before =
                text.get(..at)?.chars().rev().take(PLACE).take_while(|c| c.is_ascii_alphanumeric() || *c == '-');
            let place: Vec<char> = before.collect();
            let named = place.len() < PLACE && place.last().is_some_and(char::is_ascii_uppercase);
            named.then(|| place.into_iter().rev().chain(kind.chars()).collect())
        })
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courts_are_named_as_printed() {
        for (text, named) in [
            ("東京地方裁判所を第一審の専属的合意管轄裁判所とする。", vec!["東京地方裁判所"]),
            ("甲の本店所在地を管轄する地方裁判所とする。", vec!["甲の本店所在地を管轄する地方裁判所"]),
            ("横浜地方裁判所川崎支部又は東京簡易裁判所", vec!["横浜地方裁判所川崎支部", "東京簡易裁判所"]),
            ("The Tokyo District Court, or the Tokyo District Court", vec!["Tokyo District Court"]),
            ("発注者の所在地を管轄する裁判所", vec!["発注者の所在地を管轄する裁判所"]),
            ("管轄裁判所", vec![]),
        ] {
            assert_eq!(courts(text), named, "{text}");
        }
    }

    /// No text, however often it names a court, costs more than its length.
    #[test]
    fn names_without_end_are_no_names() {
        let began = std::time::Instant::now();
        for piece in ["を管轄する地方裁判所", "東京地方裁判所", "裁判所", "A District Court", "あ", "東"]
        {
            for tail in ["", "地方裁判所", "を管轄する地方裁判所", " District Court"] {
                let found = jurisdiction(&format!("{}{tail}", piece.repeat(20_000)));
                assert!(found.iter().all(|(_, value)| value.to_string().len() < 8_000), "{piece}{tail}");
            }
        }
        let many: String =
            (0..5_000).map(|n| format!("A{n} District Court, 東{}地方裁判所、", "京".repeat(n % 9))).collect();
        assert_eq!(courts(&many).len(), 9 + 11);
        assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    }
}
