//! Random changes to well-formed files, against everything that reads strangers' bytes.
//!
//! The targets under `crates/*/fuzz` are guided by coverage and need a nightly compiler and `cargo-fuzz`; this runner needs
//! neither. It keeps what ends in a way not seen before (kind of error, number of blocks, notices) and goes on from there. The
//! same seed and number of rounds try the same inputs. It stops at a panic, at a place that does not fit its text, or at an
//! input that costs more time than its size allows, and leaves that input in a file.

mod mutate;
mod seeds;
mod target;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use mutate::{Input, Rng, zip};
pub use target::Target;

/// Inputs that are kept to go on from.
const KEPT: usize = 3_000;
/// Most time an input may take on the processor, whatever else the machine does.
const SLOW: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 3 });

/// How long to go on, and from where.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// What is tried.
    pub target: Target,
    /// Stops after this time.
    pub seconds: u64,
    /// Stops after so many inputs.
    pub rounds: u64,
    /// Where the changes begin.
    pub seed: u64,
}

impl Plan {
    /// Reads `docx --seconds 600 --rounds 1000 --seed 1`.
    ///
    /// # Errors
    /// When the target or an option is not known.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let (name, options) = arguments.split_first().context("which target: docx, pdf, text, segmenter or xlsx?")?;
        let target = name.parse()?;
        let mut plan = Self { target, seconds: 60, rounds: u64::MAX, seed: 1 };
        for pair in options.chunks(2) {
            let [option, value] = pair else { bail!("{pair:?} has no value") };
            let value = value.parse().with_context(|| format!("{option} {value} is no number"))?;
            match option.as_str() {
                "--seconds" => plan.seconds = value,
                "--rounds" => plan.rounds = value,
                "--seed" => plan.seed = value,
                other => bail!("{other} is not known; --seconds, --rounds and --seed are"),
            }
        }
        Ok(plan)
    }
}

/// What a run found.
#[derive(Debug)]
pub struct Found {
    /// Inputs tried.
    pub rounds: u64,
    /// Ways in which reading ended.
    pub ways: usize,
    /// The input that took longest on the processor, in bytes, and its time.
    pub slowest: (usize, Duration),
    /// What went wrong and the file that holds the input.
    pub wrong: Option<(String, PathBuf)>,
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (bytes, time) = self.slowest;
        write!(f, "{} inputs, {} ways to end, slowest {time:?} for {bytes} bytes", self.rounds, self.ways)?;
        match &self.wrong {
            None => Ok(()),
            Some((what, file)) => write!(f, "; STOPPED: {what}; input in {}", file.display()),
        }
    }
}

/// Tries changed inputs until the time is up or something is wrong.
///
/// # Errors
/// When the folder for inputs cannot be written.
pub fn run(plan: &Plan) -> Result<Found> {
    let folder =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from).join("fuzzed");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    // a file of its own for the input that is being tried: nothing else is left when the stack runs over
    let file = folder.join(format!("{}-{}", plan.target, plan.seed));
    let mut corpus = seeds::of(plan.target);
    let mut ways: BTreeMap<String, u64> = BTreeMap::new();
    let mut rng = Rng::new(plan.seed);
    let began = Instant::now();
    let mut found = Found { rounds: 0, ways: 0, slowest: (0, Duration::ZERO), wrong: None };
    while found.rounds < plan.rounds && began.elapsed().as_secs() < plan.seconds {
        let input = if (found.rounds as usize) < corpus.len() && found.rounds < 64 {
            corpus.get(found.rounds as usize).cloned().unwrap_or_default()
        } else {
            mutate::changed(&corpus, plan.target, &mut rng)
        };
        let mut bytes = if plan.target.is_archive() { zip(&input) } else { input.first() };
        if plan.target.is_archive() && rng.below(16) == 0 {
            mutate::damage(&mut bytes, &mut rng);
        }
        std::fs::write(&file, &bytes).with_context(|| file.display().to_string())?;
        found.rounds += 1;
        let before = on_processor();
        let ended = catch_unwind(AssertUnwindSafe(|| plan.target.try_one(&bytes)));
        let took = on_processor().saturating_sub(before);
        if took > found.slowest.1 {
            found.slowest = (bytes.len(), took);
        }
        let wrong = match ended {
            Err(panic) => Some(format!("panicked: {}", said(panic.as_ref()))),
            Ok(Err(what)) => Some(what),
            Ok(Ok(_)) if took > SLOW => Some(format!("{took:?} for {} bytes", bytes.len())),
            Ok(Ok(way)) => {
                let count = ways.entry(way).or_default();
                *count += 1;
                if *count == 1 {
                    keep(&mut corpus, input, &mut rng);
                }
                None
            }
        };
        if let Some(wrong) = wrong {
            found.wrong = Some((wrong, file));
            break;
        }
    }
    found.ways = ways.len();
    Ok(found)
}

fn keep(corpus: &mut Vec<Input>, input: Input, rng: &mut Rng) {
    if corpus.len() < KEPT {
        corpus.push(input);
    } else {
        let at = rng.below(KEPT);
        if let Some(place) = corpus.get_mut(at) {
            *place = input;
        }
    }
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("no message").to_owned()
}

/// Time this thread has spent on a processor; by the clock where the system does not tell.
fn on_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.as_deref().and_then(|text| text.split(' ').next()).and_then(|n| n.trim().parse().ok());
    static BEGAN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    nanos.map_or_else(|| BEGAN.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_rounds_of_every_target_find_nothing() {
        for target in Target::ALL {
            let found = run(&Plan { target, seconds: 60, rounds: 200, seed: 7 }).unwrap();
            assert!(found.wrong.is_none(), "{target}: {found}");
            assert!(found.ways > 3, "{target}: {found}");
        }
    }

    #[test]
    fn the_same_seed_tries_the_same_inputs() {
        for target in Target::ALL {
            let corpus = seeds::of(target);
            let made = |seed| {
                let mut rng = Rng::new(seed);
                (0..20).map(|_| mutate::changed(&corpus, target, &mut rng)).collect::<Vec<_>>()
            };
            assert_eq!(made(3), made(3));
            assert_ne!(made(3), made(4));
        }
    }

    #[test]
    fn options_are_read_and_others_refused() {
        let parse = |text: &str| Plan::parse(&text.split(' ').map(str::to_owned).collect::<Vec<_>>());
        let plan = parse("docx --seconds 5 --seed 9").unwrap();
        assert_eq!((plan.target, plan.seconds, plan.seed, plan.rounds), (Target::Docx, 5, 9, u64::MAX));
        for wrong in ["doc", "docx --seconds", "docx --seconds x", "docx --time 3"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert!(Plan::parse(&[]).is_err());
    }
}
