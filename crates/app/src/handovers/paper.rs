//! Papers of the ledger: the record of hand-overs 授受記録, the receipt of one entry, the certificate of disposal 廃棄証明書.
//! Each is written from the entries as they stand; what is not known yet is a blank to fill in by hand.

use domain::{
    Lang,
    calendar::{EngagementNumber, long_date},
    handover::{Disposal, DisposalField, Side},
    id::HandoverId,
    permission::Permission,
};
use store::handovers::Entry;
use writer::paper::{
    Addressee, Body, Cell, Form, FormRow, Honorific, Mark, Paper as Model, Part, Party, Row, Run, Signatures, Table,
};

use super::{Book, Handovers, Single};
use crate::{Caller, Error, Result, clock::day_in_japan, export::File};

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Every entry of the ledger.
    Record,
    /// One entry, to be signed by both sides.
    Receipt(HandoverId),
    /// The certificate of a disposal; filled as far as it is known.
    Certificate(HandoverId),
}

const fn pick(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

/// What every paper says of its engagement.
struct About {
    organisation: String,
    title: String,
    number: EngagementNumber,
    contractor: String,
    today: jiff::civil::Date,
    lang: Lang,
}

impl Handovers<'_> {
    /// A paper as a Word file.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found; conflict when the entry is of another kind.
    pub async fn paper(&self, caller: &Caller, number: EngagementNumber, (which, lang): (Paper, Lang)) -> Result<File> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let found = store::engagements::by_number(&mut tx, &scope, number).await?.ok_or(Error::NotFound)?;
        let settings = crate::settings::load(&mut tx).await?;
        let all = match which {
            Paper::Record => store::handovers::all(&mut tx, &scope, found.engagement.id).await?,
            _ => Vec::new(),
        };
        tx.commit().await?;
        let about = About {
            organisation: settings.organisation(lang).to_owned(),
            title: found.engagement.facts.title.to_string(),
            number,
            contractor: found.projection.contractor_name,
            today: self.0.clock().today(),
            lang,
        };
        let (model, stem) = match which {
            Paper::Record => {
                let book = self.show(caller, number, (Some(0), None, 1)).await?;
                (record(&about, &book, &all), pick(lang, "授受記録", "hand-over-record").to_owned())
            }
            Paper::Receipt(id) => {
                let single = self.entry(caller, number, id).await?;
                let stem = format!("{}-{}", pick(lang, "受渡書", "receipt"), single.entry.no);
                (receipt(&about, &single), stem)
            }
            Paper::Certificate(id) => {
                let single = self.entry(caller, number, id).await?;
                if !single.entry.handover.kind.is_disposal() {
                    return Err(Error::conflict("廃棄・消去の記録ではありません", "This entry is no disposal"));
                }
                let stem = format!("{}-{}", pick(lang, "廃棄証明書", "disposal-certificate"), single.entry.no);
                (certificate(&about, &single), stem)
            }
        };
        let stem = format!("{stem}-{number}");
        tokio::task::spawn_blocking(move || {
            let bytes = writer::docx::write(&model, writer::docx::Face::Gothic).map_err(Error::internal)?;
            Ok(File::word(bytes, &stem))
        })
        .await
        .map_err(Error::internal)?
    }
}

fn model(about: &About, title: &str, number: &str) -> Model {
    let mut paper = Model::new(about.lang, title);
    paper.meta.contract = Some(about.number.to_string());
    paper.meta.number = Some(number.to_owned());
    paper.meta.date = Some(long_date(about.today, about.lang));
    paper.push(Part::title(title));
    paper
}

fn side(book: &Book, about: &About, side: Side) -> String {
    match side {
        Side::Client => about.organisation.clone(),
        Side::Contractor(id) => book.firms.get(&id).map_or_else(|| about.contractor.clone(), ToString::to_string),
    }
}

