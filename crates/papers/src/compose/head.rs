//! What stands above the text: seals, number and date, addressee, sender, title.

use catalogue::paper::{Honorific as Form, Part as Source, Party};
use domain::Lang;
use writer::paper::{Addressee, Body, Honorific, Mark, Run, Runs, Seals, Side, Trace};

use super::Composer;
use crate::{
    Person,
    day::{blank_day, day},
    words::{Style, gap},
};

impl Composer<'_> {
    pub(super) fn head(&mut self) {
        self.hoisted_seals();
        match (&self.source.addressee, self.style) {
            (Some(_), _) => self.letter(),
            (None, Style::Contract) => self.title(),
            (None, _) => {
                self.title();
                let lines = [self.date_line(), self.source_line()];
                self.lines(lines.into_iter().filter(|line| !line.is_empty()).collect());
            }
        }
    }

    fn title(&mut self) {
        let title = self.source.title.get(self.order.lang).to_owned();
        let trace = self.trace();
        self.push(Body::Title(title), trace);
    }

    fn letter(&mut self) {
        // a paper that the other side sends bears no number of ours
        let number = self.order.document.number.as_ref().filter(|_| self.is_ours());
        let number = number.map(|n| vec![Run::text(n.as_str())]);
        let date = self.date_line();
        self.lines(number.into_iter().chain(std::iter::once(date)).collect());
        let source = self.source;
        if let Some(to) = &source.addressee {
            let lines = self.address(to.line.get(self.order.lang));
            let honorific = match to.honorific {
                Form::Onchu => Honorific::Onchu,
                Form::Sama => Honorific::Sama,
            };
            self.push(Body::Addressee(Addressee::to(lines, honorific)), Trace::new());
        }
        let from = source.sender.map(|party| self.sender(party)).unwrap_or_default();
        if !from.is_empty() {
            self.push(Body::Addressee(Addressee::from(from, Mark::None)), Trace::new());
        }
        self.title();
    }

    fn lines(&mut self, lines: Vec<Runs>) {
        if !lines.is_empty() {
            self.push(Body::Lines { side: Side::Right, lines }, Trace::new());
        }
    }

    /// The date of a paper the client draws up, or a date to be written by whoever fills the paper.
    fn date_line(&self) -> Runs {
        let (lang, era) = (self.order.lang, self.order.era);
        let date = self.order.document.date.filter(|_| self.is_ours());
        vec![Run::text(date.map_or_else(|| blank_day(lang, era).to_owned(), |date| day(date, lang, era)))]
    }

    const fn is_ours(&self) -> bool {
        crate::is_ours(self.source)
    }

    /// Organisation and unit a paper comes from.
    fn source_line(&mut self) -> Runs {
        let parts = [self.name("client_name"), self.name("client_unit")];
        let line = self.joined(parts);
        if line.is_empty() { Runs::new() } else { vec![Run::Text(line)] }
    }

    /// The lines of an addressee; one that is not known is left for the hand.
    fn address(&mut self, template: &str) -> Vec<String> {
        let scope = self.paper_scope().by_hand();
        let parts: Vec<&str> = template.split(gap(self.order.lang)).collect();
        parts
            .into_iter()
            .map(|part| {
                let line = self.plain(part, &scope);
                if line.trim().is_empty() { String::new() } else { line }
            })
            .collect()
    }

    fn sender(&mut self, party: Party) -> Vec<String> {
        let lang = self.order.lang;
        let about = self.order.about;
        let address = about.contractor.address.as_ref().map(|text| text.get(lang).to_owned());
        let decider = about.decider.as_ref().map(|person| person.line(lang));
        let lines: Vec<Option<String>> = match party {
            Party::Client | Party::Program => {
                vec![Some(self.or_blank("client_name")), self.name("client_unit"), self.name("client_officer")]
            }
            Party::Officer => vec![Some(self.or_blank("client_name")), decider.or_else(|| Some(self.officer_post()))],
            Party::Contractor => {
                vec![address, Some(self.or_blank("contractor_name")), Some(self.or_blank("contractor_officer"))]
            }
            Party::Subcontractor | Party::Worker | Party::Auditor => Vec::new(),
        };
        lines.into_iter().flatten().collect()
    }

    fn officer_post(&self) -> String {
        domain::person::Role::SecurityOfficer.label(self.order.lang).to_owned()
    }

    fn or_blank(&mut self, name: &str) -> String {
        self.name(name).unwrap_or_default()
    }

    /// An internal paper has its seals at the top, where people look for them.
    fn hoisted_seals(&mut self) {
        let lang = self.order.lang;
        let parts = &self.source.parts;
        let last = parts.len().saturating_sub(1);
        if is_hoisted(parts, last)
            && let Some(Source::Approval { steps }) = parts.last()
        {
            let boxes = steps.iter().map(|step| step.role.get(lang).to_owned()).collect();
            self.push(Body::Seals(Seals { side: Side::Right, boxes }), Trace::new());
        }
    }
}

/// True for an approval row that closes a paper.
pub(super) fn is_hoisted(parts: &[Source], index: usize) -> bool {
    let closes = index.saturating_add(1) == parts.len();
    closes && matches!(parts.get(index), Some(Source::Approval { .. }))
}

/// `第1.0版`, `Version 1.0`; a version that is more than a number stands as it is.
pub(super) fn version(text: &str, lang: Lang) -> String {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match (plain, lang) {
        (false, _) => text.to_owned(),
        (true, Lang::Ja) => format!("第{text}版"),
        (true, Lang::En) => format!("Version {text}"),
    }
}

/// Post and name apart.
pub(super) fn post_and_name(person: Option<&Person>, lang: Lang) -> (String, String) {
    let Some(person) = person else { return (String::new(), String::new()) };
    let post = person.post.as_ref().map(|post| post.get(lang).to_owned()).unwrap_or_default();
    (post, person.name.get(lang).to_owned())
}
