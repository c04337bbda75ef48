//! The table of contents that viewers show beside the pages.

use pdf_writer::{Pdf, Ref, TextStr};

use super::Refs;
use crate::pdf::page::Page;
use crate::pdf::style::PAGE;

/// An entry with its place in the tree.
struct Node<'a> {
    id: Ref,
    title: &'a str,
    page: Ref,
    top: f32,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// Writes the entries; `None` if there are none.
pub(super) fn write(pdf: &mut Pdf, refs: &mut Refs, pages: &[Page], page_refs: &[Ref]) -> Option<Ref> {
    let root = refs.next();
    let mut nodes: Vec<Node<'_>> = Vec::new();
    let mut tops: Vec<usize> = Vec::new();
    // Entries that are open, with their levels, from the highest down.
    let mut path: Vec<(usize, usize)> = Vec::new();
    for (page, id) in pages.iter().zip(page_refs) {
        for (top, entry) in &page.entries {
            path.retain(|(level, _)| *level < entry.level);
            let parent = path.last().map(|(_, node)| *node);
            let index = nodes.len();
            match parent.and_then(|parent| nodes.get_mut(parent)) {
                Some(parent) => parent.children.push(index),
                None => tops.push(index),
            }
            path.push((entry.level, index));
            let (id, page) = (refs.next(), *id);
            nodes.push(Node { id, title: &entry.title, page, top: *top, parent, children: Vec::new() });
        }
    }
    let id = |index: Option<&usize>| index.and_then(|index| nodes.get(*index)).map(|node| node.id);
    let (first, last) = (id(tops.first())?, id(tops.last())?);
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    pdf.outline(root).first(first).last(last).count(count(tops.len()));
    for (index, node) in nodes.iter().enumerate() {
        let siblings = node.parent.and_then(|parent| nodes.get(parent)).map_or(&tops, |parent| &parent.children);
        let place = siblings.iter().position(|sibling| *sibling == index).unwrap_or(0);
        let mut item = pdf.outline_item(node.id);
        item.title(TextStr(node.title)).parent(id(node.parent.as_ref()).unwrap_or(root));
        if let Some(before) = place.checked_sub(1).and_then(|before| id(siblings.get(before))) {
            item.prev(before);
        }
        if let Some(after) = id(siblings.get(place.saturating_add(1))) {
            item.next(after);
        }
        if let (Some(first), Some(last)) = (id(node.children.first()), id(node.children.last())) {
            // Closed at first: minus the number of entries below.
            item.first(first).last(last).count(-count(node.children.len()));
        }
        item.dest().page(node.page).xyz(0.0, PAGE.1 - node.top + 4.0, None);
    }
    Some(root)
}
