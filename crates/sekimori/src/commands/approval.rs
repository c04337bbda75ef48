//! `approval`: requests to officers.

use app::{
    App, Caller,
    approvals::{Decision, Listed, Part},
    engagements::Names,
};
use domain::{Lang, Problem, approval::Request, id::ApprovalId, risk::DirectedMeasure};
use serde_json::{Value, json};

use super::engagement::request;
use crate::{
    cli::{ApprovalCommand, ApprovalDecide, Verdict},
    context::Context,
    exit::{Code, Failure, Result},
    out,
};

pub async fn run(context: &Context, command: ApprovalCommand) -> Result {
    match command {
        ApprovalCommand::List { mine, decided, limit, by } => {
            let (app, caller) = context.open_as(&by.login).await?;
            let requests = match (mine, decided) {
                (true, _) => app.approvals().mine(&caller, None, (i64::MAX, limit)).await?,
                (_, true) => app.approvals().decided(&caller, i64::MAX, limit).await?,
                _ => app.approvals().waiting(&caller, i64::MIN, limit).await?,
            };
            let values: Vec<Value> = requests.items.iter().map(|l| shown(l, &requests.names)).collect();
            context.show(&json!({ "approvals": values, "more": requests.more }), || {
                let rows: Vec<_> = requests.items.iter().map(|l| row(context.lang, l, &requests.names)).collect();
                let head = if context.lang == Lang::Ja {
                    ["番号", "種類", "案件", "依頼した人", "依頼の日", "状態"]
                } else {
                    ["ID", "KIND", "ENGAGEMENT", "ASKED BY", "ASKED ON", "STATE"]
                };
                out::table(&head, &rows)
            })
        }
        ApprovalCommand::Show { id, by } => {
            let (app, caller) = context.open_as(&by.login).await?;
            show(context, &app, (&caller, id)).await
        }
        ApprovalCommand::Decide(args) => decide(context, args).await,
        ApprovalCommand::Resubmit { id, said, by } => {
            let (app, caller) = context.open_as(&by.login).await?;
            let old = app.approvals().show(&caller, id).await?;
            let request = request(old.listed.approval.request.kind(), said)?;
            app.approvals().resubmit(&caller, id, request).await?;
            context.done(&json!({ "id": id, "state": "pending" }), "もう一度依頼しました", "It is asked for again")
        }
        ApprovalCommand::Withdraw { id, reason, by } => {
            let (app, caller) = context.open_as(&by.login).await?;
            app.approvals().withdraw(&caller, id, reason).await?;
            context.done(&json!({ "id": id, "state": "withdrawn" }), "依頼を取り下げました", "The request is withdrawn")
        }
    }
}

fn shown(listed: &Listed, names: &Names) -> Value {
    let mut value = json!(listed.approval);
    if let Some(object) = value.as_object_mut() {
        object.insert("number".to_owned(), json!(listed.number));
        object.insert("title".to_owned(), json!(listed.title));
        object.insert("requested_by_name".to_owned(), json!(names.of(listed.approval.requested_by)));
        let decided = listed.approval.decided.as_ref().map(|d| names.of(d.by).to_owned());
        object.insert("decided_by_name".to_owned(), json!(decided));
    }
    value
}

fn row(lang: Lang, listed: &Listed, names: &Names) -> Vec<String> {
    let approval = &listed.approval;
    let number = listed.number.map(|n| n.to_string()).unwrap_or_default();
    vec![
        approval.id.to_string(),
        approval.request.kind().label(lang).to_owned(),
        format!("{number} {}", listed.title.clone().unwrap_or_default()).trim().to_owned(),
        names.of(approval.requested_by).to_owned(),
        app::clock::day_in_japan(approval.requested_at).to_string(),
        approval.state.label(lang).to_owned(),
    ]
}

