//! How a selection looks: columns, criteria, what is next.

use app::{
    approvals::Part,
    rules::selection::hundredths,
    selections::{Judged, Selection, View},
};
use domain::{
    Lang,
    contractor::{Certificate, CertificateKind, Validity},
    engagement::{Answer, Stage},
    plan::Offer,
    selection::{Choice, Factor, Remark, SchemeDemand, ScsDemand, SelectionState},
};
use jiff::civil::Date;

use crate::{
    page::Shell,
    server::Web,
    show::{Kind, Link, Mark},
    views::engagement::selection::{Act, Cell, Column, Group, Line, Proof, Round},
    visit::Page,
};

/// The mark of a state.
fn state(ui: &Shell, state: SelectionState) -> Mark {
    let kind = match state {
        SelectionState::Open => Kind::Now,
        SelectionState::Published => Kind::Wait,
        SelectionState::Decided => Kind::Met,
        SelectionState::Ended => Kind::Off,
    };
    Mark::new(kind, state.label(ui.lang)).washed()
}

/// A certificate with how it stands on a day.
pub(super) fn validity(ui: &Shell, one: &Certificate, on: Date) -> Mark {
    let kind = match one.validity(on) {
        Validity::Valid => Kind::Met,
        Validity::EndsSoon => Kind::Soon,
        Validity::Expired => Kind::Over,
        Validity::Undated => Kind::Off,
    };
    Mark::new(kind, one.kind.label(ui.lang))
}

fn day(ui: &Shell, on: Date) -> String {
    domain::calendar::long_date(on, ui.lang)
}

/// A certificate beside the form.
pub(super) fn proof(ui: &Shell, one: &Certificate, on: Date) -> Proof {
    let sites = one.sites.iter().map(|s| s.as_str()).collect::<Vec<_>>();
    let until = one.expires.map_or_else(|| one.validity(on).label(ui.lang).to_owned(), |end| day(ui, end));
    let facts = [
        ("f-contractor-certificates-number", one.number.to_string()),
        ("f-contractor-certificates-scope", one.scope.to_string()),
        ("f-contractor-certificates-sites", sites.join(if ui.lang == Lang::Ja { "、" } else { ", " })),
        ("f-contractor-certificates-expires", until),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    Proof { mark: validity(ui, one, on), facts: said.map(|(key, value)| (ui.t(key).into_owned(), value)).collect() }
}

/// A measure of the catalogue by name; nothing for one it no longer knows.
pub(super) fn measure_title(web: &Web, id: &str, lang: Lang) -> String {
    let known = id.parse().ok().and_then(|id| web.app.catalogue().measure(&id));
    known.map(|m| m.title.get(lang).to_owned()).unwrap_or_default()
}

/// The same behind its id.
pub(super) fn measure_label(web: &Web, id: &str, lang: Lang) -> String {
    format!("{id}　{}", measure_title(web, id, lang))
}

/// How a measure is offered.
pub(super) fn offered(ui: &Shell, judged: &Judged, id: &str) -> Mark {
    let record = &judged.candidate.record;
    let borne = record.risks.get(id).is_some_and(|r| !r.as_str().is_empty());
    match record.sheet.lines.get(id).map(|l| l.offer) {
        Some(offer @ Offer::Included) => Mark::new(Kind::Met, offer.label(ui.lang)),
        Some(offer @ Offer::Extra) => Mark::new(Kind::Weak, offer.label(ui.lang)),
        Some(offer @ Offer::NotOffered) => {
            Mark::new(if borne { Kind::Waived } else { Kind::Unmet }, offer.label(ui.lang))
        }
        None => Mark::new(if borne { Kind::Waived } else { Kind::None }, ui.t("selection-no-answer")),
    }
}

fn place(ui: &Shell, judged: &Judged) -> Mark {
    match judged.evaluation.rank {
        Some(rank) => Mark::new(Kind::Met, ui.tn("selection-rank", rank)),
        None => Mark::new(Kind::Unmet, ui.t("selection-cannot")),
    }
}

/// The candidates.
pub(super) fn columns(ui: &Shell, base: &str, view: &View) -> Vec<Column> {
    let record = view.selection.as_ref().map(|s| &s.record);
    let chosen = record.and_then(|r| r.decided.as_ref()).map(|d| d.choice.contractor);
    let proposed = record.and_then(|r| r.proposed.as_ref()).map(|p| p.contractor);
    let column = |judged: &Judged| {
        let id = judged.candidate.contractor;
        let word = if chosen == Some(id) {
            Some("selection-is-chosen")
        } else if proposed == Some(id) {
            Some("selection-is-proposed")
        } else {
            None
        };
        let edits = view.may_edit && proposed.is_none();
        Column {
            name: judged.candidate.name.to_string(),
            href: if edits { format!("{base}/candidates/{id}") } else { format!("/contractors/{id}") },
            mark: place(ui, judged),
            chosen: word.map(|key| ui.t(key).into_owned()),
        }
    };
    view.candidates.iter().map(column).collect()
}

/// Points and what keeps each out, the best first.
pub(super) fn standings(ui: &Shell, web: &Web, view: &View) -> Vec<(String, String, Mark, Vec<String>)> {
    let mut all: Vec<&Judged> = view.candidates.iter().collect();
    all.sort_by_key(|j| (j.evaluation.rank.unwrap_or(usize::MAX), std::cmp::Reverse(j.evaluation.total)));
    let row = |j: &Judged| {
        let why = j.evaluation.failures.iter().map(|f| web.app.selections().why(f, ui.lang).0).collect();
        (j.candidate.name.to_string(), hundredths(j.evaluation.total), place(ui, j), why)
    };
    all.into_iter().map(row).collect()
}

struct Compare<'a> {
    ui: &'a Shell,
    web: &'a Web,
    view: &'a View,
    one: &'a Selection,
}

