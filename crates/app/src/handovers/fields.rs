//! An entry as people write it, in a form, by the API or in a row of Excel, and its way to a checked one.

use std::collections::BTreeSet;

use domain::{
    FieldError, Lang, Problem,
    calendar::parse_date,
    engagement::{Criticality, InformationKind},
    handover::{
        Carrier, CopyPermission, Handover, HandoverKind, Marking, NamedHandler, Quantity, SecrecyMark, Side,
        WrittenNote,
    },
    id::{ContractorId, HandoverId},
    problem::Problems,
    text::Title,
};
use jiff::{Timestamp, civil::Date};

use super::Desk;

/// An entry as it was written. Empty texts were left empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawHandover {
    /// Code or label of what happened.
    pub kind: String,
    /// The item.
    pub item: String,
    /// How many; empty for one.
    pub quantity: String,
    /// Serial numbers, by comma or line.
    pub serials: String,
    /// Secrecy mark; empty for the one that follows from the item.
    pub mark: String,
    /// Class of one's own scheme.
    pub class: String,
    /// Who may see it; empty for the handler.
    pub audience: String,
    /// Judgement; empty for that of the engagement's list.
    pub criticality: String,
    /// Kinds of information; empty for those of the engagement.
    pub information: Vec<String>,
    /// Form.
    pub carrier: String,
    /// What it is for.
    pub purpose: String,
    /// Why the work needs it.
    pub necessity: String,
    /// Id or name of the handler.
    pub handler: String,
    /// Day.
    pub on: String,
    /// Time, `14:30`.
    pub time: String,
    /// How it was handed over.
    pub method: String,
    /// What protects it on the way.
    pub protection: String,
    /// Where it may be used.
    pub place: String,
    /// Whether copies may be made.
    pub copying: String,
    /// When it is to come back.
    pub due_back: String,
    /// Days within which a written note follows what was spoken.
    pub note_days: String,
}

/// A closed list read by code or by label in either language.
pub(super) fn choice<T>(
    text: &str,
    all: &[T],
    label: fn(T, Lang) -> &'static str,
    code: fn(T) -> &'static str,
) -> Result<T, Problem>
where
    T: Copy,
{
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let fits = |one: &&T| {
        code(**one) == text || label(**one, Lang::Ja) == text || label(**one, Lang::En).eq_ignore_ascii_case(text)
    };
    all.iter().find(fits).copied().ok_or_else(|| Problem::NotAmong {
        value: domain::problem::shorten(text),
        allowed: all.iter().map(|one| format!("{}（{}）", label(*one, Lang::Ja), code(*one))).collect(),
    })
}

macro_rules! choose {
    ($kind:ty, $text:expr) => {
        $crate::handovers::fields::choice::<$kind>($text, <$kind>::ALL, |one, lang| one.label(lang), |one| one.code())
    };
}
pub(super) use choose;

/// A day and a time of day in Japan; without a time the day begins.
pub(super) fn moment(problems: &mut Problems, (on, time): (&str, &str), now: Timestamp) -> Option<Timestamp> {
    let day: Option<Date> = problems.keep("on", parse_date(on));
    let plain: String = time.trim().replace('：', ":");
    let parsed = if plain.is_empty() {
        Some((0, 0))
    } else {
        plain.split_once(':').and_then(|(h, m)| {
            let (h, m) = (h.trim().parse::<i8>().ok()?, m.trim().parse::<i8>().ok()?);
            ((0..24).contains(&h) && (0..60).contains(&m)).then_some((h, m))
        })
    };
    let form = domain::Words { ja: "「14:30」のような時刻です", en: "a time such as 14:30" };
    let (hour, minute) = problems.keep("time", parsed.ok_or_else(|| Problem::form(time, form)))?;
    let at = day?.at(hour, minute, 0, 0).to_zoned(crate::clock::japan()).ok()?.timestamp();
    if at > now {
        problems.add(FieldError::rule(
            "on",
            "まだ来ていない日時です。起きたことだけを記録できます",
            "This moment has not come yet; only what has happened is recorded",
        ));
        return None;
    }
    Some(at)
}

