//! Where a line may end: the Japanese rules (禁則) and, for Latin words and numbers, none inside them.

/// Must not begin a line.
const NOT_FIRST: &str = "、。，．・：；？！゛゜´｀¨＾ヽヾゝゞ々〻‐゠–〜～ー）〕］｝〉》」』】〙〗｠»’”°′″℃％‰¢\
    ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ\
    ｡｣､･ｰﾞﾟｧｨｩｪｫｬｭｮｯ!),.:;?]}%";

/// Must not end a line.
const NOT_LAST: &str = "（〔［｛〈《「『【〘〖｟«‘“￥＄№＃｢([{¥$#";

/// May hang over the right edge.
const HANGING: &str = "、。，．";

/// Stay together with their like.
const PAIRS: &str = "…‥—―";

/// Counters that stay with the number before them.
const COUNTERS: &str = "条項号章節款年月日時分秒円歳第%％";

/// Whether a line may end between two letters that stand next to each other.
pub(super) fn may_break(before: char, after: char) -> bool {
    if is_space(after) || NOT_FIRST.contains(after) {
        return false;
    }
    if is_space(before) || before == '\u{200b}' {
        return true;
    }
    if NOT_LAST.contains(before) || before == '\u{a0}' || after == '\u{a0}' {
        return false;
    }
    if before == after && PAIRS.contains(before) {
        return false;
    }
    if (before.is_ascii_digit() && COUNTERS.contains(after)) || (before == '第' && after.is_ascii_digit()) {
        return false;
    }
    if matches!(before, '-' | '/') && after.is_alphabetic() {
        return true;
    }
    let latin = |c: char| is_word(c) || NOT_FIRST.contains(c) && c.is_ascii() || "([{".contains(c);
    !(latin(before) && latin(after))
}

/// Whether a letter may hang over the right edge.
pub(super) fn may_hang(letter: char) -> bool {
    HANGING.contains(letter)
}

/// Spaces a line may end at; they vanish there.
pub(super) fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{3000}' | '\t')
}

/// Letters of Latin and other words, digits, and signs within them.
pub(super) fn is_word(letter: char) -> bool {
    (letter.is_alphanumeric() && !is_japanese(letter)) || "-/'’&@#$%+=*_~^|\\<>\u{a0}".contains(letter)
}

/// Letters set one by one: kana, kanji, full-width forms, Japanese marks.
pub(super) fn is_japanese(letter: char) -> bool {
    matches!(u32::from(letter),
        0x2460..=0x24ff | 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xffef
        | 0x2_0000..=0x3_ffff)
}

/// Whether a thin space stands between two letters: between Japanese and Latin ones.
pub(super) fn has_gap(before: char, after: char) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric();
    let japanese = |c: char| is_japanese(c) && c.is_alphabetic();
    (japanese(before) && plain(after)) || (plain(before) && japanese(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places at which a line may end, marked by `|`.
    fn marked(text: &str) -> String {
        let mut out = String::new();
        let mut before = None;
        for letter in text.chars() {
            if before.is_some_and(|before| may_break(before, letter)) {
                out.push('|');
            }
            out.push(letter);
            before = Some(letter);
        }
        out
    }

    #[test]
    fn lines_end_where_custom_allows() {
        for (text, expected) in [
            ("甲は、乙に", "甲|は、|乙|に"),
            ("終わる。」と", "終|わ|る。」|と"),
            ("（以下「甲」という。）", "（以|下|「甲」|と|い|う。）"),
            ("システムっぽい", "シ|ス|テ|ムっ|ぽ|い"),
            ("サーバー", "サー|バー"),
            ("48,620,000円を", "48,620,000円|を"),
            ("第3条第2項の", "第3条|第2項|の"),
            ("ISMS-P の運用", "ISMS-|P |の|運|用"),
            ("2026-11版", "2026-11|版"),
            ("Client’s notice, and", "Client’s |notice, |and"),
            ("text (the “Client”) is", "text |(the |“Client”) |is"),
            ("続く……のは", "続|く|……|の|は"),
            ("ＩＤ／ログ", "Ｉ|Ｄ|／|ロ|グ"),
            ("佐々木", "佐々|木"),
            ("100％と90%と", "100％|と|90%|と"),
            ("令和 8年", "令|和 |8年"),
        ] {
            assert_eq!(marked(text), expected);
        }
    }

    #[test]
    fn japanese_and_latin_stand_a_little_apart() {
        assert!(has_gap('約', '3') && has_gap('D', 'を'));
        assert!(!has_gap('、', '3') && !has_gap('（', 'A') && !has_gap('A', 'B'));
    }
}