async fn show(context: &Context, app: &App, (caller, id): (&Caller, ApprovalId)) -> Result {
    let found = app.approvals().show(caller, id).await?;
    let mut value = shown(&found.listed, &found.names);
    let part = match &found.role {
        Part::Decide { .. } => "decide",
        Part::Barred(_) => "barred",
        Part::Requester => "requester",
        Part::Reader => "reader",
    };
    if let Some(object) = value.as_object_mut() {
        object.insert("part".to_owned(), json!(part));
        object.insert("decisions".to_owned(), json!(Decision::codes(found.listed.approval.request.kind())));
    }
    context.show(&value, || {
        let approval = &found.listed.approval;
        let lang = context.lang;
        let mut out =
            format!("{} {} [{}]\n", approval.id, approval.request.kind().label(lang), approval.state.label(lang));
        if let Some(number) = found.listed.number {
            out.push_str(&format!("  {number} {}\n", found.listed.title.clone().unwrap_or_default()));
        }
        out.push_str(&asked(lang, &approval.request));
        if let Some(decided) = &approval.decided {
            let word = if lang == Lang::Ja { "決定" } else { "Decided" };
            out.push_str(&format!("  {word}: {} {}\n", found.names.of(decided.by), decided.reason));
        }
        match &found.role {
            Part::Decide { .. } => {
                let codes = Decision::codes(approval.request.kind()).join("|");
                let command = format!("sekimori approval decide {id} --decision {codes} --reason TEXT --as LOGIN");
                out.push_str(&format!("  → {command}\n"));
            }
            Part::Barred(why) => out.push_str(&format!("  {}\n", why.get(lang))),
            Part::Requester | Part::Reader => {}
        }
        out
    })
}

/// What is asked for, in lines.
fn asked(lang: Lang, request: &Request) -> String {
    match request {
        Request::Criticality { explanation } => format!("  {explanation}\n"),
        Request::Exception { analysis } => {
            let mut out = format!("  {}\n", analysis.necessity);
            for line in &analysis.lines {
                let (before, residual) = (line.before.label(lang), line.residual.label(lang));
                out.push_str(&format!("  - {}: {before} → {residual}. {}\n", line.threat, line.measures));
            }
            out.push_str(&format!("  {}\n", analysis.grounds));
            out
        }
        Request::RegisterUpdate { decision, .. } => format!("  {decision}\n"),
        Request::Waiver { condition, reason, until } => format!("  {condition} – {until}: {reason}\n"),
    }
}

async fn decide(context: &Context, args: ApprovalDecide) -> Result {
    let (app, caller) = context.open_as(&args.by.login).await?;
    let found = app.approvals().show(&caller, args.id).await?;
    let approval = &found.listed.approval;
    let decision = match args.decision {
        Verdict::Critical => Decision::Critical,
        Verdict::NotCritical => Decision::NotCritical,
        Verdict::Permit => Decision::Permit {
            measures: args.measures.into_iter().map(|text| DirectedMeasure { text }).collect(),
            until: args.until.ok_or_else(|| Failure::value("--until", &Problem::Missing))?,
        },
        Verdict::Update => match &approval.request {
            Request::RegisterUpdate { change, .. } => Decision::Update { change: change.clone() },
            _ => return Err(unfit(approval.request.kind())),
        },
        Verdict::NoUpdate => Decision::NoUpdate,
        Verdict::Waive => Decision::Waive,
        Verdict::Refuse => Decision::Refuse,
        Verdict::SendBack => Decision::SendBack,
    };
    if !decision.answers(approval.request.kind()) {
        return Err(unfit(approval.request.kind()));
    }
    app.approvals().decide(&caller, args.id, (approval.revision, decision, args.reason)).await?;
    let after = app.approvals().show(&caller, args.id).await?;
    context.done(&shown(&after.listed, &after.names), "決定を記録しました", "The decision is recorded")
}

fn unfit(kind: domain::approval::ApprovalKind) -> Failure {
    let codes = Decision::codes(kind).join(", ");
    Failure {
        code: Code::Invalid,
        ..Failure::new(
            Code::Invalid,
            format!("この依頼（{}）への答えではありません。--decision に使えるのは {codes} です", kind.label(Lang::Ja)),
            format!(
                "This does not answer a request of this kind ({}). --decision can be: {codes}",
                kind.label(Lang::En)
            ),
        )
    }
}
