//! References inside a document: 第5条第2項第三号, 前項, 同条第2項; those to laws and other papers are left out.

use crate::lint::words::number;

/// How one part of a reference is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// By number and, for articles, the number behind の.
    Number(u32, u32),
    /// 前条, 前2項: so many before.
    Before(u32),
    /// 同条, 本条
    Same,
    /// 次条
    Next,
}

/// A reference, with the bytes it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reference {
    pub start: usize,
    pub end: usize,
    pub article: Option<Step>,
    pub paragraph: Option<Step>,
    pub item: Option<Step>,
    /// The article was named by the reference before it, of which this one goes on.
    pub goes_on: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Article,
    Paragraph,
    Item,
}

struct Token {
    start: usize,
    end: usize,
    unit: Unit,
    step: Step,
}

/// The references of a text that mean the document itself.
pub(crate) fn references(text: &str) -> Vec<Reference> {
    let mut out = Vec::new();
    let mut last: Option<(Reference, bool)> = None;
    for mut one in groups(text) {
        let before = text.get(..one.start).unwrap_or_default();
        let chained = last.as_ref().is_some_and(|(last, _)| joins(text.get(last.end..one.start).unwrap_or_default()));
        let same = one.article == Some(Step::Same) || (one.article.is_none() && one.paragraph == Some(Step::Same));
        let mut outside = elsewhere(before, text.get(one.end..).unwrap_or_default());
        if let Some((last, last_outside)) = &last {
            // 同条 and what is joined by 及び go where the reference before it went
            outside |= *last_outside
                && (chained || same)
                && one.article.is_none_or(|step| matches!(step, Step::Number(..) | Step::Same));
            if chained && one.article.is_none() {
                one.article = last.article;
                one.goes_on = one.article.is_some();
                if one.paragraph.is_none() {
                    one.paragraph = last.paragraph;
                }
            } else if same {
                one.article = last.article;
                one.goes_on = true;
                if one.paragraph == Some(Step::Same) {
                    one.paragraph = last.paragraph;
                }
            }
        }
        last = Some((one, outside));
        if !outside {
            out.push(one);
        }
    }
    out
}

fn groups(text: &str) -> Vec<Reference> {
    let mut out: Vec<Reference> = Vec::new();
    let mut rank: Option<Unit> = None;
    for token in tokens(text) {
        let follows =
            out.last().is_some_and(|last| last.end == token.start) && rank.is_some_and(|rank| rank < token.unit);
        if !follows {
            out.push(Reference { start: token.start, ..Reference::default() });
        }
        rank = Some(token.unit);
        if let Some(last) = out.last_mut() {
            last.end = token.end;
            match token.unit {
                Unit::Article => last.article = Some(token.step),
                Unit::Paragraph => last.paragraph = Some(token.step),
                Unit::Item => last.item = Some(token.step),
            }
        }
    }
    out
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    for (start, c) in text.char_indices() {
        let rest = text.get(start + c.len_utf8()..).unwrap_or_default();
        let found = match c {
            '第' => counted(rest),
            '前' => relative(rest, Step::Before),
            '同' | '本' => relative(rest, |_| Step::Same),
            '次' => relative(rest, |_| Step::Next),
            _ => None,
        };
        if let Some((unit, step, used)) = found {
            out.push(Token { start, end: start + c.len_utf8() + used, unit, step });
        }
    }
    out
}

/// `5条の2`, `2項`, `三号`
fn counted(rest: &str) -> Option<(Unit, Step, usize)> {
    let (n, digits) = number(rest)?;
    let after = rest.get(digits..)?;
    let (unit, name) = unit(after)?;
    let mut used = digits + name;
    let mut sub = 0;
    if unit == Unit::Article
        && let Some(more) = rest.get(used..).and_then(|rest| rest.strip_prefix('の'))
        && let Some((n, digits)) = number(more)
    {
        sub = n;
        used += 'の'.len_utf8() + digits;
    }
    Some((unit, Step::Number(n, sub), used))
}

/// `条`, `2項`, `各号`
fn relative(rest: &str, step: impl Fn(u32) -> Step) -> Option<(Unit, Step, usize)> {
    if let Some(after) = rest.strip_prefix('各') {
        let (found, used) = unit(after)?;
        return Some((found, step(1), '各'.len_utf8() + used));
    }
    let (n, digits) = number(rest).unwrap_or((1, 0));
    let (found, used) = unit(rest.get(digits..)?)?;
    Some((found, step(n), digits + used))
}

