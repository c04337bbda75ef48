//! Sizes and distances, in points. The same as in the Word files.

use domain::Lang;

use super::font::Weight;
use crate::paper::Orientation;

/// Points in a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;
/// Page, A4 upright.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// Margins at the sides.
pub(super) const MARGIN: f32 = 25.0 * MM;

/// Margin above and below: tables lie on their side, and one more row is worth more there than white.
pub(super) const fn margin_top(orientation: Orientation) -> f32 {
    match orientation {
        Orientation::Portrait => MARGIN,
        Orientation::Landscape => 20.0 * MM,
    }
}

/// Width of the text.
pub(super) const fn text_width(orientation: Orientation) -> f32 {
    match orientation {
        Orientation::Portrait => 160.0 * MM,
        Orientation::Landscape => 247.0 * MM,
    }
}

/// Width and height of a page.
pub(super) const fn page_size(orientation: Orientation) -> (f32, f32) {
    match orientation {
        Orientation::Portrait => PAGE,
        Orientation::Landscape => (PAGE.1, PAGE.0),
    }
}

/// Height of the text.
pub(super) const fn text_height(orientation: Orientation) -> f32 {
    page_size(orientation).1 - 2.0 * margin_top(orientation)
}

/// A character of the body.
pub(super) const EM: f32 = 10.5;

/// Colour of ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    Black,
    Grey,
    /// Of marks that something is open.
    Red,
}

impl Colour {
    pub(super) const fn rgb(self) -> (f32, f32, f32) {
        match self {
            Self::Black => (0.0, 0.0, 0.0),
            Self::Grey => (0.35, 0.35, 0.35),
            Self::Red => (0.6, 0.12, 0.1),
        }
    }
}

/// Where lines stand in their column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Justify,
    Centre,
    Right,
}

/// Whether a line stays on the page of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    No,
    WithNext,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub size: f32,
    /// From line to line.
    pub leading: f32,
    /// Left edge of lines after the first.
    pub left: f32,
    /// Left edge of the first line.
    pub first: f32,
    /// Space kept free at the right.
    pub right: f32,
    pub align: Align,
    pub before: f32,
    pub after: f32,
    pub weight: Weight,
    pub colour: Colour,
    pub keep: Keep,
}

/// The kinds of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Title,
    Heading(usize),
    Annex,
    Body,
    Centred,
    LinesLeft,
    LinesRight,
    Sender,
    ArticleTitle,
    ArticleHeading,
    Article,
    Clause,
    Item,
    SubItem,
    Listed,
    ListedBelow,
    Boxed,
    BoxedBelow,
    Table,
    TableHead,
    Dense,
    DenseHead,
    Caption,
    Note,
    Open,
    Signature,
    Small,
}

impl Style {
    const fn base(lang: Lang) -> Self {
        let (size, leading, align) = match lang {
            Lang::Ja => (EM, 18.0, Align::Justify),
            Lang::En => (10.0, 14.5, Align::Left),
        };
        Self {
            size,
            leading,
            left: 0.0,
            first: 0.0,
            right: 0.0,
            align,
            before: 0.0,
            after: 0.0,
            weight: Weight::Regular,
            colour: Colour::Black,
            keep: Keep::No,
        }
    }

    const fn sized(self, size: f32, leading: f32) -> Self {
        Self { size, leading, ..self }
    }

    const fn spaced(self, before: f32, after: f32) -> Self {
        Self { before, after, ..self }
    }

    const fn indented(self, em: f32) -> Self {
        Self { left: em * EM, first: em * EM, ..self }
    }

    const fn head(self) -> Self {
        Self { weight: Weight::Bold, keep: Keep::WithNext, align: Align::Left, ..self }
    }

