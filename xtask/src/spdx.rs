//! Licence expressions: enough of SPDX to tell whether one can be satisfied with a list of allowed licences.

/// True when the expression can be satisfied with allowed licences. `WITH` names are part of a licence's name: an
/// exception only ever adds rights, so `X WITH Y` is allowed where `X` is. A text that cannot be read is not allowed.
#[must_use]
pub fn allows(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let result = either(&words, &mut at, allowed);
    at == words.len() && result == Some(true)
}

fn either(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut result = both(words, at, allowed)?;
    while words.get(*at).copied() == Some("OR") {
        *at = at.saturating_add(1);
        let other = both(words, at, allowed)?;
        result = result || other;
    }
    Some(result)
}

fn both(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut result = one(words, at, allowed)?;
    while words.get(*at).copied() == Some("AND") {
        *at = at.saturating_add(1);
        let other = one(words, at, allowed)?;
        result = result && other;
    }
    Some(result)
}

fn one(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let word = words.get(*at).copied()?;
    *at = at.saturating_add(1);
    if word == "(" {
        let result = either(words, at, allowed)?;
        let closed = words.get(*at).copied() == Some(")");
        *at = at.saturating_add(1);
        return closed.then_some(result);
    }
    if matches!(word, ")" | "AND" | "OR" | "WITH") {
        return None;
    }
    if words.get(*at).copied() == Some("WITH") {
        *at = at.saturating_add(2);
    }
    Some(allowed(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let allowed = |name: &str| matches!(name, "MIT" | "Apache-2.0" | "Unicode-3.0");
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
            "GPL-2.0 AND MIT OR Apache-2.0",
        ] {
            assert!(allows(good, &allowed), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT)", "MIT OR", "MIT Apache-2.0", "GPL-2.0 WITH x"] {
            assert!(!allows(bad, &allowed), "{bad}");
        }
    }
}
