//! How the information ledger looks.

use app::{
    engagements::View,
    handovers::{Attention, Blank, Book, Entry, Kept, Single},
    rules::{handover::NoteState, watch::AccessFlaw},
};
use domain::{
    Lang,
    calendar::long_date,
    engagement::{Criticality, InformationKind},
    handover::{
        AccessKind, Carrier, CopyPermission, GivenAccess, HandoverKind, NamedHandler, Promise, SecondFactor,
        SecrecyMark, Side,
    },
};
use jiff::civil::Date;

use super::base;
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    pages::common,
    server::Web,
    show::{Kind, Link, Mark, Pager},
    views::engagement::handovers as views,
    visit::Page,
};

/// Which way an entry went.
fn side(ui: &Shell, book: &Book, side: Side) -> String {
    match side {
        Side::Client => ui.t("handover-client").into_owned(),
        Side::Contractor(id) => match book.firms.get(&id) {
            Some(name) => name.to_string(),
            None => book.contractor.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        },
    }
}

fn handler_of(book: &Book, entry: &Entry) -> String {
    let found = entry.handover.handler.and_then(|id| book.handlers.iter().find(|h| h.value.id == id));
    found.map(|h| h.value.name.to_string()).unwrap_or_default()
}

pub(in crate::pages) fn amount(lang: Lang, entry: &Entry) -> String {
    let h = &entry.handover;
    match lang {
        Lang::Ja => format!("{}　{}", h.carrier.label(lang), h.quantity.get()),
        Lang::En => format!("{} × {}", h.quantity.get(), h.carrier.label(lang)),
    }
}

fn way(ui: &Shell, book: &Book, entry: &Entry) -> String {
    let h = &entry.handover;
    if h.from == h.to {
        return side(ui, book, h.from);
    }
    let to = format!("{} {}", side(ui, book, h.to), handler_of(book, entry));
    format!("{} → {}", side(ui, book, h.from), to.trim())
}

/// How an entry stands, in a word.
pub(super) fn state(ui: &Shell, book: &Book, entry: &Entry) -> Mark {
    let h = &entry.handover;
    let word = |kind, key: &str| Mark::new(kind, ui.t(key));
    if app::rules::handover::unproven(h).is_some() {
        let key = if h.kind == HandoverKind::Return { "handover-state-unreceived" } else { "handover-state-unproven" };
        return word(Kind::Over, key);
    }
    if h.kind.is_disposal() {
        return word(Kind::Met, "handover-state-proven");
    }
    let days = domain::calendar::BusinessDays::by_rule();
    match app::rules::handover::note_state(h, &days, book.today) {
        NoteState::Late(_) => return word(Kind::Over, "handover-state-note-late"),
        NoteState::Waiting(_) => return word(Kind::Soon, "handover-state-note"),
        NoteState::Given(_) | NoteState::GivenLate(_) => return word(Kind::Met, "handover-state-noted"),
        NoteState::NotAsked => {}
    }
    if h.receipt.is_some() {
        return word(Kind::Met, "handover-state-received");
    }
    if h.kind.is_release() && h.carrier != Carrier::Spoken {
        return word(Kind::Wait, "handover-state-unreceived");
    }
    word(Kind::Met, "handover-state-recorded")
}

fn row(ui: &Shell, book: &Book, base: &str, entry: &Entry) -> views::Row {
    let h = &entry.handover;
    views::Row {
        no: entry.no,
        link: Link::new(format!("{base}/{}", h.id), h.item.as_str()),
        mark_line: h.marking.line(ui.lang),
        kind: h.kind.label(ui.lang).to_owned(),
        amount: amount(ui.lang, entry),
        way: way(ui, book, entry),
        at: h.at,
        state: state(ui, book, entry),
    }
}

