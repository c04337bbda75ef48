//! `doctor`: looks over the installation; every line is ok, a caution or a problem with what to do.

mod checks;

pub use checks::migrations;

use app::error::Sentence;
use serde_json::json;

use crate::{
    context::Context,
    exit::{Code, Failure, Result, say},
    log, out,
};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Ok,
    /// Works, but look at it.
    Caution,
    /// Does not work, or is not safe.
    Problem,
}

impl Level {
    const fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Caution => "caution",
            Self::Problem => "problem",
        }
    }

    const fn words(self) -> domain::Words {
        match self {
            Self::Ok => domain::Words { ja: "良", en: "ok" },
            Self::Caution => domain::Words { ja: "注意", en: "caution" },
            Self::Problem => domain::Words { ja: "問題", en: "problem" },
        }
    }
}

/// One line.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What was looked at; a stable name.
    pub what: &'static str,
    /// How bad.
    pub level: Level,
    /// What was found.
    pub said: Sentence,
    /// What to do.
    pub todo: Option<Sentence>,
    /// The exit code it asks for.
    pub code: Code,
}

impl Finding {
    /// As it should be.
    pub fn ok(what: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { what, level: Level::Ok, said: say(ja, en), todo: None, code: Code::Failed }
    }

    /// Something to look at, or a problem, with what to do.
    pub fn bad(what: &'static str, level: Level, (ja, en): (String, String), (do_ja, do_en): (&str, &str)) -> Self {
        Self { what, level, said: say(ja, en), todo: Some(say(do_ja, do_en)), code: Code::Failed }
    }

    /// With an exit code of its own.
    #[must_use]
    pub const fn exit(mut self, code: Code) -> Self {
        self.code = code;
        self
    }
}

pub async fn run(context: &Context) -> Result {
    let findings = match context.config() {
        Ok(config) => {
            log::start(&crate::config::Log { level: "error".to_owned(), ..config.log.clone() });
            checks::all(&config).await
        }
        Err(failure) => failure
            .items
            .iter()
            .map(|item| {
                let place = (format!("{}: {}", item.place, item.said.ja), format!("{}: {}", item.place, item.said.en));
                let todo = ("設定を直してください", "Mend the configuration");
                Finding::bad("configuration", Level::Problem, place, todo).exit(Code::Invalid)
            })
            .chain(failure.items.is_empty().then(|| {
                Finding {
                    todo: failure.next.as_deref().cloned(),
                    ..Finding::ok("configuration", &failure.said.ja, &failure.said.en)
                }
                .worse()
            }))
            .collect(),
    };
    let worst = findings.iter().map(|f| f.level).max().unwrap_or(Level::Ok);
    let value = json!({
        "state": worst.code(),
        "checks": findings.iter().map(|f| json!({
            "check": f.what, "level": f.level.code(), "message": f.said.get(context.lang),
            "todo": f.todo.as_ref().map(|t| t.get(context.lang)),
        })).collect::<Vec<_>>(),
    });
    context.show(&value, || {
        let rows: Vec<Vec<String>> = findings.iter().flat_map(|f| lines(context, f)).collect();
        let head = if context.lang == domain::Lang::Ja {
            ["判定", "項目", "結果"]
        } else {
            ["STATE", "CHECK", "RESULT"]
        };
        out::table(&head, &rows)
    })?;
    match findings.iter().find(|f| f.level == Level::Problem) {
        None => Ok(()),
        Some(first) => Err(Failure::new(first.code, "直すべき問題があります", "There are problems to mend")),
    }
}

fn lines(context: &Context, finding: &Finding) -> Vec<Vec<String>> {
    let first = vec![
        finding.level.words().get(context.lang).to_owned(),
        finding.what.to_owned(),
        finding.said.get(context.lang).to_owned(),
    ];
    let todo = finding.todo.as_ref().map(|t| vec![String::new(), String::new(), format!("→ {}", t.get(context.lang))]);
    std::iter::once(first).chain(todo).collect()
}

impl Finding {
    fn worse(mut self) -> Self {
        self.level = Level::Problem;
        self.code = Code::Invalid;
        self
    }
}