fn handler(book: &Book, entry: &Entry) -> String {
    let found = entry.handover.handler.and_then(|id| book.handlers.iter().find(|h| h.value.id == id));
    found.map(|h| h.value.name.to_string()).unwrap_or_default()
}

fn amount(entry: &Entry, lang: Lang) -> String {
    let h = &entry.handover;
    let serials: Vec<String> = h.serials.iter().map(ToString::to_string).collect();
    let count = match lang {
        Lang::Ja => format!("{}　{}", h.carrier.label(lang), h.quantity.get()),
        Lang::En => format!("{} × {}", h.quantity.get(), h.carrier.label(lang)),
    };
    if serials.is_empty() { count } else { format!("{count}（{}）", serials.join(", ")) }
}

fn moment(at: jiff::Timestamp, lang: Lang) -> String {
    let zoned = at.to_zoned(crate::clock::japan());
    format!("{} {:02}:{:02}", long_date(day_in_japan(at), lang), zoned.hour(), zoned.minute())
}

fn record(about: &About, book: &Book, entries: &[Entry]) -> Model {
    let lang = about.lang;
    let p = |ja, en| pick(lang, ja, en);
    let mut paper = model(about, p("情報授受記録", "Record of hand-overs"), &format!("{}-H", about.number));
    paper.orientation = writer::paper::Orientation::Landscape;
    paper.push(Part::new(Body::Form(Form {
        label_mm: 34,
        rows: vec![
            FormRow::new(p("案件", "Engagement"), format!("{}　{}", about.number, about.title)),
            FormRow::new(p("委託元", "Client"), about.organisation.clone()),
            FormRow::new(p("委託先", "Contractor"), about.contractor.clone()),
            FormRow::new(p("記録の数", "Entries"), entries.len().to_string()),
        ],
    })));
    paper.push(Part::heading(1, p("まだ戻っていないもの", "Still held")));
    if book.held.is_empty() {
        paper.push(Part::paragraph(p("ありません。", "Nothing.")));
    } else {
        let mut table = Table::new([
            (p("情報", "Item"), 70),
            (p("形", "Form"), 30),
            (p("保有者", "Holder"), 60),
            (p("残り", "Held"), 20),
            (p("裏付けのない廃棄の申し出", "Claimed gone, not proven"), 40),
        ]);
        for still in &book.held {
            table.push([
                still.item.to_string(),
                still.carrier.label(lang).to_owned(),
                still.holder_name.to_string(),
                still.held.to_string(),
                still.claimed.to_string(),
            ]);
        }
        paper.push(Part::table(table));
    }
    paper.push(Part::heading(1, p("授受の記録", "Entries")));
    let mut table = Table::new([
        (p("番号", "No."), 12),
        (p("日時", "When"), 34),
        (p("種類", "What"), 24),
        (p("情報と表示", "Item and mark"), 60),
        (p("形・数量", "Form, quantity"), 32),
        (p("渡した側 → 受けた側", "From → to"), 46),
        (p("受領", "Received"), 36),
    ]);
    for entry in entries {
        let h = &entry.handover;
        let to = match handler(book, entry) {
            name if name.is_empty() => side(book, about, h.to),
            name => format!("{}　{name}", side(book, about, h.to)),
        };
        let received = match (&h.receipt, &h.disposal) {
            (Some(r), _) => long_date(day_in_japan(r.at), lang),
            (None, Some(d)) if rules::handover::unproven(h).is_none() => {
                d.report_number.as_ref().map(ToString::to_string).unwrap_or_default()
            }
            _ if entry.waits => p("未確認", "Open").to_owned(),
            _ => "–".to_owned(),
        };
        let cells = [
            entry.no.to_string(),
            moment(h.at, lang),
            h.kind.label(lang).to_owned(),
            format!("{}\n{}", h.item, h.marking.line(lang)),
            amount(entry, lang),
            format!("{} → {to}", side(book, about, h.from)),
            received,
        ];
        table.rows.push(Row { cells: cells.into_iter().map(lines).collect(), trace: Vec::new() });
    }
    paper.push(Part::table(table));
    paper.push(Part::note(p(
        "この記録は、委託元と委託先が同じ内容を見るためのものです（NISC-2008 8.1(2)）。",
        "Both sides see the same entries in this record (NISC-2008 8.1(2)).",
    )));
    paper
}

