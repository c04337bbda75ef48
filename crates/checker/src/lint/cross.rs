//! X1 to X4: references that lead nowhere or to the wrong place.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lint::{
        Hit, View,
        reference::{Reference, Step, references},
        words::Words,
    },
    text::Folded,
};

/// A reference with the place it stands at, resolved as far as it can be.
struct Placed<'v> {
    article: usize,
    node: usize,
    text: &'v str,
    one: Reference,
    /// The article meant; `None` where its number exists nowhere.
    target: Option<usize>,
    wrong: Option<Wrong>,
    /// Where the item is not there: the words that describe it, and the item that has them.
    described: Option<(&'v str, String)>,
}

/// Searches for a described item, at most, in one document.
const SEARCHES: usize = 30;

fn placed<'v>(view: &View<'v>) -> Vec<Placed<'v>> {
    let mut out = Vec::new();
    let mut searches = 0;
    for (article, node, found) in view.map.nodes() {
        let text = found.text.text();
        for one in references(text) {
            let target = target(view, article, &one);
            let mut placed = Placed { article, node, text, one, target, wrong: None, described: None };
            placed.wrong = wrong(view, &placed);
            if matches!(placed.wrong, Some(Wrong::Item(_))) && searches < SEARCHES {
                searches += 1;
                placed.described = described(view, &placed);
            }
            out.push(placed);
        }
    }
    out
}

fn target(view: &View<'_>, from: usize, one: &Reference) -> Option<usize> {
    let annex = view.map.articles.get(from)?.annex.as_deref();
    match one.article {
        None | Some(Step::Same) => Some(from),
        Some(Step::Number(n, sub)) => view.map.numbered(annex, (n, sub)),
        Some(Step::Before(n)) => from.checked_sub(n as usize),
        Some(Step::Next) => Some(from + 1),
    }
}

/// What is wrong with a reference, if anything.
enum Wrong {
    Article,
    Paragraph(u32),
    Item(u32),
    Before,
}

fn wrong(view: &View<'_>, placed: &Placed<'_>) -> Option<Wrong> {
    let own = view.map.articles.get(placed.article)?;
    let one = &placed.one;
    if let Some(Step::Number(..)) = one.article {
        let listed = own.annex.is_none() && view.map.numbered;
        match placed.target {
            None => return listed.then_some(Wrong::Article),
            Some(target) => {
                if view.map.articles.get(target).is_some_and(|article| article.deleted) {
                    return Some(Wrong::Article);
                }
            }
        }
    }
    if nothing_before(view, placed) {
        return Some(Wrong::Before);
    }
    if matches!(one.article, Some(Step::Before(_) | Step::Next)) || one.goes_on && one.article.is_none() {
        return None;
    }
    let target = placed.target?;
    let node = view.map.node(placed.article, placed.node)?;
    let paragraph = match one.paragraph {
        Some(Step::Number(n, _)) => {
            let there = view.map.last_paragraph(target);
            if n > there && there > 0 {
                return Some(Wrong::Paragraph(there));
            }
            n
        }
        Some(Step::Before(n)) => node.paragraph.checked_sub(n).filter(|n| *n > 0)?,
        Some(_) => return None,
        None if target == placed.article && one.article.is_none() => node.paragraph,
        None => 1,
    };
    let Some(Step::Number(item, _)) = one.item else { return None };
    let there = view.map.items(target, paragraph);
    // items stand as paragraphs of their own where the list was not announced
    (there > 0 && item > there && !view.map.repeats(target, item)).then_some(Wrong::Item(there))
}

/// 前項 in the first sentence of an article, 前条 in the first article.
fn nothing_before(view: &View<'_>, placed: &Placed<'_>) -> bool {
    let Some(own) = view.map.articles.get(placed.article) else { return false };
    let first_sentence = placed.node == 0 && !placed.text.get(..placed.one.start).unwrap_or_default().contains('。');
    let back = placed.one.article.is_none() && matches!(placed.one.paragraph, Some(Step::Before(_)));
    let above = matches!(placed.one.article, Some(Step::Before(_)));
    let numbered = own.annex.is_none() && view.map.numbered;
    (back && first_sentence && numbered && !placed.one.goes_on) || (above && numbered && own.number == Some((1, 0)))
}

