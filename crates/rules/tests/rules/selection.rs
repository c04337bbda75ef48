//! Candidates judged by a formula: F12 (scope and thresholds), F13 (the same totals again), silence, order.

use domain::{
    contractor::{Certificate, CertificateKind, ContractorStanding},
    engagement::Answer,
    plan::Offer,
    selection::{
        BenchmarkSet, CandidateSheet, CostBearer, Factor, FactorRule, Formula, SchemeDemand, ScsDemand, SecurityLine,
    },
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rules::{
    Reason, ReasonCode,
    selection::{Candidate, Evaluation, evaluate},
};

use crate::service::said;

/// What keeps a candidate out, by code; every sentence is filled.
fn codes(failures: &[Reason]) -> Vec<&'static str> {
    failures.iter().map(|r| said(r).code()).collect()
}

const TODAY: Date = date(2026, 6, 11);

fn isms(site: &str, expires: Date) -> Certificate {
    Certificate {
        kind: CertificateKind::Isms,
        number: "IS 000001".parse().unwrap(),
        scope: "システムの運用".parse().unwrap(),
        sites: vec![site.parse().unwrap()],
        assessor: Default::default(),
        issued: None,
        expires: Some(expires),
        note: Default::default(),
    }
}

fn of_kind(kind: CertificateKind) -> Certificate {
    Certificate { kind, ..isms("本社", date(2027, 3, 31)) }
}

fn only(scheme: SchemeDemand) -> Formula {
    let factors = vec![FactorRule { factor: Factor::Price, weight: 100, minimum: None }];
    Formula { factors, scheme, site: "大阪センター".parse().unwrap(), ..Formula::default() }
}

fn priced(price: i64) -> CandidateSheet {
    CandidateSheet { price: Some(price.try_into().unwrap()), scope_covers: Answer::Yes, ..CandidateSheet::default() }
}

fn judged(formula: &Formula, sheet: &CandidateSheet, certificates: &[Certificate]) -> Evaluation {
    let candidate = Candidate { sheet, certificates, standing: ContractorStanding::Active };
    evaluate(formula, &[candidate], TODAY).remove(0)
}

fn levels(sum: u8, items: u8) -> Vec<u8> {
    // as even as whole numbers can be
    (0..items).map(|i| sum / items + u8::from(i < sum % items)).collect()
}

#[test]
fn candidates() {
    run();
}

pub(crate) fn run() {
    a_certificate_is_in_force_and_covers_work_and_site();
    the_mean_is_compared_exactly_and_four_stands_in_for_a_certificate();
    audit_scs_ceiling_and_standing_hold_a_candidate_back();
    silence_never_helps();
    minima();
}

fn a_certificate_is_in_force_and_covers_work_and_site() {
    let formula = only(SchemeDemand::Isms);
    let good = isms("大阪ｾﾝﾀｰ（大阪市）", TODAY);
    let fails = |sheet: &CandidateSheet, all: &[Certificate]| codes(&judged(&formula, sheet, all).failures);
    let none: [&str; 0] = [];
    assert_eq!(fails(&priced(1), std::slice::from_ref(&good)), none);
    assert_eq!(fails(&priced(1), &[]), ["offer_no_certificate"]);
    for site in ["東京本社", "大阪", "新大阪センター"] {
        assert_eq!(fails(&priced(1), &[isms(site, TODAY)]), ["offer_site_not_covered"], "{site}");
    }
    assert_eq!(fails(&priced(1), &[isms("大阪センター", date(2026, 6, 10))]), ["offer_certificate_over"]);
    let undated = Certificate { expires: None, ..good.clone() };
    assert_eq!(fails(&priced(1), &[undated]), ["offer_certificate_undated"]);
    let early = Certificate { issued: Some(date(2026, 6, 12)), expires: Some(date(2029, 6, 11)), ..good.clone() };
    assert_eq!(fails(&priced(1), &[early]), ["offer_certificate_not_begun"]);
    let unread = CandidateSheet { scope_covers: Answer::Unknown, ..priced(1) };
    assert_eq!(fails(&unread, std::slice::from_ref(&good)), ["offer_scope_not_covering"]);
    // one that fits is enough
    assert_eq!(fails(&priced(1), &[isms("東京本社", TODAY), good]), none);
}

