//! Measures the chain graph on links from a file; `bench/chain.py` makes the file and compares with networkx.
//!
//! Each line holds three numbers: giver, taker, engagement. Engagements count from 1; 0 as the giver stands for the
//! engagement itself, 0 as the engagement for a standing link. Further arguments are firms to ask about.

use std::{env, error::Error, fs, time::Instant};

use domain::id::{ContractorId, EngagementId};
use rules::chain::{Chain, Link, Node};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn firm(n: &str) -> Result<ContractorId> {
    Ok(format!("con_{:032x}", n.parse::<u64>()?).parse()?)
}

fn engagement(n: &str) -> Result<EngagementId> {
    Ok(format!("eng_{:032x}", n.parse::<u64>()?).parse()?)
}

fn link(line: &str) -> Result<Link> {
    let mut parts = line.split(' ');
    let mut next = || parts.next().ok_or("three numbers a line");
    let (giver, taker, under) = (next()?, next()?, next()?);
    let under_id = if under == "0" { None } else { Some(engagement(under)?) };
    let from = match (giver, under_id) {
        ("0", Some(id)) => Node::Engagement(id),
        ("0", None) => return Err("a link needs a giver or an engagement".into()),
        (giver, _) => Node::Firm(firm(giver)?),
    };
    Ok(Link { from, to: firm(taker)?, under: under_id })
}

/// A field of /proc/self/status in KiB; 0 where there is none.
fn kib(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix(field)).unwrap_or_default();
    line.split_whitespace().find_map(|w| w.parse().ok()).unwrap_or_default()
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

fn main() -> Result<()> {
    let mut args = env::args().skip(1);
    let path = args.next().ok_or("usage: chain FILE FIRM…")?;
    let links = fs::read_to_string(path)?.lines().map(link).collect::<Result<Vec<Link>>>()?;
    let begun = Instant::now();
    let chain = Chain::build(&links).map_err(|e| format!("{e:?}"))?;
    let build = ms(begun);
    drop(links);
    let mut queries = Vec::new();
    for name in args {
        let id = firm(&name)?;
        let begun = Instant::now();
        let affected = chain.affected_by(id);
        let time = ms(begun);
        queries.push(serde_json::json!({
            "firm": name, "ms": time, "engagements": affected.engagements.len(), "firms": affected.firms.len(),
        }));
    }
    let begun = Instant::now();
    let weights = chain.concentration();
    let concentration = ms(begun);
    let sum: u64 = weights.iter().map(|w| u64::from(w.engagements)).sum();
    let top: Vec<u32> = weights.iter().take(20).map(|w| w.engagements).collect();
    let (engagements, firms, count) = chain.size();
    println!(
        "{}",
        serde_json::json!({
            "engagements": engagements, "firms": firms, "links": count, "build_ms": build, "bytes": chain.bytes(),
            "peak_kib": kib("VmHWM:"), "now_kib": kib("VmRSS:"), "queries": queries,
            "concentration_ms": concentration, "concentration_sum": sum, "concentration_top": top,
        })
    );
    Ok(())
}
