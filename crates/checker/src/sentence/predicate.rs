//! What a sentence does with its verbs: must, must not, may, tries to, need not.

mod mild;
mod table;

use mild::MILD;
use table::TABLE;

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::text::cut;

/// The mood of a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// してはならない, 禁止する, しない
    Ban,
    /// しなければならない, ものとする, する
    Must,
    /// することができる
    May,
    /// 努める
    Effort,
    /// 義務を負わない, 要しない
    NoDuty,
    /// 場合, とき: what comes before is a condition
    Condition,
    /// 協議する, 別途定める
    Later,
}

/// A predicate at a byte position of its sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Predicate {
    pub start: usize,
    pub end: usize,
    pub mood: Mood,
}

static AUTOMATON: LazyLock<(Option<AhoCorasick>, Vec<Mood>)> = LazyLock::new(|| {
    let pairs: Vec<(Mood, &str)> =
        TABLE.iter().chain(MILD).flat_map(|(mood, terms)| terms.iter().map(|term| (*mood, *term))).collect();
    let moods = pairs.iter().map(|pair| pair.0).collect();
    let built =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(pairs.iter().map(|pair| pair.1)).ok();
    (built, moods)
});

/// The predicates of a sentence in order, with the mood of its end last.
pub(crate) fn predicates(text: &str) -> Vec<Predicate> {
    let (automaton, moods) = &*AUTOMATON;
    let Some(automaton) = automaton else { return Vec::new() };
    let mut out: Vec<Predicate> = Vec::new();
    for found in automaton.find_iter(text) {
        let Some(mood) = moods.get(found.pattern().as_usize()).copied() else { continue };
        let mut one = Predicate { start: found.start(), end: found.end(), mood };
        let rest = text.get(found.end()..).unwrap_or_default();
        // 「必要な場合を除き」 is an exception and no condition
        if mood == Mood::Condition && rest.starts_with("を除") {
            continue;
        }
        if (!cut(text, 0, found.end()).ends_with(['、', '。', 'を', 'に'])
            && !rest.starts_with('旨')
            && adnominal(mood, rest))
            || (mood == Mood::Ban && set_phrase(text, found.start(), found.end()))
        {
            continue;
        }
        if mood == Mood::Ban && lifted(rest, cut(text, found.start(), found.end())) {
            one.mood = Mood::May;
        } else if mood == Mood::May && unsaid(rest) {
            one.mood = Mood::Ban;
        } else if mood == Mood::Must && rest.starts_with("ではな") {
            one.mood = Mood::NoDuty;
        } else if mood == Mood::Effort && (rest.starts_with("の対象") || rest.starts_with("義務はな")) {
            continue;
        }
        out.push(one);
    }
    let end = text.trim_end_matches(['。', ')', '」', ' ']).len();
    out.push(Predicate { start: end, end: text.len(), mood: ending(cut(text, 0, end)) });
    out
}

/// を問わず、, のみならず、: not a verb that is denied.
fn set_phrase(text: &str, start: usize, end: usize) -> bool {
    let word = cut(text, start, end);
    let before = cut(text, 0, start);
    word.starts_with('ず')
        && [
            "問わ",
            "かかわら",
            "関わら",
            "拘わら",
            "限ら",
            "のみなら",
            "思わ",
            "絶え",
            "得",
            "経",
            "受け",
            "必",
            "と",
            "よら",
            "少なから",
            "待た",
            "要せ",
            "要さ",
        ]
        .iter()
        .any(|w| before.ends_with(w))
}

/// 復元できない方法, 必要とする者: the verb describes a noun and is no predicate.
fn adnominal(mood: Mood, rest: &str) -> bool {
    if matches!(mood, Mood::Condition | Mood::Later) {
        return false;
    }
    let rest = rest
        .strip_prefix('い')
        .or_else(|| rest.strip_prefix('る'))
        .or_else(|| rest.strip_prefix("った"))
        .unwrap_or(rest);
    let next = rest.chars().next();
    let noun = next.is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{30a1}'..='\u{30fa}'));
    noun || ["よう", "ため", "ほど", "だけ", "ところ", "おそれ"].iter().any(|w| rest.starts_with(w))
}

