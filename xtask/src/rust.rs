//! Just enough of Rust's grammar to look at code without being fooled by comments, strings and tests.

/// The source with the content of comments, strings and characters replaced by spaces; lines stay where they are.
#[must_use]
pub fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut i = 0;
    while let Some(c) = chars.get(i).copied() {
        let end = match c {
            '/' if starts(&chars, i, "//") => line_end(&chars, i),
            '/' if starts(&chars, i, "/*") => block_comment_end(&chars, i),
            '"' => string_end(&chars, i),
            'r' | 'b' | 'c' if !follows_word(&chars, i) => prefixed_string_end(&chars, i).unwrap_or(i),
            '\'' => char_end(&chars, i).unwrap_or(i),
            _ => i,
        };
        if end > i {
            out.extend(chars.get(i..end).unwrap_or_default().iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            i = end;
        } else {
            out.push(c);
            i = i.saturating_add(1);
        }
    }
    out
}

/// Code with every item under `#[cfg(test)]` blanked; takes the result of [`code_only`].
#[must_use]
pub fn without_tests(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = ["#[cfg(test)]", "#[cfg(all(test"].iter().filter_map(|mark| rest.find(mark)).min() {
        let (before, item) = rest.split_at(start);
        out.push_str(before);
        let (gone, after) = item.split_at(item_end(item));
        out.extend(gone.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Byte length of the item a text begins with: up to its closing brace or, when that comes first, its semicolon.
fn item_end(item: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in item.char_indices() {
        match c {
            '{' => depth = depth.saturating_add(1),
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at.saturating_add(1);
                }
            }
            ';' if depth == 0 => return at.saturating_add(1),
            _ => {}
        }
    }
    item.len()
}

/// True when a word stands in a text, not as part of a longer one.
#[must_use]
pub fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at.saturating_add(found.len())..).and_then(|t| t.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

fn starts(chars: &[char], at: usize, mark: &str) -> bool {
    chars.get(at..).is_some_and(|rest| mark.chars().enumerate().all(|(i, c)| rest.get(i) == Some(&c)))
}

fn follows_word(chars: &[char], at: usize) -> bool {
    at.checked_sub(1).and_then(|i| chars.get(i)).is_some_and(|c| c.is_alphanumeric() || *c == '_')
}

fn line_end(chars: &[char], at: usize) -> usize {
    (at..chars.len()).find(|i| chars.get(*i) == Some(&'\n')).unwrap_or(chars.len())
}

fn block_comment_end(chars: &[char], at: usize) -> usize {
    let mut depth = 0usize;
    let mut i = at;
    while i < chars.len() {
        if starts(chars, i, "/*") {
            depth = depth.saturating_add(1);
            i = i.saturating_add(2);
        } else if starts(chars, i, "*/") {
            depth = depth.saturating_sub(1);
            i = i.saturating_add(2);
            if depth == 0 {
                return i;
            }
        } else {
            i = i.saturating_add(1);
        }
    }
    chars.len()
}

fn string_end(chars: &[char], at: usize) -> usize {
    let mut i = at.saturating_add(1);
    while let Some(c) = chars.get(i) {
        match c {
            '\\' => i = i.saturating_add(2),
            '"' => return i.saturating_add(1),
            _ => i = i.saturating_add(1),
        }
    }
    chars.len()
}

/// `b"…"`, `c"…"`, `r"…"`, `r#"…"#`, `br#"…"#` and the like.
fn prefixed_string_end(chars: &[char], at: usize) -> Option<usize> {
    let mut i = at;
    while matches!(chars.get(i), Some('b' | 'c')) {
        i = i.saturating_add(1);
    }
    if chars.get(i) == Some(&'"') && i > at {
        return Some(string_end(chars, i));
    }
    if chars.get(i) != Some(&'r') {
        return None;
    }
    i = i.saturating_add(1);
    let mut close = String::from("\"");
    while chars.get(i) == Some(&'#') {
        close.push('#');
        i = i.saturating_add(1);
    }
    if chars.get(i) != Some(&'"') {
        return None;
    }
    let content = i.saturating_add(1);
    let end = (content..chars.len()).find(|k| starts(chars, *k, &close));
    Some(end.map_or(chars.len(), |k| k.saturating_add(close.len())))
}

/// The end of a character literal; `None` for a lifetime.
fn char_end(chars: &[char], at: usize) -> Option<usize> {
    let first = at.saturating_add(1);
    if chars.get(first) == Some(&'\\') {
        let from = first.saturating_add(2);
        let until = from.saturating_add(10).min(chars.len());
        return (from..until).find(|i| chars.get(*i) == Some(&'\'')).map(|i| i.saturating_add(1));
    }
    let close = first.saturating_add(1);
    (chars.get(close) == Some(&'\'')).then(|| close.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_characters_are_blanked_and_lines_stay() {
        let source = "let a = \"x // {\"; // std::fs\nlet b = r#\"q\" {\"#; /* a /* b */ c */ let c = '{'; let d: &'a str = b\"}\";\nlet r = for_r;";
        let code = code_only(source);
        assert_eq!(code.lines().count(), 3);
        for gone in ["//", "fs", "{", "}", "q"] {
            assert!(!code.contains(gone), "{gone} in {code}");
        }
        for kept in ["let a =", "let b =", "let c =", "&'a str", "let r = for_r;"] {
            assert!(code.contains(kept), "{kept} in {code}");
        }
    }

    #[test]
    fn tests_are_left_out_and_what_follows_stays() {
        let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { 1 }\n}\n#[cfg(test)]\nmod far;\nfn c() {}\n";
        let kept = without_tests(code);
        assert!(kept.contains("fn a()") && kept.contains("fn c()"));
        assert!(!kept.contains("fn b()") && !kept.contains("mod far"));
        assert_eq!(kept.lines().count(), code.lines().count());
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("a XY b", "XY"));
        assert!(!has_word("aXY", "XY") && !has_word("XY_", "XY"));
    }
}
