//! Columns of the ledger as a table: their heads and what stands in their cells.

use std::collections::BTreeMap;

use domain::Lang;
use store::handovers::Entry;
use writer::{Cell, Kind};

/// A column: field, heads in both languages, width.
pub(super) struct Head {
    pub(super) field: &'static str,
    pub(super) ja: &'static str,
    pub(super) en: &'static str,
    pub(super) width: u16,
}

const fn head(field: &'static str, ja: &'static str, en: &'static str, width: u16) -> Head {
    Head { field, ja, en, width }
}

/// Columns that are read back, in the order of the file.
pub(super) const HEADS: &[Head] = &[
    head("no", "番号", "No.", 8),
    head("kind", "種類", "What happened", 16),
    head("on", "日", "Day", 12),
    head("time", "時刻", "Time", 8),
    head("item", "情報", "Item", 36),
    head("quantity", "数量", "Quantity", 8),
    head("carrier", "形", "Form", 14),
    head("serials", "媒体の番号", "Serial numbers", 18),
    head("mark", "秘密の表示", "Secrecy mark", 12),
    head("class", "区分", "Class", 12),
    head("audience", "関係者", "Audience", 18),
    head("criticality", "危機的か", "Critical", 12),
    head("information", "情報の種別", "Kinds of information", 24),
    head("handler", "受け取る人", "Handler", 16),
    head("purpose", "目的", "Purpose", 28),
    head("necessity", "必要な理由", "Why it is needed", 28),
    head("method", "渡し方", "Method", 18),
    head("protection", "途中の保護", "Protection on the way", 18),
    head("place", "使う場所", "Place of use", 18),
    head("copying", "複製", "Copying", 16),
    head("due_back", "返却の予定日", "Due back", 12),
    head("note_days", "控えの日数", "Days for the note", 10),
];

/// Columns for reading only.
pub(super) const SHOWN: &[Head] = &[
    head("received", "受領", "Received", 18),
    head("received_how", "受領の確認", "How confirmed", 22),
    head("open", "残っていること", "Still open", 40),
    head("mark_line", "表示", "Mark to print", 36),
];

impl Head {
    pub(super) const fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}

/// What a cell of a column holds, as text.
pub(super) fn text_of(field: &str, entry: &Entry, handlers: &BTreeMap<String, String>, lang: Lang) -> String {
    let h = &entry.handover;
    let at = h.at.to_zoned(crate::clock::japan());
    let opt = |text: Option<String>| text.unwrap_or_default();
    match field {
        "no" => entry.no.to_string(),
        "kind" => h.kind.label(lang).to_owned(),
        "on" => at.date().to_string(),
        "time" => format!("{:02}:{:02}", at.hour(), at.minute()),
        "item" => h.item.to_string(),
        "quantity" => h.quantity.get().to_string(),
        "carrier" => h.carrier.label(lang).to_owned(),
        "serials" => h.serials.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        "mark" => h.marking.mark.label(lang).to_owned(),
        "class" => opt(h.marking.class.as_ref().map(ToString::to_string)),
        "audience" => h.marking.audience.to_string(),
        "criticality" => h.criticality.label(lang).to_owned(),
        "information" => h.information.iter().map(|k| k.label(lang)).collect::<Vec<_>>().join(", "),
        "handler" => opt(h.handler.and_then(|id| handlers.get(&id.to_string()).cloned())),
        "purpose" => opt(h.purpose.as_ref().map(ToString::to_string)),
        "necessity" => opt(h.necessity.as_ref().map(ToString::to_string)),
        "method" => opt(h.method.as_ref().map(ToString::to_string)),
        "protection" => opt(h.protection.as_ref().map(ToString::to_string)),
        "place" => opt(h.place.as_ref().map(ToString::to_string)),
        "copying" => h.copying.label(lang).to_owned(),
        "due_back" => opt(h.due_back.map(|d| d.to_string())),
        "note_days" => opt(h.note.map(|n| n.within_days.to_string())),
        "received" => opt(h.receipt.as_ref().map(|r| r.at.to_zoned(crate::clock::japan()).date().to_string())),
        "received_how" => opt(entry.receipt_way.map(|w| w.label(lang).to_owned())),
        "mark_line" => h.marking.line(lang),
        _ => String::new(),
    }
}

/// The same as a cell of the workbook.
pub(super) fn cell_of(field: &str, text: String) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    match field {
        "no" | "quantity" | "note_days" => text.parse().map_or(Cell::Text(text), Cell::Integer),
        "on" | "due_back" | "received" => text.parse().map_or(Cell::Text(text), Cell::Date),
        _ => Cell::Text(text),
    }
}

pub(super) fn kind_of(field: &str) -> Kind {
    match field {
        "no" | "quantity" | "note_days" => Kind::Integer,
        "on" | "due_back" | "received" => Kind::Date,
        _ => Kind::Text,
    }
}
