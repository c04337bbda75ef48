//! From a checked draft to what the page shows of it.

use app::{
    contracts::{
        Checked, ContractCheck, Difference, Finding as Checker, FoundPlace, Lint, Proposals, Severity, Standing,
        Status, Tier, What,
    },
    engagements::View,
    rules::{gates::Status as GateStatus, profile::ClauseTier},
};
use catalogue::Concepts;
use domain::permission::Permission;
use serde_json::Value;

use super::passages::Marked;
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::{Nav, Shell},
    pages::common,
    server::Web,
    show::{Kind, Link, Mark},
    views::engagement::contract::{
        self as view, Carried, ChangeLine, Finding, Group, LintLine, Negotiation, Quote, VersionRow, Wording,
    },
    visit::Page,
};

fn mark(ui: &Shell, status: Status) -> Mark {
    let kind = match status {
        Status::Present => Kind::Met,
        Status::Weak => Kind::Weak,
        Status::Missing => Kind::None,
    };
    Mark::new(kind, status.words().get(ui.lang))
}

/// `第2版`, with its page.
pub(super) fn version(ui: &Shell, number: &str, one: &ContractCheck) -> Link {
    Link::new(format!("/engagements/{number}/contract/{}", one.id), ui.tn("version-n", one.version))
}

/// A kept version in a list.
pub(super) fn row(ui: &Shell, number: &str, one: &ContractCheck, by: &str) -> VersionRow {
    let marks = match Standing::kept(one) {
        None => vec![Mark::new(Kind::Unmet, ui.t("contract-unreadable"))],
        Some(Standing { must, negotiable, .. }) => {
            let count = |status: Status, n: usize| {
                let Mark { kind, text, .. } = mark(ui, status);
                Mark::new(kind, format!("{text} {n}"))
            };
            vec![
                count(Status::Missing, must.missing.saturating_add(negotiable.missing)),
                count(Status::Weak, must.weak.saturating_add(negotiable.weak)),
                count(Status::Present, must.stated.saturating_add(negotiable.stated)),
            ]
        }
    };
    let kind = app::contracts::DocumentType::from_code(&one.document_type);
    VersionRow {
        contract: one.contract.clone(),
        link: version(ui, number, one),
        marks,
        kind: kind.map_or_else(|| one.document_type.clone(), |kind| kind.words().get(ui.lang).to_owned()),
        at: one.checked_at,
        by: by.to_owned(),
    }
}

/// The whole page of a result.
pub(super) async fn result(
    page: &Page,
    web: &Web,
    (shown, checked): (&View, &Checked),
    (carried, only_gaps): (Option<Carried>, bool),
) -> Result<view::Result> {
    let ui = page.shell(Nav::Engagements);
    let contracts = web.app.contracts();
    let concepts = contracts.concepts()?;
    let proposals = contracts.proposals(&page.caller, &checked.requirements).await?;
    let number = shown.case.engagement.number.to_string();
    let title = |index: usize| {
        let finding = checked.report.findings.get(index);
        let concept = finding.and_then(|f| concepts.concept(&f.concept));
        let word = finding.map_or("", |f| f.status.words().get(ui.lang));
        format!("{word} {}", concept.map_or("", |c| c.title.get(ui.lang)))
    };
    let marked = Marked::of(checked, title);
    let desk = Desk { ui: &ui, web, checked, concepts, proposals: &proposals, marked: &marked };
    let groups = desk.groups();
    let before =
        checked.before.as_ref().map(|(older, found)| (version(&ui, &number, older), changes(&ui, concepts, found)));
    let may_correct = checked.may_check && checked.is_newest();
    let unknown = || ui.t("contract-party-unknown").into_owned();
    let parties = &checked.report.parties;
    let by = |one: &ContractCheck| row(&ui, &number, one, checked.names.of(one.checked_by));
    Ok(view::Result {
        head: common::head(page, shown),
        file: checked.name.clone(),
        sha256: checked.sha256.to_string(),
        kind: checked.report.document_type.words().get(ui.lang).to_owned(),
        parties: (parties.client.clone().unwrap_or_else(unknown), parties.vendor.clone().unwrap_or_else(unknown)),
        edition: checked.kept.as_ref().map_or_else(|| web.app.catalogue().edition().to_owned(), |k| k.edition.clone()),
        kept: checked.kept.as_ref().map(by),
        id: checked.kept.as_ref().map(|kept| kept.id.to_string()).unwrap_or_default(),
        carried: carried.filter(|_| checked.may_check),
        is_word: checked.examined.is_word,
        notices: checked.examined.notices.iter().map(|(ja, en)| pick(&ui, ja, en)).collect(),
        totals: totals(&ui, checked),
        only_gaps,
        lint: checked.report.lint.iter().map(|one| lint(&ui, one)).collect(),
        negotiation: desk.negotiation(page, shown),
        before,
        lapsed: desk.lapsed(),
        correct: may_correct.then(|| (Form::new("correct"), statuses(&ui))),
        groups,
        text: marked.text,
        ui,
    })
}