/// The criteria, one line each.
pub(super) fn groups(ui: &Shell, web: &Web, view: &View) -> Vec<Group> {
    let Some(one) = &view.selection else { return Vec::new() };
    if view.candidates.is_empty() {
        return Vec::new();
    }
    let compare = Compare { ui, web, view, one };
    let mut out = vec![compare.total(), compare.factors(), compare.proof()];
    out.extend((!one.formula.measures.is_empty()).then(|| compare.measures()));
    out
}

impl Compare<'_> {
    fn line(&self, title: &str, note: String, cell: impl Fn(&Judged) -> Cell) -> Line {
        Line { title: title.to_owned(), note, cells: self.view.candidates.iter().map(cell).collect() }
    }

    fn t(&self, key: &str) -> String {
        self.ui.t(key).into_owned()
    }

    fn total(&self) -> Group {
        let (ui, web) = (self.ui, self.web);
        let total = self.line(&self.t("selection-total"), self.t("selection-total-note"), |j| Cell {
            figure: hundredths(j.evaluation.total),
            words: j.evaluation.failures.iter().map(|f| web.app.selections().why(f, ui.lang).0).collect(),
            ..Cell::default()
        });
        let note = self.one.formula.ceiling.map(|c| ui.t1("selection-ceiling-is", "n", c)).unwrap_or_default();
        let price = self.line(&self.t("selection-price"), note, |j| {
            let extra = j.candidate.record.extra();
            let words = (extra > 0).then(|| ui.t1("selection-extra", "n", domain::text::group_digits(extra)));
            Cell {
                figure: j.candidate.record.sheet.price.map_or_else(|| "–".to_owned(), |p| ui.t1("amount", "yen", p)),
                words: words.into_iter().collect(),
                ..Cell::default()
            }
        });
        Group { title: String::new(), lines: vec![total, price] }
    }

    fn factors(&self) -> Group {
        let line = |rule: &domain::selection::FactorRule| {
            let mut note = self.ui.t1("selection-weight-is", "n", rule.weight);
            if let Some(minimum) = rule.minimum {
                note.push('　');
                note.push_str(&self.ui.t1("selection-minimum-is", "n", minimum));
            }
            self.line(rule.factor.label(self.ui.lang), note, |j| self.factor(j, rule.factor))
        };
        Group { title: self.t("selection-factors"), lines: self.one.formula.factors.iter().map(line).collect() }
    }

    fn factor(&self, judged: &Judged, factor: Factor) -> Cell {
        let Some(part) = judged.evaluation.parts.iter().find(|p| p.factor == factor) else { return Cell::default() };
        let ground = judged.candidate.record.sheet.grounds.get(&factor).map(ToString::to_string);
        let how = part.score.map(|_| {
            let points = hundredths(part.points);
            self.ui.words().t2("selection-how", ("weight", part.weight), ("points", points))
        });
        Cell {
            figure: part.score.map_or_else(|| "–".to_owned(), hundredths),
            how: how.unwrap_or_default(),
            words: ground.into_iter().filter(|g| !g.is_empty()).collect(),
            ..Cell::default()
        }
    }

    fn proof(&self) -> Group {
        let (ui, formula) = (self.ui, &self.one.formula);
        let mut lines = Vec::new();
        let asked = || ui.t("selection-asked").into_owned();
        if formula.uses_isms() {
            let site = formula.site.as_str();
            let note = if site.is_empty() { asked() } else { ui.t1("selection-site-is", "site", site) };
            let isms = &[CertificateKind::Isms];
            lines.push(self.line(CertificateKind::Isms.label(ui.lang), note, |j| self.held(j, isms)));
            lines.push(self.line(&self.t("selection-scope"), String::new(), |j| {
                let record = &j.candidate.record;
                read(ui, record.sheet.scope_covers, record.scope_ground.as_str())
            }));
        }
        if formula.uses_benchmark() {
            let note = format!("{}　{}", formula.benchmark_set.label(ui.lang), self.mean_needed());
            lines.push(self.line(&self.t("selection-benchmark"), note, |j| self.benchmark(j)));
        }
        if formula.scheme == SchemeDemand::Audit {
            lines.push(self.line(&self.t("selection-audit"), asked(), |j| {
                let record = &j.candidate.record;
                read(ui, record.sheet.audit_fits, record.audit_ground.as_str())
            }));
        }
        if formula.scs != ScsDemand::None {
            let kinds = &[CertificateKind::Scs3, CertificateKind::Scs4];
            lines.push(self.line("SCS", formula.scs.label(ui.lang).to_owned(), |j| self.held(j, kinds)));
        }
        lines.push(self.line(&self.t("selection-questionnaire-line"), self.t("selection-beside"), |j| {
            let Some(found) = &j.questionnaire else {
                return Cell { figure: "–".to_owned(), ..Cell::default() };
            };
            Cell {
                figure: crate::pages::questionnaires::figure(found.score),
                how: ui.t1("selection-coverage", "n", format!("{}.{}", found.coverage / 10, found.coverage % 10)),
                link: Some(Link::new(format!("/questionnaires/{}", found.id), ui.t("selection-see-answers"))),
                ..Cell::default()
            }
        }));
        Group { title: self.t("selection-proof"), lines }
    }

    /// Certificates of these kinds.
    fn held(&self, judged: &Judged, kinds: &[CertificateKind]) -> Cell {
        let all: Vec<_> = judged.certificates.iter().filter(|c| kinds.contains(&c.kind)).collect();
        let words = all.iter().map(|c| certificate_words(self.ui, c)).collect();
        let mut marks: Vec<Mark> = all.iter().map(|c| validity(self.ui, c, self.view.judged_on)).collect();
        if marks.is_empty() {
            marks.push(Mark::new(Kind::None, self.t("selection-no-proof")));
        }
        Cell { marks, words, ..Cell::default() }
    }

    fn mean_needed(&self) -> String {
        let mut needed = self.one.formula.benchmark_mean;
        if self.one.formula.scheme == SchemeDemand::IsmsOrBenchmark {
            needed = needed.max(app::rules::selection::INSTEAD_OF_ISMS);
        }
        self.ui.t1("selection-mean-is", "n", format!("{}.{}", needed / 10, needed % 10))
    }

    fn benchmark(&self, judged: &Judged) -> Cell {
        let (ui, record) = (self.ui, &judged.candidate.record);
        let levels = &record.sheet.benchmark;
        let sum: u32 = levels.iter().map(|l| u32::from(*l)).sum();
        let count = u32::try_from(levels.len()).unwrap_or(u32::MAX);
        let Some(mean) = sum.saturating_mul(100).checked_div(count) else {
            return Cell { figure: "–".to_owned(), ..Cell::default() };
        };
        let items = self.one.formula.benchmark_set.items();
        let mut words = vec![ui.words().t2("selection-answered", ("n", levels.len()), ("all", items))];
        words
            .extend((record.sheet.unclear > 0).then(|| ui.tn("selection-unclear-is", u32::from(record.sheet.unclear))));
        words.extend(Some(record.benchmark_ground.to_string()).filter(|g| !g.is_empty()));
        Cell { figure: hundredths(mean), words, ..Cell::default() }
    }

    fn measures(&self) -> Group {
        let line = |measure: &domain::text::Line| {
            let id = measure.as_str();
            self.line(&measure_title(self.web, id, self.ui.lang), id.to_owned(), |j| self.quoted(j, id))
        };
        Group { title: self.t("selection-measures"), lines: self.one.formula.measures.iter().map(line).collect() }
    }

    fn quoted(&self, judged: &Judged, id: &str) -> Cell {
        let (ui, record) = (self.ui, &judged.candidate.record);
        let line = record.sheet.lines.get(id);
        let mut words = Vec::new();
        let mut more = Vec::new();
        if let Some(line) = line {
            words.extend(line.amount.map(|a| ui.t1("amount", "yen", a)));
            words.push(ui.t1("selection-bearer-is", "who", line.bearer.label(ui.lang)));
            for (key, text) in [
                ("f-lines-lines-reason", &line.reason),
                ("f-lines-lines-talks", &line.talks),
                ("f-lines-lines-agreed", &line.agreed),
            ] {
                if !text.as_str().is_empty() {
                    more.push((self.t(key), text.to_string()));
                }
            }
        }
        let risk = record.risks.get(id).map_or("", |r| r.as_str());
        words.extend((!risk.is_empty()).then(|| ui.t1("selection-risk-is", "text", risk)));
        Cell { marks: vec![offered(ui, judged, id)], words, more, ..Cell::default() }
    }
}

