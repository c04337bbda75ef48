//! Reading the part of one worksheet.

use quick_xml::events::{BytesStart, Event};

use super::{Cell, List, Sheet};
use crate::{
    SheetError,
    package::too_large,
    place::{Area, Place},
    xml::{add_text, attribute, is_on, walk},
};

const CELLS: usize = 600_000;
const MERGES: usize = 50_000;
/// Areas with a list to choose from: every cell is held against all of them.
const LISTS: usize = 5_000;
/// Hidden stretches of columns; a sheet has 16,384 columns.
const HIDDEN: usize = 16_384;
/// Most bytes of the texts of all cells: one text may be shared between many.
const TEXTS: usize = 64 << 20;

/// What the cells of all sheets refer to.
pub(super) struct Shared {
    pub strings: Vec<String>,
    pub locked: Vec<bool>,
}

/// A sheet with the formulas of its lists, in the same order.
pub(super) struct Raw {
    pub sheet: Sheet,
    pub formulas: Vec<String>,
}

pub(super) fn read(part: &str, text: &str, shared: &Shared) -> Result<Raw, SheetError> {
    let mut reader = SheetReader::new(shared);
    walk(part, text, |event, _| reader.see(&event))?;
    reader.sheet.index_merges();
    reader.sheet.index_lists();
    Ok(Raw { sheet: reader.sheet, formulas: reader.formulas })
}

#[derive(Default)]
struct Current {
    place: Option<Place>,
    kind: String,
    value: String,
    text: String,
    formula: bool,
    locked: bool,
    style: u32,
}

#[derive(Default)]
struct Validation {
    is_list: bool,
    areas: String,
    formula: String,
}

struct SheetReader<'s> {
    shared: &'s Shared,
    sheet: Sheet,
    formulas: Vec<String>,
    row: u32,
    column: u32,
    areas: usize,
    texts: usize,
    cell: Option<Current>,
    validation: Option<Validation>,
    /// Names of the open elements whose text is wanted.
    inside: Vec<&'static str>,
}

impl<'s> SheetReader<'s> {
    fn new(shared: &'s Shared) -> Self {
        Self {
            shared,
            sheet: Sheet::default(),
            formulas: Vec::new(),
            row: 0,
            column: 0,
            areas: 0,
            texts: 0,
            cell: None,
            validation: None,
            inside: Vec::new(),
        }
    }

    fn see(&mut self, event: &Event<'_>) -> Result<(), SheetError> {
        match event {
            Event::Start(e) => {
                self.open(e)?;
                if let Some(name) = wanted(e.local_name().as_ref()) {
                    self.inside.push(name);
                }
            }
            Event::Empty(e) => {
                self.open(e)?;
                match e.local_name().as_ref() {
                    "c" => self.close_cell()?,
                    "f" => {
                        if let Some(cell) = &mut self.cell {
                            cell.formula = true;
                        }
                    }
                    "dataValidation" => self.close_validation()?,
                    _ => {}
                }
            }
            Event::End(e) => {
                let name = e.local_name();
                if self.inside.last().copied() == wanted(name.as_ref()) && wanted(name.as_ref()).is_some() {
                    self.inside.pop();
                }
                match name.as_ref() {
                    "c" => self.close_cell()?,
                    "dataValidation" => self.close_validation()?,
                    _ => {}
                }
            }
            event => self.text(event),
        }
        Ok(())
    }

    fn open(&mut self, e: &BytesStart<'_>) -> Result<(), SheetError> {
        match e.local_name().as_ref() {
            "row" => self.open_row(e),
            "c" => self.open_cell(e),
            "f" => {
                if let Some(cell) = &mut self.cell {
                    cell.formula = true;
                }
            }
            "col" if is_on(e, "hidden") => {
                let number = |name| attribute(e, name).and_then(|v| v.parse().ok()).unwrap_or(0);
                if self.sheet.hidden_columns.len() >= HIDDEN {
                    return Err(too_large(("隠れた列の指定", "hidden columns"), HIDDEN as u64));
                }
                self.sheet.hidden_columns.push((number("min"), number("max")));
            }
            "sheetProtection" => self.sheet.protected = is_on(e, "sheet"),
            "mergeCell" => {
                if self.sheet.merges.len() >= MERGES {
                    return Err(too_large(("結合セル", "merged cells"), MERGES as u64));
                }
                self.sheet.merges.extend(attribute(e, "ref").and_then(|r| Area::parse(&r)));
            }
            "dataValidation" => {
                self.validation = Some(Validation {
                    is_list: attribute(e, "type").is_some_and(|t| t == "list"),
                    areas: attribute(e, "sqref").unwrap_or_default(),
                    formula: String::new(),
                });
            }
            _ => {}
        }
        Ok(())
    }

