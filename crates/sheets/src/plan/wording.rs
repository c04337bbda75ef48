//! An answer of the book in words.

use answers::{Given, Standing};
use domain::Lang;

use crate::Meaning;

/// An answer with the language it is wanted in.
pub(super) struct Words<'a> {
    pub given: &'a Given,
    pub lang: Lang,
}

impl Words<'_> {
    pub const fn meaning(&self) -> Meaning {
        match self.given.standing {
            Standing::Level(0 | 1) => Meaning::No,
            Standing::Level(2) => Meaning::Partial,
            Standing::Level(_) => Meaning::Yes,
            Standing::NotApplicable(_) => Meaning::NotApplicable,
        }
    }

    pub const fn level(&self) -> Option<u8> {
        match self.given.standing {
            Standing::Level(level) => Some(level),
            Standing::NotApplicable(_) => None,
        }
    }

    /// The remark of the book; the reason where the measure does not apply; to a question for the bad thing always
    /// something, so that the chosen value cannot be read the wrong way.
    pub fn remark(&self, negative: bool) -> Option<String> {
        let said = match &self.given.standing {
            Standing::NotApplicable(reason) => reason.get(self.lang).or_else(|| self.given.remark.get(self.lang)),
            Standing::Level(_) => self.given.remark.get(self.lang),
        };
        if negative { Some(self.answer(true, true)) } else { said.map(str::to_owned) }
    }

    /// Done in part, said in front of the remark.
    pub fn partly(&self) -> String {
        self.joined(self.pick("一部実施しています。", "Done in part."), true)
    }

    /// A whole answer in words, with the remark where it has no cell of its own.
    pub fn answer(&self, negative: bool, with_remark: bool) -> String {
        let short = match (self.meaning(), negative) {
            (Meaning::Yes, false) => self.pick("実施しています。", "Done."),
            (Meaning::Yes, true) => {
                self.pick("そのようなことが起きないよう対策を実施しています。", "Measures against this are in place.")
            }
            (Meaning::Partial, false) => self.pick("一部実施しています。", "Done in part."),
            (Meaning::Partial, true) => self.pick(
                "防ぐための対策は一部の実施にとどまっています。",
                "Measures against this are in place in part only.",
            ),
            (Meaning::No, false) => self.pick("実施していません。", "Not done."),
            (Meaning::No, true) => {
                self.pick("防ぐための対策は実施していません。", "Measures against this are not in place.")
            }
            (Meaning::NotApplicable, _) => self.pick("該当しません。", "Not applicable."),
        };
        self.joined(short, with_remark)
    }

    fn joined(&self, short: &str, with_remark: bool) -> String {
        let said = match &self.given.standing {
            Standing::NotApplicable(reason) => reason.get(self.lang),
            Standing::Level(_) => self.given.remark.get(self.lang),
        };
        match said.filter(|_| with_remark) {
            Some(said) if self.lang == Lang::En => format!("{short} {said}"),
            Some(said) => format!("{short}{said}"),
            None => short.to_owned(),
        }
    }

    const fn pick<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// Names of the proofs, with the day each is good until.
    pub fn evidence(&self) -> Option<String> {
        let named = self.given.evidence.iter().map(|e| match (e.valid_until, self.lang) {
            (Some(day), Lang::Ja) => format!("{}（{day}まで有効）", e.name),
            (Some(day), Lang::En) => format!("{} (valid until {day})", e.name),
            (None, _) => e.name.clone(),
        });
        let text = named.collect::<Vec<_>>().join(self.pick("、", ", "));
        (!text.is_empty()).then_some(text)
    }
}
