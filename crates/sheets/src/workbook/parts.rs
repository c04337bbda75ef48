//! The parts of the package: workbook, relations, shared strings, styles, then each sheet.

use std::collections::{BTreeMap, HashMap};

use quick_xml::events::Event;

use super::{
    Sheet,
    sheet::{self, Raw, Shared},
};
use crate::{
    SheetError,
    package::{Package, too_large},
    place::{Area, Place},
    xml::{add_text, attribute, walk},
};

const SHEETS: usize = 250;
const STRINGS: usize = 1_000_000;

struct Entry {
    name: String,
    relation: String,
    hidden: bool,
}

/// Every worksheet of the package, lists of choices resolved.
pub(super) fn sheets(package: &mut Package<'_>) -> Result<Vec<Sheet>, SheetError> {
    let book = main_part(package)?;
    let folder = book.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let text = package.text(&book)?;
    let (entries, names) = workbook(&book, &text)?;
    let targets = relations(package, &book, &folder)?;
    let shared = Shared {
        strings: match targets.values().find(|(kind, _)| kind.ends_with("/sharedStrings")) {
            Some((_, part)) => strings(part, &package.text_if_there(part)?.unwrap_or_default())?,
            None => Vec::new(),
        },
        locked: match targets.values().find(|(kind, _)| kind.ends_with("/styles")) {
            Some((_, part)) => locked_styles(part, &package.text_if_there(part)?.unwrap_or_default())?,
            None => Vec::new(),
        },
    };
    let mut raw = Vec::new();
    for entry in entries {
        let Some((_, part)) = targets.get(&entry.relation).filter(|(kind, _)| kind.ends_with("/worksheet")) else {
            continue;
        };
        let text = package.text(part)?;
        let mut read = sheet::read(part, &text, &shared)?;
        read.sheet.name = entry.name;
        read.sheet.part.clone_from(part);
        read.sheet.hidden = entry.hidden;
        raw.push(read);
    }
    if raw.is_empty() {
        return Err(SheetError::Missing { part: "worksheet".into() });
    }
    Ok(resolve(raw, &names))
}

/// The workbook part, as the package's own relations name it.
fn main_part(package: &mut Package<'_>) -> Result<String, SheetError> {
    let mut found = None;
    if let Some(text) = package.text_if_there("_rels/.rels")? {
        walk("_rels/.rels", &text, |event, _| {
            if let Event::Start(e) | Event::Empty(e) = &event
                && attribute(e, "Type").is_some_and(|t| t.ends_with("/officeDocument"))
            {
                found = attribute(e, "Target");
            }
            Ok(())
        })?;
    }
    let part = found.map_or_else(|| "xl/workbook.xml".to_owned(), |t| t.trim_start_matches('/').to_owned());
    if package.has(&part) { Ok(part) } else { Err(SheetError::Missing { part }) }
}

fn workbook(part: &str, text: &str) -> Result<(Vec<Entry>, BTreeMap<String, String>), SheetError> {
    let (mut entries, mut names) = (Vec::new(), BTreeMap::new());
    let mut name: Option<(String, String)> = None;
    walk(part, text, |event, _| {
        match &event {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "sheet" => {
                entries.push(Entry {
                    name: attribute(e, "name").unwrap_or_default(),
                    relation: attribute(e, "id").unwrap_or_default(),
                    hidden: attribute(e, "state").is_some_and(|s| s != "visible"),
                });
                if entries.len() > SHEETS {
                    return Err(too_large(("シート", "sheets"), SHEETS as u64));
                }
            }
            Event::Start(e) if e.local_name().as_ref() == "definedName" => {
                name = attribute(e, "name").map(|n| (n, String::new()));
            }
            Event::End(e) if e.local_name().as_ref() == "definedName" => names.extend(name.take()),
            event => {
                if let Some((_, value)) = &mut name {
                    add_text(event, value);
                }
            }
        }
        Ok(())
    })?;
    Ok((entries, names))
}

/// Kind and part of each relation of the workbook.
fn relations(
    package: &mut Package<'_>,
    book: &str,
    folder: &str,
) -> Result<BTreeMap<String, (String, String)>, SheetError> {
    let file = book.rsplit_once('/').map_or(book, |(_, file)| file);
    let part = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let text = package.text(&part)?;
    let mut out = BTreeMap::new();
    walk(&part, &text, |event, _| {
        if let Event::Start(e) | Event::Empty(e) = &event
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(e, "Id"), attribute(e, "Type"), attribute(e, "Target"))
        {
            out.insert(id, (kind, absolute(folder, &target)));
        }
        Ok(())
    })?;
    Ok(out)
}