fn pick(ui: &Shell, ja: &str, en: &str) -> String {
    if ui.lang == domain::Lang::Ja { ja.to_owned() } else { en.to_owned() }
}

fn statuses(ui: &Shell) -> Vec<Opt> {
    Status::ALL.iter().map(|status| Opt::new(status.code(), status.words().get(ui.lang))).collect()
}

fn totals(ui: &Shell, checked: &Checked) -> Vec<(String, usize, usize, usize)> {
    let standing = checked.standing();
    [("contract-tier-must", standing.must), ("contract-tier-negotiable", standing.negotiable)]
        .into_iter()
        .filter(|(_, tally)| tally.all() > 0)
        .map(|(key, tally)| (ui.t(key).into_owned(), tally.stated, tally.weak, tally.missing))
        .collect()
}

fn place(ui: &Shell, one: &FoundPlace) -> String {
    ui.words().t2("contract-place", ("article", &one.article), ("n", one.paragraph))
}

fn lint(ui: &Shell, one: &Lint) -> LintLine {
    let (kind, key) = match one.severity {
        Severity::Error => (Kind::Unmet, "contract-lint-error"),
        Severity::Warning => (Kind::Weak, "contract-lint-warning"),
        Severity::Info => (Kind::Off, "contract-lint-info"),
    };
    LintLine {
        id: one.id.clone(),
        place: one.place.as_ref().map(|p| place(ui, p)).unwrap_or_default(),
        text: one.text(ui.lang).to_owned(),
        mark: Mark::new(kind, ui.t(key)),
    }
}

/// Differences in words.
pub(super) fn changes(ui: &Shell, concepts: &Concepts, found: &[Difference]) -> Vec<ChangeLine> {
    let line = |one: &Difference| {
        let title = concepts.concept(&one.concept).map_or(one.concept.as_str(), |c| c.title.get(ui.lang));
        let text = match &one.difference {
            What::Status { from, to } => format!("{} → {}", mark(ui, *from).text, mark(ui, *to).text),
            What::Parameter { name, from, to } => {
                let said =
                    |value: &Option<Value>| value.as_ref().map_or_else(|| "–".to_owned(), |v| figure(ui, name, v));
                format!("{} → {}", said(from), said(to))
            }
        };
        let gain = matches!(&one.difference, What::Status { from, to } if to > from);
        let (kind, key) = if one.is_loss() {
            (Kind::Unmet, "contract-worse")
        } else if gain {
            (Kind::Met, "contract-better")
        } else {
            (Kind::Weak, "contract-differs")
        };
        let words = |places: &[FoundPlace]| places.iter().take(2).map(|p| p.quote.clone()).collect();
        ChangeLine {
            title: title.to_owned(),
            mark: Mark::new(kind, ui.t(key)),
            text,
            before: words(&one.before),
            after: words(&one.after),
        }
    };
    found.iter().map(line).collect()
}

/// A value read from the text, in words.
fn figure(ui: &Shell, name: &str, value: &Value) -> String {
    let key = match name {
        "deadline_hours" => "contract-value-deadline_hours",
        "deadline" => "contract-value-deadline",
        "months" => "contract-value-months",
        "days" => "contract-value-days",
        "until" => "contract-value-until",
        "indefinite" => return ui.t("contract-value-indefinite").into_owned(),
        "notice_days" => "contract-value-notice_days",
        "max_per_year" => "contract-value-max_per_year",
        "cap" => "contract-value-cap",
        "day_of_month" => "contract-value-day_of_month",
        "every_months" => "contract-value-every_months",
        "free_months" => "contract-value-free_months",
        "password_min_length" => "contract-value-password_min_length",
        "encryption" => "contract-value-encryption",
        _ => return format!("{name} = {value}"),
    };
    ui.t1(key, "value", worded(ui, value))
}