pub(crate) fn nowhere(view: &View<'_>) -> Vec<Hit> {
    let mut out = Vec::new();
    let mut checked = BTreeSet::new();
    for placed in placed(view) {
        let Some(wrong) = placed.wrong.as_ref().filter(|_| placed.described.is_none()) else { continue };
        let number = |step: Option<Step>| {
            step.and_then(|step| if let Step::Number(n, sub) = step { Some((n, sub)) } else { None })
        };
        let key = (
            placed.article,
            number(placed.one.article),
            number(placed.one.paragraph).map(|n| n.0),
            number(placed.one.item).map(|n| n.0),
        );
        if !checked.insert(key) {
            continue;
        }
        let (say, count) = match wrong {
            Wrong::Article => ("article", 0),
            Wrong::Paragraph(count) => ("paragraph", *count),
            Wrong::Item(count) => ("item", *count),
            Wrong::Before => ("before", 0),
        };
        out.push(hit(view, &placed, say).with("count", count.to_string()));
    }
    out
}

fn hit(view: &View<'_>, placed: &Placed<'_>, say: &'static str) -> Hit {
    let named = placed.text.get(placed.one.start..placed.one.end).unwrap_or_default();
    Hit::new(say, view.map.place((placed.article, placed.node), placed.one.start..placed.one.end)).with("named", named)
}

