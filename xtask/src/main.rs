//! `cargo xtask <check>`: prints what it finds and exits with 1 when there is something to mend.

use std::process::ExitCode;

use anyhow::Result;
use xtask::{Finding, Repo, fuzz, glossary, layering, licences, tidy};

const USAGE: &str = "usage: cargo xtask <command>

  layering   crates use only what the table in ARCHITECTURE.md allows; pure crates do no I/O
  tidy       no leftovers, no overlong files, no inline script, ADRs and statements registered
  glossary   docs/GLOSSARY.md and the public types of crates/domain agree
  licences   every dependency's licence is on the list in deny.toml and none is banned there; prints the list
  check      all four
  fuzz       docx|pdf|text|segmenter|xlsx [--seconds 60] [--rounds N] [--seed 1]: changed files for the readers of
             strangers' bytes, the same for the same seed; stops at the first that is not read or refused as it must be
";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    if command == "fuzz" {
        return fuzz();
    }
    match run(&command) {
        Ok(Some(findings)) if findings.is_empty() => {
            println!("{command}: nothing to mend");
            ExitCode::SUCCESS
        }
        Ok(Some(findings)) => {
            for finding in &findings {
                eprintln!("{finding}");
            }
            eprintln!("{command}: {} to mend", findings.len());
            ExitCode::FAILURE
        }
        Ok(None) => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("{command}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn fuzz() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    let found = fuzz::Plan::parse(&arguments).and_then(|plan| Ok((plan, fuzz::run(&plan)?)));
    match found {
        Ok((plan, found)) => {
            println!("{} from seed {}: {found}", plan.target, plan.seed);
            if found.wrong.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("fuzz: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &str) -> Result<Option<Vec<Finding>>> {
    let repo = Repo::here();
    Ok(Some(match command {
        "layering" => layering::check(&repo)?,
        "tidy" => tidy::check(&repo)?,
        "glossary" => glossary::check(&repo)?,
        "licences" => {
            let report = licences::report(&repo)?;
            print!("{}", report.listing());
            report.findings
        }
        "check" => {
            let mut all = layering::check(&repo)?;
            all.extend(tidy::check(&repo)?);
            all.extend(glossary::check(&repo)?);
            all.extend(licences::report(&repo)?.findings);
            all
        }
        _ => return Ok(None),
    }))
}