/// A cell with a paragraph for each line.
fn lines(text: String) -> Cell {
    let mut cell = Cell::new("");
    cell.text = text.split('\n').map(|line| vec![Run::text(line)]).collect();
    cell
}

fn row(label: &str, text: Option<String>) -> FormRow {
    match text.filter(|t| !t.is_empty()) {
        Some(text) => FormRow::new(label, text),
        None => FormRow::blank(label, 9),
    }
}

fn what(about: &About, single: &Single) -> Vec<FormRow> {
    let (entry, lang) = (&single.entry, about.lang);
    let h = &entry.handover;
    let p = |ja, en| pick(lang, ja, en);
    let kinds: Vec<&str> = h.information.iter().map(|k| k.label(lang)).collect();
    vec![
        FormRow::new(p("案件", "Engagement"), format!("{}　{}", about.number, about.title)),
        FormRow::new(p("記録の番号", "Entry"), format!("{}-H{:04}", about.number, entry.no)),
        FormRow::new(p("情報", "Item"), h.item.to_string()),
        FormRow::new(p("表示", "Mark"), h.marking.line(lang)),
        FormRow::new(
            p("種別", "Kind of information"),
            format!("{}　{}", h.criticality.label(lang), kinds.join(p("、", ", "))),
        ),
        FormRow::new(p("形・数量・番号", "Form, quantity, numbers"), amount(entry, lang)),
    ]
}

fn receipt(about: &About, single: &Single) -> Model {
    let (entry, lang) = (&single.entry, about.lang);
    let h = &entry.handover;
    let p = |ja, en| pick(lang, ja, en);
    let title = p("情報受渡書", "Hand-over and receipt");
    let mut paper = model(about, title, &format!("{}-H{:04}", about.number, entry.no));
    let mut rows = what(about, single);
    let text = |t: &Option<domain::text::Title>| t.as_ref().map(ToString::to_string);
    let ground = |t: &Option<domain::text::Ground>| t.as_ref().map(ToString::to_string);
    let receiver = format!("{}　{}", side(&single.book, about, h.to), handler(&single.book, entry));
    rows.extend([
        FormRow::new(p("種類", "What happened"), h.kind.label(lang)),
        FormRow::new(p("渡した日時", "Handed over"), moment(h.at, lang)),
        FormRow::new(p("渡した側", "From"), side(&single.book, about, h.from)),
        FormRow::new(p("受け取る側", "To"), receiver),
        row(p("目的", "Purpose"), ground(&h.purpose)),
        row(p("必要な理由", "Why it is needed"), ground(&h.necessity)),
        row(p("渡し方", "Method"), text(&h.method)),
        row(p("途中の保護", "Protection on the way"), text(&h.protection)),
        row(p("使う場所", "Place of use"), text(&h.place)),
        FormRow::new(p("複製", "Copying"), h.copying.label(lang)),
        row(p("返却の予定日", "Due back"), h.due_back.map(|d| long_date(d, lang))),
    ]);
    if let Some(note) = h.note {
        let days = match lang {
            Lang::Ja => format!("{}日以内に書面の控えを渡します", note.within_days),
            Lang::En => format!("A written note follows within {} days", note.within_days),
        };
        rows.push(FormRow::new(p("口頭で伝えたこと", "Spoken"), days));
    }
    if let Some(receipt) = &h.receipt {
        rows.push(FormRow::new(p("受領した日時", "Received"), moment(receipt.at, lang)));
        rows.push(row(p("受領時の状態", "Condition"), Some(receipt.condition.to_string())));
    } else {
        rows.push(FormRow::blank(p("受領した日時", "Received"), 9));
        rows.push(FormRow::blank(p("受領時の状態", "Condition"), 14));
    }
    paper.push(Part::new(Body::Form(Form { label_mm: 42, rows })));
    let party = |role: &str, organisation: String, person: String| Party {
        role: role.to_owned(),
        organisation,
        person,
        mark: Mark::Seal,
        ..Party::default()
    };
    paper.push(Part::new(Body::Signatures(Signatures {
        date: String::new(),
        parties: vec![
            party(p("渡した人", "Handed over by"), side(&single.book, about, h.from), String::new()),
            party(p("受け取った人", "Received by"), side(&single.book, about, h.to), handler(&single.book, entry)),
        ],
    })));
    paper
}

