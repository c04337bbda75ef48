//! Characters of symbol fonts, which live in the private area of Unicode.

/// Code of the symbol font → character that looks like it.
const WINGDINGS: &[(u32, char)] = &[
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0x9F, '•'),
    (0xA0, '▪'),
    (0xA1, '○'),
    (0xA7, '▪'),
    (0xA8, '□'),
    (0xB2, '✧'),
    (0xD8, '➢'),
    (0xDC, '➔'),
    (0xE0, '→'),
    (0xE8, '➔'),
    (0xF0, '⇨'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];
const SYMBOL: &[(u32, char)] = &[
    (0xA5, '∞'),
    (0xA8, '♦'),
    (0xAE, '→'),
    (0xAF, '↓'),
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB3, '≥'),
    (0xB4, '×'),
    (0xB7, '•'),
    (0xB8, '÷'),
    (0xB9, '≠'),
    (0xA3, '≤'),
    (0xA2, '′'),
];

/// What a symbol of a font looks like. Fonts not known here keep the code as it is.
pub(crate) fn look(code: u32, font: Option<&str>) -> Option<char> {
    let low = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let font = font.unwrap_or_default().to_ascii_lowercase();
    let table: &[&[(u32, char)]] = match font.as_str() {
        "wingdings" => &[WINGDINGS],
        "symbol" => &[SYMBOL],
        _ if low < 0x80 => &[],
        _ => &[SYMBOL, WINGDINGS],
    };
    let known = table.iter().flat_map(|t| t.iter()).find(|(at, _)| *at == low).map(|(_, c)| *c);
    known.or_else(|| char::from_u32(code)).filter(|c| !c.is_control())
}

/// The mark of a bulleted list.
pub(crate) fn bullet(text: &str, font: Option<&str>) -> String {
    let symbols = matches!(font.map(str::to_ascii_lowercase).as_deref(), Some("wingdings" | "symbol"));
    let mark = |c: char| {
        let private = ('\u{E000}'..='\u{F8FF}').contains(&c);
        if private || symbols {
            look(c as u32, font).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c)).unwrap_or('•')
        } else {
            c
        }
    };
    text.trim().chars().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_become_characters_that_look_like_them() {
        assert_eq!(look(0xF0FE, Some("Wingdings")), Some('☑'));
        assert_eq!(look(0xF0B7, Some("Symbol")), Some('•'));
        assert_eq!(look(0x2460, Some("ＭＳ 明朝")), Some('①'));
        assert_eq!(bullet("\u{F06C}", Some("Wingdings")), "●");
        assert_eq!(bullet("l", Some("Wingdings")), "●");
        assert_eq!(bullet("・", None), "・");
        assert_eq!(bullet("\u{F123}", None), "•");
    }
}