fn unit(text: &str) -> Option<(Unit, usize)> {
    let c = text.chars().next()?;
    let next = text.chars().nth(1);
    let unit = match c {
        '条' if next != Some('件') && next != Some('文') && next != Some('例') && next != Some('約') => {
            Unit::Article
        }
        '項' if next != Some('目') => Unit::Paragraph,
        '号' if next != Some('機') && next != Some('棟') && next != Some('様') && next != Some('室') => Unit::Item,
        _ => return None,
    };
    Some((unit, c.len_utf8()))
}

fn joins(between: &str) -> bool {
    [
        "及び",
        "および",
        "又は",
        "または",
        "若しくは",
        "もしくは",
        "並びに",
        "ならびに",
        "から",
        "ないし",
        "乃至",
        "、",
        "・",
        "と",
        "~",
        "-",
        "まで、",
        "まで及び",
    ]
    .contains(&between)
}

/// The reference is to a law or another paper.
fn elsewhere(before: &str, after: &str) -> bool {
    if after.starts_with("様式") || after.starts_with("書式") {
        return true;
    }
    let own = [
        "本契約",
        "本契約書",
        "この契約",
        "本約款",
        "本規程",
        "本規約",
        "本特約",
        "本覚書",
        "本協定",
        "本誓約書",
        "本仕様書",
        "本書",
        "本特記事項",
        "本規則",
        "本要領",
        "本条件書",
        "本合意書",
        "この規程",
        "本利用規約",
        "この約款",
        "本規程の",
        "本契約の",
    ];
    // 基本契約 ends with 本契約 and is another paper
    if own.iter().any(|word| before.strip_suffix(word).is_some_and(|rest| !rest.ends_with('基'))) {
        return false;
    }
    let other = [
        "法",
        "法律",
        "令",
        "規則",
        "規程",
        "規定",
        "契約",
        "契約書",
        "約款",
        "条約",
        "条例",
        "要領",
        "基準",
        "告示",
        "訓令",
        "通達",
        "仕様書",
        "協定",
        "協定書",
        "覚書",
        "規約",
        "ガイドライン",
        "指針",
        "特約",
        "条件書",
        "要綱",
        "発",
        "法人",
        "様式",
        "別表",
        "別紙",
        "別記",
        "』",
        "」",
        "内閣府",
        "総務省",
        "契約の",
        "特許",
        "出願",
        "特許権",
        "綱領",
        "決定",
        "議定書",
        "GDPR",
        "規則(EU)",
        "法典",
        "施行令",
        "公報",
        "請求項",
        "判決",
    ];
    if other.iter().any(|word| before.ends_with(word)) {
        return true;
    }
    // 「…に関する法律(平成15年法律第57号)第27条」
    before.ends_with(')')
        && before.rfind('(').and_then(|at| before.get(at..)).is_some_and(|inside| {
            ["法律", "法」", "政令", "令」", "という", "年", "号"].iter().any(|word| inside.contains(word))
                && inside.len() < 240
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> Vec<&str> {
        references(text).iter().map(|r| &text[r.start..r.end]).collect()
    }

    #[test]
    fn parts_of_a_reference_belong_together() {
        let found = references("第5条の2第2項第三号に基づき");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].article, Some(Step::Number(5, 2)));
        assert_eq!(found[0].paragraph, Some(Step::Number(2, 0)));
        assert_eq!(found[0].item, Some(Step::Number(3, 0)));
        assert_eq!(references("前二号に定める")[0].item, Some(Step::Before(2)));
        assert_eq!(references("第3条第1項及び第2項")[1].article, Some(Step::Number(3, 0)));
    }

    #[test]
    fn laws_and_other_papers_are_left_out() {
        assert!(own("個人情報の保護に関する法律(平成15年法律第57号)第27条及び第28条").is_empty());
        assert!(own("民法第415条第1項、同条第2項").is_empty());
        assert!(own("基本契約第5条").is_empty());
        assert!(own("別記第1号様式").is_empty());
        assert_eq!(own("本契約第5条に定める"), ["第5条"]);
        assert!(own("第三者、本条件、項目").is_empty());
    }
}