/// 禁止するものではない, 禁止しない
fn lifted(rest: &str, word: &str) -> bool {
    let prohibits = word.starts_with('禁') || word == "不可";
    prohibits
        && [
            "するものではな",
            "されるものではな",
            "されな",
            "しな",
            "するものでな",
            "されておら",
            "の対象外",
            "の例外",
            "を解除",
        ]
        .iter()
        .any(|w| rest.starts_with(w))
}

fn unsaid(rest: &str) -> bool {
    ["ものではな", "ものでな", "わけではな"].iter().any(|w| rest.starts_with(w))
}

/// The mood of the end: a plain verb or a noun states a duty.
fn ending(text: &str) -> Mood {
    let negative = ["ない", "ません", "ぬ", "ず", "ないこと", "ないものとする", "ならない"];
    let ban = ["×", "不可", "禁止", "厳禁", "なし", "否", "NG", "対象外"];
    let may = ["○", "◯", "可", "自由", "可能", "OK", "任意"];
    if ban.iter().any(|w| text.ends_with(w)) || negative.iter().any(|w| text.ends_with(w)) {
        Mood::Ban
    } else if may.iter().any(|w| text.ends_with(w)) {
        Mood::May
    } else {
        Mood::Must
    }
}

/// The predicate that governs a verb ending at this byte. 「報告し、承諾を得た場合は」: a verb of another clause is
/// under no condition that begins behind the comma.
pub(crate) fn governor(predicates: &[Predicate], text: &str, end: usize) -> Option<Predicate> {
    predicates
        .iter()
        .find(|p| (p.end > end || p.start >= end) && !(p.mood == Mood::Condition && apart(text, end, p.start)))
        .copied()
}

/// True where a comma behind a verb stands between two positions, so that they belong to different clauses.
pub(crate) fn apart(text: &str, end: usize, condition: usize) -> bool {
    let between = cut(text, end, condition);
    between.match_indices('、').any(|(at, comma)| {
        let before = between
            .get(..at)
            .and_then(|t| t.chars().next_back())
            .or_else(|| text.get(..end).and_then(|t| t.chars().next_back()));
        let verb = before.is_some_and(|c| "しりいきちびみぎめえけせてれべねげじで".contains(c));
        let rest = between.get(at + comma.len()..).unwrap_or_default();
        let joined = ["又は", "または", "若しくは", "もしくは", "及び", "かつ", "その他", "ある", "なお"]
            .iter()
            .any(|w| rest.starts_with(w));
        verb && !joined
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mood(text: &str, verb: &str) -> Mood {
        governor(&predicates(text), text, text.find(verb).unwrap() + verb.len()).unwrap().mood
    }

    #[test]
    fn the_verb_is_governed_by_what_follows() {
        assert_eq!(mood("乙は、秘密情報を複製し、又は改変してはならない。", "複製"), Mood::Ban);
        assert_eq!(mood("乙は、自由に複製し、使用することができる。", "複製"), Mood::May);
        assert_eq!(mood("複製する場合は、甲の承諾を得なければならない。", "複製"), Mood::Condition);
        assert_eq!(mood("甲の承諾を要しないものとする。", "承諾"), Mood::NoDuty);
        assert_eq!(mood("乙は、甲に報告し、甲が求めたときは協力する。", "報告"), Mood::Must);
        assert_eq!(mood("第三者に開示せず、目的外に使用しない。", "開示"), Mood::Ban);
        assert_eq!(mood("乙は、速やかに報告する。", "報告"), Mood::Must);
        assert_eq!(mood("乙は、安全な開発に努める。", "開発"), Mood::Effort);
        assert_eq!(mood("複製を禁止するものではない。", "複製"), Mood::May);
        assert_eq!(mood("持出し:不可", "持出し"), Mood::Ban);
        assert_eq!(mood("報告しなければならない。", "報告"), Mood::Must);
    }
}