fn worded(ui: &Shell, value: &Value) -> String {
    match value {
        Value::String(code) => {
            let key = match code.as_str() {
                "immediately" => "contract-word-immediately",
                "promptly" => "contract-word-promptly",
                "without_delay" => "contract-word-without_delay",
                "same_day" => "contract-word-same_day",
                "next_business_day" => "contract-word-next_business_day",
                "next_business_day_noon" => "contract-word-next_business_day_noon",
                "while_held" => "contract-word-while_held",
                "while_secret" => "contract-word-while_secret",
                other => return other.to_owned(),
            };
            ui.t(key).into_owned()
        }
        Value::Array(all) => all.iter().map(|one| worded(ui, one)).collect::<Vec<_>>().join(" "),
        Value::Object(map) => map.iter().next().map_or_else(String::new, |(name, value)| match name.as_str() {
            "fee_months" => ui.t1("contract-cap-fee_months", "value", value),
            "fee_total" => ui.t("contract-cap-fee_total").into_owned(),
            "yen" => ui.t1("contract-cap-yen", "value", value),
            "unlimited" => ui.t("contract-cap-unlimited").into_owned(),
            _ => format!("{name} {value}"),
        }),
        other => other.to_string(),
    }
}

/// What findings are shown with.
struct Desk<'a> {
    ui: &'a Shell,
    web: &'a Web,
    checked: &'a Checked,
    concepts: &'a Concepts,
    proposals: &'a Proposals,
    marked: &'a Marked,
}

