//! Text as it is compared: widths, spaces and line ends made equal, with a map back to the original characters.

use unicode_normalization::{UnicodeNormalization as _, char::compose};

/// A stretch of original characters `[from, to)` that is read as one run; lines of a paragraph are several runs.
pub(crate) type Run = (u32, u32);

/// Folded text. Byte positions are positions in `text`; original positions count characters of the document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folded {
    text: String,
    /// For every byte of `text` the original character it came from.
    at: Vec<u32>,
    end: u32,
}

impl Folded {
    /// Folds runs of the original; `joint` stands between two runs (`None`: lines of one paragraph are joined).
    pub(crate) fn of(chars: &[char], runs: &[Run], joint: Option<char>) -> Self {
        let mut raw: Vec<(char, u32)> = Vec::new();
        for (index, &(from, to)) in runs.iter().enumerate() {
            if index > 0 {
                raw.push((joint.unwrap_or(' '), from));
            }
            let slice = chars.get(from as usize..to as usize).unwrap_or_default();
            for (at, &c) in (from..).zip(slice) {
                widths(c, at, &mut raw);
            }
        }
        let end = runs.last().map_or(0, |&(_, to)| to);
        Self::build(&raw, end)
    }

    /// Folds a string of its own, with positions counted from its start.
    pub(crate) fn of_str(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let len = u32::try_from(chars.len()).unwrap_or(u32::MAX);
        Self::of(&chars, &[(0, len)], None)
    }

    fn build(raw: &[(char, u32)], end: u32) -> Self {
        let mut out = Self { text: String::with_capacity(raw.len() * 3), at: Vec::with_capacity(raw.len() * 3), end };
        let mut previous = '\0';
        let mut in_number = false;
        for (index, &(c, at)) in raw.iter().enumerate() {
            if c.is_whitespace() || is_invisible(c) {
                let next =
                    raw.get(index + 1..).unwrap_or_default().iter().map(|&(c, _)| c).find(|c| !c.is_whitespace());
                let word = previous.is_ascii_alphanumeric() && next.is_some_and(|c| c.is_ascii_alphanumeric());
                let lone = |n: Option<usize>| {
                    n.and_then(|n| raw.get(n)).is_none_or(|(c, _)| !c.is_ascii_alphanumeric() && *c != '.')
                };
                let far = index.checked_sub(2);
                let spread = (in_number
                    || (lone(far)
                        && lone(index.checked_add(2))
                        && raw
                            .get(index + 2..)
                            .unwrap_or_default()
                            .iter()
                            .find(|(c, _)| !c.is_whitespace())
                            .is_some_and(|(c, _)| is_japanese(*c))))
                    && previous.is_ascii_digit()
                    && next.is_some_and(|c| c.is_ascii_digit());
                if word && !spread && !is_invisible(c) {
                    out.push(' ', at);
                    previous = ' ';
                }
                continue;
            }
            let next = raw.get(index + 1).map_or('\0', |&(c, _)| c);
            let c = punctuation(previous, c, next);
            in_number = c == '第' || (in_number && c.is_ascii_digit());
            out.push(c, at);
            previous = c;
        }
        out
    }

    fn push(&mut self, c: char, at: u32) {
        self.text.push(c);
        self.at.extend(std::iter::repeat_n(at, c.len_utf8()));
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Original characters `[start, end)` of a byte range of the folded text.
    pub(crate) fn original(&self, start: usize, end: usize) -> Run {
        let from = self.at.get(start).copied().unwrap_or(self.end);
        let to = match end.checked_sub(1).and_then(|last| self.at.get(last)) {
            Some(&last) => last + 1,
            None => self.end,
        };
        (from, to.max(from))
    }
}

/// Part of a folded text; empty where the range is none.
pub(crate) fn cut(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{00ad}' | '\u{2060}' | '*' | '`')
}

/// Full width to half width and the like; one original character may give several, a voiced mark joins the one before.
fn widths(c: char, at: u32, out: &mut Vec<(char, u32)>) {
    match c {
        '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{0021}'..='\u{007e}' => out.push((c, at)),
        '\u{ff9e}' | '\u{ff9f}' => {
            let mark = if c == '\u{ff9e}' { '\u{3099}' } else { '\u{309a}' };
            if let Some(last) = out.last_mut()
                && let Some(joined) = compose(last.0, mark)
            {
                last.0 = joined;
            }
        }
        // numbers in circles keep their shape, which says that they are marks of a list
        '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3007}' | '\u{25cb}' | '\u{25ef}' => out.push((c, at)),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => out.push(('-', at)),
        '〜' | '～' => out.push(('~', at)),
        '“' | '”' => out.push(('"', at)),
        '〔' | '［' => out.push(('[', at)),
        '〕' | '］' => out.push((']', at)),
        _ => out.extend(c.nfkc().map(|c| (c, at))),
    }
}

/// Commas and full stops of other kinds become 、 and 。 where they end Japanese text.
fn punctuation(previous: char, c: char, next: char) -> char {
    let after_japanese = is_japanese(previous) || matches!(previous, ')' | '」' | '』' | ']' | '】');
    match c {
        ',' | '，' if after_japanese && !next.is_ascii_digit() => '、',
        '.' | '．' if after_japanese && !next.is_ascii_alphanumeric() => '。',
        '｡' => '。',
        '､' => '、',
        _ => c,
    }
}

/// Kana, kanji and Japanese marks.
pub(crate) fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// One character in half width where it has one; used for marks at the start of lines, where positions must stay.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{00a0}' | '\t' => ' ',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '〔' => '[',
        '〕' => ']',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        Folded::of_str(text).text().to_owned()
    }

    #[test]
    fn spaces_widths_and_stops_are_made_equal() {
        assert_eq!(folded("第　１ 0 条（ 秘 密 保 持 ）"), "第10条(秘密保持)");
        assert_eq!(folded("IEC 62443 に従う．"), "IEC 62443に従う。");
        assert_eq!(folded("甲は，乙に対し, 報告する｡ 1,000 円"), "甲は、乙に対し、報告する。1,000円");
        assert_eq!(folded("ﾊﾟｽﾜｰﾄﾞ"), "パスワード");
        assert_eq!(folded("改行で\nわかれた語"), "改行でわかれた語");
    }

    #[test]
    fn positions_lead_back() {
        let text = "第　１ 0 条（秘 密）";
        let folded = Folded::of_str(text);
        let start = folded.text().find("秘密").unwrap();
        let (from, to) = folded.original(start, start + "秘密".len());
        let original: String = text.chars().skip(from as usize).take((to - from) as usize).collect();
        assert_eq!(original, "秘 密");
    }
}