/// The words that describe an item, and the item that has them.
fn described<'v>(view: &View<'v>, placed: &Placed<'v>) -> Option<(&'v str, String)> {
    let rest = placed.text.get(placed.one.end..)?.strip_prefix('の')?;
    let end = rest
        .char_indices()
        .take(20)
        .find(|(_, c)| !matches!(c, '\u{30a0}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
        .map_or(0, |(end, _)| end);
    let subject = rest.get(..end)?;
    if subject.chars().count() < 5 {
        return None;
    }
    let article = view.map.articles.get(placed.target?)?;
    // a long list would make this search long as well
    for node in article.nodes.iter().take(200) {
        let text = node.text.text();
        for (at, _) in text.match_indices(subject).take(20) {
            if std::ptr::eq(text, placed.text) && at >= placed.one.start && at < placed.one.end + 40 {
                continue;
            }
            let mark = text.get(..at).unwrap_or_default().chars().rev().find(|c| matches!(c, '\u{2460}'..='\u{2473}'));
            let right = mark
                .map_or_else(|| format!("「{}」", text.chars().take(12).collect::<String>()), |mark| mark.to_string());
            return Some((subject, right));
        }
    }
    None
}

pub(crate) fn elsewhere(view: &View<'_>) -> Vec<Hit> {
    let titles = Titles::of(view);
    let mut out = Vec::new();
    for placed in placed(view) {
        if let Some((subject, right)) = &placed.described {
            out.push(hit(view, &placed, "elsewhere").with("subject", *subject).with("right", right.clone()));
        } else if let Some((subject, right)) = titles.misplaced(view, &placed) {
            out.push(hit(view, &placed, "elsewhere").with("subject", subject).with("right", right));
        }
    }
    out
}

/// Titles of the articles, and which articles speak of which.
struct Titles {
    folded: Vec<String>,
    /// Title to its article; titles that stand twice are left out.
    owner: BTreeMap<String, Option<usize>>,
    spoken: Vec<BTreeSet<usize>>,
    words: Words,
    names: Vec<String>,
}

impl Titles {
    fn of(view: &View<'_>) -> Self {
        let folded: Vec<String> = view
            .map
            .articles
            .iter()
            .map(|article| Folded::of_str(&article.title).text().trim_end_matches('等').to_owned())
            .collect();
        let mut owner: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (at, title) in folded.iter().enumerate().filter(|(at, title)| {
            title.chars().count() >= 3
                && view.map.articles.get(*at).is_some_and(|a| a.annex.is_none() && a.number.is_some())
        }) {
            owner.entry(title.clone()).and_modify(|at| *at = None).or_insert(Some(at));
        }
        let names: Vec<String> = owner.keys().cloned().collect();
        let groups: Vec<&[String]> = names.iter().map(std::slice::from_ref).collect();
        let words = Words::of(&groups);
        let spoken = view
            .map
            .articles
            .iter()
            .map(|article| {
                article
                    .nodes
                    .iter()
                    .flat_map(|node| words.find(node.text.text()).map(|(_, _, n)| n).collect::<Vec<_>>())
                    .collect()
            })
            .collect();
        Self { folded, owner, spoken, words, names }
    }

    /// `第8条(秘密保持)` or `第8条に定める秘密保持` where article 8 is about something else.
    fn misplaced(&self, view: &View<'_>, placed: &Placed<'_>) -> Option<(String, String)> {
        let (Some(Step::Number(..)), None, true) = (placed.one.article, placed.one.item, view.map.numbered) else {
            return None;
        };
        let target = placed.target.filter(|_| !placed.one.goes_on)?;
        let rest = placed.text.get(placed.one.end..)?;
        let bracket = rest
            .strip_prefix('(')
            .and_then(|inside| inside.split_once(')'))
            .map(|(inside, _)| inside.trim_end_matches('等'));
        let said = match bracket {
            Some(inside) => self.names.binary_search_by(|name| name.as_str().cmp(inside)).ok()?,
            None => {
                let link = ["に定める", "に規定する", "に基づく", "に定められた", "の", "による", "に従った"]
                    .iter()
                    .find_map(|link| rest.strip_prefix(link))?;
                let near: usize = link.chars().take(14).map(char::len_utf8).sum();
                let (start, _, n) = self.words.find(link.get(..near)?).next()?;
                (start == 0).then_some(n)?
            }
        };
        let name = self.names.get(said)?;
        let right = (*self.owner.get(name)?)?;
        let own = self.folded.get(target)?;
        let related = own.contains(name.as_str()) || (!own.is_empty() && name.contains(own.as_str()));
        let speaks = bracket.is_none() && self.spoken.get(target).is_some_and(|spoken| spoken.contains(&said));
        if right == target || related || speaks || own.is_empty() {
            return None;
        }
        Some((name.clone(), view.map.articles.get(right)?.label.clone()))
    }
}

/// 前項に規定する＜term＞ where another paragraph of the article defines the term.
struct Stale<'v> {
    at: (usize, usize),
    bytes: std::ops::Range<usize>,
    term: &'v str,
    defined_in: u32,
    /// The paragraph before says what else counts as the term.
    deems: bool,
}

fn stale<'v>(view: &View<'v>) -> Vec<Stale<'v>> {
    let mut defined: BTreeMap<(usize, &'v str), u32> = BTreeMap::new();
    for one in view.map.definitions.iter().filter(|one| one.term.chars().count() >= 2) {
        defined.entry((one.article, one.term)).or_insert(one.paragraph);
    }
    let links = ["に規定する", "に定める", "で定める", "に定義する", "で規定する", "で定義する"];
    let mut out = Vec::new();
    for (article, n, node) in view.map.nodes() {
        let text = node.text.text();
        for (at, word) in text.match_indices("前項") {
            let rest = text.get(at + word.len()..).unwrap_or_default();
            let Some(said) = links.iter().find_map(|link| rest.strip_prefix(link)) else { continue };
            let ends = said.char_indices().map(|(end, c)| end + c.len_utf8()).take(24).collect::<Vec<_>>();
            let found = ends.into_iter().rev().find_map(|end| {
                let term = said.get(..end)?;
                defined.get(&(article, term)).map(|paragraph| (term, *paragraph))
            });
            let Some((term, defined_in)) = found.filter(|(_, paragraph)| paragraph.saturating_add(1) < node.paragraph)
            else {
                continue;
            };
            let deems = view.map.deems(article, node.paragraph.saturating_sub(1));
            out.push(Stale { at: (article, n), bytes: at..at + word.len(), term, defined_in, deems });
        }
    }
    out
}

fn stale_hits(view: &View<'_>, deems: bool, say: &'static str) -> Vec<Hit> {
    let fits = stale(view).into_iter().filter(|one| one.deems == deems);
    fits.map(|one| {
        let hit = Hit::new(say, view.map.place(one.at, one.bytes));
        hit.with("term", one.term).with("right", one.defined_in.to_string())
    })
    .collect()
}

pub(crate) fn deemed(view: &View<'_>) -> Vec<Hit> {
    stale_hits(view, true, "deemed")
}

pub(crate) fn other(view: &View<'_>) -> Vec<Hit> {
    stale_hits(view, false, "other")
}