/// The word for what is wrong with an access.
pub(in crate::pages) const fn flaw_word(flaw: AccessFlaw) -> &'static str {
    match flaw {
        AccessFlaw::NoSecondFactor => "access-flaw-factor",
        AccessFlaw::Outlived => "access-flaw-outlived",
        AccessFlaw::ReviewDue => "access-flaw-review",
    }
}

/// What that means.
const fn flaw_text(flaw: AccessFlaw) -> &'static str {
    match flaw {
        AccessFlaw::NoSecondFactor => "access-flaw-factor-text",
        AccessFlaw::Outlived => "access-flaw-outlived-text",
        AccessFlaw::ReviewDue => "access-flaw-review-text",
    }
}

fn alert(ui: &Shell, web: &Web, book: &Book, (base, one): (&str, &Attention)) -> views::Alert {
    let item = |no: &i64| {
        let found = book.waiting.iter().find(|e| e.no == *no);
        format!("{no} {}", found.map(|e| e.handover.item.to_string()).unwrap_or_default())
    };
    let entry = |no: &i64, id: &domain::id::HandoverId| Link::new(format!("{base}/{id}"), item(no));
    let day = |day: Date| long_date(day, ui.lang);
    let made = |kind, word: &str, link, text: String| views::Alert { mark: Mark::new(kind, ui.t(word)), link, text };
    match one {
        Attention::Unproven(no, id, why) => {
            let text = why.text(web.app.catalogue(), ui.lang);
            made(Kind::Over, "handover-state-unproven", entry(no, id), text)
        }
        Attention::Note(no, id, NoteState::Late(due)) => {
            let text = ui.t1("handover-note-late", "day", day(*due));
            made(Kind::Over, "handover-state-note-late", entry(no, id), text)
        }
        Attention::Note(no, id, NoteState::Waiting(due)) => {
            made(Kind::Soon, "handover-state-note", entry(no, id), ui.t1("handover-note-due", "day", day(*due)))
        }
        Attention::Note(no, id, _) => made(Kind::Soon, "handover-state-note", entry(no, id), String::new()),
        Attention::DueBack(no, id, due) => {
            made(Kind::Over, "handover-state-due-back", entry(no, id), ui.t1("handover-due-back", "day", day(*due)))
        }
        Attention::Unreceived(no, id) => {
            made(Kind::Wait, "handover-state-unreceived", entry(no, id), ui.t("handover-unreceived").into_owned())
        }
        Attention::Access(id, flaw) => {
            let found = book.accesses.iter().find(|a| a.value.id == *id);
            let name = found.map(|a| a.value.name.to_string()).unwrap_or_default();
            let link = Link::new(format!("{base}/accesses/{id}"), name);
            let text = ui.t(flaw_text(*flaw)).into_owned();
            made(Kind::Over, flaw_word(*flaw), link, text)
        }
    }
}

/// The last day of the contract or secrecy, and whether it holds.
fn promise(ui: &Shell, key: &str, promise: Option<&Promise>, today: Date) -> (String, String, Mark) {
    let label = ui.t(key).into_owned();
    let Some(p) = promise else { return (label, String::new(), Mark::new(Kind::None, ui.t("terms-none"))) };
    let text = match p.until {
        Some(until) => {
            ui.words().t2("terms-between", ("from", long_date(p.from, ui.lang)), ("until", long_date(until, ui.lang)))
        }
        None => ui.t1("terms-from", "from", long_date(p.from, ui.lang)),
    };
    let mark = if today < p.from {
        Mark::new(Kind::Soon, ui.t("terms-not-yet"))
    } else if p.until.is_some_and(|until| until < today) {
        Mark::new(Kind::Over, ui.t("terms-over"))
    } else {
        Mark::new(Kind::Met, ui.t("terms-holds"))
    };
    (label, text, mark)
}

