//! Blocks around the text: headings, addressees, lists, forms, signatures, seals, annexes.

use domain::Lang;
use serde::{Deserialize, Serialize};

use super::{Item, Key, Run, Runs, Trace, Words, plain};

/// A side of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// At the left.
    Left,
    /// At the right.
    Right,
}

/// What follows a name in Japanese; nothing follows in English.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Honorific {
    /// Nothing: the sender's own name.
    #[default]
    None,
    /// 御中: an organisation.
    Onchu,
    /// 様: a person.
    Sama,
    /// 殿: a holder of an office.
    Dono,
}

/// What stands behind a name for it to be confirmed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// 印, where a seal is pressed; in English a line to sign on.
    Seal,
    /// A line to sign on.
    Line,
}

/// Who a paper is for, or who it is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// At which side: the addressee at the left, the sender at the right.
    pub side: Side,
    /// Lines from the organisation down to the person. An empty one is a blank to be filled in by hand.
    pub lines: Vec<String>,
    /// What follows the last line.
    #[serde(default)]
    pub honorific: Honorific,
    /// What stands behind the last line.
    #[serde(default)]
    pub mark: Mark,
}

impl Addressee {
    /// The addressee, at the left.
    #[must_use]
    pub fn to(lines: impl IntoIterator<Item = impl Into<String>>, honorific: Honorific) -> Self {
        let lines = lines.into_iter().map(Into::into).collect();
        Self { side: Side::Left, lines, honorific, mark: Mark::None }
    }

    /// The sender, at the right.
    #[must_use]
    pub fn from(lines: impl IntoIterator<Item = impl Into<String>>, mark: Mark) -> Self {
        let lines = lines.into_iter().map(Into::into).collect();
        Self { side: Side::Right, lines, honorific: Honorific::None, mark }
    }
}

impl Addressee {
    /// The lines as printed: the last with 御中 or 様 and the place for a seal.
    pub(crate) fn runs(&self, words: &Words) -> Vec<Runs> {
        let last = self.lines.len().saturating_sub(1);
        self.lines
            .iter()
            .enumerate()
            .map(|(index, line)| {
                let mut runs = if line.is_empty() { vec![Run::Blank(12)] } else { plain(line.as_str()) };
                if index == last {
                    runs.extend(self.tail(words));
                }
                runs
            })
            .collect()
    }

    fn tail(&self, words: &Words) -> Option<Run> {
        let honorific = match (words.lang, self.honorific) {
            (Lang::En, _) | (_, Honorific::None) => "",
            (Lang::Ja, Honorific::Onchu) => "\u{3000}御中",
            (Lang::Ja, Honorific::Sama) => "\u{3000}様",
            (Lang::Ja, Honorific::Dono) => "\u{3000}殿",
        };
        let seal = words.seal_mark();
        match self.mark {
            Mark::Seal if !seal.is_empty() => Some(Run::Text(format!("{honorific}\u{3000}\u{3000}{seal}"))),
            _ if honorific.is_empty() => None,
            _ => Some(Run::text(honorific)),
        }
    }
}

/// A line of a party's signature: label, value, and what stands behind it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PartyLine<'a> {
    pub label: &'a str,
    pub value: &'a str,
    pub mark: &'static str,
    /// Whether there is a line to write on.
    pub ruled: Ruled,
    /// Least height in hundredths of a millimetre.
    pub height: u32,
}

impl PartyLine<'_> {
    /// Whether it is high because somebody signs or seals there.
    pub(crate) fn is_written_later(&self) -> bool {
        !self.mark.is_empty() || self.ruled == Ruled::Yes
    }
}

/// Whether there is a line to write on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ruled {
    No,
    Yes,
}

impl Party {
    /// The lines below the role, as custom has them in each language.
    pub(crate) fn lines<'a>(&'a self, words: &'a Words) -> Vec<PartyLine<'a>> {
        let line = |label, value: &'a str| PartyLine { label, value, mark: "", ruled: Ruled::No, height: 600 };
        let ruled = |label, value: &'a str| PartyLine {
            ruled: if value.is_empty() { Ruled::Yes } else { Ruled::No },
            height: if value.is_empty() { 800 } else { 600 },
            ..line(label, value)
        };
        let organisation = line(words.organisation, &self.organisation);
        let address = line(words.address, &self.address);
        let mut out = match words.lang {
            Lang::Ja => vec![address, organisation],
            Lang::En => vec![organisation, address],
        };
        if words.lang == Lang::En {
            if self.mark != Mark::None {
                out.push(PartyLine { height: 1300, ..ruled(words.signature, "") });
            }
            out.extend([ruled(words.person, &self.person), ruled(words.title, &self.title), ruled(words.date, "")]);
            return out;
        }
        if !self.title.is_empty() {
            out.push(line(words.title, &self.title));
        }
        let person = line(words.person, &self.person);
        out.push(match self.mark {
            Mark::None => person,
            Mark::Seal => PartyLine { mark: words.seal_mark(), height: 900, ..person },
            Mark::Line => PartyLine { ruled: Ruled::Yes, height: 1000, ..person },
        });
        out
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// From 1, the highest, to 3; higher numbers count as 3.
    pub level: u8,
    /// Its words.
    pub text: Runs,
    /// Whether it has a number.
    #[serde(default)]
    pub mark: HeadingMark,
    /// Name for references.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
}

