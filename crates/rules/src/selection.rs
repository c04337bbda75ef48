//! Judging candidates by a frozen formula (NISC-2008 6.1(2), 6.2).
//!
//! A pure function of formula, what each candidate can show, and the day: judging again gives the same totals. Silence never
//! helps: a score nobody gave counts nothing and keeps the candidate from being chosen, and so does a certificate without a
//! last day.

use domain::{
    contractor::{Certificate, CertificateKind, ContractorStanding, Validity},
    engagement::Answer,
    plan::Offer,
    selection::{CandidateSheet, Factor, Formula, SchemeDemand, ScsDemand},
    text::Yen,
};
use jiff::civil::Date;
use serde::Serialize;

use crate::reason::{Reason, ReasonCode, Value};

/// The mean that stands in for a certificate, in tenths (NISC-2008 6.2).
pub const INSTEAD_OF_ISMS: u8 = 40;

/// A candidate as it is judged.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// What it quoted and what people found.
    pub sheet: &'a CandidateSheet,
    /// Its certificates.
    pub certificates: &'a [Certificate],
    /// Whether work may go to it.
    pub standing: ContractorStanding,
}

/// Two decimals of a number of hundredths.
#[must_use]
pub fn hundredths(value: u32) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// One factor of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Which.
    pub factor: Factor,
    /// Its score in hundredths of a point, 0 to 10,000; `None` when nobody gave one.
    pub score: Option<u32>,
    /// Its weight in percent.
    pub weight: u8,
    /// What it adds to the total, in hundredths of a point.
    pub points: u32,
}

/// A candidate judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evaluation {
    /// The factors, in the order of the formula.
    pub parts: Vec<Part>,
    /// The total in hundredths of a point, 0 to 10,000.
    pub total: u32,
    /// Why it cannot be chosen; empty when it can.
    pub failures: Vec<Reason>,
    /// Its place among those that can be chosen, from 1; equals share a place.
    pub rank: Option<usize>,
}