    fn open_row(&mut self, e: &BytesStart<'_>) {
        self.row = attribute(e, "r").and_then(|r| r.parse().ok()).unwrap_or_else(|| self.row.saturating_add(1));
        self.column = 0;
        if is_on(e, "hidden") {
            self.sheet.hidden_rows.insert(self.row);
        }
    }

    fn open_cell(&mut self, e: &BytesStart<'_>) {
        let implied = Place { row: self.row, column: self.column.saturating_add(1) };
        let place = attribute(e, "r").and_then(|r| r.parse().ok()).unwrap_or(implied);
        self.column = place.column;
        let style: u32 = attribute(e, "s").and_then(|s| s.parse().ok()).unwrap_or(0);
        let locked = usize::try_from(style).ok().and_then(|s| self.shared.locked.get(s)).copied().unwrap_or(true);
        self.cell = Some(Current {
            place: Some(place),
            kind: attribute(e, "t").unwrap_or_default(),
            locked,
            style,
            ..Current::default()
        });
    }

    fn text(&mut self, event: &Event<'_>) {
        let Some(innermost) = self.inside.last().copied() else { return };
        if let Some(cell) = &mut self.cell {
            match innermost {
                "v" => add_text(event, &mut cell.value),
                "t" if !self.inside.contains(&"rPh") => add_text(event, &mut cell.text),
                _ => {}
            }
        } else if let Some(validation) = &mut self.validation {
            match innermost {
                // Excel 2010 and later keep formula and areas in elements of their own
                "formula1" => add_text(event, &mut validation.formula),
                "f" if self.inside.contains(&"formula1") => add_text(event, &mut validation.formula),
                "sqref" => add_text(event, &mut validation.areas),
                _ => {}
            }
        }
    }

    fn close_cell(&mut self) -> Result<(), SheetError> {
        let Some(Current { place: Some(place), kind, value, text, formula, locked, style }) = self.cell.take() else {
            return Ok(());
        };
        let (text, number) = match kind.as_str() {
            "s" => {
                let index: Option<usize> = value.trim().parse().ok();
                (index.and_then(|i| self.shared.strings.get(i)).cloned().unwrap_or_default(), false)
            }
            "inlineStr" => (text, false),
            "str" | "e" => (value, false),
            "b" => (if value.trim() == "1" { "TRUE".into() } else { "FALSE".into() }, false),
            _ => (plain_number(value.trim()), !value.trim().is_empty()),
        };
        self.texts = self.texts.saturating_add(text.len());
        if self.texts > TEXTS {
            return Err(too_large(("文字のバイト数", "bytes of texts"), TEXTS as u64));
        }
        if self.sheet.cells.len() >= CELLS {
            return Err(too_large(("セル", "cells"), CELLS as u64));
        }
        self.sheet.cells.insert(place, Cell { text, formula, number, locked, style });
        Ok(())
    }

    fn close_validation(&mut self) -> Result<(), SheetError> {
        let Some(validation) = self.validation.take().filter(|v| v.is_list) else { return Ok(()) };
        let areas = Area::parse_list(&validation.areas);
        self.areas = self.areas.saturating_add(areas.len().max(1));
        if self.areas > LISTS {
            return Err(too_large(("選択肢の一覧", "lists to choose from"), LISTS as u64));
        }
        self.sheet.lists.push(List { areas, values: Vec::new() });
        self.formulas.push(validation.formula);
        Ok(())
    }
}

/// Elements whose text, or whose inner elements' text, is wanted.
fn wanted(name: &str) -> Option<&'static str> {
    ["v", "t", "rPh", "f", "formula1", "sqref"].into_iter().find(|w| *w == name)
}

/// 1.0 is shown as 1.
fn plain_number(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        _ => value.to_owned(),
    }
}