fn certificate_words(ui: &Shell, one: &Certificate) -> String {
    let join = if ui.lang == Lang::Ja { "、" } else { ", " };
    let sites = one.sites.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(join);
    let until = one.expires.map(|end| ui.t1("selection-until", "day", day(ui, end))).unwrap_or_default();
    let parts = [one.scope.to_string(), sites, until];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("　")
}

/// What a person read in a paper, with the reason.
fn read(ui: &Shell, answer: Answer, ground: &str) -> Cell {
    let kind = match answer {
        Answer::Yes => Kind::Met,
        Answer::No => Kind::Unmet,
        Answer::Unknown => Kind::None,
    };
    let words = Some(ground.to_owned()).filter(|g| !g.is_empty());
    Cell { marks: vec![Mark::new(kind, answer.label(ui.lang))], words: words.into_iter().collect(), ..Cell::default() }
}

fn name_of(view: &View, choice: &Choice) -> String {
    view.candidate(choice.contractor).map_or_else(|| "–".to_owned(), |j| j.candidate.name.to_string())
}

/// A round with its formula and what happened to it.
pub(super) fn round(ui: &Shell, web: &Web, (view, one): (&View, &Selection)) -> Round {
    let (formula, record) = (&one.formula, &one.record);
    let choice = |c: &Choice| Act { by: view.names.of(c.by).to_owned(), at: c.at, reason: c.reason.to_string() };
    let remark = |r: &Remark| Act { by: view.names.of(r.by).to_owned(), at: r.at, reason: r.reason.to_string() };
    let is_draft = one.state == SelectionState::Open;
    let mut demands = vec![(ui.t("f-formula-scheme").into_owned(), formula.scheme.label(ui.lang).to_owned())];
    let mut say = |key: &str, value: String| demands.push((ui.t(key).into_owned(), value));
    if formula.uses_isms() && !formula.site.as_str().is_empty() {
        say("f-formula-site", formula.site.to_string());
    }
    if formula.uses_benchmark() {
        let mean = formula.benchmark_mean;
        say("f-formula-benchmark_set", formula.benchmark_set.label(ui.lang).to_owned());
        say("f-formula-benchmark_mean", format!("{}.{}", mean / 10, mean % 10));
    }
    say("f-formula-scs", formula.scs.label(ui.lang).to_owned());
    let triage = &formula.triage;
    let answers = [triage.confidential, triage.stoppage, triage.access];
    if answers.iter().any(|a| *a != Answer::Unknown) {
        let said: Vec<&str> = answers.iter().map(|a| a.label(ui.lang)).collect();
        say("selection-triage", format!("{}　→　{}", said.join(" / "), triage.level().label(ui.lang)));
    }
    if let Some(ceiling) = formula.ceiling {
        say("f-formula-ceiling", ui.t1("amount", "yen", ceiling));
    }
    let measures = formula.measures.iter().map(|m| (m.to_string(), measure_title(web, m.as_str(), ui.lang)));
    Round {
        state: state(ui, one.state),
        is_draft,
        factors: formula.factors.iter().map(|r| (r.factor.label(ui.lang).to_owned(), r.weight, r.minimum)).collect(),
        demands,
        measures: measures.collect(),
        problems: if is_draft {
            formula.problems().into_iter().map(|e| e.problem.text(ui.lang)).collect()
        } else {
            Vec::new()
        },
        published: record.published.as_ref().map(|p| {
            let act = Act { by: view.names.of(p.by).to_owned(), at: p.at, reason: String::new() };
            (act, p.digest.clone())
        }),
        is_intact: view.is_intact,
        proposed: record.proposed.as_ref().map(|p| (name_of(view, p), choice(p))),
        sent_back: record.sent_back.as_ref().map(remark),
        decided: record.decided.as_ref().map(|d| {
            let mut act = choice(&d.choice);
            if let Some(person) = d.on_behalf_of {
                act.by = ui.words().t2("entry-for", ("who", act.by), ("other", view.names.of(person)));
            }
            (d.name.to_string(), hundredths(d.total), act, d.same_person)
        }),
        ended: record.ended.as_ref().map(remark),
    }
}

