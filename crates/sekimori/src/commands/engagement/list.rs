//! `engagement list`.

use app::engagements::list::{Cursor, Filter, From, Line, Query};
use domain::engagement::Standing;
use serde_json::{Value, json};

use crate::{cli::ListArgs, context::Context, exit::Result, out};

pub async fn run(context: &Context, args: ListArgs) -> Result {
    let (app, caller) = context.open_as(&args.by.login).await?;
    let standing = args.standing.or((!args.all).then_some(Standing::Open));
    let filter = Filter {
        words: args.words.clone(),
        stage: args.stage,
        category: args.category,
        standing,
        owner: args.mine.then(|| caller.id()),
        ..Filter::default()
    };
    let most = usize::try_from(args.limit).unwrap_or(usize::MAX);
    let (mut lines, mut rows, mut values): (usize, Vec<Vec<String>>, Vec<Value>) = (0, Vec::new(), Vec::new());
    let mut from = From::Start;
    let (mut count, mut more_than_counted) = (None, false);
    while lines < most {
        let limit = u16::try_from(most.saturating_sub(lines)).unwrap_or(200).min(200);
        let query = Query { filter: filter.clone(), sort: args.sort, direction: args.direction(), from, limit };
        let page = app.engagements().list(&caller, &query).await?;
        if count.is_none() {
            (count, more_than_counted) = (Some(page.count), page.more_than_counted);
        }
        for line in &page.lines {
            values.push(shown(line, page.names.of(line.owner)));
            rows.push(row(context, line, page.names.of(line.owner)));
        }
        lines = lines.saturating_add(page.lines.len());
        let last: Option<Cursor> = page.lines.last().map(|l| l.cursor.clone());
        match last.filter(|_| page.has_after) {
            Some(cursor) => from = From::After(cursor),
            None => break,
        }
    }
    let value = json!({ "engagements": values, "count": count, "more_than_counted": more_than_counted });
    context.show(&value, || {
        let head = if context.lang == domain::Lang::Ja {
            ["番号", "段階", "案件", "委託先", "担当", "次の期限", "未充足"]
        } else {
            ["NUMBER", "STAGE", "ENGAGEMENT", "CONTRACTOR", "OWNER", "DUE", "UNMET"]
        };
        out::table(&head, &rows)
    })?;
    let count = count.unwrap_or(0);
    if i64::try_from(lines).unwrap_or(i64::MAX) < count {
        context.remark(
            &format!("{count}件のうち{lines}件。--limit で増やせます"),
            &format!("{lines} of {count}; --limit shows more"),
        );
    }
    Ok(())
}

fn shown(line: &Line, owner: &str) -> Value {
    json!({
        "id": line.id, "number": line.number, "unit": line.unit, "owner": line.owner, "owner_name": owner,
        "stage": line.stage, "standing": line.standing, "title": line.title, "category": line.category,
        "contractor_name": line.contractor_name, "amount": line.amount, "seals": line.seals,
        "due_on": line.due.map(|(on, _)| on), "due_kind": line.due.map(|(_, kind)| kind),
        "unmet": line.unmet, "waiting_since": line.waiting_since,
    })
}

fn row(context: &Context, line: &Line, owner: &str) -> Vec<String> {
    let stage = match line.standing {
        Standing::Open => line.stage.label(context.lang),
        other => other.label(context.lang),
    };
    let due = line.due.map(|(on, kind)| format!("{on} {}", kind.label(context.lang))).unwrap_or_default();
    vec![
        line.number.to_string(),
        stage.to_owned(),
        line.title.clone(),
        line.contractor_name.clone(),
        owner.to_owned(),
        due,
        line.unmet.to_string(),
    ]
}
