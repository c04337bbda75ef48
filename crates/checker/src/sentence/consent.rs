//! Consent in a sentence: needed, given, missing, not needed.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// What a sentence says of consent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Consent {
    /// 承諾を得ないで, 承諾なく
    pub without: bool,
    /// 承諾を得て, 承諾した者に限り
    pub with: bool,
    /// 承諾を得なければならない, 要承認
    pub needed: bool,
    /// 承諾を要しない
    pub free: bool,
}

const NOUNS: &[&str] = &[
    "承諾",
    "同意",
    "承認",
    "許可",
    "了解",
    "了承",
    "認可",
    "許しを",
    "許しなく",
    "許しがな",
    "許諾を得",
    "許諾なく",
    "許諾なし",
    "許諾がな",
    "許諾を受け",
    "合意を得",
    "の指示を除",
    "書面による指示",
    "認めた",
    "認める場合",
    "consent",
    "approval",
    "認めない限り",
    "承引",
    "決裁",
    "許諾",
    "お許し",
    "許可",
    "容認",
    "応諾",
    "書面で許し",
    "認めを得",
    "承諾書",
    "許した",
    "許す場合",
    "認めたとき",
    "認めたもの",
    "認めるとき",
];
static NOUN_AUTOMATON: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::Standard).build(NOUNS).ok());

const FREE: &[&str] = &[
    "要しな",
    "要しませ",
    "要さな",
    "必要としな",
    "必要としませ",
    "不要",
    "必要はな",
    "必要はありませ",
    "必要がな",
    "求めない",
    "求めません",
    "なくても",
    "なくとも",
    "なしでも",
    "ものとみな",
    "ものとしま",
    "要らな",
    "要りませ",
    "いりませ",
    "いらな",
    "いらず",
    "要せず",
    "要さず",
    "要することなく",
    "得るには及ば",
    "得る義務を負わ",
    "なく自由",
    "得ずに自由",
    "なしに自由",
    "得ずとも",
    "問わず",
];
const OBLIGED: &[&str] = &["なければなら", "なければなり", "ねばなら", "なくてはなら", "なければいけ"];
const WITHOUT: &[&str] = &[
    "得ず",
    "得な",
    "得られな",
    "得ることな",
    "得ていな",
    "なしに",
    "なしで",
    "なし、",
    "なしには",
    "なき",
    "なく",
    "無く",
    "無し",
    "ない限り",
    "なければ",
    "でなければ",
    "ない場合",
    "ないとき",
    "ないで",
    "ないもの",
    "を除",
    "除き",
    "除く",
    "以外",
    "受けず",
    "受けな",
    "受けることな",
    "取らず",
    "取らな",
    "経ず",
    "経な",
    "求めず",
    "のほか",
    "なし",
    "なき",
    "受けない",
    "いただかな",
    "いただかず",
    "もらわず",
    "もらわな",
    "取り付けず",
    "取り付けな",
    "取得せず",
    "取得しな",
    "でない",
];
const NEEDED: &[&str] = &[
    "得るもの",
    "得る。",
    "得る、",
    "得ること",
    "得る必要",
    "得ます",
    "得るまで",
    "得ておく",
    "要する",
    "要し、",
    "要します",
    "要る",
    "要ります",
    "必要",
    "求める。",
    "求めるもの",
    "求めること",
    "求めます",
    "求め、",
    "取る。",
    "取るもの",
    "取ります",
    "取ること",
    "取得する",
    "取得し",
    "取得し、",
    "受けるもの",
    "受ける。",
    "受けます",
    "受けること",
    "受ける必要",
    "もらう",
    "条件",
    "前提",
    "による。",
    "によります",
    "によるもの",
    "得てから",
    "得た上で行うもの",
    "事項",
    "制と",
    "制。",
    "必須",
    "申請する",
    "申請し、",
    "願い出",
    "得、",
    "をもらい",
    "いただきます",
    "をいただく",
    "いただくもの",
    "取り付け",
    "受け、",
    "求めなけ",
    "要す。",
    "請う",
    "仰ぐ",
    "を乞",
    "を経る",
    "頂く",
    "頂き",
];
const WITH: &[&str] = &[
    "得て",
    "得た",
    "得られた",
    "得れば",
    "得つつ",
    "得る場合",
    "受けて",
    "受けた",
    "受ければ",
    "のもと",
    "の下",
    "に基づ",
    "により",
    "があ",
    "のあ",
    "した",
    "する",
    "の上",
    "のうえ",
    "範囲",
    "に従",
    "取得した",
    "取得して",
    "取って",
    "取った",
    "経て",
    "経た",
    "済",
    "与え",
    "場合",
    "もの",
    "条件",
    "とき",
];