impl Evaluation {
    /// Whether it can be chosen.
    #[must_use]
    pub fn is_eligible(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Judges all candidates; the answers come in their order.
///
/// Prices are measured against the lowest of those that can be chosen, apart from what the price itself decides: an offer
/// that cannot be taken up does not make the others dear. Where none can be chosen, against the lowest of all.
#[must_use]
pub fn evaluate(formula: &Formula, candidates: &[Candidate<'_>], today: Date) -> Vec<Evaluation> {
    let unfit: Vec<Vec<Reason>> = candidates.iter().map(|c| failures(formula, c, today)).collect();
    let price = |c: &Candidate<'_>| c.sheet.price.map(Yen::get).filter(|p| *p > 0);
    let fitting = candidates.iter().zip(&unfit).filter(|(_, unfit)| unfit.is_empty());
    let lowest = fitting.filter_map(|(c, _)| price(c)).min().or_else(|| candidates.iter().filter_map(price).min());
    let mut out: Vec<Evaluation> = candidates
        .iter()
        .zip(unfit)
        .map(|(candidate, failures)| judge(formula, candidate, (lowest, failures), today))
        .collect();
    let totals: Vec<u32> = out.iter().filter(|e| e.is_eligible()).map(|e| e.total).collect();
    for one in out.iter_mut().filter(|e| e.failures.is_empty()) {
        one.rank = Some(totals.iter().filter(|t| **t > one.total).count().saturating_add(1));
    }
    out
}

/// Why a candidate cannot be chosen, whatever the others offer.
fn failures(formula: &Formula, candidate: &Candidate<'_>, today: Date) -> Vec<Reason> {
    let mut failures = Vec::new();
    if matches!(candidate.standing, ContractorStanding::Suspended | ContractorStanding::Ended) {
        failures.push(Reason::new(ReasonCode::OfferNotActive));
    }
    let price = candidate.sheet.price;
    if price.is_none() && formula.rule(Factor::Price).is_some_and(|r| r.weight > 0) {
        failures.push(Reason::new(ReasonCode::OfferNoPrice));
    }
    if let (Some(price), Some(ceiling)) = (price, formula.ceiling)
        && price > ceiling
    {
        failures.push(Reason::new(ReasonCode::OfferAboveCeiling));
    }
    failures.extend(scheme(formula, candidate, today));
    failures.extend(scs(formula, candidate, today));
    for rule in formula.factors.iter().filter(|r| r.factor != Factor::Price) {
        let score = score(formula, candidate, (rule.factor, None), today);
        let named = |code| Reason::new(code).with("factor", Value::Words(rule.factor.words()));
        if score.is_none() && (rule.weight > 0 || rule.minimum.is_some()) {
            failures.push(named(ReasonCode::OfferNoScore));
        }
        failures.extend(below(rule.minimum, score).map(|m| named(ReasonCode::OfferBelowMinimum).with("minimum", m)));
    }
    failures
}

/// The minimum that a score does not reach.
fn below(minimum: Option<u8>, score: Option<u32>) -> Option<Value> {
    let minimum = minimum.filter(|m| score.unwrap_or(0) < u32::from(*m).saturating_mul(100))?;
    Some(Value::Count(usize::from(minimum)))
}

fn judge(
    formula: &Formula,
    candidate: &Candidate<'_>,
    (lowest, mut failures): (Option<i64>, Vec<Reason>),
    today: Date,
) -> Evaluation {
    let mut parts = Vec::new();
    for rule in &formula.factors {
        let score = score(formula, candidate, (rule.factor, lowest), today);
        if rule.factor == Factor::Price
            && let Some(minimum) = below(rule.minimum, score)
        {
            let words = Value::Words(rule.factor.words());
            failures.push(Reason::new(ReasonCode::OfferBelowMinimum).with("factor", words).with("minimum", minimum));
        }
        let points = score.unwrap_or(0).saturating_mul(u32::from(rule.weight)) / 100;
        parts.push(Part { factor: rule.factor, score, weight: rule.weight, points });
    }
    let total = parts.iter().fold(0_u32, |sum, part| sum.saturating_add(part.points));
    Evaluation { parts, total, failures, rank: None }
}

/// A score in hundredths of a point.
fn score(
    formula: &Formula,
    candidate: &Candidate<'_>,
    (factor, lowest): (Factor, Option<i64>),
    today: Date,
) -> Option<u32> {
    let sheet = candidate.sheet;
    match factor {
        Factor::Price => {
            let (price, lowest) = (sheet.price?.get(), lowest.unwrap_or(0));
            if price <= lowest {
                return Some(10_000);
            }
            u32::try_from(lowest.saturating_mul(10_000).checked_div(price)?).ok()
        }
        Factor::Security if !formula.measures.is_empty() => {
            // a measure the quotation is silent on is not offered
            let offered = formula.measures.iter().filter(|m| {
                sheet.lines.get(m.as_str()).is_some_and(|l| matches!(l.offer, Offer::Included | Offer::Extra))
            });
            share(offered.count(), formula.measures.len())
        }
        Factor::Scheme => Some(scheme_score(formula, candidate, today)),
        _ => sheet.scores.get(&factor).map(|s| u32::from((*s).min(100)).saturating_mul(100)),
    }
}

fn share(part: usize, whole: usize) -> Option<u32> {
    u32::try_from(part.saturating_mul(10_000).checked_div(whole)?).ok()
}

/// The full score for a certificate that fits; else what the self-assessment reaches between 1 and 5.
fn scheme_score(formula: &Formula, candidate: &Candidate<'_>, today: Date) -> u32 {
    if isms(formula, candidate, today).is_empty() {
        return 10_000;
    }
    let levels = &candidate.sheet.benchmark;
    if miscounted(formula, levels).is_some() {
        return 0;
    }
    let above: usize = levels.iter().map(|l| usize::from(*l).saturating_sub(1)).sum();
    share(above, levels.len().saturating_mul(4)).unwrap_or(0)
}

/// What the demanded proof lacks.
fn scheme(formula: &Formula, candidate: &Candidate<'_>, today: Date) -> Vec<Reason> {
    match formula.scheme {
        SchemeDemand::None => Vec::new(),
        SchemeDemand::Isms => isms(formula, candidate, today),
        SchemeDemand::Benchmark => benchmark(formula, candidate.sheet, formula.benchmark_mean),
        SchemeDemand::IsmsOrBenchmark => {
            let lacking = isms(formula, candidate, today);
            if lacking.is_empty() {
                return lacking;
            }
            // whoever filed a self-assessment is told what that lacks
            let instead = benchmark(formula, candidate.sheet, INSTEAD_OF_ISMS.max(formula.benchmark_mean));
            if instead.is_empty() || !candidate.sheet.benchmark.is_empty() { instead } else { lacking }
        }
        SchemeDemand::Audit => {
            let fits = candidate.certificates.iter().any(|c| {
                matches!(c.kind, CertificateKind::Audit | CertificateKind::Soc2 | CertificateKind::Soc1)
                    && c.is_in_force(today)
                    && off_site(formula, c).is_none()
            });
            let fits = fits && candidate.sheet.audit_fits == Answer::Yes;
            if fits { Vec::new() } else { vec![Reason::new(ReasonCode::OfferAuditNotFitting)] }
        }
    }
}

/// The place of work, when a certificate does not name it.
fn off_site(formula: &Formula, certificate: &Certificate) -> Option<Reason> {
    let site = formula.site.as_str();
    let missed = !site.is_empty() && !certificate.covers_site(site);
    missed.then(|| Reason::new(ReasonCode::OfferSiteNotCovered).with("site", Value::Text(site.to_owned())))
}

/// Why a certificate does not count on a day.
fn not_in_force(certificate: &Certificate, today: Date) -> Option<Reason> {
    match (certificate.validity(today), certificate.expires, certificate.issued) {
        (Validity::Undated, ..) => Some(Reason::new(ReasonCode::OfferCertificateUndated)),
        (Validity::Expired, Some(end), _) => Some(Reason::new(ReasonCode::OfferCertificateOver).on(end)),
        (_, _, Some(from)) if from > today => Some(Reason::new(ReasonCode::OfferCertificateNotBegun).on(from)),
        _ => None,
    }
}

/// What the best ISMS certificate lacks: being in force, covering the work, covering the site.
fn isms(formula: &Formula, candidate: &Candidate<'_>, today: Date) -> Vec<Reason> {
    let all = candidate.certificates.iter().filter(|c| c.kind == CertificateKind::Isms);
    let unread = candidate.sheet.scope_covers != Answer::Yes;
    let lacks = |certificate: &Certificate| -> Vec<Reason> {
        let scope = unread.then(|| Reason::new(ReasonCode::OfferScopeNotCovering));
        [not_in_force(certificate, today), scope, off_site(formula, certificate)].into_iter().flatten().collect()
    };
    all.map(lacks).min_by_key(Vec::len).unwrap_or_else(|| vec![Reason::new(ReasonCode::OfferNoCertificate)])
}

/// Why answers of a self-assessment are not those of its set: more, fewer, or levels there are not.
fn miscounted(formula: &Formula, levels: &[u8]) -> Option<Reason> {
    let items = formula.benchmark_set.items();
    let answered = levels.iter().filter(|l| (1..=5).contains(*l)).count();
    (answered != items || levels.len() != items).then(|| {
        Reason::new(ReasonCode::OfferBenchmarkCount)
            .with("answered", Value::Count(answered))
            .with("items", Value::Count(items))
    })
}

/// What the self-assessment lacks.
fn benchmark(formula: &Formula, sheet: &CandidateSheet, needed: u8) -> Vec<Reason> {
    if let Some(reason) = miscounted(formula, &sheet.benchmark) {
        return vec![reason];
    }
    let mut out = Vec::new();
    let sum: u32 = sheet.benchmark.iter().map(|l| u32::from(*l)).sum();
    let count = u32::try_from(formula.benchmark_set.items()).unwrap_or(u32::MAX);
    // compared as whole numbers: 3.96 is not 4.0
    if sum.saturating_mul(10) < u32::from(needed).saturating_mul(count) {
        let mean = hundredths(sum.saturating_mul(100).checked_div(count).unwrap_or(0));
        let needed = format!("{}.{}", needed / 10, needed % 10);
        let low = Reason::new(ReasonCode::OfferBenchmarkLow).with("mean", Value::Text(mean));
        out.push(low.with("needed", Value::Text(needed)));
    }
    if sheet.unclear > 0 {
        let count = Value::Count(usize::from(sheet.unclear));
        out.push(Reason::new(ReasonCode::OfferBenchmarkUnclear).with("count", count));
    }
    out
}

fn scs(formula: &Formula, candidate: &Candidate<'_>, today: Date) -> Option<Reason> {
    let holds = |kind| candidate.certificates.iter().any(|c| c.kind == kind && c.is_in_force(today));
    let held = match formula.scs {
        ScsDemand::None => true,
        ScsDemand::Star3 => holds(CertificateKind::Scs3) || holds(CertificateKind::Scs4),
        ScsDemand::Star4 => holds(CertificateKind::Scs4),
    };
    (!held).then(|| Reason::new(ReasonCode::OfferScsLow))
}