fn absolute(folder: &str, target: &str) -> String {
    if let Some(target) = target.strip_prefix('/') {
        return target.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The shared strings, without their readings (ふりがな).
fn strings(part: &str, text: &str) -> Result<Vec<String>, SheetError> {
    let mut out = Vec::new();
    let mut current: Option<String> = None;
    let (mut in_text, mut in_reading) = (false, false);
    walk(part, text, |event, _| {
        match &event {
            Event::Start(e) => match e.local_name().as_ref() {
                "si" => current = Some(String::new()),
                "t" => in_text = true,
                "rPh" => in_reading = true,
                _ => {}
            },
            Event::Empty(e) if e.local_name().as_ref() == "si" => out.push(String::new()),
            Event::End(e) => match e.local_name().as_ref() {
                "si" => out.extend(current.take()),
                "t" => in_text = false,
                "rPh" => in_reading = false,
                _ => {}
            },
            event => {
                if let Some(text) = &mut current
                    && in_text
                    && !in_reading
                {
                    add_text(event, text);
                }
            }
        }
        if out.len() > STRINGS {
            return Err(too_large(("文字列", "strings"), STRINGS as u64));
        }
        Ok(())
    })?;
    Ok(out)
}

/// For each cell format whether it locks its cells in a protected sheet.
fn locked_styles(part: &str, text: &str) -> Result<Vec<bool>, SheetError> {
    let mut out: Vec<bool> = Vec::new();
    let mut inside = false;
    walk(part, text, |event, _| {
        match &event {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "cellXfs" => inside = true,
                "xf" if inside => out.push(true),
                "protection" if inside => {
                    let open = attribute(e, "locked").is_some_and(|v| v == "0" || v == "false");
                    if let Some(last) = out.last_mut() {
                        *last = !open;
                    }
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => inside = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(out)
}

/// Most values of a list that is taken from cells.
const VALUES: usize = 200;
/// Most cells that are looked at for the values of a list.
const LOOKED_AT: usize = 20_000;

/// Puts the values into the lists, now that every sheet is there to look them up in.
fn resolve(raw: Vec<Raw>, names: &BTreeMap<String, String>) -> Vec<Sheet> {
    let sources: Vec<Vec<String>> = raw.iter().map(|r| r.formulas.clone()).collect();
    let mut sheets: Vec<Sheet> = raw.into_iter().map(|r| r.sheet).collect();
    let mut found = Vec::with_capacity(sheets.len());
    for (at, formulas) in sources.iter().enumerate() {
        // many lists have one source
        let mut known: HashMap<&str, Vec<(String, bool)>> = HashMap::new();
        let mut of = |formula| known.entry(formula).or_insert_with(|| values(formula, at, &sheets, names, 0)).clone();
        found.push(formulas.iter().map(|formula| of(formula.as_str())).collect::<Vec<_>>());
    }
    for (sheet, found) in sheets.iter_mut().zip(found) {
        for (list, values) in sheet.lists.iter_mut().zip(found) {
            list.values = values;
        }
    }
    sheets
}

fn values(
    formula: &str,
    at: usize,
    sheets: &[Sheet],
    names: &BTreeMap<String, String>,
    depth: u8,
) -> Vec<(String, bool)> {
    let formula = formula.trim().trim_start_matches('=');
    if let Some(inner) = formula.strip_prefix('"').and_then(|f| f.strip_suffix('"')) {
        let value = |v: &str| (v.trim().replace("\"\"", "\""), v.trim().parse::<f64>().is_ok());
        return inner.split(',').map(value).filter(|(v, _)| !v.is_empty()).take(VALUES).collect();
    }
    if let Some((sheet, cells)) = formula.rsplit_once('!') {
        let name = sheet.trim_matches('\'').replace("''", "'");
        let place = sheets.iter().position(|s| s.name == name);
        return place.and_then(|p| cell_values(sheets.get(p)?, cells)).unwrap_or_default();
    }
    if let Some(found) = sheets.get(at).and_then(|s| cell_values(s, formula)) {
        return found;
    }
    match names.get(formula) {
        Some(target) if depth < 3 => values(target, at, sheets, names, depth.saturating_add(1)),
        _ => Vec::new(),
    }
}

fn cell_values(sheet: &Sheet, cells: &str) -> Option<Vec<(String, bool)>> {
    let area = Area::parse(cells)?;
    let rows = Place { column: 0, ..area.first }..=area.last;
    let inside = sheet.cells.range(rows).take(LOOKED_AT);
    let inside = inside.filter(|(place, cell)| area.contains(**place) && !cell.text.trim().is_empty());
    Some(inside.map(|(_, cell)| (cell.text.trim().to_owned(), cell.number)).take(VALUES).collect())
}
