//! The pattern language of the catalogue, read once and matched against sentences.

use catalogue::{Gives, Signal, Who};

use crate::{
    kind::DocumentType,
    lexicon::{Bits, Family, Hit, Lexicon},
    party::Side,
    sentence::{Sentence, Text, force::Force},
};

/// A signal ready for matching.
pub(crate) struct Pattern {
    pub id: String,
    pub gives: Gives,
    pub reason: Option<String>,
    pub vague: bool,
    who: Who,
    tests: Vec<Test>,
    act: Option<(Vec<Family>, u16)>,
    around: Vec<(Around, Vec<Family>)>,
    /// Families of which a sentence, or the one that announces its list, must have one before anything else is looked at.
    gate: Option<Bits>,
}

enum Test {
    /// A family at one of these places; with `true`: at none of them.
    Has(Vec<(Place, Family)>, bool),
    Order(Vec<Family>, Vec<Family>, Option<usize>),
    Type(Vec<DocumentType>, bool),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Sentence,
    Own,
    Lead,
    Title,
    Paragraph,
    Article,
    Next,
    Previous,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Before,
    After,
    Near,
}

/// How far a pattern fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grade {
    /// As it is written.
    Full,
    /// The act is only tried.
    Effort,
    /// The act is left to a later agreement.
    Later,
}

/// Why a pattern cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{signal}: \"{word}\" is not known")]
pub struct PatternError {
    /// Id of the signal.
    pub signal: String,
    /// The part that is not understood.
    pub word: String,
}

impl Pattern {
    pub(crate) fn read(signal: &Signal, lexicon: &Lexicon) -> Result<Self, PatternError> {
        let mut out = Self {
            id: signal.id.clone(),
            gives: signal.gives,
            reason: signal.reason.clone(),
            vague: signal.vague,
            who: signal.who,
            tests: Vec::new(),
            act: None,
            around: Vec::new(),
            gate: None,
        };
        for word in signal.when.split_whitespace() {
            out.condition(word, lexicon)
                .ok_or_else(|| PatternError { signal: signal.id.clone(), word: word.to_owned() })?;
        }
        out.gate = out.gate();
        Ok(out)
    }

    /// What every sentence that fits has: the act, the second half of an order, or one of a list looked for in the sentence.
    fn gate(&self) -> Option<Bits> {
        let of = |families: &[Family]| {
            let mut bits = Bits::default();
            families.iter().for_each(|family| bits.set(*family));
            bits
        };
        let listed = |test: &Test| match test {
            Test::Order(_, second, _) => Some(of(second)),
            Test::Has(list, false) if list.iter().all(|(place, _)| matches!(place, Place::Sentence | Place::Own)) => {
                Some(of(&list.iter().map(|(_, family)| *family).collect::<Vec<_>>()))
            }
            _ => None,
        };
        self.act.as_ref().map(|(families, _)| of(families)).or_else(|| self.tests.iter().find_map(listed))
    }

    fn condition(&mut self, word: &str, lexicon: &Lexicon) -> Option<()> {
        let families = |names: &str| names.split('|').map(|name| lexicon.family(name)).collect::<Option<Vec<_>>>();
        let (not, body) = word.strip_prefix('!').map_or((false, word), |rest| (true, rest));
        if let Some((head, names)) = body.split_once(':')
            && self.special((head, names, not), lexicon).is_some()
        {
            return Some(());
        }
        if let Some((first, second)) = body.split_once("..") {
            self.tests.push(Test::Order(families(first)?, families(second)?, None));
        } else if body.contains('.') {
            let mut parts = body.splitn(3, '.');
            let (first, gap, second) = (parts.next()?, parts.next()?, parts.next()?);
            self.tests.push(Test::Order(families(first)?, families(second)?, Some(gap.parse().ok()?)));
        } else {
            // a place in front of a family stays in force for the families behind it
            let mut place = if not { Place::Own } else { Place::Sentence };
            let mut list = Vec::new();
            for one in body.split('|') {
                let (named, family) = one.split_once(':').map_or((None, one), |(p, f)| (Some(p), f));
                if let Some(named) = named {
                    place = Place::named(named)?;
                }
                list.push((place, lexicon.family(family)?));
            }
            self.tests.push(Test::Has(list, not));
        }
        Some(())
    }

    /// Conditions that are no places: the type, the act, what stands around it.
    fn special(&mut self, (head, names, not): (&str, &str, bool), lexicon: &Lexicon) -> Option<()> {
        let families = |names: &str| names.split('|').map(|name| lexicon.family(name)).collect::<Option<Vec<_>>>();
        match head {
            "type" => {
                let types = names.split('|').map(DocumentType::from_code).collect::<Option<Vec<_>>>()?;
                self.tests.push(Test::Type(types, not));
            }
            "act" => {
                let (names, forces) = names.split_once('=')?;
                let mask = forces.split(',').map(Force::named).collect::<Option<Vec<_>>>()?;
                self.act = Some((families(names)?, mask.into_iter().fold(0, |a, b| a | b)));
            }
            "before" => self.around.push((Around::Before, families(names)?)),
            "after" => self.around.push((Around::After, families(names)?)),
            "near" => self.around.push((Around::Near, families(names)?)),
            _ => return None,
        }
        Some(())
    }

