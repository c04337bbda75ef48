//! How a contractor looks on its pages.

use std::collections::BTreeMap;

use domain::{
    contractor::{Certificate, Contractor, ContractorStanding, FairTradeStanding, Validity},
    id::ContractorId,
};
use jiff::civil::Date;

use crate::{
    page::Shell,
    show::{Day, Kind, Mark, Style},
    views::contractors as views,
};

const fn kind(validity: Validity) -> Kind {
    match validity {
        Validity::Valid => Kind::Met,
        Validity::EndsSoon => Kind::Soon,
        Validity::Expired => Kind::Over,
        Validity::Undated => Kind::Off,
    }
}

/// A line of the list.
pub(super) fn row(ui: &Shell, one: &Contractor, under_way: &BTreeMap<ContractorId, i64>, today: Date) -> views::Row {
    let d = &one.details;
    let certificates =
        d.certificates.iter().map(|c| Mark::new(kind(c.validity(today)), c.kind.label(ui.lang))).take(4).collect();
    views::Row {
        href: format!("/contractors/{}", one.id),
        name: one.name.to_string(),
        known_as: d.aliases.first().map(ToString::to_string).unwrap_or_default(),
        corporate_number: one.corporate_number.as_ref().map(ToString::to_string),
        certificates,
        standing: standing(ui, one).map(|(mark, _)| mark),
        engagements: under_way.get(&one.id).and_then(|n| u64::try_from(*n).ok()).unwrap_or_default(),
    }
}

/// What speaks against new work, and why.
pub(super) fn standing(ui: &Shell, one: &Contractor) -> Option<(Mark, String)> {
    let d = &one.details;
    let kind = match d.standing {
        ContractorStanding::Active => return None,
        ContractorStanding::Watch => Kind::Soon,
        ContractorStanding::Suspended => Kind::Over,
        ContractorStanding::Ended => Kind::Off,
    };
    Some((Mark::new(kind, d.standing.label(ui.lang)), d.standing_reason.to_string()))
}

