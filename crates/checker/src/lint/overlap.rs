//! X10, X14, X16, X17: rules that overlap, roles that sound alike, lists that do not follow, texts without an order.

use crate::{
    lint::{Hit, View, words::any},
    structure::node::Node,
};

fn sentence_hit(view: &View<'_>, say: &'static str, at: usize) -> Hit {
    let place = view.case.sentence(at).and_then(|one| view.map.place((one.article, one.node), one.start..one.end));
    Hit::new(say, place)
}

/// X10: paper for oral disclosure at any time, and within a limit.
pub(crate) fn oral(view: &View<'_>) -> Vec<Hit> {
    let mut out = Vec::new();
    for article in 0..view.map.articles.len() {
        let (mut open, mut limited) = (None, None);
        for at in view.map.sentences(article) {
            let said = view.case.said(at);
            if !said.contains("口頭") || !any(said, &["書面", "文書", "電子メール"]) {
                continue;
            }
            let limit = ["日以内", "営業日以内", "時間以内", "週間以内", "か月以内", "遅滞なく", "速やかに", "直ちに"]
                .iter()
                .any(|word| said.contains(word));
            let connected = any(said, &["前項", "第1項", "この限り", "前文", "前段"]);
            let paper = any(said, &["限り", "場合には", "ときは", "とき、", "ときに", "みなす", "みなされる", "含む"]);
            match (limit, connected) {
                (true, false) => limited = limited.or(Some(at)),
                (false, false) if paper => open = open.or(Some(at)),
                _ => {}
            }
        }
        if let (Some(_), Some(at)) = (open, limited) {
            out.push(sentence_hit(view, "oral", at));
        }
    }
    out
}

/// Somebody appointed: the name, its part before 管理者 and the like, and the sentence.
struct Role<'v> {
    name: &'v str,
    stem: &'v str,
    sentence: usize,
    bytes: std::ops::Range<usize>,
}

/// X14: 情報取扱管理者を定め… 取扱責任者を定め… in one article.
pub(crate) fn roles(view: &View<'_>) -> Vec<Hit> {
    let mut out = Vec::new();
    for article in 0..view.map.articles.len() {
        let mut found: Vec<Role<'_>> = Vec::new();
        for at in view.map.sentences(article) {
            found.extend(appointed(view, at));
            if found.len() > 20 {
                break;
            }
        }
        for (n, one) in found.iter().enumerate() {
            let before = found.get(..n).unwrap_or_default().iter().find(|other| {
                other.name != one.name
                    && other.sentence != one.sentence
                    && one.stem.chars().count() >= 2
                    && other.stem.chars().count() >= 2
                    && (other.stem.contains(one.stem) || one.stem.contains(other.stem))
            });
            let Some(other) = before else { continue };
            let place = view
                .case
                .sentence(one.sentence)
                .and_then(|s| view.map.place((s.article, s.node), s.start + one.bytes.start..s.start + one.bytes.end));
            out.push(Hit::new("roles", place).with("a", other.name).with("b", one.name));
        }
    }
    out
}

