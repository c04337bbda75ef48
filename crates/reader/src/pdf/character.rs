//! Characters as PDFs have them, and as people write them.

/// The 214 radicals of Kangxi from U+2F00, each with the character it is taken for. Browsers put them into PDFs.
const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals of the supplement that stand for whole characters.
const SUPPLEMENT: &[(char, char)] = &[
    ('⺒', '巳'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻆', '角'),
    ('⻑', '長'),
    ('⻘', '青'),
    ('⻝', '食'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻫', '斉'),
    ('⻭', '歯'),
    ('⻯', '竜'),
    ('⻲', '亀'),
];

const LIGATURES: &[(char, &str)] =
    &[('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), ('ﬅ', "st"), ('ﬆ', "st")];

/// Adds a character, radicals and ligatures taken for what they mean.
pub(crate) fn push(out: &mut String, c: char) {
    match c {
        '\u{2F00}'..='\u{2FD5}' => {
            let found = RADICALS.chars().nth(c as usize - 0x2F00);
            out.push(found.unwrap_or(c));
        }
        '\u{2E80}'..='\u{2EFF}' => {
            out.push(SUPPLEMENT.iter().find(|(radical, _)| *radical == c).map_or(c, |(_, meant)| *meant));
        }
        '\u{FB00}'..='\u{FB06}' => match LIGATURES.iter().find(|(ligature, _)| *ligature == c) {
            Some((_, letters)) => out.push_str(letters),
            None => out.push(c),
        },
        '\u{A0}' => out.push(' '),
        _ => out.push(c),
    }
}

/// Characters that are set without spaces between them.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}' | '①'..='⓿' | '■'..='◯' | '“' | '”' | '‘' | '’' | '…' | '※')
}

/// Digits of all kinds that number articles.
pub(crate) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '０'..='９' | '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百')
}

/// Takes out the spaces of a line that is spaced out: `甲 は、 乙 に 対 し`, `業　務　委　託`, `第 1 0 条`.
pub(crate) fn heal(text: &str) -> String {
    let spaced = |c: char| c == ' ' || c == '　';
    let pieces: Vec<&str> = text.split(spaced).filter(|piece| !piece.is_empty()).collect();
    let single = |piece: &&&str| {
        let mut letters = piece.chars().filter(|c| !matches!(c, '、' | '。' | '，' | '．' | '（' | '）' | '「' | '」'));
        letters.next().is_none_or(|c| is_wide(c) || is_numeral(c)) && letters.next().is_none()
    };
    let lone = pieces.iter().filter(single).count();
    if pieces.len() >= 4 && lone * 10 >= pieces.len() * 8 && !text.contains('\t') {
        let indent: String = text.chars().take_while(|c| *c == '　').collect();
        return indent + &pieces.concat();
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let after_stop = out.ends_with(['、', '。']);
        if c == ' ' && after_stop && letters.peek().is_some_and(|next| is_wide(*next)) {
            continue;
        }
        out.push(c);
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaced_out_lines_are_healed_and_others_left_alone() {
        let cases = [
            ("甲 は、 乙 に 対 し", "甲は、乙に対し"),
            ("業　務　委　託　契　約　書", "業務委託契約書"),
            ("第 1 0 条", "第10条"),
            ("第３条 目的", "第３条 目的"),
            ("　本契約は、 甲と", "　本契約は、甲と"),
            ("1. 本契約 A B C", "1. 本契約 A B C"),
            ("甲　　　乙", "甲　　　乙"),
            ("The vendor shall not use a b", "The vendor shall not use a b"),
        ];
        for (spaced, healed) in cases {
            assert_eq!(heal(spaced), healed);
        }
    }

    #[test]
    fn radicals_become_characters() {
        let mut out = String::new();
        for c in "⽬的⾦⻑⺠ﬁ⿕".chars() {
            push(&mut out, c);
        }
        assert_eq!(out, "目的金長民fi龠");
        assert_eq!(RADICALS.chars().count(), 214);
    }
}
