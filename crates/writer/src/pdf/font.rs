//! The typeface: BIZ UDPGothic, regular and bold, under the SIL Open Font License (`fonts/OFL.txt`).

use ttf_parser::Face;

use crate::paper::PaperError;

const REGULAR: &[u8] = include_bytes!("../../fonts/BIZUDPGothic-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/BIZUDPGothic-Bold.ttf");

/// How thick letters are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Weight {
    #[default]
    Regular,
    Bold,
}

/// Both weights.
pub(super) struct Fonts {
    regular: Font,
    bold: Font,
}

/// One weight.
pub(super) struct Font {
    pub(super) face: Face<'static>,
    pub(super) data: &'static [u8],
    /// Name in the file.
    pub(super) name: &'static str,
}

impl Fonts {
    pub(super) fn load() -> Result<Self, PaperError> {
        Ok(Self { regular: Font::load(REGULAR, "BIZUDPGothic-Regular")?, bold: Font::load(BOLD, "BIZUDPGothic-Bold")? })
    }

    pub(super) const fn get(&self, weight: Weight) -> &Font {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

impl Font {
    fn load(data: &'static [u8], name: &'static str) -> Result<Self, PaperError> {
        let face = Face::parse(data, 0).map_err(|error| PaperError::Package(format!("typeface: {error}")))?;
        Ok(Self { face, data, name })
    }

    /// The glyph of a letter, if there is one.
    pub(super) fn glyph(&self, letter: char) -> Option<u16> {
        self.face.glyph_index(letter).map(|glyph| glyph.0).filter(|glyph| *glyph != 0)
    }

    /// Width of a glyph in thousandths of the size.
    pub(super) fn width(&self, glyph: u16) -> f32 {
        let advance = self.face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or_default();
        f32::from(advance) * 1000.0 / f32::from(self.face.units_per_em().max(1))
    }
}
