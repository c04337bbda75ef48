//! Small pieces of HTML that stand in many places: icons, status marks, seals, times.

use std::fmt;

use askama::{Template, filters::HtmlSafe};
use domain::{
    Lang,
    calendar::{long_date, short_date},
    engagement::{RawFacts, Stage},
};
use jiff::{Timestamp, civil::Date, tz};

/// An icon of the sprite; decoration only, the word stands beside it.
#[derive(Debug, Clone, Copy)]
pub struct Icon<'a>(pub &'a str, pub bool);

impl fmt::Display for Icon<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let small = if self.1 { " icon--s" } else { "" };
        write!(f, "<svg class=\"icon{small}\" aria-hidden=\"true\"><use href=\"#i-{}\"/></svg>", self.0)
    }
}
impl HtmlSafe for Icon<'_> {}

/// Kinds of status; each has a shape of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Settled.
    Met,
    /// Not met.
    Unmet,
    /// Too weak.
    Weak,
    /// Missing.
    None,
    /// Waived.
    Waived,
    /// Waiting for someone.
    Wait,
    /// Overdue.
    Over,
    /// Due soon.
    Soon,
    /// Where things stand.
    Now,
    /// Not applicable, ended.
    Off,
}

impl Kind {
    /// Its code in class names and icons.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Weak => "weak",
            Self::None => "none",
            Self::Waived => "waived",
            Self::Wait => "wait",
            Self::Over => "over",
            Self::Soon => "soon",
            Self::Now => "now",
            Self::Off => "off",
        }
    }
}

impl From<&Kind> for Kind {
    fn from(kind: &Kind) -> Self {
        *kind
    }
}

/// A status: mark, word, colour.
#[derive(Debug, Clone, Template)]
#[template(
    source = r##"<span class="st st--{{ kind.code() }}{% if wash %} st--wash{% endif %}"><svg class="icon" aria-hidden="true"><use href="#i-{{ kind.code() }}"/></svg>{{ text }}</span>"##,
    ext = "html"
)]
pub struct Mark {
    /// Shape and colour.
    pub kind: Kind,
    /// The word.
    pub text: String,
    /// On a wash; only beside a title.
    pub wash: bool,
}
impl HtmlSafe for Mark {}

impl Mark {
    /// A status.
    #[must_use]
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), wash: false }
    }
    /// The same on a wash.
    #[must_use]
    pub fn washed(mut self) -> Self {
        self.wash = true;
        self
    }
}

/// How a seal is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// True.
    Plain,
    /// Being settled.
    Yama,
    /// In trouble.
    Shu,
}

/// A seal 印: one character in a square, its word in the title.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    source = r#"<abbr class="seal{% if tone == Tone::Yama %} seal--yama{% else if tone == Tone::Shu %} seal--shu{% endif %}" title="{{ word }}">{{ letter }}</abbr>"#,
    ext = "html"
)]
pub struct Seal {
    /// One character, two letters in English.
    pub letter: &'static str,
    /// What it means.
    pub word: String,
    /// Its colour.
    pub tone: Tone,
}
impl HtmlSafe for Seal {}

/// The legend: every seal with its word.
#[must_use]
pub fn legend(lang: Lang) -> Vec<Seal> {
    seals_of(domain::engagement::Seal::ALL, lang)
}

/// The seals of an engagement, from its facts.
#[must_use]
pub fn seals(facts: &RawFacts, lang: Lang) -> Vec<Seal> {
    seals_of(&facts.seals(), lang)
}

/// Seals as shown; what is not yet known shows in yamabuki.
#[must_use]
pub fn seals_of(seals: &[domain::engagement::Seal], lang: Lang) -> Vec<Seal> {
    let tone = |seal| if seal == domain::engagement::Seal::Unknown { Tone::Yama } else { Tone::Plain };
    seals.iter().map(|s| Seal { letter: s.mark().get(lang), word: s.label(lang).to_owned(), tone: tone(*s) }).collect()
}

/// Seven dots with the name of the stage.
#[derive(Debug, Clone, Copy)]
pub struct Dots(pub Stage, pub Lang);

impl fmt::Display for Dots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(stage, lang) = self;
        let at = stage.index().saturating_add(1);
        write!(
            f,
            "<span class=\"stagecell\"><svg class=\"dots\" aria-hidden=\"true\"><use href=\"#d-{at}\"/></svg>{}</span>",
            stage.label(*lang)
        )
    }
}
impl HtmlSafe for Dots {}

/// How a day or a moment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `6/19（金）`
    Short,
    /// `令和8年7月1日`
    Long,
}

/// A day, in `<time>`.
#[derive(Debug, Clone, Copy)]
pub struct Day(pub Date, pub Lang, pub Style);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(date, lang, style) = self;
        let text = if *style == Style::Long { long_date(*date, *lang) } else { short_date(*date, *lang) };
        write!(f, "<time datetime=\"{date}\">{text}</time>")
    }
}
impl HtmlSafe for Day {}

/// A moment in Japanese time, in `<time>`.
#[derive(Debug, Clone, Copy)]
pub struct Moment(pub Timestamp, pub Lang, pub Style);

impl Moment {
    /// The text alone, for titles and sentences.
    #[must_use]
    pub fn text(self) -> String {
        let Self(at, lang, style) = self;
        let there = at.to_zoned(tz::TimeZone::fixed(tz::offset(9)));
        let (date, time) = (there.date(), there.strftime("%H:%M").to_string());
        match (style, lang) {
            (Style::Long, _) => format!("{} {time}", long_date(date, lang)),
            (Style::Short, Lang::Ja) => format!("{}/{} {time}", date.month(), date.day()),
            (Style::Short, Lang::En) => format!("{} {time}", short_date(date, lang)),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<time datetime=\"{}\">{}</time>", self.0, self.text())
    }
}
impl HtmlSafe for Moment {}

/// A word that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where.
    pub href: String,
    /// The word.
    pub text: String,
}

impl Link {
    /// A link.
    #[must_use]
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}

/// Keyset paging: first and last of what is shown, newer and older.
#[derive(Debug, Clone, Default)]
pub struct Pager {
    /// What is shown, in words: `R8-0021 から R7-0139 まで（15件）`.
    pub shown: String,
    /// Address of the newer page.
    pub newer: Option<String>,
    /// Address of the older page.
    pub older: Option<String>,
}

impl Pager {
    /// With a filter kept on both links; an empty one changes nothing.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let add = |href: String| {
            let mark = if href.contains('?') { '&' } else { '?' };
            format!("{href}{mark}{name}={}", crate::link::escape(value))
        };
        if !value.is_empty() {
            self.newer = self.newer.map(add);
            self.older = self.older.map(add);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_once() {
        assert!(Mark::new(Kind::Met, "<b>").to_string().ends_with("&#60;b&#62;</span>"));
        assert_eq!(Icon("right", true).to_string().matches("icon").count(), 2);
    }

    #[test]
    fn moments_are_in_japanese_time() {
        let at: Timestamp = "2026-06-11T00:00:00Z".parse().unwrap();
        assert_eq!(Moment(at, Lang::Ja, Style::Short).text(), "6/11 09:00");
        assert_eq!(Moment(at, Lang::En, Style::Long).text(), "11 June 2026 09:00");
    }
}
