//! Finding the words of the vocabulary in a folded text, longest first.

use crate::fold::{Folded, is_hiragana};

/// One place of a word. `word` counts the words as they were added.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub word: usize,
    /// How much the place counts, 0 to 1.
    pub weight: f32,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// Sorted by character.
    next: Vec<(char, usize)>,
    word: Option<usize>,
}

/// A tree of words by their characters.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    nodes: Vec<Node>,
    count: usize,
}

impl Words {
    pub fn new() -> Self {
        Self { nodes: vec![Node::default()], count: 0 }
    }

    /// Adds a folded word and says its number, the same for the same word; `None` for an empty one.
    pub fn add(&mut self, word: &[char]) -> Option<usize> {
        if word.is_empty() {
            return None;
        }
        let mut at = 0;
        for c in word {
            at = self.child(at, *c)?;
        }
        let count = self.count;
        let node = self.nodes.get_mut(at)?;
        if node.word.is_none() {
            node.word = Some(count);
            self.count = self.count.saturating_add(1);
        }
        node.word
    }

    fn child(&mut self, at: usize, c: char) -> Option<usize> {
        let new = self.nodes.len();
        let next = &mut self.nodes.get_mut(at)?.next;
        match next.binary_search_by_key(&c, |(c, _)| *c) {
            Ok(found) => next.get(found).map(|(_, node)| *node),
            Err(place) => {
                next.insert(place, (c, new));
                self.nodes.push(Node::default());
                Some(new)
            }
        }
    }

    /// Every place of a word that lies in no longer one.
    pub fn find(&self, text: &Folded) -> Vec<Place> {
        let mut found: Vec<Place> = Vec::new();
        let mut covered = 0;
        for start in 0..text.chars.len() {
            let here = self.at(text, start, covered);
            let Some(&(_, longest)) = here.last() else { continue };
            let weight = text.weights.get(start).copied().unwrap_or(1.0);
            // 記録 counts beside 記録して: what is more is an ending, not another word
            let counts = |end: usize| text.chars.get(end..longest).is_some_and(|c| c.iter().copied().all(is_hiragana));
            found.extend(here.iter().filter(|(_, end)| counts(*end)).map(|(word, _)| Place { word: *word, weight }));
            covered = longest;
        }
        found
    }

    /// The words at `start` that reach beyond `covered`, shortest first, each with its end.
    fn at(&self, text: &Folded, start: usize, covered: usize) -> Vec<(usize, usize)> {
        let mut at = 0;
        let mut found = Vec::new();
        for (offset, c) in text.chars.iter().enumerate().skip(start) {
            let next = self
                .nodes
                .get(at)
                .and_then(|n| n.next.binary_search_by_key(c, |(c, _)| *c).ok().and_then(|found| n.next.get(found)));
            let Some((_, node)) = next else { break };
            at = *node;
            let end = offset.saturating_add(1);
            if let Some(word) = self.nodes.get(at).and_then(|n| n.word)
                && end > covered
            {
                found.push((word, end));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::fold::fold;

    #[test]
    fn a_word_inside_a_longer_one_is_not_found() {
        let mut words = Words::new();
        let drill = words.add(&fold("訓練").chars).unwrap();
        let evacuation = words.add(&fold("避難訓練").chars).unwrap();
        assert_eq!(words.add(&fold("訓練").chars), Some(drill));
        let drilled = words.add(&fold("訓練して").chars).unwrap();
        let at = |text: &str| words.find(&fold(text)).iter().map(|p| p.word).collect::<Vec<_>>();
        assert_eq!(at("避難訓練"), [evacuation]);
        assert_eq!(at("訓練と避難訓練"), [drill, evacuation]);
        assert_eq!(at("訓練しています"), [drill, drilled]);
    }

    #[test]
    fn english_words_are_whole_words() {
        let mut words = Words::new();
        words.add(&fold("AI").chars);
        assert!(words.find(&fold("e-mail")).is_empty());
        assert_eq!(words.find(&fold("生成AIの利用")).len(), 1);
    }
}
