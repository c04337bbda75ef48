//! Templates hold no script and no style of their own, so that the strict content security policy holds.

use crate::{Finding, repo::TextFile};

/// Looks at the tags of one template.
pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut at = 0usize;
    while let Some(open) = file.text.get(at..).and_then(|rest| rest.find('<')).map(|i| at.saturating_add(i)) {
        let rest = file.text.get(open..).unwrap_or_default();
        let length = tag_length(rest);
        let tag = rest.get(..length).unwrap_or_default();
        let after = rest.get(length..).unwrap_or_default();
        let line = file.text.get(..open).unwrap_or_default().matches('\n').count().saturating_add(1);
        out.extend(problems(tag, after).into_iter().map(|text| Finding::at(&file.path, line, text)));
        at = open.saturating_add(length.max(1));
    }
    out
}

/// Bytes up to and including the `>` that closes a tag; quoted values and template expressions are stepped over.
fn tag_length(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |i| i.saturating_add(3));
    }
    let mut quote = None;
    let mut inside = 0usize;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        match (previous, c) {
            ('{', '{' | '%') => inside = inside.saturating_add(1),
            ('}' | '%', '}') => inside = inside.saturating_sub(1),
            _ if inside > 0 => {}
            (_, '"' | '\'') if quote == Some(c) => quote = None,
            (_, '"' | '\'') if quote.is_none() => quote = Some(c),
            (_, '>') if quote.is_none() => return at.saturating_add(1),
            _ => {}
        }
        previous = c;
    }
    text.len()
}

fn problems(tag: &str, after: &str) -> Vec<String> {
    let mut out = Vec::new();
    let lower = tag.to_ascii_lowercase();
    let name: String = lower.chars().skip(1).take_while(char::is_ascii_alphanumeric).collect();
    match name.as_str() {
        "script" if !lower.contains("src=") || !after.trim_start().to_ascii_lowercase().starts_with("</script>") => {
            out.push("a script with content; put it in a file under assets".to_owned());
        }
        "style" => out.push("a style element; put it in the stylesheet".to_owned()),
        "" => return out,
        _ => {}
    }
    for attribute in attributes(&lower) {
        if attribute == "style" {
            out.push("an inline style; use a class".to_owned());
        } else if attribute.starts_with("hx-on") || (attribute.starts_with("on") && attribute.len() > 2) {
            out.push(format!("an inline handler `{attribute}`; put it in a file under assets"));
        }
    }
    if lower.contains("javascript:") {
        out.push("a javascript: address".to_owned());
    }
    out
}

/// Names that are given a value in a tag, outside quoted values.
fn attributes(tag: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut quote = None;
    let mut name = String::new();
    for c in tag.chars() {
        match quote {
            Some(q) if q == c => quote = None,
            Some(_) => {}
            None => match c {
                '"' | '\'' => quote = Some(c),
                '=' => out.push(std::mem::take(&mut name)),
                c if c.is_whitespace() || matches!(c, '<' | '>' | '}' | '{' | '%') => name.clear(),
                c => name.push(c),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<usize> {
        let file = TextFile { path: "t.html".into(), text: text.into() };
        check(&file).iter().map(|f| f.line).collect()
    }

    #[test]
    fn inline_script_and_style_are_found() {
        let bad = "<p style=\"x\">\n<script>a()</script>\n<a onclick='b()'>\n<style>p{}</style>\n<a\n href=\"javascript:x\">\n\
                   <div hx-on:click=\"y\">\n<script src=\"/a.js\">b()</script>\n";
        assert_eq!(found(bad), [1, 2, 3, 4, 5, 7, 8]);
    }

    #[test]
    fn the_rest_is_left_alone() {
        let good = "<script src=\"/a.js\" defer></script>\n<p class=\"on style=\">on = 1 &lt;</p>\n\
                    <!-- <p style=\"x\"> -->\n{% if a < b %}<b title=\"{{ t(\"x>\") }}\">x</b>{% endif %}\n\
                    <link rel=\"stylesheet\" href=\"/a.css\">\n<input name=\"one\" value=\"{{ v }}\">\n";
        assert_eq!(found(good), [0usize; 0]);
    }
}
