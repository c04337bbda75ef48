//! `sample`: a fictitious organisation, and large sets for measuring.

use std::{
    io::IsTerminal as _,
    ops::ControlFlow,
    time::{Duration, Instant},
};

use app::sample::{Loaded, Onto, Order, Progress};
use domain::Lang;
use serde_json::json;

use crate::{
    cli::{SampleArgs, SampleCommand, SetArgs},
    context::{Context, open_any},
    exit::{Code, Failure, Result},
    log, out,
};

pub async fn run(context: &Context, args: SampleArgs) -> Result {
    match args.command {
        Some(SampleCommand::Load) => load(context).await,
        Some(SampleCommand::Remove) => remove(context).await,
        None => generate(context, args.set).await,
    }
}

/// The accounts of a sample as a table.
pub fn accounts(context: &Context, loaded: &Loaded) -> String {
    let lang = context.lang;
    let rows: Vec<Vec<String>> = loaded
        .accounts
        .iter()
        .map(|a| {
            let role = a.role.map(|r| r.label(lang).to_owned()).unwrap_or_default();
            vec![a.login.clone(), a.name.clone(), a.unit.get(lang).to_owned(), role, a.hint.get(lang).to_owned()]
        })
        .collect();
    let head = if lang == Lang::Ja {
        ["ログイン名", "名前", "組織単位", "役割", "試すこと"]
    } else {
        ["LOGIN", "NAME", "UNIT", "ROLE", "TRY"]
    };
    out::table(&head, &rows)
}

/// The accounts of a sample for programs.
pub fn accounts_json(loaded: &Loaded) -> serde_json::Value {
    let one = |a: &app::sample::Account| {
        json!({
            "login": a.login, "name": a.name, "unit": { "ja": a.unit.ja, "en": a.unit.en }, "role": a.role,
            "hint": { "ja": a.hint.ja, "en": a.hint.en },
        })
    };
    loaded.accounts.iter().map(one).collect()
}

async fn load(context: &Context) -> Result {
    let config = context.config()?;
    log::start(&config.log);
    let app = open_any(&config).await?;
    let loaded = app.sample().load_as_operator(&context.operator).await?;
    app.close().await;
    let value = json!({
        "password": loaded.password, "accounts": accounts_json(&loaded), "engagements": loaded.engagements,
        "contractors": loaded.contractors,
    });
    context.show(&value, || {
        let counts = if context.lang == Lang::Ja {
            format!("見本データを入れました（委託案件{}件、委託先{}者）", loaded.engagements, loaded.contractors)
        } else {
            format!("Sample data is loaded: {} engagements, {} contractors", loaded.engagements, loaded.contractors)
        };
        let word = context.words("パスワードは全員", "Password of all");
        format!("{counts}\n\n{}\n{word}: {}\n", accounts(context, &loaded), loaded.password)
    })
}

/// Says how far it has come, once a second at most.
fn progress(context: &Context, begun: Instant) -> impl FnMut(Progress) -> ControlFlow<()> + Send + use<> {
    let shows = std::io::stderr().is_terminal() && !context.quiet && !context.format.is_json();
    let mut last = begun;
    move |progress| {
        let ended = progress.done >= progress.total;
        if shows && (ended || last.elapsed() >= Duration::from_secs(1)) {
            last = Instant::now();
            eprint!("\r{} / {} ({}/s) ", progress.done, progress.total, rate(progress.done, begun));
            if ended {
                eprintln!();
            }
        }
        ControlFlow::Continue(())
    }
}

fn rate(done: u64, begun: Instant) -> u64 {
    let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
    done.saturating_mul(1000).checked_div(millis).unwrap_or(0)
}

async fn generate(context: &Context, set: SetArgs) -> Result {
    let (Some(contractors), Some(engagements)) = (set.contractors, set.engagements) else {
        return Err(Failure::new(
            Code::Usage,
            "load か remove、または --contractors N --engagements N を指定してください",
            "Say load or remove, or give --contractors N --engagements N",
        ));
    };
    let config = context.config()?;
    log::start(&config.log);
    let app = open_any(&config).await?;
    let begun = Instant::now();
    let onto = if set.append { Onto::Anything } else { Onto::Empty };
    let order = Order { contractors, engagements, seed: set.seed, onto };
    let made = app.sample().generate(&context.operator, order, &mut progress(context, begun)).await?;
    app.close().await;
    let seconds = begun.elapsed().as_secs_f64();
    let per_second = rate(u64::from(made.engagements).saturating_add(u64::from(made.contractors)), begun);
    let value = json!({
        "login": made.login, "password": made.password, "people": made.people, "units": made.units,
        "contractors": made.contractors, "engagements": made.engagements, "seconds": seconds, "per_second": per_second,
    });
    let (ja, en) = (
        format!(
            "委託先{}者、委託案件{}件、利用者{}人を{seconds:.1}秒で作りました（毎秒{per_second}件）。{} / {} でサインインできます",
            made.contractors, made.engagements, made.people, made.login, made.password
        ),
        format!(
            "{} contractors, {} engagements and {} people in {seconds:.1} s ({per_second}/s). Sign in as {} / {}",
            made.contractors, made.engagements, made.people, made.login, made.password
        ),
    );
    context.show(&value, || format!("{}\n", context.words(&ja, &en)))
}

async fn remove(context: &Context) -> Result {
    let (app, _) = context.open().await?;
    let removed = app.sample().remove_as_operator(&context.operator).await?;
    app.close().await;
    context.done(
        &json!({ "rows": removed.rows }),
        &format!("見本データを消しました（{}行）", removed.rows),
        &format!("Sample data is removed ({} rows)", removed.rows),
    )
}
