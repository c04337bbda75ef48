//! Judging candidates by a frozen formula (NISC-2008 6.1(2), 6.2).
//!
//! A pure function of formula, what each candidate can show, and the day: judging again gives the same totals. Silence never
//! helps: a score nobody gave counts nothing and keeps the candidate from being chosen.

use domain::{
    Lang, Words,
    contractor::{Certificate, CertificateKind, ContractorStanding},
    engagement::Answer,
    plan::Offer,
    selection::{CandidateSheet, Factor, Formula, SchemeDemand, ScsDemand},
    text::Yen,
};
use jiff::civil::Date;
use serde::Serialize;

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

/// Why a candidate cannot be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Failure {
    /// No price was quoted.
    NoPrice,
    /// The price is above the ceiling.
    AboveCeiling,
    /// Nobody gave a score for a factor that counts.
    NoScore {
        /// Which.
        factor: Factor,
    },
    /// The score is below the minimum.
    BelowMinimum {
        /// Which.
        factor: Factor,
        /// The minimum.
        minimum: u8,
    },
    /// No ISMS certificate.
    NoCertificate,
    /// The certificate has ended or has not begun.
    CertificateExpired,
    /// Nobody has read whether the scope covers the work, or it does not.
    ScopeNotCovering,
    /// The certificate does not name the place of work.
    SiteNotCovered,
    /// The self-assessment lacks answers.
    BenchmarkIncomplete {
        /// Answers there are.
        answered: usize,
        /// Answers it takes.
        items: usize,
    },
    /// Its mean is too low.
    BenchmarkTooLow {
        /// The mean, in hundredths, rounded down.
        mean: u32,
        /// What is needed, in tenths.
        needed: u8,
    },
    /// Answers of the self-assessment are unclear.
    BenchmarkUnclear {
        /// How many.
        open: u8,
    },
    /// No audit report in force whose object fits.
    AuditNotFitting,
    /// The SCS level is not held.
    ScsTooLow,
    /// No new work goes to this contractor.
    NotActive,
}

impl Failure {
    /// The rule it comes from.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::NoCertificate | Self::CertificateExpired | Self::ScopeNotCovering | Self::SiteNotCovered => {
                "N-6.2.1-2"
            }
            Self::BenchmarkIncomplete { .. } | Self::BenchmarkTooLow { .. } => "N-6.2.2-1",
            Self::BenchmarkUnclear { .. } => "N-6.2.2-2",
            Self::AuditNotFitting => "N-6.2.3-2",
            Self::NotActive => "N-6.1-1",
            _ => "N-6.1-2",
        }
    }

    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let ja = lang == Lang::Ja;
        let fixed = |words: Words| words.get(lang).to_owned();
        match self {
            Self::NoPrice => fixed(Words { ja: "価格が入っていません", en: "No price is entered" }),
            Self::AboveCeiling => {
                fixed(Words { ja: "上限の価格を超えています", en: "The price is above the ceiling" })
            }
            Self::NoScore { factor } if ja => format!("「{}」の点が付いていません", factor.label(lang)),
            Self::NoScore { factor } => format!("No score for {}", factor.label(lang)),
            Self::BelowMinimum { factor, minimum } if ja => {
                format!("「{}」が最低点の{minimum}点に届きません", factor.label(lang))
            }
            Self::BelowMinimum { factor, minimum } => {
                format!("{} is below the minimum of {minimum}", factor.label(lang))
            }
            Self::NoCertificate => {
                fixed(Words { ja: "ISMS認証がありません", en: "There is no ISMS certificate" })
            }
            Self::CertificateExpired => fixed(Words {
                ja: "ISMS認証の期限が切れています",
                en: "The ISMS certificate is not in force",
            }),
            Self::ScopeNotCovering => fixed(Words {
                ja: "適用範囲がこの業務を含むと確かめられていません",
                en: "Nobody confirmed that the scope covers this work",
            }),
            Self::SiteNotCovered => fixed(Words {
                ja: "認証の対象拠点に、この業務の場所がありません",
                en: "The certificate does not name the place of this work",
            }),
            Self::BenchmarkIncomplete { answered, items } if ja => {
                format!("自己診断の回答が{items}項目のうち{answered}項目しかありません")
            }
            Self::BenchmarkIncomplete { answered, items } => {
                format!("The self-assessment has {answered} of {items} answers")
            }
            Self::BenchmarkTooLow { mean, needed } => {
                let (mean, needed) = (hundredths(*mean), f32::from(*needed) / 10.0);
                if ja {
                    format!("自己診断の平均{mean}が、求める{needed:.1}に届きません")
                } else {
                    format!("The self-assessment's mean of {mean} is below {needed:.1}")
                }
            }
            Self::BenchmarkUnclear { open } if ja => format!("自己診断に、はっきりしない答えが{open}件残っています"),
            Self::BenchmarkUnclear { open } => format!("{open} answers of the self-assessment are unclear"),
            Self::AuditNotFitting => fixed(Words {
                ja: "この業務に合う、期限内の監査報告書がありません",
                en: "There is no audit report in force whose object fits this work",
            }),
            Self::ScsTooLow => {
                fixed(Words { ja: "求めるSCSの★に届きません", en: "The SCS level asked for is not held" })
            }
            Self::NotActive => fixed(Words {
                ja: "新しい委託を止めている相手です",
                en: "No new work goes to this contractor",
            }),
        }
    }
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
    pub failures: Vec<Failure>,
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
#[must_use]
pub fn evaluate(formula: &Formula, candidates: &[Candidate<'_>], today: Date) -> Vec<Evaluation> {
    let lowest = candidates.iter().filter_map(|c| c.sheet.price).map(Yen::get).filter(|p| *p > 0).min();
    let mut out: Vec<Evaluation> = candidates.iter().map(|c| judge(formula, c, lowest, today)).collect();
    let totals: Vec<u32> = out.iter().filter(|e| e.is_eligible()).map(|e| e.total).collect();
    for one in out.iter_mut().filter(|e| e.failures.is_empty()) {
        one.rank = Some(totals.iter().filter(|t| **t > one.total).count().saturating_add(1));
    }
    out
}

fn judge(formula: &Formula, candidate: &Candidate<'_>, lowest: Option<i64>, today: Date) -> Evaluation {
    let mut failures = Vec::new();
    if matches!(candidate.standing, ContractorStanding::Suspended | ContractorStanding::Ended) {
        failures.push(Failure::NotActive);
    }
    let price = candidate.sheet.price;
    if price.is_none() && formula.rule(Factor::Price).is_some_and(|r| r.weight > 0) {
        failures.push(Failure::NoPrice);
    }
    if let (Some(price), Some(ceiling)) = (price, formula.ceiling)
        && price > ceiling
    {
        failures.push(Failure::AboveCeiling);
    }
    failures.extend(scheme(formula, candidate, today));
    failures.extend(scs(formula, candidate, today));
    let mut parts = Vec::new();
    for rule in &formula.factors {
        let score = score(formula, candidate, (rule.factor, lowest), today);
        if score.is_none() && rule.factor != Factor::Price && (rule.weight > 0 || rule.minimum.is_some()) {
            failures.push(Failure::NoScore { factor: rule.factor });
        }
        let reached = score.unwrap_or(0);
        if let Some(minimum) = rule.minimum.filter(|m| reached < u32::from(*m).saturating_mul(100)) {
            failures.push(Failure::BelowMinimum { factor: rule.factor, minimum });
        }
        let points = reached.saturating_mul(u32::from(rule.weight)) / 100;
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
            if price <= 0 {
                return Some(10_000);
            }
            u32::try_from(lowest.saturating_mul(10_000) / price).ok()
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
    if levels.len() < formula.benchmark_set.items() {
        return 0;
    }
    let above: usize = levels.iter().map(|l| usize::from((*l).clamp(1, 5)).saturating_sub(1)).sum();
    share(above, levels.len().saturating_mul(4)).unwrap_or(0)
}

/// What the demanded proof lacks.
fn scheme(formula: &Formula, candidate: &Candidate<'_>, today: Date) -> Vec<Failure> {
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
            });
            if fits && candidate.sheet.audit_fits == Answer::Yes { Vec::new() } else { vec![Failure::AuditNotFitting] }
        }
    }
}