/// Reads every mention of consent. Consent of the person whose data it is, or on a law, does not count.
pub(crate) fn consent(text: &str) -> Consent {
    let mut out = Consent::default();
    for marked in ["要承諾", "要承認", "要許可", "要同意", "許可制", "承認制", "承諾制", "要申請"]
    {
        out.needed |= text.contains(marked);
    }
    out.without |=
        ["無断で", "無断に", "断りなく", "許可なく", "断りなしに", "無断で", "勝手に"].iter().any(|w| text.contains(w));
    let Some(automaton) = &*NOUN_AUTOMATON else { return out };
    for found in automaton.find_overlapping_iter(text) {
        let Some(noun) = NOUNS.get(found.pattern().as_usize()) else { continue };
        let at = found.start();
        if somebody_else(text.get(..at).unwrap_or_default(), noun) {
            continue;
        }
        let word = noun.chars().take(2).map(char::len_utf8).sum::<usize>();
        let from = at + word.max(if noun.is_ascii() { noun.len() } else { 0 });
        read(text.get(from..).unwrap_or_default(), &mut out);
    }
    out
}

fn somebody_else(before: &str, noun: &str) -> bool {
    let person = [
        "本人の",
        "データ主体の",
        "家族の",
        "患者の",
        "回答者の",
        "者本人の",
        "保護者の",
        "本人の事前の",
        "本人から",
        "本人より",
        "利用者の事前の個別の",
        "要と",
        "当と",
        "ないと",
        "分と",
    ];
    person.iter().any(|w| before.ends_with(w)) || (noun.starts_with("認め") && before.ends_with('と'))
}

/// The words behind a noun, up to the next comma.
fn read(rest: &str, out: &mut Consent) {
    let rest = rest.strip_prefix('等').unwrap_or(rest);
    let rest = rest.strip_prefix('(').and_then(|r| r.split_once(')')).map_or(rest, |(_, after)| after);
    let mut window = String::new();
    for c in rest.chars().take(18) {
        window.push(c);
        if matches!(c, '、' | '。') {
            break;
        }
    }
    let has = |list: &[&str]| list.iter().any(|w| window.contains(w));
    if has(FREE) {
        out.free = true;
    } else if has(OBLIGED) {
        out.needed = true;
    } else if has(WITHOUT) {
        out.without = true;
    } else if has(NEEDED) {
        out.needed = true;
    } else if has(WITH) {
        out.with = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_ways() {
        for text in [
            "甲の書面による承諾を得ないで複製してはならない。",
            "甲の承諾なしに開示してはならない。",
            "甲の事前の承認がある場合を除き、複製しない。",
            "委託者が書面をもって認めた場合でなければ、開示してはならない。",
            "相手の書面による了解がなければ、示しません。",
            "甲の書面による許しなく開示しない。",
        ] {
            assert!(consent(text).without, "{text}");
        }
        assert!(consent("甲の承諾を得た場合に限り複製できる。").with);
        assert!(consent("甲が承認した協力会社に限る。").with);
        for text in [
            "甲の承諾を得なければならない。",
            "事前に甲の許可を得ること。",
            "組合の許可が要ります。",
            "甲の許可を得てから接続する。",
            "委託者の書面による同意を取ります。",
            "委託者の了承を求める。",
            "乙の書面による承諾を事前に得る。",
        ] {
            assert!(consent(text).needed, "{text}");
        }
        assert!(consent("甲の承諾を要しない。").free);
        assert!(consent("Clientの同意は要しない。").free);
        assert_eq!(consent("本人の同意を得て取得する。"), Consent::default());
        assert_eq!(consent("甲が必要と認めた事項"), Consent::default());
    }
}