/// The one thing to do next.
pub(super) fn next(ui: &Shell, base: &str, view: &View) -> Option<Link> {
    let one = view.selection.as_ref()?;
    if matches!(view.part, Part::Decide { .. }) {
        return Some(Link::new(format!("{base}/decision"), ui.t("selection-to-decide")));
    }
    if !view.may_edit || one.record.proposed.is_some() {
        return None;
    }
    let to = |path: &str, key: &str| Some(Link::new(format!("{base}/{path}"), ui.t(key)));
    match one.state {
        SelectionState::Open if !one.formula.problems().is_empty() => to("formula", "selection-edit-formula"),
        SelectionState::Open => to("publish", "selection-publish-title"),
        SelectionState::Published if view.candidates.is_empty() => to("candidates", "selection-add"),
        SelectionState::Published if view.case.engagement.stage == Stage::Select => {
            to("decision", "selection-propose-title")
        }
        _ => None,
    }
}

/// What is waited for, in a sentence.
pub(super) fn waiting(ui: &Shell, page: &Page, view: &View) -> Option<String> {
    let one = view.selection.as_ref()?;
    if one.record.proposed.is_some() {
        let who = crate::pages::common::decider(&page.caller, domain::permission::Permission::DecideSelection, ui.lang);
        return match &view.part {
            Part::Decide { .. } => None,
            Part::Barred(sentence) => Some(sentence.get(ui.lang).to_owned()),
            Part::Requester | Part::Reader => Some(ui.t1("selection-waits", "who", who)),
        };
    }
    let early = one.state == SelectionState::Published && view.case.engagement.stage == Stage::Procure;
    early.then(|| ui.t("selection-early").into_owned())
}
