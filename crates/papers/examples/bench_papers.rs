//! How long profile and papers take: `cargo run --release -p papers --example bench_papers -- [ENGAGEMENTS]`.
//!
//! The nine samples are varied to so many engagements; of each the profile and every paper of one language is made, as
//! Word file and as PDF. What it prints is JSON, read by `bench/papers.py`.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "an example may stop where it stands")]

#[path = "../tests/papers/engagements.rs"]
mod engagements;

use std::time::{Duration, Instant};

use domain::{
    Lang,
    engagement::{Category, Facts, RawFacts},
};
use engagements::{CATALOGUE, Sample};
use writer::{docx, pdf};

/// What was measured of one step, in milliseconds.
#[derive(Default)]
struct Times(Vec<f64>);

impl Times {
    fn add(&mut self, took: Duration) {
        self.0.push(took.as_secs_f64() * 1000.0);
    }

    fn of(&self) -> serde_json::Value {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            let index = sorted.len().saturating_mul(percent) / 100;
            sorted.get(index.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
        };
        let round = |ms: f64| (ms * 100.0).round() / 100.0;
        serde_json::json!({
            "count": sorted.len(), "p50": round(at(50)), "p95": round(at(95)), "p99": round(at(99)),
            "max": round(at(100)), "total_s": round(sorted.iter().sum::<f64>() / 1000.0),
        })
    }
}

/// The sample with another name, amount and number of people.
fn varied(category: Category, number: usize) -> Sample {
    let mut sample = Sample::of(category);
    let mut raw = RawFacts::from(sample.facts.clone());
    raw.title = format!("{}（第{number}号）", raw.title).parse().unwrap();
    sample.facts = Facts::try_from(raw).unwrap();
    sample.document.number = Some(format!("霧情政 第{number}号"));
    sample
}

fn main() {
    let wanted: usize = std::env::args().nth(1).map_or(1000, |text| text.parse().expect("a number of engagements"));
    // once, so that the catalogue and the typefaces are read before the clock runs
    let first = varied(Category::Build, 0);
    let profile = first.profile();
    pdf::write(&papers::compose(&first.order(&profile, Lang::Ja), &"pledge".parse().unwrap()).unwrap()).unwrap();

    let (mut profiles, mut composed, mut words, mut prints, mut whole) =
        (Times::default(), Times::default(), Times::default(), Times::default(), Times::default());
    let (mut pages, mut most, mut slowest) = (0_usize, 0_usize, (0.0_f64, String::new()));
    for (number, category) in Category::ALL.iter().cycle().take(wanted).enumerate() {
        let sample = varied(*category, number);
        let lang = if number % 4 == 3 { Lang::En } else { Lang::Ja };
        let start = Instant::now();
        let profile = sample.profile();
        profiles.add(start.elapsed());
        let order = sample.order(&profile, lang);
        for source in papers::available(&CATALOGUE, &profile) {
            let start = Instant::now();
            let paper = papers::compose(&order, &source.id).unwrap_or_else(|e| panic!("{e}"));
            let done = start.elapsed();
            let word = docx::write(&paper, docx::Face::Gothic).unwrap();
            let written = start.elapsed();
            let print = pdf::write(&paper).unwrap();
            let all = start.elapsed();
            composed.add(done);
            words.add(written.saturating_sub(done));
            prints.add(all.saturating_sub(written));
            whole.add(all);
            assert!(!word.is_empty());
            pages = pages.saturating_add(print.pages);
            most = most.max(print.pages);
            let ms = all.as_secs_f64() * 1000.0;
            if ms > slowest.0 {
                slowest = (ms, format!("{category} {} {} ({} pages)", source.id, lang.code(), print.pages));
            }
        }
    }
    let said = serde_json::json!({
        "engagements": wanted, "papers": whole.0.len(), "pages": pages, "longest_pages": most,
        "profile_ms": profiles.of(), "compose_ms": composed.of(), "docx_ms": words.of(), "pdf_ms": prints.of(),
        "paper_ms": whole.of(), "slowest": { "paper": slowest.1, "ms": (slowest.0 * 100.0).round() / 100.0 },
    });
    println!("{}", serde_json::to_string_pretty(&said).unwrap());
}
