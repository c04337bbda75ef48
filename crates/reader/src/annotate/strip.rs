//! Takes out exactly what was added.

use std::collections::HashSet;

use super::{
    Changes,
    container::{Before, restore},
    mark::{self, Names},
    utf8,
};
use crate::{
    Limits, ReadError,
    archive::Archive,
    docx::{Package, relations},
};

/// Gives back the document as it was before [`super::annotate`]: each part has its former bytes.
///
/// A document that another program has saved since is written differently, and what cannot be told apart stays.
///
/// # Errors
/// Why the document cannot be read or written.
pub fn strip(docx: &[u8], limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let archive = Archive::open(docx, limits)?;
    let package = Package::open(&archive, limits)?;
    let main = utf8(&archive, &package.main)?;
    let prefix = Names::of(&main, &package.main, limits)?.prefix;
    let mut changes = Changes::new();
    let mut text = main.clone();
    if let Some(name) = package.relations.first("comments").and_then(|target| archive.name_of(&target)) {
        let comments = utf8(&archive, name)?;
        let (rest, ids) = without_comments(&comments, &Names::of_root(&comments, name)?.prefix);
        text = without_marks(&text, &prefix, mark::range_start, &ids);
        text = without_marks(&text, &prefix, mark::range_end, &ids);
        if rest != comments {
            push(&mut changes, name, restore(rest));
        }
        let tag = mark::override_tag("", name);
        forget(&archive, &package, &tag, &mut changes)?;
    }
    text = without_seams(&text, &prefix);
    text = without_paragraphs(&text, &prefix);
    if text != main {
        changes.push((package.main.clone(), Some(text.into_bytes())));
    }
    archive.rewrite(&changes)
}

fn push(changes: &mut Changes, name: &str, before: Before) {
    let bytes = match before {
        Before::Absent => None,
        Before::Text(text) => Some(text.into_bytes()),
    };
    changes.push((name.to_owned(), bytes));
}

/// Takes out the relation to an added part, and the line about its type.
fn forget(archive: &Archive<'_>, package: &Package<'_>, known: &str, changes: &mut Changes) -> Result<(), ReadError> {
    if !package.relations.has_id(mark::RELATION) {
        return Ok(());
    }
    let name = relations::name_for(&package.main);
    let Some(name) = archive.name_of(&name) else { return Ok(()) };
    let text = utf8(archive, name)?;
    let sign = format!(" Id=\"{}\"", mark::RELATION);
    if let Some(at) = text.find(&sign) {
        let start = text.get(..at).and_then(|t| t.rfind('<')).unwrap_or(at);
        let end = text.get(at..).and_then(|t| t.find("/>")).map_or(text.len(), |end| at + end + 2);
        let rest = format!("{}{}", text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
        push(changes, name, restore(rest));
    }
    let types = utf8(archive, mark::TYPES_PART)?;
    // the tag may have a prefix of its own
    let attributes = known.split_once(' ').map_or(known, |(_, rest)| rest);
    if let Some(at) = types.find(attributes) {
        let start = types.get(..at).and_then(|t| t.rfind('<')).unwrap_or(at);
        let (head, tail) = (types.get(..start), types.get(at + attributes.len()..));
        let rest = format!("{}{}", head.unwrap_or_default(), tail.unwrap_or_default());
        push(changes, mark::TYPES_PART, restore(rest));
    }
    Ok(())
}

/// The part without our remarks, and their ids.
fn without_comments(text: &str, prefix: &str) -> (String, HashSet<u32>) {
    let (head, closing) = (mark::comment(prefix), format!("</{prefix}comment>"));
    let mut ids = HashSet::new();
    let ends = End::of(text, &closing);
    let rest = without(text, &head, |after| {
        let id = after.split('"').next().and_then(|id| id.parse().ok())?;
        let end = ends.behind(after)?;
        ids.insert(id);
        Some(end)
    });
    (rest, ids)
}

/// The text without the marks of these remarks. A mark is as `mark` writes it, and its id is the first number in it.
fn without_marks(text: &str, prefix: &str, mark: fn(&str, u32) -> String, ids: &HashSet<u32>) -> String {
    let sample = mark(prefix, 0);
    let head = sample.split_once("id=\"").map_or(String::new(), |(head, _)| format!("{head}id=\""));
    without(text, &head, |after| {
        let id: u32 = after.split('"').next()?.parse().ok().filter(|id| ids.contains(id))?;
        let whole = mark(prefix, id);
        let rest = whole.strip_prefix(&head)?;
        after.starts_with(rest).then_some(rest.len())
    })
}

/// Joins runs that were cut.
fn without_seams(text: &str, prefix: &str) -> String {
    let head = format!("{}{}", mark::seam_left(prefix), mark::seam_right(prefix));
    let tail = mark::seam_text(prefix);
    let ends = End::of(text, &tail);
    without(text, &head, |after| ends.behind(after))
}

fn without_paragraphs(text: &str, prefix: &str) -> String {
    let closing = format!("</{prefix}p>");
    let ends = End::of(text, &closing);
    without(text, &mark::paragraph(prefix), |after| ends.behind(after))
}

/// Where something ends. Behind the last such end no search begins, or many beginnings without one would each look through
/// the whole text.
struct End<'a> {
    sign: &'a str,
    /// Bytes of the text from the last such sign on.
    left: usize,
}

impl<'a> End<'a> {
    fn of(text: &str, sign: &'a str) -> Self {
        Self { sign, left: text.rfind(sign).map_or(0, |at| text.len() - at) }
    }

    /// Behind the next one in the rest of the text.
    fn behind(&self, rest: &str) -> Option<usize> {
        let there = self.left > 0 && rest.len() >= self.left;
        there.then(|| rest.find(self.sign)).flatten().map(|at| at + self.sign.len())
    }
}

/// The text without every stretch that begins with `head` and ends where `end` says, counted from behind the head.
fn without(text: &str, head: &str, mut end: impl FnMut(&str) -> Option<usize>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(head) {
        out.push_str(before);
        match end(after).and_then(|end| after.get(end..)) {
            Some(behind) => rest = behind,
            None => {
                out.push_str(head);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