impl Desk<'_> {
    /// Must-haves, negotiable, not asked; in each the gaps first, those not stated before those stated weakly.
    fn groups(&self) -> Vec<Group> {
        let mut out = Vec::new();
        let mut gaps = 0usize;
        for (tier, key) in [
            (Tier::Must, "contract-tier-must"),
            (Tier::Negotiable, "contract-tier-negotiable"),
            (Tier::NotExpected, "contract-tier-not_expected"),
        ] {
            let mut findings: Vec<&Checker> = self.checked.report.findings.iter().filter(|f| f.tier == tier).collect();
            findings.sort_by_key(|f| f.status);
            let mut shown = Vec::new();
            for finding in findings {
                let gap = finding.applicable && finding.status != Status::Present;
                let number = gap.then(|| {
                    gaps = gaps.saturating_add(1);
                    gaps
                });
                shown.push(self.finding(finding, number));
            }
            if !shown.is_empty() {
                out.push(Group { code: tier.code(), title: self.ui.t(key).into_owned(), findings: shown });
            }
        }
        for finding in out.iter_mut().flat_map(|group| &mut group.findings) {
            finding.next = finding.gap.filter(|gap| *gap < gaps).map(|gap| gap.saturating_add(1));
        }
        out
    }

    fn finding(&self, finding: &Checker, gap: Option<usize>) -> Finding {
        let (ui, lang) = (self.ui, self.ui.lang);
        let concept = self.concepts.concept(&finding.concept);
        let quote =
            |p: &FoundPlace| Quote { place: place(ui, p), href: self.marked.anchor(p.start), words: p.quote.clone() };
        Finding {
            concept: finding.concept.clone(),
            gap,
            next: None,
            mark: mark(ui, finding.status),
            title: concept.map_or_else(|| finding.concept.clone(), |c| c.title.get(lang).to_owned()),
            meaning: concept.map(|c| c.meaning.get(lang).to_owned()).unwrap_or_default(),
            clauses: finding.clauses.iter().map(|id| Link::new(format!("/catalogue/{id}"), id)).collect(),
            because: self.because(finding),
            reasons: finding.reasons_in(self.concepts, lang),
            quotes: finding.places.iter().take(3).map(quote).collect(),
            values: finding.parameters.iter().map(|(name, value)| figure(ui, name, value)).collect(),
            corrected: self.corrected(&finding.concept),
            wordings: if gap.is_some() { self.wordings(&finding.concept) } else { Vec::new() },
        }
    }

    /// Why this engagement asks for it.
    fn because(&self, finding: &Checker) -> Vec<String> {
        let profile = &self.checked.requirements.profile;
        let lines = profile.asked_clauses().filter(|line| finding.clauses.iter().any(|id| id == line.clause.as_str()));
        let mut out: Vec<String> = Vec::new();
        for reason in lines.flat_map(|line| &line.because) {
            let text = reason.text(self.web.app.catalogue(), self.ui.lang);
            if !out.contains(&text) && out.len() < 3 {
                out.push(text);
            }
        }
        out
    }

    fn corrected(&self, concept: &str) -> Option<String> {
        let one = self.checked.report.corrected.iter().find(|one| one.concept == concept)?;
        let by = self.checked.corrections.iter().find(|c| c.concept == concept);
        let by = by.map_or("–", |c| self.checked.names.of(c.by));
        let reason = format!("{}（{by}）", one.reason);
        let was = mark(self.ui, one.was).text;
        Some(self.ui.words().t2("contract-corrected-line", ("was", was), ("reason", reason)))
    }

    fn wordings(&self, concept: &str) -> Vec<Wording> {
        let all = self.proposals.for_concept(concept).iter().enumerate();
        all.map(|(index, one)| Wording {
            id: format!("w-{concept}-{index}"),
            strength: match one.strength.code() {
                "strict" => self.ui.t("contract-strength-strict").into_owned(),
                "mild" => self.ui.t("contract-strength-mild").into_owned(),
                _ => self.ui.t("contract-strength-standard").into_owned(),
            },
            title: one.title.clone(),
            text: one.text(),
            open: one.open.clone(),
        })
        .collect()
    }

    fn lapsed(&self) -> Vec<String> {
        let title =
            |concept: &str| self.concepts.concept(concept).map_or(concept, |c| c.title.get(self.ui.lang)).to_owned();
        self.checked.lapsed.iter().map(|one| self.ui.t1("contract-lapsed", "title", title(&one.concept))).collect()
    }

    /// Must-haves that are lacking or were refused; and the way to a waiver.
    fn negotiation(&self, page: &Page, shown: &View) -> (Vec<Negotiation>, Option<Link>) {
        let lacking = self.checked.lacking();
        let number = shown.case.engagement.number;
        let catalogue = self.web.app.catalogue();
        let profile = &self.checked.requirements.profile;
        let lines = profile.clauses.iter().filter(|line| {
            line.tier == ClauseTier::Must
                && (line.refused.is_some() || lacking.iter().any(|id| id == line.clause.as_str()))
        });
        let rows: Vec<Negotiation> = lines
            .map(|line| {
                let worst = self
                    .checked
                    .report
                    .findings
                    .iter()
                    .filter(|f| f.clauses.iter().any(|id| id == line.clause.as_str()));
                let worst = worst.map(|f| f.status).min().unwrap_or(Status::Missing);
                let title = catalogue.clause(&line.clause).map_or("", |c| c.title.get(self.ui.lang)).to_owned();
                let said = |ground: Option<&domain::text::Ground>| ground.map(ToString::to_string);
                Negotiation {
                    clause: Link::new(format!("/engagements/{number}/requirements/{}", line.clause), title),
                    id: line.clause.to_string(),
                    text: mark(self.ui, worst),
                    refused: line.refused.as_ref().map(|r| r.reason.to_string()),
                    insurance: said(line.refused.as_ref().and_then(|r| r.insurance.as_ref())),
                    tolerance: said(line.refused.as_ref().and_then(|r| r.tolerance.as_ref())),
                }
            })
            .collect();
        let condition = shown.report.conditions.iter().find(|c| c.id.as_str() == "G4-8");
        let may = page.caller.actor.may_at(Permission::RequestDecision, shown.case.engagement.unit).is_ok();
        let waiver = condition.and_then(|c| match &c.status {
            GateStatus::Waived(_) => Some(Link::new(format!("/engagements/{number}"), self.ui.t("contract-waived"))),
            GateStatus::Unmet if may && rows.iter().any(|row| row.tolerance.is_some()) => {
                let to = format!("/engagements/{number}/waiver?condition=G4-8");
                Some(Link::new(to, self.ui.t("contract-ask-waiver")))
            }
            _ => None,
        });
        (rows, waiver)
    }
}