impl RawHandover {
    /// Checks everything; each problem stands at its field.
    pub(super) fn check(&self, desk: &Desk, id: HandoverId, now: Timestamp) -> Result<Handover, Vec<FieldError>> {
        let mut p = Problems::new();
        let engagement = &desk.case.engagement;
        let kind = p.keep("kind", choose!(HandoverKind, &self.kind));
        let item: Option<Title> = p.required("item", &self.item);
        let carrier = p.keep("carrier", choose!(Carrier, &self.carrier));
        let quantity = p.keep("quantity", quantity(&self.quantity));
        let at = moment(&mut p, (&self.on, &self.time), now);
        let handler = self.handler(desk, &mut p);
        let firm = engagement.facts.contractor;
        if firm.is_none() {
            p.add(FieldError::rule(
                "kind",
                "委託先がまだ決まっていません。先に「内容」で委託先を選んでください",
                "The contractor is not decided yet. Choose it under Facts first",
            ));
        }
        let known = engagement.facts.items.iter().find(|i| Some(&i.name) == item.as_ref());
        let criticality = match self.criticality.trim() {
            "" => Some(known.map_or(Criticality::Unjudged, |i| i.criticality)),
            text => p.keep("criticality", choose!(Criticality, text)),
        };
        let information = self.kinds(&mut p, &engagement.facts.information);
        let marking = self.marking(desk, &mut p, (criticality.unwrap_or_default(), &information, handler));
        let (purpose, necessity) = (p.optional("purpose", &self.purpose), p.optional("necessity", &self.necessity));
        let (method, protection) = (p.optional("method", &self.method), p.optional("protection", &self.protection));
        let place = p.optional("place", &self.place);
        let serials = self.serials(&mut p);
        let copying = match self.copying.trim() {
            "" => Some(CopyPermission::Asked),
            text => p.keep("copying", choose!(CopyPermission, text)),
        };
        let due_back = match self.due_back.trim() {
            "" => None,
            text => p.keep("due_back", parse_date(text)),
        };
        if let (Some(due), Some(at)) = (due_back, at) {
            let day = crate::clock::day_in_japan(at);
            if due < day {
                p.add(FieldError::new("due_back", Problem::Before { value: due.to_string(), bound: day.to_string() }));
            }
        }
        let note = self.note(&mut p, carrier);
        let parts = (kind, item, carrier, quantity, at, firm, marking, criticality, copying);
        let (
            Some(kind),
            Some(item),
            Some(carrier),
            Some(quantity),
            Some(at),
            Some(firm),
            Some(marking),
            Some(criticality),
            Some(copying),
        ) = parts
        else {
            return Err(p.into_vec());
        };
        p.finish()?;
        let (from, to) = sides(kind, firm);
        Ok(Handover {
            id,
            engagement: engagement.id,
            kind,
            item,
            quantity,
            serials,
            marking,
            criticality,
            information,
            carrier,
            purpose,
            necessity,
            from,
            to,
            handler: handler.map(|h| h.id),
            at,
            method,
            protection,
            place,
            copying,
            due_back,
            receipt: None,
            note,
            disposal: None,
            through: None,
        })
    }

    fn handler<'d>(&self, desk: &'d Desk, p: &mut Problems) -> Option<&'d NamedHandler> {
        let text = self.handler.trim();
        if text.is_empty() {
            return None;
        }
        let found = desk.handlers.iter().find(|h| h.id.to_string() == text || h.name.as_str() == text);
        let allowed = || desk.handlers.iter().map(|h| h.name.to_string()).collect();
        p.keep("handler", found.ok_or_else(|| Problem::NotAmong { value: text.to_owned(), allowed: allowed() }))
    }

    fn kinds(&self, p: &mut Problems, usual: &BTreeSet<InformationKind>) -> BTreeSet<InformationKind> {
        if self.information.iter().all(|text| text.trim().is_empty()) {
            return usual.clone();
        }
        let texts = self.information.iter().filter(|text| !text.trim().is_empty());
        texts.filter_map(|text| p.keep("information", choose!(InformationKind, text))).collect()
    }

    /// The mark as written, or the one that follows from what the item is and who receives it.
    fn marking(
        &self,
        desk: &Desk,
        p: &mut Problems,
        (criticality, information, handler): (Criticality, &BTreeSet<InformationKind>, Option<&NamedHandler>),
    ) -> Option<Marking> {
        let audience: Option<Title> = match self.audience.trim() {
            "" => match handler {
                Some(handler) => Some(handler.name.clone()),
                None => desk.case.projection.contractor_name.parse().ok(),
            },
            text => p.keep("audience", text.parse()),
        };
        let class: Option<Title> = p.optional("class", &self.class);
        // without a contractor nothing can be recorded, and that is said at the kind
        let mut made = Marking::suggested(criticality, information, audience?);
        made.class = class;
        if !self.mark.trim().is_empty() {
            made.mark = p.keep("mark", choose!(SecrecyMark, &self.mark))?;
        }
        Some(made)
    }

    fn serials(&self, p: &mut Problems) -> BTreeSet<Title> {
        let parts = self.serials.split(['\n', ',', '、', '，']).map(str::trim).filter(|s| !s.is_empty());
        parts.filter_map(|s| p.keep("serials", s.parse())).collect()
    }

    fn note(&self, p: &mut Problems, carrier: Option<Carrier>) -> Option<WrittenNote> {
        let text = self.note_days.trim();
        if text.is_empty() {
            return None;
        }
        if carrier.is_some_and(|c| c != Carrier::Spoken) {
            p.add(FieldError::rule(
                "note_days",
                "書面の控えの日数は、形が「口頭・提示」のときだけ書けます",
                "Days for a written note are given only for what is spoken or shown",
            ));
            return None;
        }
        let days = text.parse::<u16>().ok().filter(|n| (1..=365).contains(n));
        let problem = || Problem::OutOfRange { value: domain::problem::shorten(text), min: 1, max: 365 };
        p.keep("note_days", days.ok_or_else(problem)).map(|within_days| WrittenNote { within_days, given_on: None })
    }
}

fn quantity(text: &str) -> Result<Quantity, Problem> {
    let plain: String = text.trim().chars().filter(|c| *c != ',' && *c != '，').collect();
    if plain.is_empty() {
        return Quantity::try_from(1);
    }
    let wrong = || Problem::OutOfRange { value: domain::problem::shorten(text), min: 1, max: i64::from(Quantity::MAX) };
    plain.parse::<u32>().map_err(|_| wrong()).and_then(Quantity::try_from)
}

/// Who stands at either end of what happened.
const fn sides(kind: HandoverKind, firm: ContractorId) -> (Side, Side) {
    let contractor = Side::Contractor(firm);
    match kind {
        HandoverKind::Provide | HandoverKind::MakeAccessible | HandoverKind::Learned => (Side::Client, contractor),
        HandoverKind::Copy | HandoverKind::Discard | HandoverKind::Erase => (contractor, contractor),
        HandoverKind::Return => (contractor, Side::Client),
    }
}