fn the_mean_is_compared_exactly_and_four_stands_in_for_a_certificate() {
    let formula = |scheme, set, mean| Formula { benchmark_set: set, benchmark_mean: mean, ..only(scheme) };
    let with = |levels: Vec<u8>| CandidateSheet { benchmark: levels, ..priced(1) };
    let none: [&str; 0] = [];
    for (set, items) in [(BenchmarkSet::Items25, 25_u8), (BenchmarkSet::Items27, 27)] {
        let either = formula(SchemeDemand::IsmsOrBenchmark, set, 30);
        let fails = |levels: Vec<u8>| codes(&judged(&either, &with(levels), &[]).failures);
        assert_eq!(fails(levels(4 * items, items)), none);
        assert_eq!(fails(levels(4 * items - 1, items)), ["offer_benchmark_low"]);
        let full = levels(4 * items, items);
        // one answer too few, one too many, one that is no level
        assert_eq!(fails(full[1..].to_vec()), ["offer_benchmark_count"]);
        assert_eq!(fails([&full[..], &[5]].concat()), ["offer_benchmark_count"]);
        assert_eq!(fails([&full[1..], &[9]].concat()), ["offer_benchmark_count"]);
        let three = formula(SchemeDemand::Benchmark, set, 39);
        let sum = (39 * u16::from(items)).div_ceil(10) as u8;
        assert_eq!(codes(&judged(&three, &with(levels(sum, items)), &[]).failures), none);
        assert_eq!(judged(&three, &with(levels(sum - 1, items)), &[]).failures.len(), 1);
    }
    let unclear = CandidateSheet { unclear: 2, ..with(levels(125, 25)) };
    let formula = formula(SchemeDemand::Benchmark, BenchmarkSet::Items25, 40);
    assert_eq!(codes(&judged(&formula, &unclear, &[]).failures), ["offer_benchmark_unclear"]);
    let low = judged(&formula, &with(levels(99, 25)), &[]).failures.remove(0);
    let text = low.text(crate::support::catalogue(), domain::Lang::Ja);
    assert!(text.contains("3.96") && text.contains("4.0"), "{text}");
}

fn audit_scs_ceiling_and_standing_hold_a_candidate_back() {
    let audit = only(SchemeDemand::Audit);
    let here = |kind| Certificate { kind, ..isms("大阪センター", date(2027, 3, 31)) };
    let fits = CandidateSheet { audit_fits: Answer::Yes, ..priced(1) };
    let fails =
        |formula: &Formula, sheet: &CandidateSheet, all: &[Certificate]| codes(&judged(formula, sheet, all).failures);
    let none: [&str; 0] = [];
    assert_eq!(fails(&audit, &fits, &[here(CertificateKind::Soc2)]), none);
    assert_eq!(fails(&audit, &fits, &[of_kind(CertificateKind::Soc2)]), ["offer_audit_not_fitting"], "another place");
    assert_eq!(fails(&audit, &priced(1), &[here(CertificateKind::Audit)]), ["offer_audit_not_fitting"]);
    let scs = Formula { scs: ScsDemand::Star4, ..only(SchemeDemand::None) };
    assert_eq!(fails(&scs, &priced(1), &[of_kind(CertificateKind::Scs3)]), ["offer_scs_low"]);
    assert_eq!(fails(&scs, &priced(1), &[of_kind(CertificateKind::Scs4)]), none);
    let undated = Certificate { expires: None, ..of_kind(CertificateKind::Scs4) };
    assert_eq!(fails(&scs, &priced(1), &[undated]), ["offer_scs_low"]);
    let capped = Formula { ceiling: Some(100_i64.try_into().unwrap()), ..only(SchemeDemand::None) };
    assert_eq!(fails(&capped, &priced(100), &[]), none);
    assert_eq!(fails(&capped, &priced(101), &[]), ["offer_above_ceiling"]);
    let (sheet, standing) = (priced(1), ContractorStanding::Suspended);
    let stopped = Candidate { sheet: &sheet, certificates: &[], standing };
    let found = evaluate(&only(SchemeDemand::None), &[stopped], TODAY);
    assert_eq!(codes(&found[0].failures), ["offer_not_active"]);
}

#[test]
fn an_offer_that_cannot_be_taken_up_does_not_make_the_others_dear() {
    let formula = Formula { ceiling: None, ..only(SchemeDemand::Isms) };
    let fitting = [isms("大阪センター", TODAY)];
    let (cheap, dear, dearer) = (priced(100), priced(800), priced(1_000));
    let of = |sheet, certificates| Candidate { sheet, certificates, standing: ContractorStanding::Active };
    let found = evaluate(&formula, &[of(&cheap, &[]), of(&dear, &fitting), of(&dearer, &fitting)], TODAY);
    assert_eq!(
        found.iter().map(|e| (e.total, e.rank)).collect::<Vec<_>>(),
        [(10_000, None), (10_000, Some(1)), (8_000, Some(2))]
    );
    // where nobody fits, all are measured alike
    let found = evaluate(&formula, &[of(&cheap, &[]), of(&dear, &[])], TODAY);
    assert_eq!(found.iter().map(|e| e.total).collect::<Vec<_>>(), [10_000, 1_250]);
}

#[test]
fn points_add_up_by_hand_and_minima_hold() {
    minima();
}