/// What the best ISMS certificate lacks: being in force, covering the work, covering the site.
fn isms(formula: &Formula, candidate: &Candidate<'_>, today: Date) -> Vec<Failure> {
    let all = candidate.certificates.iter().filter(|c| c.kind == CertificateKind::Isms);
    let lacks = |certificate: &Certificate| {
        let mut out = Vec::new();
        if !certificate.is_in_force(today) {
            out.push(Failure::CertificateExpired);
        }
        if candidate.sheet.scope_covers != Answer::Yes {
            out.push(Failure::ScopeNotCovering);
        }
        if !formula.site.as_str().is_empty() && !certificate.covers_site(formula.site.as_str()) {
            out.push(Failure::SiteNotCovered);
        }
        out
    };
    all.map(lacks).min_by_key(Vec::len).unwrap_or_else(|| vec![Failure::NoCertificate])
}

/// What the self-assessment lacks.
fn benchmark(formula: &Formula, sheet: &CandidateSheet, needed: u8) -> Vec<Failure> {
    let items = formula.benchmark_set.items();
    let answered = sheet.benchmark.iter().filter(|l| (1..=5).contains(*l)).count();
    if answered < items {
        return vec![Failure::BenchmarkIncomplete { answered, items }];
    }
    let mut out = Vec::new();
    let sum: u32 = sheet.benchmark.iter().map(|l| u32::from(*l)).sum();
    let count = u32::try_from(answered).unwrap_or(u32::MAX);
    // compared as whole numbers: 3.96 is not 4.0
    if sum.saturating_mul(10) < u32::from(needed).saturating_mul(count) {
        let mean = sum.saturating_mul(100).checked_div(count).unwrap_or(0);
        out.push(Failure::BenchmarkTooLow { mean, needed });
    }
    if sheet.unclear > 0 {
        out.push(Failure::BenchmarkUnclear { open: sheet.unclear });
    }
    out
}

fn scs(formula: &Formula, candidate: &Candidate<'_>, today: Date) -> Option<Failure> {
    let holds = |kind| candidate.certificates.iter().any(|c| c.kind == kind && c.is_in_force(today));
    let held = match formula.scs {
        ScsDemand::None => true,
        ScsDemand::Star3 => holds(CertificateKind::Scs3) || holds(CertificateKind::Scs4),
        ScsDemand::Star4 => holds(CertificateKind::Scs4),
    };
    (!held).then_some(Failure::ScsTooLow)
}