fn terms(ui: &Shell, book: &Book) -> Vec<(String, String, Mark)> {
    let t = &book.terms.value;
    let mut out = vec![
        promise(ui, "terms-secrecy", t.secrecy.as_ref(), book.today),
        promise(ui, "terms-contract", t.contract.as_ref(), book.today),
    ];
    let label = ui.t("terms-rule").into_owned();
    out.push(match &t.rule {
        None => (label, String::new(), Mark::new(Kind::None, ui.t("terms-none"))),
        Some(rule) => match (&rule.accepted_on, &rule.accepted_by) {
            (Some(on), Some(by)) => {
                let text = ui.words().t2("terms-accepted", ("day", long_date(*on, ui.lang)), ("by", by.as_str()));
                (label, format!("{}　{text}", rule.version), Mark::new(Kind::Met, ui.t("terms-rule-accepted")))
            }
            _ => (label, rule.version.to_string(), Mark::new(Kind::Unmet, ui.t("terms-rule-waits"))),
        },
    });
    out
}

fn handler(ui: &Shell, book: &Book, base: &str, kept: &Kept<NamedHandler>) -> views::Handler {
    let h = &kept.value;
    let (employer, caution) = match h.employer {
        None => (String::new(), Some(Mark::new(Kind::None, ui.t("handler-employer-unknown")))),
        Some(id) => {
            let name = book.firms.get(&id).map(ToString::to_string).unwrap_or_default();
            (name, (id != h.works_for).then(|| Mark::new(Kind::Over, ui.t("handler-other-firm"))))
        }
    };
    let gone = h.until.is_some_and(|until| until < book.today);
    let state = match book.links.get(&h.id) {
        None => ui.t("handler-link-none").into_owned(),
        Some(link) if !link.holds(ui.now) => ui.t("handler-link-over").into_owned(),
        Some(link) if link.opened_at.is_some() => ui.t("handler-link-opened").into_owned(),
        Some(_) => ui.t("handler-link-waits").into_owned(),
    };
    let href = if book.may_keep { format!("{base}/handlers/{}", h.id) } else { String::new() };
    views::Handler {
        make_link: if book.may_keep && !gone { format!("{base}/handlers/{}/link", h.id) } else { String::new() },
        link: Link::new(href, h.name.as_str()),
        employer,
        caution,
        agreed_on: h.agreed_on,
        pledged_on: h.pledged_on,
        trained_on: h.trained_on,
        until: h.until,
        link_state: state,
    }
}

pub(super) fn factor(ui: &Shell, access: &GivenAccess) -> Mark {
    if !access.kind.signs_in() {
        return Mark::new(Kind::Off, ui.t("access-factor-none-needed"));
    }
    match &access.second_factor {
        SecondFactor::On => Mark::new(Kind::Met, ui.t("access-factor-on")),
        SecondFactor::Off => Mark::new(Kind::Unmet, ui.t("access-factor-off")),
        SecondFactor::Excepted { until, .. } => {
            Mark::new(Kind::Waived, ui.t1("access-factor-excepted", "day", long_date(*until, ui.lang)))
        }
    }
}

/// How an access stands.
pub(super) fn access_marks(ui: &Shell, book: &Book, access: &GivenAccess) -> Vec<Mark> {
    if let Some(on) = access.revoked_on {
        return vec![Mark::new(Kind::Off, ui.t1("access-revoked", "day", long_date(on, ui.lang)))];
    }
    let flaws = book.attention.iter().filter_map(|a| match a {
        Attention::Access(id, flaw) if *id == access.id => Some(Mark::new(Kind::Over, ui.t(flaw_word(*flaw)))),
        _ => None,
    });
    let mut out: Vec<Mark> = flaws.collect();
    if out.is_empty() {
        out.push(Mark::new(Kind::Met, ui.t("access-fine")));
    }
    out
}