    const fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// How a kind of paragraph looks.
    pub(super) const fn of(lang: Lang, kind: Kind) -> Self {
        let base = Self::base(lang);
        let after = match lang {
            Lang::Ja => 0.0,
            Lang::En => 5.0,
        };
        let less = after * 0.6;
        match kind {
            Kind::Title => {
                let (size, leading) = match lang {
                    Lang::Ja => (16.0, 23.0),
                    Lang::En => (15.0, 21.0),
                };
                base.head().sized(size, leading).spaced(6.0, 14.0).aligned(Align::Centre)
            }
            Kind::Heading(0 | 1) => base.head().sized(12.0, 19.0).spaced(15.0, 5.0),
            Kind::Heading(2) => base.head().sized(11.0, 18.0).spaced(10.0, 3.0),
            Kind::Heading(_) => base.head().spaced(6.0, 0.0),
            Kind::Annex => base.head().sized(13.0, 21.0).spaced(0.0, 12.0),
            Kind::Body => match lang {
                Lang::Ja => Self { first: EM, ..base },
                Lang::En => base.spaced(0.0, after),
            },
            Kind::Centred => base.aligned(Align::Centre).spaced(6.0, 6.0),
            Kind::LinesLeft => base.aligned(Align::Left),
            Kind::LinesRight => base.aligned(Align::Right),
            Kind::Sender => base.aligned(Align::Left).indented(22.4),
            Kind::ArticleTitle => base.head().spaced(9.0, 0.0).indented(0.5),
            Kind::ArticleHeading => base.head().spaced(10.0, less),
            Kind::Article | Kind::Clause => base.indented(2.0).spaced(0.0, after),
            Kind::Item | Kind::SubItem => {
                let em = match (lang, kind) {
                    (Lang::Ja, Kind::Item) => 5.0,
                    (Lang::Ja, _) => 7.0,
                    (Lang::En, Kind::Item) => 4.2,
                    (Lang::En, _) => 6.4,
                };
                base.indented(em).spaced(0.0, less)
            }
            Kind::Listed => base.indented(2.0).spaced(0.0, less),
            Kind::ListedBelow => base.indented(4.0).spaced(0.0, less),
            Kind::Boxed => base.indented(2.5).spaced(0.0, less),
            Kind::BoxedBelow => base.indented(4.5).spaced(0.0, less),
            Kind::Table => base.sized(9.0, 13.0).aligned(Align::Left),
            Kind::TableHead => base.head().sized(9.0, 13.0).aligned(Align::Centre),
            Kind::Dense => base.sized(8.0, 11.5).aligned(Align::Left),
            Kind::DenseHead => base.head().sized(8.0, 11.5).aligned(Align::Centre),
            Kind::Caption => base.head().sized(10.0, 15.0).spaced(8.0, 3.0),
            Kind::Note => Self { left: 2.6 * EM, ..base.sized(9.0, 14.5) },
            Kind::Open => Self { colour: Colour::Red, ..base.sized(9.5, 16.0).aligned(Align::Left) },
            Kind::Signature => base.aligned(Align::Left).sized(base.size, 16.0),
            Kind::Small => base.aligned(Align::Left).sized(9.0, 13.0),
        }
    }

    /// Left edge of the number that stands before the text, and of the text behind it.
    pub(super) const fn label(lang: Lang, kind: Kind) -> (f32, f32) {
        let (label, text) = match (kind, lang) {
            (Kind::Article, _) => (0.0, 4.0),
            (Kind::Clause | Kind::Heading(0 | 1), _) => (0.0, 2.0),
            (Kind::Heading(_), _) => (0.0, 3.0),
            (Kind::Item, Lang::Ja) => (2.0, 5.0),
            (Kind::Item, Lang::En) => (2.0, 4.2),
            (Kind::SubItem, Lang::Ja) => (5.0, 7.0),
            (Kind::SubItem, Lang::En) => (4.2, 6.4),
            (Kind::Listed | Kind::Boxed, _) => (1.0, 2.0),
            (Kind::ListedBelow | Kind::BoxedBelow, _) => (3.0, 4.0),
            (Kind::Note, _) => (0.0, 2.6),
            _ => (0.0, 0.0),
        };
        (label * EM, text * EM)
    }
}