fn certificate(about: &About, single: &Single) -> Model {
    let (entry, lang) = (&single.entry, about.lang);
    let h = &entry.handover;
    let p = |ja, en| pick(lang, ja, en);
    let title = p("情報廃棄・消去証明書", "Certificate of disposal");
    let mut paper = model(about, title, &format!("{}-H{:04}", about.number, entry.no));
    paper.push(Part::new(Body::Addressee(Addressee::to([about.organisation.clone()], Honorific::Onchu))));
    paper.push(Part::new(Body::Addressee(Addressee::from(
        [side(&single.book, about, h.from), String::new()],
        Mark::Seal,
    ))));
    paper.push(Part::paragraph(p(
        "次の情報を、読み取れない形で廃棄・消去したことを証明します。",
        "We certify that the following information was disposed of so that nothing of it can be read.",
    )));
    let mut rows = what(about, single);
    let empty = Disposal::default();
    let d = h.disposal.as_ref().unwrap_or(&empty);
    let text = |t: &Option<domain::text::Title>| t.as_ref().map(ToString::to_string);
    let label = |field: DisposalField| field.words().get(lang).to_owned();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| long_date(day, lang));
    rows.extend([
        row(&label(DisposalField::Method), d.method.map(|m| m.label(lang).to_owned())),
        row(&label(DisposalField::Media), text(&d.media)),
        row(&label(DisposalField::Serial), text(&d.serial)),
        row(&label(DisposalField::Tool), text(&d.tool)),
        row(&label(DisposalField::Place), text(&d.place)),
        row(&label(DisposalField::Performer), text(&d.performer)),
        row(&label(DisposalField::Witness), text(&d.witness)),
        row(&label(DisposalField::Day), day(d.performed_on)),
        row(p("報告書の番号", "Number of the report"), text(&d.report_number)),
        row(p("添付する裏付け", "Evidence enclosed"), Some(files(single, d))),
    ]);
    paper.push(Part::new(Body::Form(Form { label_mm: 46, rows })));
    paper.push(Part::note(p(
        "通常の削除だけでは、内容を読み取れることがあります。作業の記録や写真を添えてください。立会人は、作業した人とは別の人にしてください。",
        "Plain deletion may leave the content readable. Please enclose a log or photographs. The witness is another person than whoever did the work.",
    )));
    paper.push(Part::new(Body::Signatures(Signatures {
        date: String::new(),
        parties: vec![
            Party {
                role: p("作業した人", "Done by").to_owned(),
                organisation: side(&single.book, about, h.from),
                person: text(&d.performer).unwrap_or_default(),
                mark: Mark::Seal,
                ..Party::default()
            },
            Party {
                role: p("立ち会った人", "Witnessed by").to_owned(),
                person: text(&d.witness).unwrap_or_default(),
                mark: Mark::Seal,
                ..Party::default()
            },
        ],
    })));
    paper
}

fn files(single: &Single, disposal: &Disposal) -> String {
    let named = |id: &domain::id::AttachmentId| {
        single.files.iter().find(|f| f.attachment.id == *id).map(|f| f.attachment.name.to_string())
    };
    disposal.evidence.iter().chain(&disposal.certificate).filter_map(named).collect::<Vec<_>>().join("、")
}
