//! Tables as Word wants them.

use super::xml::twips;

/// Lines around the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// All of them.
    All,
    /// None.
    None,
}

/// A table: widths in hundredths of a millimetre, and its rows.
#[derive(Debug)]
pub(super) struct Grid {
    pub widths: Vec<u32>,
    pub lines: Lines,
    /// Distance from the left edge in hundredths of a millimetre.
    pub indent: u32,
    pub rows: Vec<GridRow>,
}

#[derive(Debug, Default)]
pub(super) struct GridRow {
    /// Repeated on every page.
    pub head: Head,
    /// Least height in hundredths of a millimetre; 0 for none.
    pub height: u32,
    pub cells: Vec<GridCell>,
}

/// Whether a row belongs to the head.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Head {
    #[default]
    No,
    Yes,
}

/// How a cell goes on downwards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Merge {
    #[default]
    None,
    Begin,
    Continue,
}

/// Lines of a single cell, where they differ from the table's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Edge {
    #[default]
    AsTable,
    /// A line below: to write on.
    Below,
}

#[derive(Debug)]
pub(super) struct GridCell {
    pub column: usize,
    pub across: usize,
    pub merge: Merge,
    pub fill: Fill,
    pub edge: Edge,
    pub middle: Middle,
    /// Paragraphs.
    pub inner: String,
}

/// Ground of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fill {
    #[default]
    None,
    Light,
}

/// Where the text stands from top to bottom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Middle {
    #[default]
    Top,
    Centre,
    Bottom,
}

impl GridCell {
    pub(super) fn new(column: usize, inner: String) -> Self {
        Self {
            column,
            across: 1,
            merge: Merge::None,
            fill: Fill::None,
            edge: Edge::AsTable,
            middle: Middle::Centre,
            inner,
        }
    }
}

impl Grid {
    pub(super) fn xml(&self) -> String {
        let total: u32 = self.widths.iter().map(|width| twips(*width)).sum();
        let line = |name: &str| format!(r#"<w:{name} w:val="single" w:sz="4" w:space="0" w:color="404040"/>"#);
        let borders: String = match self.lines {
            Lines::All => {
                ["top", "left", "bottom", "right", "insideH", "insideV"].iter().map(|name| line(name)).collect()
            }
            Lines::None => String::new(),
        };
        let borders = if borders.is_empty() { borders } else { format!("<w:tblBorders>{borders}</w:tblBorders>") };
        // Word puts the text, not the line, of the first cell at the edge; this moves the line there.
        let indent = twips(self.indent);
        let mut out = format!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#
        );
        for width in &self.widths {
            out.push_str(&format!(r#"<w:gridCol w:w="{}"/>"#, twips(*width)));
        }
        out.push_str("</w:tblGrid>");
        for row in &self.rows {
            self.row(row, &mut out);
        }
        out.push_str("</w:tbl>");
        out
    }

    fn row(&self, row: &GridRow, out: &mut String) {
        out.push_str("<w:tr><w:trPr><w:cantSplit/>");
        if row.height > 0 {
            out.push_str(&format!(r#"<w:trHeight w:val="{}" w:hRule="atLeast"/>"#, twips(row.height)));
        }
        if row.head == Head::Yes {
            out.push_str("<w:tblHeader/>");
        }
        out.push_str("</w:trPr>");
        for cell in &row.cells {
            self.cell(cell, out);
        }
        out.push_str("</w:tr>");
    }

    fn cell(&self, cell: &GridCell, out: &mut String) {
        let width: u32 = self.widths.iter().skip(cell.column).take(cell.across).map(|width| twips(*width)).sum();
        out.push_str(&format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#));
        if cell.across > 1 {
            out.push_str(&format!(r#"<w:gridSpan w:val="{}"/>"#, cell.across));
        }
        out.push_str(match cell.merge {
            Merge::None => "",
            Merge::Begin => r#"<w:vMerge w:val="restart"/>"#,
            Merge::Continue => "<w:vMerge/>",
        });
        if cell.edge == Edge::Below {
            out.push_str(
                r#"<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="404040"/></w:tcBorders>"#,
            );
        }
        if cell.fill == Fill::Light {
            out.push_str(r#"<w:shd w:val="clear" w:color="auto" w:fill="EFEFEF"/>"#);
        }
        out.push_str(match cell.middle {
            Middle::Top => "",
            Middle::Centre => r#"<w:vAlign w:val="center"/>"#,
            Middle::Bottom => r#"<w:vAlign w:val="bottom"/>"#,
        });
        out.push_str("</w:tcPr>");
        out.push_str(&cell.inner);
        out.push_str("</w:tc>");
    }
}
