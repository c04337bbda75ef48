//! Sentences with what is known of each: terms, predicates, who is meant, the list it belongs to.

pub(crate) mod consent;
pub(crate) mod english;
pub(crate) mod force;
pub(crate) mod predicate;

use crate::{
    lexicon::{Bits, Hit, Lexicon},
    party::{Cast, Role, Side},
    sentence::predicate::{Mood, Predicate, predicates},
    structure::Structure,
    text::cut,
};

/// A word for somebody with its particle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Topic {
    pub start: usize,
    pub end: usize,
    pub side: Side,
    pub case: Case,
}

/// What the particle says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// は, も
    Topic,
    /// が
    Subject,
    /// に, へ, に対し
    Target,
    /// の, を and others
    Else,
}

/// One sentence of a node.
pub(crate) struct Sentence {
    pub article: usize,
    pub node: usize,
    /// Byte range in the node's folded text.
    pub start: usize,
    pub end: usize,
    pub hits: Vec<Hit>,
    /// Families of the sentence itself.
    pub own: Bits,
    /// Families of the sentence and of the sentence that announces its list.
    pub bits: Bits,
    pub predicates: Vec<Predicate>,
    pub topics: Vec<Topic>,
    /// The sentence that announces the list this one is an item of.
    pub lead: Option<usize>,
    /// The sentence before it in the same article, where this one goes on from it.
    pub before: Option<usize>,
    /// Who is meant where the sentence names nobody.
    pub inherited: Option<Side>,
    /// Begins with ただし.
    pub proviso: bool,
    /// Refers to what stands before (前項, この場合).
    pub back: bool,
    /// Its words are English.
    pub english: bool,
}

/// All sentences with the families of articles, titles and nodes.
pub(crate) struct Text<'a> {
    pub structure: &'a Structure,
    pub cast: &'a Cast,
    pub sentences: Vec<Sentence>,
    pub titles: Vec<Bits>,
    pub articles: Vec<Bits>,
    /// Families per article and paragraph number.
    pub paragraphs: Vec<Vec<(u32, Bits)>>,
}

impl<'a> Text<'a> {
    pub(crate) fn of(structure: &'a Structure, cast: &'a Cast, lexicon: &Lexicon) -> Self {
        let mut out = Self {
            structure,
            cast,
            sentences: Vec::new(),
            titles: Vec::new(),
            articles: Vec::new(),
            paragraphs: Vec::new(),
        };
        for article in 0..structure.articles.len() {
            out.article(article, lexicon);
        }
        out
    }

    fn article(&mut self, at: usize, lexicon: &Lexicon) {
        let Some(article) = self.structure.articles.get(at) else { return };
        let mut title = Bits::default();
        let annex = article.annex.clone().unwrap_or_default();
        let heading = if article.title.is_empty() { article.label.clone() } else { article.title.clone() };
        for hit in lexicon.hits(crate::text::Folded::of_str(&format!("{heading} {annex}")).text()) {
            title.set(hit.family);
        }
        let mut whole = Bits::default();
        let mut paragraphs: Vec<(u32, Bits)> = Vec::new();
        // the last sentence of each node, for the items below it
        let mut last_of: Vec<Option<usize>> = Vec::with_capacity(article.nodes.len());
        let mut previous: Option<usize> = None;
        for (node_at, node) in article.nodes.iter().enumerate() {
            let lead = node.parent.and_then(|parent| last_of.get(parent).copied().flatten());
            let mut last = None;
            let text = node.text.text();
            for (start, end) in if english::is_english(text) { english::split(text) } else { split(text) } {
                if bare_title(cut(text, start, end)) {
                    continue;
                }
                let before = last.or(if node.parent.is_none() || lead.is_none() { previous } else { None });
                let same = last.is_some() || node.plain;
                let one = self.sentence((at, node_at), (start, end), (lead, before, same), lexicon);
                for hit in &one.hits {
                    whole.set(hit.family);
                }
                match paragraphs.last_mut().filter(|(n, _)| *n == node.paragraph) {
                    Some((_, bits)) => bits.join(&one.own),
                    None => paragraphs.push((node.paragraph, one.own)),
                }
                last = Some(self.sentences.len());
                previous = last;
                self.sentences.push(one);
            }
            last_of.push(last.or(lead));
        }
        whole.join(&title);
        self.titles.push(title);
        self.articles.push(whole);
        self.paragraphs.push(paragraphs);
    }

