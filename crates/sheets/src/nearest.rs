//! How near a question is to the example questions of each subject.
//!
//! Each text is a bag of weighted features: the concepts it names, pairs of neighbouring characters, English words.
//! Rare features count more. Nearness is the cosine; a subject has its nearest examples and its centre.

use std::collections::HashMap;

use crate::{
    fold::{BREAK, COMMA, Folded, is_hiragana},
    vocabulary::Concepts,
};

const CONCEPT: f32 = 1.7;
const PAIR: f32 = 0.7;
const WORD: f32 = 0.9;
const BEST: f32 = 0.55;
const SECOND: f32 = 0.15;
const CENTRE: f32 = 0.45;

/// Features of a text with how much each counts.
type Bag = Vec<(u64, f32)>;

/// Examples by feature.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nearest {
    features: HashMap<u64, usize>,
    rarity: Vec<f32>,
    /// For each feature the examples that have it.
    examples: Vec<Vec<(u32, f32)>>,
    /// For each feature the centres that have it.
    centres: Vec<Vec<(u32, f32)>>,
    /// The subject of each example.
    of: Vec<usize>,
    subjects: usize,
}

impl Nearest {
    /// `examples`: the subject of each example and its features.
    pub fn new(subjects: usize, examples: Vec<(usize, Bag)>) -> Self {
        let mut nearest = Self { subjects, ..Self::default() };
        let total = examples.len();
        let mut bags: Vec<Vec<(usize, f32)>> = Vec::with_capacity(total);
        let mut seen: Vec<usize> = Vec::new();
        for (subject, bag) in examples {
            nearest.of.push(subject);
            let mut numbered = Vec::with_capacity(bag.len());
            for (feature, weight) in bag {
                let next = nearest.features.len();
                let number = *nearest.features.entry(feature).or_insert(next);
                if number == seen.len() {
                    seen.push(0);
                }
                if let Some(count) = seen.get_mut(number) {
                    *count = count.saturating_add(1);
                }
                numbered.push((number, weight));
            }
            bags.push(numbered);
        }
        nearest.rarity = seen.iter().map(|n| rarity(total, *n)).collect();
        nearest.examples = vec![Vec::new(); seen.len()];
        nearest.centres = vec![Vec::new(); seen.len()];
        nearest.fill(bags);
        nearest
    }

    fn fill(&mut self, bags: Vec<Vec<(usize, f32)>>) {
        let mut centres: Vec<HashMap<usize, f32>> = vec![HashMap::new(); self.subjects];
        for (example, (mut bag, subject)) in bags.into_iter().zip(self.of.iter().copied()).enumerate() {
            for (number, weight) in &mut bag {
                *weight *= self.rarity.get(*number).copied().unwrap_or(0.0);
            }
            normalise(&mut bag);
            for (number, weight) in bag {
                if let Some(list) = self.examples.get_mut(number) {
                    list.push((u32::try_from(example).unwrap_or(u32::MAX), weight));
                }
                if let Some(centre) = centres.get_mut(subject) {
                    *centre.entry(number).or_insert(0.0) += weight;
                }
            }
        }
        for (subject, centre) in centres.into_iter().enumerate() {
            let mut bag: Vec<(usize, f32)> = centre.into_iter().collect();
            bag.sort_by_key(|(number, _)| *number);
            normalise(&mut bag);
            for (number, weight) in bag {
                if let Some(list) = self.centres.get_mut(number) {
                    list.push((u32::try_from(subject).unwrap_or(u32::MAX), weight));
                }
            }
        }
    }

    /// Nearness to each subject, about 0 to 1.
    pub fn score(&self, bag: &Bag) -> Vec<f32> {
        let mut length = 0.0;
        let mut known: Vec<(usize, f32)> = Vec::with_capacity(bag.len());
        for (feature, weight) in bag {
            let number = self.features.get(feature).copied();
            let weight =
                weight * number.and_then(|n| self.rarity.get(n)).copied().unwrap_or_else(|| rarity(self.of.len(), 0));
            // what no example has says little about which example is nearest
            length += weight * weight * if number.is_some() { 1.0 } else { 0.3 };
            known.extend(number.map(|n| (n, weight)));
        }
        let mut examples = vec![0.0_f32; self.of.len()];
        let mut centres = vec![0.0_f32; self.subjects];
        for (number, weight) in known {
            add(&mut examples, self.examples.get(number), weight);
            add(&mut centres, self.centres.get(number), weight);
        }
        let length = if length > 0.0 { length.sqrt() } else { 1.0 };
        let mut best = vec![(0.0_f32, 0.0_f32); self.subjects];
        for (score, subject) in examples.into_iter().zip(&self.of) {
            if let Some((first, second)) = best.get_mut(*subject) {
                if score > *first {
                    *second = *first;
                    *first = score;
                } else if score > *second {
                    *second = score;
                }
            }
        }
        best.into_iter()
            .zip(centres)
            .map(|((first, second), centre)| (BEST * first + SECOND * second + CENTRE * centre) / length)
            .collect()
    }
}

fn add(scores: &mut [f32], list: Option<&Vec<(u32, f32)>>, weight: f32) {
    for (index, w) in list.into_iter().flatten() {
        if let Some(score) = usize::try_from(*index).ok().and_then(|i| scores.get_mut(i)) {
            *score += weight * w;
        }
    }
}

fn normalise(bag: &mut [(usize, f32)]) {
    let length = bag.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        for (_, weight) in bag {
            *weight /= length;
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of examples are small")]
fn rarity(total: usize, having: usize) -> f32 {
    ((total as f32 + 1.0) / (having as f32 + 0.5)).ln()
}

/// The features of a text.
pub(crate) fn features(text: &Folded, concepts: &Concepts) -> Bag {
    let mut bag: Bag =
        concepts.present().map(|(concept, weight)| (hash(1, concept as u64, 0), CONCEPT * weight)).collect();
    let edge = |c: char| c == ' ' || c == BREAK || c == COMMA;
    for (pair, weight) in text.chars.windows(2).zip(&text.weights) {
        if let [a, b] = *pair
            && !edge(a)
            && !edge(b)
            && !(a.is_ascii() && b.is_ascii())
            && !(is_hiragana(a) && is_hiragana(b))
        {
            bag.push((hash(2, u64::from(a), u64::from(b)), PAIR * weight));
        }
    }
    for word in text.chars.split(|c| !c.is_ascii_alphanumeric()).filter(|w| w.len() > 2) {
        bag.push((word.iter().fold(3, |h, c| hash(h, u64::from(*c), 0)), WORD));
    }
    bag.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    bag.dedup_by_key(|(feature, _)| *feature);
    bag
}

/// FNV-1a over three numbers: the same on every machine.
const fn hash(kind: u64, a: u64, b: u64) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    h = (h ^ kind).wrapping_mul(0x0100_0000_01b3);
    h = (h ^ a).wrapping_mul(0x0100_0000_01b3);
    (h ^ b.rotate_left(21)).wrapping_mul(0x0100_0000_01b3)
}