fn minima() {
    let rule = |factor, weight, minimum| FactorRule { factor, weight, minimum };
    let formula = Formula {
        factors: vec![
            rule(Factor::Price, 50, None),
            rule(Factor::Quality, 30, Some(60)),
            rule(Factor::Security, 20, None),
        ],
        measures: vec!["CM-GV-01".parse().unwrap(), "CM-GV-02".parse().unwrap()],
        ..only(SchemeDemand::None)
    };
    let line = |offer| SecurityLine {
        offer,
        amount: None,
        bearer: CostBearer::Open,
        reason: Default::default(),
        talks: Default::default(),
        agreed: Default::default(),
    };
    let mut cheap = priced(800);
    cheap.scores.insert(Factor::Quality, 50);
    cheap.lines.insert("CM-GV-01".into(), line(Offer::Extra));
    let mut good = priced(1_000);
    good.scores.insert(Factor::Quality, 90);
    good.lines.insert("CM-GV-01".into(), line(Offer::Included));
    good.lines.insert("CM-GV-02".into(), line(Offer::Included));
    let of = |sheet| Candidate { sheet, certificates: &[], standing: ContractorStanding::Active };
    let found = evaluate(&formula, &[of(&cheap), of(&good)], TODAY);
    // 100 × 50 % + 50 × 30 % + 50 × 20 %; the cheaper one is out and does not lower what the other is measured by
    assert_eq!((found[0].total, found[0].rank), (7_500, None));
    assert_eq!(codes(&found[0].failures), ["offer_below_minimum"]);
    // 100 × 50 % + 90 × 30 % + 100 × 20 %
    assert_eq!((found[1].total, found[1].rank), (9_700, Some(1)));
    let mut better = cheap.clone();
    better.scores.insert(Factor::Quality, 60);
    let found = evaluate(&formula, &[of(&better), of(&good)], TODAY);
    // 100 × 50 % + 60 × 30 % + 50 × 20 %, and 80 × 50 % + 90 × 30 % + 100 × 20 %
    assert_eq!((found[0].total, found[0].rank), (7_800, Some(2)));
    assert_eq!((found[1].total, found[1].rank), (8_700, Some(1)));
    assert_eq!(evaluate(&formula, &[of(&better), of(&good)], TODAY), found, "judging again changes nothing");
}

fn silence_never_helps() {
    let found = judged(&Formula::default(), &CandidateSheet::default(), &[]);
    assert_eq!(found.total, 0);
    let named = codes(&found.failures);
    assert!(named.contains(&"offer_no_price") && named.contains(&"offer_no_score"));
    assert!(found.failures.iter().all(|r| r.code != ReasonCode::OfferBelowMinimum), "no minimum is set");
}

prop_compose! {
    fn sheets()(price in 1_i64..1_000_000, quality in 0_u8..=100, record in 0_u8..=100, stability in 0_u8..=100,
        security in 0_u8..=100, benchmark in prop::collection::vec(1_u8..=5, 25)) -> CandidateSheet
    {
        let scores = [
            (Factor::Quality, quality), (Factor::Record, record), (Factor::Stability, stability), (Factor::Security, security),
        ];
        CandidateSheet { scores: scores.into(), benchmark, ..priced(price) }
    }
}

proptest! {
    #[test]
    fn a_better_candidate_never_loses(sheet in sheets(), other in sheets(), up in 1_u8..=100, item in 0_usize..25) {
        let rule = |factor, weight| FactorRule { factor, weight, minimum: Some(40) };
        let formula = Formula {
            factors: vec![
                rule(Factor::Price, 30), rule(Factor::Quality, 20), rule(Factor::Security, 20), rule(Factor::Scheme, 30),
            ],
            scheme: SchemeDemand::Benchmark,
            ..Formula::default()
        };
        let of = |sheet| Candidate { sheet, certificates: &[], standing: ContractorStanding::Active };
        let before = evaluate(&formula, &[of(&sheet), of(&other)], TODAY);
        let mut better = vec![sheet.clone(); 4];
        for factor in [Factor::Quality, Factor::Security] {
            let score = better[0].scores.get_mut(&factor).unwrap();
            *score = score.saturating_add(up).min(100);
        }
        better[1].price = Some(1_i64.max(sheet.price.unwrap().get() - i64::from(up)).try_into().unwrap());
        better[2].benchmark[item] = 5;
        better[3].unclear = 0;
        for sheet in &better {
            let after = evaluate(&formula, &[of(sheet), of(&other)], TODAY);
            prop_assert!(after[0].total >= before[0].total);
            prop_assert!(after[0].failures.len() <= before[0].failures.len());
            prop_assert!(after[0].rank.is_some() || before[0].rank.is_none());
            if let (Some(was), Some(is)) = (before[0].rank, after[0].rank) {
                prop_assert!(is <= was);
            }
        }
    }

    #[test]
    fn the_order_of_candidates_does_not_matter(a in sheets(), b in sheets()) {
        let of = |sheet| Candidate { sheet, certificates: &[], standing: ContractorStanding::Active };
        let mut turned = evaluate(&Formula::default(), &[of(&b), of(&a)], TODAY);
        turned.reverse();
        prop_assert_eq!(evaluate(&Formula::default(), &[of(&a), of(&b)], TODAY), turned);
    }
}