    /// The byte in the sentence where the pattern fits, and how far. A pattern for what is owed also fits where the act
    /// is only tried or left to a later agreement.
    pub(crate) fn find(&self, text: &Text<'_>, at: usize, kind: DocumentType) -> Option<(usize, Grade)> {
        let one = text.get(at)?;
        if self.gate.is_some_and(|gate| !one.bits.meets(&gate)) {
            return None;
        }
        if let Some((families, _)) = &self.act
            && !one.own.any(families)
        {
            return None;
        }
        if !self.tests.iter().all(|test| test.holds(text, at, kind)) {
            return None;
        }
        let Some((families, forces)) = &self.act else {
            let start = self.first(one);
            return self.who_fits(text, at, start).then_some((start, Grade::Full));
        };
        let lesser = self.gives == Gives::Present && forces & (Force::MUST | Force::BAN) != 0;
        let mut best: Option<(usize, Grade)> = None;
        for hit in one.hits.iter().filter(|hit| families.contains(&hit.family)) {
            if !self.who_fits(text, at, hit.start as usize) || !self.around(one, hit) {
                continue;
            }
            let force = text.force(at, hit.end as usize);
            if force.meets(*forces) {
                return Some((hit.start as usize, Grade::Full));
            }
            if lesser && best.is_none() {
                best = if force.meets(Force::EFFORT) {
                    Some((hit.start as usize, Grade::Effort))
                } else if force.meets(Force::LATER) {
                    Some((hit.start as usize, Grade::Later))
                } else {
                    None
                };
            }
        }
        best
    }

    /// Where the first family of the pattern stands; the subject is looked up there.
    fn first(&self, one: &Sentence) -> usize {
        let families: Option<Vec<Family>> = self.tests.iter().find_map(|test| match test {
            Test::Order(_, second, _) => Some(second.clone()),
            Test::Has(list, false) => {
                let own: Vec<Family> =
                    list.iter().filter(|(p, _)| matches!(p, Place::Sentence | Place::Own)).map(|(_, f)| *f).collect();
                (!own.is_empty()).then_some(own)
            }
            _ => None,
        });
        let hit = families.and_then(|families| one.hits.iter().rfind(|hit| families.contains(&hit.family)));
        hit.map_or(0, |hit| hit.start as usize)
    }

    fn who_fits(&self, text: &Text<'_>, at: usize, start: usize) -> bool {
        if self.who == Who::Any {
            return true;
        }
        let side = text.subject(at, start);
        match self.who {
            Who::Vendor => !matches!(side, Some(Side::Client | Side::Other)),
            Who::Client => !matches!(side, Some(Side::Vendor | Side::Other)),
            Who::VendorOnly => side == Some(Side::Vendor),
            Who::ClientOnly => side == Some(Side::Client),
            Who::Any => true,
        }
    }

    fn around(&self, one: &Sentence, act: &Hit) -> bool {
        self.around.iter().all(|(around, families)| {
            one.hits.iter().filter(|hit| families.contains(&hit.family)).any(|hit| match around {
                Around::Before => hit.end <= act.start,
                Around::After => hit.start >= act.end,
                Around::Near => {
                    let gap =
                        if hit.start >= act.end { hit.start - act.end } else { act.start.saturating_sub(hit.end) };
                    gap <= 90
                }
            })
        })
    }
}

impl Test {
    fn holds(&self, text: &Text<'_>, at: usize, kind: DocumentType) -> bool {
        let Some(one) = text.get(at) else { return false };
        match self {
            Self::Has(list, not) => list.iter().any(|(place, family)| place.bits(text, at, one).has(*family)) != *not,
            Self::Type(types, not) => types.contains(&kind) != *not,
            Self::Order(first, second, gap) => {
                let limit = gap.map_or(usize::MAX, |chars| chars * 3);
                let lead =
                    gap.is_none() && one.lead.and_then(|lead| text.get(lead)).is_some_and(|lead| lead.bits.any(first));
                (lead && one.own.any(second)) || ordered(&one.hits, first, second, limit)
            }
        }
    }
}

fn ordered(hits: &[Hit], first: &[Family], second: &[Family], limit: usize) -> bool {
    hits.iter().filter(|a| first.contains(&a.family)).any(|a| {
        hits.iter().any(|b| second.contains(&b.family) && b.start >= a.end && ((b.start - a.end) as usize) <= limit)
    })
}

impl Place {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "title" => Self::Title,
            "para" => Self::Paragraph,
            "art" => Self::Article,
            "lead" => Self::Lead,
            "own" => Self::Own,
            "next" => Self::Next,
            "prev" => Self::Previous,
            _ => return None,
        })
    }

    fn bits(self, text: &Text<'_>, at: usize, one: &Sentence) -> Bits {
        let article = |list: &[Bits]| list.get(one.article).copied().unwrap_or_default();
        let beside = |other: Option<usize>| {
            other
                .and_then(|other| text.get(other))
                .filter(|other| other.article == one.article)
                .map(|other| other.own)
                .unwrap_or_default()
        };
        match self {
            Self::Sentence => one.bits,
            Self::Own => one.own,
            Self::Lead => one.lead.and_then(|lead| text.get(lead)).map(|lead| lead.bits).unwrap_or_default(),
            Self::Title => article(&text.titles),
            Self::Article => article(&text.articles),
            Self::Paragraph => {
                let node = text.structure.articles.get(one.article).and_then(|a| a.nodes.get(one.node));
                let number = node.map_or(0, |node| node.paragraph);
                let list = text.paragraphs.get(one.article).map(Vec::as_slice).unwrap_or_default();
                list.iter().find(|(n, _)| *n == number).map(|(_, bits)| *bits).unwrap_or_default()
            }
            Self::Next => beside(at.checked_add(1)),
            Self::Previous => {
                let before = at.checked_sub(1).and_then(|before| text.get(before));
                // 「前項の場合」 at the start of an article goes on from the article before
                match before.filter(|before| before.article != one.article && one.back) {
                    Some(before) => text.articles.get(before.article).copied().unwrap_or_default(),
                    None => beside(at.checked_sub(1)),
                }
            }
        }
    }
}