    fn sentence(
        &self,
        (article, node): (usize, usize),
        (start, end): (usize, usize),
        (lead, before, same): (Option<usize>, Option<usize>, bool),
        lexicon: &Lexicon,
    ) -> Sentence {
        let text = self.node_text(article, node).get(start..end).unwrap_or_default();
        let hits = lexicon.hits(text);
        let mut own = Bits::default();
        for hit in &hits {
            own.set(hit.family);
        }
        let mut bits = own;
        if let Some(lead) = lead.and_then(|lead| self.sentences.get(lead)) {
            bits.join(&lead.bits);
        }
        let english = english::is_english(text);
        let (predicates, topics) = if english {
            (english::predicates(text), english::topics(text, &self.cast.english(text)))
        } else {
            (predicates(text), topics(text, &self.cast.roles(text)))
        };
        let proviso =
            ["ただし", "但し", "但、", "ただ、", "もっとも", "尚、", "なお、"].iter().any(|w| text.starts_with(w));
        let back = [
            "前項",
            "前各項",
            "前条",
            "前2項",
            "前3項",
            "前二項",
            "前号",
            "この場合",
            "その場合",
            "前文",
            "本項",
            "同項",
            "かかる",
            "当該場合",
            "なお",
            "また",
            "ただし",
            "但し",
            "上記",
            "前掲",
            "これら",
            "この義務",
            "この約束",
            "この規定",
            "この条",
            "その義務",
            "前2",
            "前二",
            "前3",
            "前三",
            "本条",
        ]
        .iter()
        .any(|w| text.starts_with(w) || text.strip_prefix('(').is_some_and(|inner| inner.starts_with(w)));
        let mut out = Sentence {
            article,
            node,
            start,
            end,
            own,
            bits,
            predicates,
            topics,
            lead,
            before,
            inherited: None,
            proviso,
            back,
            english,
            hits,
        };
        out.inherited = self.inherited(&out, same);
        out
    }

    /// The side a sentence without a subject is about: that of its list, or of the sentence it goes on from.
    fn inherited(&self, one: &Sentence, same: bool) -> Option<Side> {
        if let Some(lead) = one.lead.and_then(|lead| self.sentences.get(lead)) {
            return self.main_side(lead);
        }
        let before = one.before.and_then(|before| self.sentences.get(before))?;
        let side = self.main_side(before);
        // a right of the client says nothing of who owes what the next sentence asks
        let right = side == Some(Side::Client)
            && !one.back
            && before.predicates.iter().rev().nth(1).is_some_and(|p| p.mood == Mood::May)
            && one.predicates.iter().all(|p| p.mood != Mood::May);
        if right {
            return None;
        }
        if same || one.back {
            return side;
        }
        // a list of duties of the client goes on without naming it
        let bound = before.predicates.last().is_some_and(|p| matches!(p.mood, Mood::Must | Mood::Ban))
            && before.predicates.iter().all(|p| p.mood != Mood::May);
        (side == Some(Side::Client) && bound).then_some(Side::Client)
    }

    /// Who the sentence as a whole is about.
    fn main_side(&self, one: &Sentence) -> Option<Side> {
        if one.english {
            let text = self.text(one);
            return english::subject(text, &one.predicates, &one.topics, text.len()).or(one.inherited);
        }
        one.topics
            .iter()
            .rev()
            .find(|t| t.case == Case::Topic && t.side != Side::Other)
            .map(|t| t.side)
            .or(one.inherited)
    }

    fn node_text(&self, article: usize, node: usize) -> &str {
        let node = self.structure.articles.get(article).and_then(|a| a.nodes.get(node));
        node.map_or("", |node| node.text.text())
    }