/// What is known, fact by fact.
pub(super) fn facts(ui: &Shell, one: &Contractor) -> Vec<(String, String)> {
    let d = &one.details;
    let join = if ui.lang == domain::Lang::Ja { "、" } else { ", " };
    let number =
        one.corporate_number.as_ref().map_or_else(|| ui.t("contractor-no-number").into_owned(), ToString::to_string);
    let aliases = d.aliases.iter().map(|l| l.as_str()).collect::<Vec<_>>().join(join);
    let capital = d.size.capital.map(|c| ui.t1("contractor-yen", "n", c)).unwrap_or_default();
    let employees = d.size.employees.map(|n| ui.tn("contractor-people", n)).unwrap_or_default();
    let mut fair_trade = d.fair_trade.standing.label(ui.lang).to_owned();
    if d.fair_trade.standing == FairTradeStanding::Unknown {
        let hint = d.size.fair_trade_hint().label(ui.lang);
        fair_trade = ui.words().t2("contractor-fair-trade-hint", ("answer", fair_trade), ("hint", hint));
    } else {
        fair_trade =
            ui.words().t2("contractor-fair-trade-why", ("answer", fair_trade), ("why", d.fair_trade.reason.as_str()));
    }
    let all = [
        ("f-contractor-corporate_number", number),
        ("f-contractor-kana", d.kana.to_string()),
        ("f-contractor-name_en", d.name_en.to_string()),
        ("f-contractor-aliases", aliases),
        ("f-contractor-country", d.country.map(|c| c.code()).unwrap_or_default()),
        ("f-contractor-capital", capital),
        ("f-contractor-employees", employees),
        ("f-contractor-fair_trade", fair_trade),
        ("f-contractor-note", d.note.to_string()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (ui.t(key).into_owned(), text)).collect()
}

/// A certificate with how it stands today.
pub(super) fn certificate(ui: &Shell, one: &Certificate, today: Date) -> views::Certificate {
    let validity = one.validity(today);
    let caution = if one.has_old_id() {
        ui.t("certificate-old-id").into_owned()
    } else if one.kind.needs_scope() && one.scope.as_str().is_empty() && one.sites.is_empty() {
        ui.t("certificate-no-scope").into_owned()
    } else {
        String::new()
    };
    let join = if ui.lang == domain::Lang::Ja { "、" } else { ", " };
    views::Certificate {
        kind: one.kind.label(ui.lang).to_owned(),
        number: one.number.to_string(),
        scope: one.scope.to_string(),
        sites: one.sites.iter().map(|l| l.as_str()).collect::<Vec<_>>().join(join),
        ends: one.expires.map(|day| Day(day, ui.lang, Style::Long)),
        mark: Mark::new(kind(validity), validity.label(ui.lang)),
        caution,
    }
}

/// Who speaks for it.
pub(super) fn contacts(one: &Contractor) -> Vec<views::Line> {
    let line = |c: &domain::contractor::Contact| views::Line {
        what: c.name.to_string(),
        text: [c.mail.as_str(), c.telephone.as_str()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("  "),
        note: c.post.to_string(),
    };
    one.details.contacts.iter().map(line).collect()
}

/// Its places.
pub(super) fn addresses(one: &Contractor) -> Vec<views::Line> {
    let line = |a: &domain::contractor::Address| views::Line {
        what: a.name.to_string(),
        text: a.text.to_string(),
        note: String::new(),
    };
    one.details.addresses.iter().map(line).collect()
}

/// Connections and accounts; one whose last day has passed is marked.
pub(super) fn connections(ui: &Shell, one: &Contractor, today: Date) -> Vec<(views::Line, Option<Mark>)> {
    let line = |c: &domain::contractor::ContractorConnection| {
        let until = c.until.map(|day| domain::calendar::long_date(day, ui.lang)).unwrap_or_default();
        let shown = views::Line {
            what: c.what.to_string(),
            text: c.holder.to_string(),
            note: format!("{until} {}", c.note).trim().to_owned(),
        };
        let over = c.until.is_some_and(|day| day < today);
        (shown, over.then(|| Mark::new(Kind::Over, ui.t("connection-over"))))
    };
    one.details.connections.iter().map(line).collect()
}

fn engagement(seq: i64) -> String {
    domain::calendar::EngagementNumber::from_sort_key(seq).map(|n| n.to_string()).unwrap_or_default()
}

/// What it still holds, by engagement.
pub(super) fn held(
    ui: &Shell,
    found: &app::handovers::OfContractor,
) -> Vec<crate::views::engagement::handovers::Still> {
    let line = |s: &app::handovers::Still| {
        let number = engagement(s.seq);
        crate::views::engagement::handovers::Still {
            item: s.item.to_string(),
            carrier: s.carrier.label(ui.lang).to_owned(),
            holder: crate::show::Link::new(format!("/engagements/{number}/handovers"), format!("{number} {}", s.title)),
            held: s.held,
            claimed: s.claimed,
        }
    };
    found.held.iter().map(line).collect()
}

/// Accesses it can use, with what is wrong with each.
pub(super) fn accesses(
    ui: &Shell,
    found: &app::handovers::OfContractor,
) -> Vec<(crate::show::Link, String, Vec<Mark>)> {
    let line = |(seq, a): &(i64, domain::handover::GivenAccess)| {
        let flaws = found.flaws.iter().filter(|(id, _)| *id == a.id);
        let mut marks: Vec<Mark> =
            flaws.map(|(_, flaw)| Mark::new(Kind::Over, ui.t(crate::pages::engagements::flaw_word(*flaw)))).collect();
        if marks.is_empty() {
            marks.push(Mark::new(Kind::Met, ui.t("access-fine")));
        }
        let href = format!("/engagements/{}/handovers/accesses/{}", engagement(*seq), a.id);
        (crate::show::Link::new(href, a.name.as_str()), a.kind.label(ui.lang).to_owned(), marks)
    };
    found.accesses.iter().map(line).collect()
}