/// Whether a heading has a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadingMark {
    /// Words only.
    #[default]
    None,
    /// 1, 1.1, (1); counted anew in each annex.
    Number,
}

impl Heading {
    /// A heading without a number.
    #[must_use]
    pub fn new(level: u8, text: impl Into<String>) -> Self {
        Self { level, text: plain(text), mark: HeadingMark::None, key: None }
    }

    /// The same with a number.
    #[must_use]
    pub const fn numbered(mut self) -> Self {
        self.mark = HeadingMark::Number;
        self
    }

    /// The same with a name for references.
    #[must_use]
    pub fn named(mut self, key: impl Into<Key>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The level within its bounds.
    pub(crate) fn depth(&self) -> usize {
        usize::from(self.level.clamp(1, 3))
    }
}

/// A list of at most two levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// What stands before each item.
    pub mark: ListMark,
    /// The items.
    pub items: Vec<Item>,
}

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListMark {
    /// ・ in Japanese, • in English.
    Bullet,
    /// (1), (2) … and below it ア, イ … or (a), (b) …
    Number,
    /// □: a box to tick.
    Box,
}

/// A form of labels and values, one row each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Width of the labels in millimetres.
    pub label_mm: u16,
    /// The rows.
    pub rows: Vec<FormRow>,
}

/// Most rows of a form that is moved to the next page whole.
const SHORT_FORM: usize = 6;

impl Form {
    /// Whether it is not cut between pages.
    pub(crate) const fn stays_together(&self) -> bool {
        self.rows.len() <= SHORT_FORM
    }
}

/// A row of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormRow {
    /// The label.
    pub label: String,
    /// The value, in one or more paragraphs; none is a blank to fill in by hand.
    pub value: Vec<Runs>,
    /// Least height in millimetres; 0 for as much as the text needs.
    #[serde(default)]
    pub height_mm: u16,
    /// Requirements and sources it comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Trace,
}

impl FormRow {
    /// A row with a value.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<Run>) -> Self {
        Self { label: label.into(), value: vec![vec![value.into()]], height_mm: 0, trace: Vec::new() }
    }

    /// A row to be filled in by hand, so high.
    #[must_use]
    pub fn blank(label: impl Into<String>, height_mm: u16) -> Self {
        Self { label: label.into(), value: Vec::new(), height_mm, trace: Vec::new() }
    }
}

/// Where the parties sign. Kept together on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatures {
    /// Date as printed above the parties; empty for none.
    #[serde(default)]
    pub date: String,
    /// The parties, usually two.
    pub parties: Vec<Party>,
}

/// A party that signs. What is empty is left blank to be filled in by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// What the contract calls it, such as `甲（委託元）`.
    pub role: String,
    /// Address.
    pub address: String,
    /// Name of the organisation.
    pub organisation: String,
    /// Office of the person who signs, such as `代表取締役`.
    pub title: String,
    /// Name of the person who signs.
    pub person: String,
    /// Seal or line.
    #[serde(default)]
    pub mark: Mark,
}

/// A row of boxes for seals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seals {
    /// At which side.
    pub side: Side,
    /// Labels from the left, such as 承認, 審査, 作成.
    pub boxes: Vec<String>,
}

/// The beginning of an annex. Articles and headings in it are counted anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annex {
    /// Name for references.
    pub key: Key,
    /// Title, without 別紙 and number.
    pub title: String,
    /// How its pages lie.
    #[serde(default)]
    pub orientation: Orientation,
    /// Whether it begins a page.
    #[serde(default)]
    pub begins: Begins,
}

/// Where an annex begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begins {
    /// On a page of its own: it is filled, replaced or handed in by itself.
    #[default]
    NewPage,
    /// Below the annex before it, where the pages lie the same way.
    Below,
}

/// How a page lies. Templates of the organisation keep their own pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// A4 upright; the text is 160 mm wide.
    #[default]
    Portrait,
    /// A4 on its side, for wide tables; the text is 247 mm wide.
    Landscape,
}

impl Orientation {
    /// Width of the text in hundredths of a millimetre: A4 less two margins of 25 mm.
    pub(crate) const fn text_width(self) -> u32 {
        match self {
            Self::Portrait => 16_000,
            Self::Landscape => 24_700,
        }
    }
}