fn access(ui: &Shell, book: &Book, base: &str, kept: &Kept<GivenAccess>) -> views::Access {
    let a = &kept.value;
    let user = a.handler.and_then(|id| book.handlers.iter().find(|h| h.value.id == id));
    views::Access {
        link: Link::new(format!("{base}/accesses/{}", a.id), a.name.as_str()),
        kind: a.kind.label(ui.lang).to_owned(),
        handler: user.map(|h| h.value.name.to_string()).unwrap_or_default(),
        owner: book.names.of(a.owner).to_owned(),
        factor: factor(ui, a),
        reviewed_on: a.reviewed_on,
        until: a.until,
        marks: access_marks(ui, book, a),
    }
}

pub(super) fn list(
    page: &Page,
    web: &Web,
    view: &View,
    (book, before, kind, form): (&Book, Option<i64>, Option<HandoverKind>, Form),
) -> views::List {
    let ui = page.shell(Nav::Engagements);
    let base = base(view);
    let current = |here: bool| if here { "page" } else { "" };
    let mut kinds = vec![(base.clone(), ui.t("handovers-all").into_owned(), current(kind.is_none()))];
    kinds.extend(
        HandoverKind::ALL
            .iter()
            .map(|k| (format!("{base}?kind={}", k.code()), k.label(ui.lang).to_owned(), current(kind == Some(*k)))),
    );
    let older = book.next.map(|no| format!("{base}?before={no}"));
    let pager =
        Pager { shown: ui.tn("handovers-shown", book.entries.len()), newer: before.map(|_| base.clone()), older };
    views::List {
        head: common::head(page, view),
        alerts: book.attention.iter().map(|a| alert(&ui, web, book, (&base, a))).collect(),
        held: book
            .held
            .iter()
            .map(|s| views::Still {
                item: s.item.to_string(),
                carrier: s.carrier.label(ui.lang).to_owned(),
                holder: Link::new(format!("/contractors/{}", s.holder), s.holder_name.as_str()),
                held: s.held,
                claimed: s.claimed,
            })
            .collect(),
        count: book.count,
        kinds,
        rows: book.entries.iter().map(|e| row(&ui, book, &base, e)).collect(),
        pager: pager.with("kind", kind.map_or("", HandoverKind::code)),
        terms: terms(&ui, book),
        handlers: book.handlers.iter().map(|h| handler(&ui, book, &base, h)).collect(),
        accesses: book.accesses.iter().map(|a| access(&ui, book, &base, a)).collect(),
        may_keep: book.may_keep,
        form,
        ui,
    }
}

pub(super) fn handler_options(ui: &Shell, book: &Book) -> Vec<Opt> {
    let mut out = vec![Opt::new("", ui.t("handover-handler-none"))];
    let here = book.handlers.iter().filter(|h| h.value.until.is_none_or(|until| until >= book.today));
    out.extend(here.map(|h| Opt::new(h.value.id.to_string(), h.value.name.as_str())));
    out
}

pub(super) fn new(page: &Page, view: &View, (blank, form): (&Blank, Form)) -> views::New {
    let ui = page.shell(Nav::Engagements);
    let auto = |list: Vec<Opt>| {
        let mut out = vec![Opt::new("", ui.t("handover-auto"))];
        out.extend(list);
        out
    };
    let plain = |list: Vec<Opt>| -> Vec<Opt> { list.into_iter().map(|o| Opt { hint: String::new(), ..o }).collect() };
    views::New {
        head: common::head(page, view),
        choices: views::Choices {
            kinds: opts!(HandoverKind, &ui, "handover-kind-hint"),
            carriers: opts!(Carrier, &ui, "carrier-hint"),
            handlers: handler_options(&ui, &blank.book),
            marks: auto(opts!(SecrecyMark, &ui, "secrecy-hint")),
            criticalities: auto(plain(opts!(Criticality, &ui, "criticality-hint"))),
            information: plain(opts!(InformationKind, &ui, "information-hint")),
            copying: opts!(CopyPermission, &ui, "copying-hint"),
            items: blank.items.iter().map(|(name, _)| name.to_string()).collect(),
        },
        waived: if blank.waived.is_empty() {
            String::new()
        } else {
            ui.t1("handover-waived", "conditions", blank.waived.join(", "))
        },
        form,
        ui,
    }
}