    /// The text of a sentence.
    pub(crate) fn text(&self, one: &Sentence) -> &str {
        cut(self.node_text(one.article, one.node), one.start, one.end)
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Sentence> {
        self.sentences.get(at)
    }
}

/// 「(秘密保持)」: the title of an article that is left out.
fn bare_title(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inside.is_some_and(|t| t.chars().count() <= 20 && !t.contains(['。', '(', ')', '、', '可', '禁', ':']))
}

/// Sentence ends outside of brackets.
fn split(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut start, mut depth, mut opened) = (0, 0_i32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '「' | '『' | '[' => {
                if depth == 0 {
                    opened = at;
                }
                depth += 1;
            }
            ')' | '」' | '』' | ']' => depth = (depth - 1).max(0),
            '。' if depth == 0 || at - opened > 600 => {
                let end = at + c.len_utf8();
                out.push((start, end));
                start = end;
                depth = 0;
            }
            _ => {}
        }
    }
    if start < text.len() {
        out.push((start, text.len()));
    }
    out
}

const STAFF: &[&str] = &[
    "の役員及び従業員",
    "の役員および従業員",
    "の従業員",
    "の従業者",
    "の役員",
    "の役職員",
    "の作業従事者",
    "の従事者",
    "の担当者",
    "の社員",
    "の責任者",
    "の使用人",
    "の業務従事者",
    "の要員",
    "の職員",
    "の構成員",
    "等",
    "ら",
    "側",
    "自身",
    "双方",
    "(",
];

/// 「甲の指定する者は」: the bytes of what stands between the word and は where it names people of that side.
fn whose_people(rest: &str) -> usize {
    let opens = ["の", "が指", "が選", "が認", "が委", "が任", "又は", "または", "若しくは", "及び", "および"]
        .iter()
        .any(|w| rest.starts_with(w));
    if !opens {
        return 0;
    }
    let mut taken = 0;
    for (count, (at, c)) in rest.char_indices().enumerate() {
        if matches!(c, '、' | '。' | '(' | '「') || count > 22 {
            return 0;
        }
        if c == 'は' || c == 'が' && count > 3 {
            taken = at;
            break;
        }
    }
    let words = rest.get(..taken).unwrap_or_default();
    let people = [
        "する者",
        "した者",
        "る者",
        "員",
        "役員",
        "担当者",
        "担当部署",
        "担当",
        "管理部門",
        "監査人",
        "社員",
        "従業者",
        "技術者",
        "機関",
        "職員",
        "代理人",
        "オペレーター",
        "者等",
        "従事者",
        "使用人",
        "作業者",
        "労働者",
    ];
    if people.iter().any(|w| words.ends_with(w)) && !words.contains("第三者") && !words.contains("再委託") {
        taken
    } else {
        0
    }
}

/// Words for somebody with their particles.
fn topics(text: &str, roles: &[Role]) -> Vec<Topic> {
    roles
        .iter()
        .map(|role| {
            let mut rest = text.get(role.end..).unwrap_or_default();
            let people = whose_people(rest);
            if people > 0 {
                rest = rest.get(people..).unwrap_or_default();
            }
            for staff in STAFF {
                if let Some(after) = rest.strip_prefix(staff) {
                    rest = if *staff == "(" { after.split_once(')').map_or("", |p| p.1) } else { after };
                    break;
                }
            }
            let case = if rest.starts_with("は")
                || rest.starts_with("も、")
                || rest.starts_with("も同")
                || rest.starts_with("においては")
                || rest.starts_with("としては")
                || rest.starts_with(":")
            {
                Case::Topic
            } else if rest.starts_with("が") {
                Case::Subject
            } else if [
                "に対",
                "へ",
                "に報",
                "に通",
                "に連",
                "に届",
                "に、",
                "に書面",
                "に直ち",
                "に速や",
                "に遅滞",
                "に提出",
                "に返",
                "に引",
                "に電",
                "宛",
                "にその",
                "に事前",
                "に当該",
                "に申",
                "に通報",
            ]
            .iter()
            .any(|w| rest.starts_with(w))
            {
                Case::Target
            } else {
                Case::Else
            };
            Topic { start: role.start, end: role.end, side: role.side, case }
        })
        .collect()
}
