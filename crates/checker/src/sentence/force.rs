//! What a sentence says of one act: forbidden, on consent, within limits, free, owed, tried, not owed.

use crate::{
    party::Side,
    sentence::{
        Case, Sentence, Text,
        consent::consent,
        english,
        predicate::{Mood, apart, governor},
    },
};

/// The ways in which an act can stand, as a set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Force(pub u16);

impl Force {
    pub(crate) const BAN: u16 = 1;
    pub(crate) const CONSENT: u16 = 1 << 1;
    pub(crate) const SCOPE: u16 = 1 << 2;
    pub(crate) const FREE: u16 = 1 << 3;
    pub(crate) const MUST: u16 = 1 << 4;
    pub(crate) const MAY: u16 = 1 << 5;
    pub(crate) const EFFORT: u16 = 1 << 6;
    pub(crate) const NODUTY: u16 = 1 << 7;
    pub(crate) const COND: u16 = 1 << 8;
    pub(crate) const LATER: u16 = 1 << 9;

    /// The set named by a word of the pattern language.
    pub(crate) fn named(word: &str) -> Option<u16> {
        Some(match word {
            "ban" => Self::BAN,
            "consent" => Self::CONSENT,
            "scope" => Self::SCOPE,
            "limit" => Self::BAN | Self::CONSENT | Self::SCOPE,
            "free" => Self::FREE,
            "must" => Self::MUST,
            "may" => Self::MAY,
            "effort" => Self::EFFORT,
            "noduty" => Self::NODUTY,
            "cond" => Self::COND,
            "later" => Self::LATER,
            "any" => u16::MAX,
            _ => return None,
        })
    }

    pub(crate) const fn meets(self, wanted: u16) -> bool {
        self.0 & wanted != 0
    }
}

const SCOPES: &[&str] = &[
    "必要な範囲",
    "必要最小限",
    "必要最低限",
    "最小限",
    "最低限",
    "必要な限度",
    "必要な場合に限",
    "必要がある場合に限",
    "必要な場合にのみ",
    "やむを得ない場合",
    "範囲内",
    "範囲に限",
    "範囲でのみ",
    "範囲で",
    "限度で",
    "限度におい",
    "に限り",
    "に限る",
    "に限定",
    "にのみ",
    "必要と認められる範囲",
    "必要な部数",
    "必要な最小",
];