/// Label and value of every field of an entry that says something.
pub(super) fn facts(ui: &Shell, single: &Single) -> Vec<(String, String)> {
    let (entry, book, lang) = (&single.entry, &single.book, ui.lang);
    let h = &entry.handover;
    let join = if lang == Lang::Ja { "、" } else { ", " };
    let at = |moment: jiff::Timestamp| ui.at_long(&moment).text();
    let text = |t: &Option<domain::text::Title>| t.as_ref().map(ToString::to_string).unwrap_or_default();
    let ground = |t: &Option<domain::text::Ground>| t.as_ref().map(ToString::to_string).unwrap_or_default();
    let received = h.receipt.as_ref().map(|r| {
        let how = entry.receipt_way.map(|w| w.label(lang)).unwrap_or_default();
        let by = r.person.map(|id| book.names.of(id).to_owned()).unwrap_or_default();
        format!("{}　{how}　{by}　{}", at(r.at), r.condition).trim().to_owned()
    });
    let note = h.note.map(|n| match n.given_on {
        Some(on) => ui.t1("handover-note-given", "day", long_date(on, lang)),
        None => ui.tn("handover-note-within", u32::from(n.within_days)),
    });
    let mut out = vec![
        ("f-handover-kind", h.kind.label(lang).to_owned()),
        ("handovers-amount", amount(lang, entry)),
        ("f-handover-serials", h.serials.iter().map(ToString::to_string).collect::<Vec<_>>().join(join)),
        ("handovers-way", way(ui, book, entry)),
        ("handovers-at", at(h.at)),
        ("f-handover-purpose", ground(&h.purpose)),
        ("f-handover-necessity", ground(&h.necessity)),
        ("f-handover-method", text(&h.method)),
        ("f-handover-protection", text(&h.protection)),
        ("f-handover-criticality", h.criticality.label(lang).to_owned()),
        ("f-handover-information", h.information.iter().map(|k| k.label(lang)).collect::<Vec<_>>().join(join)),
        ("f-handover-place", text(&h.place)),
        ("f-handover-copying", h.copying.label(lang).to_owned()),
        ("f-handover-due_back", h.due_back.map(|d| long_date(d, lang)).unwrap_or_default()),
        ("handover-received", received.unwrap_or_default()),
        ("handover-note", note.unwrap_or_default()),
    ];
    if let Some(d) = &h.disposal {
        let day = |day: Option<Date>| day.map(|d| long_date(d, lang)).unwrap_or_default();
        let confirmed = match (d.confirmed_by, d.confirmed_on) {
            (Some(by), Some(on)) => format!("{} {}", book.names.of(by), long_date(on, lang)),
            _ => String::new(),
        };
        out.extend([
            ("f-prove-method", d.method.map(|m| m.label(lang).to_owned()).unwrap_or_default()),
            ("f-prove-media", text(&d.media)),
            ("f-prove-serial", text(&d.serial)),
            ("f-prove-tool", text(&d.tool)),
            ("f-prove-place", text(&d.place)),
            ("f-prove-performer", text(&d.performer)),
            ("f-prove-witness", text(&d.witness)),
            ("f-prove-performed_on", day(d.performed_on)),
            ("f-prove-report_number", text(&d.report_number)),
            ("f-prove-report_received_on", day(d.report_received_on)),
            ("handover-confirmed", confirmed),
        ]);
    }
    out.into_iter().filter(|(_, t)| !t.is_empty()).map(|(key, t)| (ui.t(key).into_owned(), t)).collect()
}

pub(super) fn kinds(ui: &Shell) -> Vec<Opt> {
    opts!(AccessKind, ui, "access-kind-hint")
}
