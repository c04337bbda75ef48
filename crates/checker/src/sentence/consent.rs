//! Consent in a sentence: needed, given, missing, not needed.

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
    "許諾を得",
    "許諾なく",
    "許諾なし",
    "書面による指示",
    "の指示",
    "許しを",
    "合意を得",
    "承認済",
    "承引",
];
const FREE: &[&str] = &[
    "要しな",
    "要しませ",
    "を要しな",
    "を要しませ",
    "は要しな",
    "を要さな",
    "必要としな",
    "を必要としな",
    "不要",
    "は不要",
    "を不要",
    "の必要はな",
    "を得る必要はな",
    "を得ることを要しな",
    "を得ることを必要としな",
    "は必要としな",
    "は必要な",
    "は求めな",
    "を求めな",
    "を得るには及ばな",
    "を得るを要しな",
    "を得る必要がな",
    "を得る義務を負わな",
    "があったものとみなす",
    "したものとみなす",
    "を得たものとみなす",
    "を得なくても",
    "がなくても",
    "なしでも",
    "なしに自由に",
    "を得ることなく自由に",
    "を得ずに自由に",
];
const NEEDED: &[&str] = &[
    "を得なければなら",
    "を得なければなり",
    "を得るもの",
    "を得ること。",
    "を得ること、",
    "を得ることと",
    "を得ることを条件",
    "を得る必要があ",
    "を得る。",
    "を得る、",
    "を得ます",
    "を要する",
    "を要し、",
    "を要します",
    "を必要とする",
    "が必要",
    "の必要",
    "を受けなければなら",
    "を受けなければなり",
    "を受けるもの",
    "を受けること",
    "を受ける。",
    "を受ける必要",
    "を求めなければ",
    "を求めるもの",
    "を条件",
    "を前提",
    "による。",
    "によるもの",
    "事項",
    "制と",
    "制。",
    "を得るまで",
    "を得ねば",
    "を得ておかなければ",
    "を取得しなければ",
    "を取得する",
    "を取得し、",
    "を申請しなければ",
    "を申請する",
    "を得ることが必要",
    "を得ることを要する",
    "必須",
];
const WITHOUT: &[&str] = &[
    "を得ず",
    "を得ない",
    "を得な",
    "を得ること",
    "なし",
    "なく",
    "無く",
    "無し",
    "のない",
    "がない",
    "なき",
    "を除き",
    "を除く",
    "を除い",
    "を受けず",
    "を受けない",
    "を受けな",
    "を受けること",
    "を経ず",
    "を経ない",
    "を経な",
    "を得た場合を除",
    "を得たときを除",
    "がある場合を除",
    "があるときを除",
    "があった場合を除",
    "を受けた場合を除",
    "のある場合を除",
    "を得た場合のほか",
    "した場合を除",
    "したときを除",
    "した者を除",
    "がある場合以外",
    "を得た場合以外",
    "を得ていない",
    "したもの以外",
    "した者以外",
    "した場合以外",
    "を与えない",
    "を与えた場合を除",
    "のあるとき以外",
    "があるとき以外",
    "しない限り",
    "が得られない",
    "を得られない",
    "する場合を除",
    "するときを除",
    "を取得しない",
    "を取得せず",
    "を取得することなく",
];
const WITH: &[&str] = &[
    "を得て",
    "を得た",
    "を得られ",
    "を得る場合",
    "を受けて",
    "を受けた",
    "のもと",
    "の下",
    "に基づ",
    "により",
    "がある",
    "があった",
    "があれば",
    "のある",
    "した",
    "する",
    "の上",
    "のうえ",
    "の範囲",
    "に従",
    "を取得した",
    "を取得して",
    "を経て",
    "を経た",
    "済",
    "を得、",
    "を得、かつ",
    "を得つつ",
    "のあった",
    "を与えた",
];

/// Reads every mention of consent. Consent of the person whose data it is, or on a law, does not count.
pub(crate) fn consent(text: &str) -> Consent {
    let mut out = Consent::default();
    for marked in ["要承諾", "要承認", "要許可", "要同意", "許可制", "承認制"] {
        out.needed |= text.contains(marked);
    }
    out.without |= ["無断で", "無断に", "断りなく", "許可なく"].iter().any(|w| text.contains(w));
    for noun in NOUNS {
        for (at, _) in text.match_indices(noun) {
            let before = text.get(..at).unwrap_or_default();
            if ["本人の", "データ主体の", "家族の", "患者の", "回答者の", "者本人の", "保護者の"]
                .iter()
                .any(|w| before.ends_with(w))
                || before.ends_with("本人の事前の")
            {
                continue;
            }
            let rest = text.get(at + noun.len()..).unwrap_or_default();
            let rest =
                if noun.starts_with("許諾") { text.get(at + "許諾".len()..).unwrap_or_default() } else { rest };
            let rest = rest.strip_prefix("等").unwrap_or(rest);
            let rest = rest.strip_prefix("(").and_then(|r| r.split_once(')')).map_or(rest, |(_, after)| after);
            let starts = |list: &[&str]| list.iter().any(|w| rest.starts_with(w));
            if starts(FREE) {
                out.free = true;
            } else if starts(NEEDED) {
                out.needed = true;
            } else if starts(WITHOUT) {
                out.without = true;
            } else if starts(WITH) {
                out.with = true;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_ways() {
        assert!(consent("甲の書面による承諾を得ないで複製してはならない。").without);
        assert!(consent("甲の承諾なしに開示してはならない。").without);
        assert!(consent("甲の事前の承認がある場合を除き、複製しない。").without);
        assert!(consent("甲の承諾を得た場合に限り複製できる。").with);
        assert!(consent("甲が承認した協力会社に限る。").with);
        assert!(consent("甲の承諾を得なければならない。").needed);
        assert!(consent("事前に甲の許可を得ること。").needed);
        assert!(consent("甲の承諾を要しない。").free);
        assert_eq!(consent("本人の同意を得て取得する。"), Consent::default());
    }
}