impl Text<'_> {
    /// The mood that governs a position, within the part of the sentence that has the same subject.
    pub(crate) fn mood(&self, one: &Sentence, end: usize) -> Mood {
        let text = self.text(one);
        if one.english {
            return self.english_mood(one, end);
        }
        let next_topic = one.topics.iter().find(|t| t.case == Case::Topic && t.start >= end).map(|t| t.start);
        let governing = governor(&one.predicates, text, end);
        let last = one.predicates.len().saturating_sub(1);
        let at_end = one
            .predicates
            .get(last)
            .is_some_and(|p| governing.is_some_and(|g| g.start == p.start || g.end + 3 >= text.len()));
        let own = match (governing, next_topic) {
            (Some(p), Some(topic))
                if p.start > topic && !text.get(end..topic).unwrap_or_default().contains("について") =>
            {
                Mood::Must
            }
            (Some(p), _) => p.mood,
            (None, _) => Mood::Must,
        };
        let verb = ["し、", "し又は", "しまたは", "し、又は", "り、", "い、", "するとともに", "したうえで", "した上で"];
        let own_verb = verb.iter().any(|w| text.get(end..).unwrap_or_default().starts_with(w));
        let engages = governing.is_some_and(|p| {
            let word = text.get(p.start..p.end).unwrap_or_default();
            let before = text.get(..p.start).and_then(|t| t.chars().next_back());
            p.mood == Mood::Condition
                && (word.starts_with("に当た") || word.starts_with("にあた"))
                && !before.is_some_and(|c| "るうくすつぬむぐぶ".contains(c))
        });
        if own_verb && (engages || matches!(own, Mood::Later | Mood::Effort | Mood::NoDuty)) {
            return Mood::Must;
        }
        // 「返納し、手元に残さない」: the last verb alone is denied
        let keeps_none = ["残さない。", "置かない。", "とどめない。", "残しません。", "残さないものとする。"];
        if own_verb && own == Mood::Ban && keeps_none.iter().any(|w| text.ends_with(w)) {
            return Mood::Must;
        }
        // an item of a list takes the mood of the sentence that announces the list
        match one.lead.and_then(|lead| self.get(lead)).filter(|_| at_end && own != Mood::May) {
            Some(lead) => match (self.list_mood(lead), own) {
                (Mood::Ban, Mood::Must) => Mood::Ban,
                (mood, Mood::Must) => mood,
                _ => own,
            },
            None => own,
        }
    }

    /// The mood of an English act; an item of a list without a modal verb takes that of the words that announce it.
    fn english_mood(&self, one: &Sentence, end: usize) -> Mood {
        let own = english::governor(&one.predicates, end).map(|p| p.mood);
        let lead = one.lead.and_then(|lead| self.get(lead)).filter(|lead| lead.english);
        let listed = || lead.and_then(|lead| lead.predicates.last()).map(|p| p.mood);
        own.or_else(listed).unwrap_or(Mood::Must)
    }

    /// The mood a sentence gives to the list it announces.
    fn list_mood(&self, lead: &Sentence) -> Mood {
        let text = self.text(lead);
        let last = lead
            .predicates
            .iter()
            .rev()
            .find(|p| p.start < p.end && p.mood != Mood::Condition)
            .or(lead.predicates.last());
        let condition = ["場合", "とき", "事由", "該当"].iter().any(|w| text.contains(w))
            && ["各号", "次のいずれか", "次の場合", "以下のいずれか", "以下の場合", "次に掲げる場合", "次に該当"]
                .iter()
                .any(|w| text.contains(w));
        match last.map(|p| p.mood) {
            _ if condition => Mood::Condition,
            Some(mood) => mood,
            None => Mood::Must,
        }
    }

    /// The force of an act that ends at this byte of the sentence.
    pub(crate) fn force(&self, at: usize, end: usize) -> Force {
        let Some(one) = self.get(at) else { return Force::default() };
        let text = self.text(one);
        let mood = self.mood(one, end);
        if one.english {
            return english::force(text, mood);
        }
        let mut said = consent(text);
        if mood == Mood::May || (mood == Mood::Condition && !said.needed) {
            // 「…することができる。ただし、承諾を得なければならない。」
            let next = self.get(at + 1).filter(|next| next.article == one.article && (next.proviso || next.back));
            if let Some(next) = next {
                let more = consent(self.text(next));
                said.needed |= more.needed && !more.free;
                said.free |= more.free;
            }
        }
        let mood = if matches!(mood, Mood::Must | Mood::Ban) && tries(text, end) { Mood::Effort } else { mood };
        let scope = SCOPES.iter().any(|w| text.contains(w));
        let allowed = said.with || said.needed;
        let mut set = 0;
        match mood {
            Mood::Ban => set |= Force::BAN,
            Mood::Must => {
                set |= Force::MUST;
                if allowed && !said.free {
                    set |= Force::CONSENT;
                }
                if scope {
                    set |= Force::SCOPE;
                }
            }
            Mood::May => {
                set |= Force::MAY;
                if said.free || (said.without && !allowed) || !(allowed || scope) {
                    set |= Force::FREE;
                } else if allowed {
                    set |= Force::CONSENT;
                } else {
                    set |= Force::SCOPE;
                }
            }
            Mood::Effort => set |= Force::EFFORT,
            Mood::NoDuty => {
                set |= Force::NODUTY;
                if said.free {
                    set |= Force::FREE;
                }
            }
            Mood::Condition => {
                set |= Force::COND;
                if said.free {
                    set |= Force::FREE;
                } else if said.needed || (said.with && text.contains("限")) {
                    set |= Force::CONSENT;
                } else if said.without {
                    set |= Force::BAN;
                }
            }
            Mood::Later => set |= Force::LATER,
        }
        Force(set)
    }

    /// Whom an act at this position binds or entitles; `None` where the sentence leaves it open.
    pub(crate) fn subject(&self, at: usize, start: usize) -> Option<Side> {
        let one = self.get(at)?;
        if one.english {
            return english::subject(self.text(one), &one.predicates, &one.topics, start).or(one.inherited);
        }
        let known = |t: &&super::Topic| t.side != Side::Other;
        let condition_between = |from: usize, to: usize| {
            one.predicates
                .iter()
                .any(|p| p.mood == Mood::Condition && p.start >= from && p.start < to && p.start < p.end)
        };
        let topic = one.topics.iter().filter(known).rfind(|t| t.case == Case::Topic && t.start <= start);
        let subject = one.topics.iter().filter(known).rfind(|t| {
            t.case == Case::Subject
                && !relative(self.text(one), t.end)
                && t.start <= start
                && topic.is_none_or(|topic| topic.start < t.start)
                && !condition_between(t.end, start)
        });
        if let Some(topic) = topic {
            return Some(topic.side);
        }
        // 「…は3年間残し、甲はいつでも見られる。」: another clause has begun
        let same_clause =
            |t: &&super::Topic| condition_between(start, t.start) || !apart(self.text(one), start, t.start);
        let later =
            one.topics.iter().filter(known).find(|t| t.case == Case::Topic && t.start > start).filter(same_clause);
        let target = one.topics.iter().filter(known).rfind(|t| t.case == Case::Target && t.start <= start);
        let other = one.topics.iter().find(|t| t.side == Side::Other && t.case == Case::Topic && t.start <= start);
        let behind = one.topics.iter().filter(known).find(|t| {
            t.case == Case::Subject
                && !relative(self.text(one), t.end)
                && t.start > start
                && !condition_between(t.end, usize::MAX)
        });
        later
            .map(|t| t.side)
            .or(subject.map(|t| t.side))
            .or(behind.map(|t| t.side))
            .or(target.map(|t| match t.side {
                Side::Client => Side::Vendor,
                Side::Vendor => Side::Client,
                side => side,
            }))
            .or(one.inherited)
            .or(other.map(|t| t.side))
    }
}

/// 「できる限り…する」 in front of an act; 「できる限り速やかに」 speaks of the time alone.
fn tries(text: &str, end: usize) -> bool {
    let before = text.get(..end).unwrap_or_default();
    ["できる限り", "可能な限り", "なるべく", "極力", "できるだけ"].iter().any(|word| {
        before.rfind(word).is_some_and(|at| {
            let rest = before.get(at + word.len()..).unwrap_or_default().trim_start_matches(['、', 'の']);
            !["速", "早", "迅速", "詳", "具体", "直", "すみ", "はや"].iter().any(|w| rest.starts_with(w))
        })
    })
}

/// 「発注者が承認した協力会社」: what follows describes a noun, so that somebody is not the subject of the sentence.
fn relative(text: &str, end: usize) -> bool {
    let near: Vec<char> =
        text.get(end..).unwrap_or_default().chars().take(26).take_while(|c| !"、。".contains(*c)).collect();
    let things: String = near.iter().collect();
    ["たもの", "た者", "るもの", "る者"].iter().any(|w| things.contains(w)) || near.windows(2).any(|pair| {
        matches!(pair, [a, b] if "たるう".contains(*a) && matches!(b, '\u{4e00}'..='\u{9fff}' | '\u{30a1}'..='\u{30fa}'))
    })
}