fn appointed<'v>(view: &View<'v>, sentence: usize) -> Vec<Role<'v>> {
    let said = view.case.said(sentence);
    let mut out = Vec::new();
    for kind in ["管理者", "責任者", "担当者", "監督者"] {
        for (at, _) in said.match_indices(kind).take(4) {
            let end = at + kind.len();
            let rest = said.get(end..).unwrap_or_default();
            if !["を定め", "を置", "を選任", "を指名", "を設", "を任命", "を指定"]
                .iter()
                .any(|word| rest.starts_with(word))
            {
                continue;
            }
            let before = said.get(..at).unwrap_or_default();
            let start = before
                .char_indices()
                .rev()
                .take(14)
                .take_while(|(_, c)| matches!(c, '\u{30a1}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
                .last()
                .map_or(at, |(start, _)| start);
            let stem = before.get(start..).unwrap_or_default();
            out.push(Role { name: said.get(start..end).unwrap_or_default(), stem, sentence, bytes: start..end });
        }
    }
    out
}

/// X16: 次に定める場合を除き with no cases behind it.
pub(crate) fn cases(view: &View<'_>) -> Vec<Hit> {
    let phrases = [
        "次に定める場合",
        "次に掲げる場合",
        "次の各号に定める場合",
        "次の各号に掲げる場合",
        "次の場合",
        "以下の場合",
        "次に定めるとき",
        "次に掲げるとき",
        "以下に定める場合",
        "以下に掲げる場合",
    ];
    let mut out = Vec::new();
    for (at, article) in view.map.articles.iter().enumerate() {
        let mut parents = vec![false; article.nodes.len()];
        for node in &article.nodes {
            if let Some(has) = node.parent.and_then(|parent| parents.get_mut(parent)) {
                *has = true;
            }
        }
        for (n, node) in article.nodes.iter().enumerate() {
            let text = node.text.text();
            let found = phrases.iter().filter_map(|phrase| text.find(phrase).map(|start| (start, *phrase))).min();
            let Some((start, phrase)) = found else { continue };
            let rest = text.get(start + phrase.len()..).unwrap_or_default();
            let followed = parents.get(n).copied().unwrap_or(false) || continued(&article.nodes, n, node);
            // the list that follows was announced by a later sentence, and is one of something else
            let later = rest.split('。').skip(1).any(|said| {
                any(said, &["以下の", "次の", "次に", "下記の"]) && !any(said, &["場合は、次", "場合には、次"])
            });
            let inline = rest.chars().any(|c| matches!(c, '\u{2460}' | '\u{2474}')) || rest.contains("(1)");
            if (!followed && !inline) || later {
                out.push(Hit::new("target", view.map.place((at, n), start..start + phrase.len())).with("word", phrase));
            }
        }
    }
    out
}

/// The node behind it carries no mark of its own level, so that it may be the list.
fn continued(nodes: &[Node], n: usize, node: &Node) -> bool {
    nodes.get(n + 1).is_some_and(|next| {
        next.row
            || next.plain
            || (next.parent == node.parent && next.paragraph != node.paragraph + 1 && node.parent.is_none())
    })
}

/// X17: individual contracts, or a ban on competing work, without a word on what prevails.
pub(crate) fn precedence(view: &View<'_>) -> Vec<Hit> {
    let mut first = None;
    let mut count = 0_usize;
    let (mut ordered, mut ban, mut own_deal) = (false, None, false);
    let rules = any(&view.case.text.structure.title, &["就業規則", "規程", "規則"])
        || view.map.nodes().take(60).any(|(_, _, node)| node.text.text().starts_with("従業員は"));
    for at in 0..view.case.text.sentences.len() {
        let said = view.case.said(at);
        if said.contains("個別契約") {
            count += 1;
            first = first.or(Some(at));
            ordered |= any(
                said,
                &[
                    "優先",
                    "異なる",
                    "定めのない",
                    "定めがない",
                    "特段の定め",
                    "別段の",
                    "特約",
                    "適用される",
                    "適用する",
                    "定めた場合",
                ],
            );
        }
        if rules
            && any(said, &["競合", "競業"])
            && any(said, &["退職後", "退職し"])
            && any(said, &["ないこと", "してはならない", "禁止", "営まない", "しない"])
        {
            ban = ban.or(Some(at));
        }
        own_deal |= any(said, &["個別に", "個別の合意", "別途の契約", "当該契約による", "個別合意"])
            && any(said, &["契約", "合意", "誓約"]);
    }
    let mut out = Vec::new();
    if let Some(at) = first.filter(|_| count >= 2 && !ordered) {
        out.push(sentence_hit(view, "individual", at));
    }
    if let Some(at) = ban.filter(|_| !own_deal) {
        out.push(sentence_hit(view, "work_rules", at));
    }
    out
}
