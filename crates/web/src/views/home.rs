//! Home: what to do next, what waits, what falls due, where everything stands.

use askama::Template;
use domain::{Lang, calendar, engagement::Stage};
use jiff::civil::{Date, date};

use super::{Sample, sample_shell, say};
use crate::{
    page::{Nav, Shell},
    show::{Kind, Link, Mark},
};

/// One thing to do; the first of the list has the button.
#[derive(Debug, Clone)]
pub struct Todo {
    /// What to do, as a verb with its object.
    pub act: Link,
    /// The same in short, for the button of the first.
    pub button: String,
    /// Number and title of the engagement, and why.
    pub about: String,
    /// When; `None` where nothing is due.
    pub due: Option<Date>,
    /// Colour and words of what is overdue or due today or tomorrow; otherwise the date stands alone.
    pub urgent: Option<Mark>,
}

/// An approval waiting for the person.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// What is asked.
    pub what: Link,
    /// Engagement, unit and requester.
    pub about: String,
    /// Full days it has waited.
    pub days: u32,
}

/// Something due on a day of the fortnight.
#[derive(Debug, Clone)]
pub struct Due {
    /// What, in a few characters.
    pub what: Link,
    /// Number of the engagement, or how late it is.
    pub about: String,
    /// How pressing.
    pub heat: Heat,
}

/// How pressing something due is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heat {
    /// Overdue or today.
    Hot,
    /// Blocks a gate.
    Warm,
    /// On its way.
    Cool,
}

impl Heat {
    const fn code(self) -> &'static str {
        match self {
            Self::Hot => "hot",
            Self::Warm => "warm",
            Self::Cool => "cool",
        }
    }
}

/// A day of the fortnight.
#[derive(Debug, Clone)]
pub struct DayCell {
    /// The day.
    pub date: Date,
    /// Nobody works on it.
    pub off: bool,
    /// What falls due.
    pub due: Vec<Due>,
}

impl DayCell {
    fn classes(&self, today: Date) -> String {
        let mut out = String::new();
        if self.date == today {
            out.push_str(" day--today");
        }
        if self.off {
            out.push_str(" day--off");
        }
        out.push_str(if self.due.is_empty() { " day--free" } else { " day--has" });
        out
    }
    fn holiday(&self, lang: Lang) -> Option<&'static str> {
        calendar::holiday(self.date).map(|name| name.get(lang))
    }
    fn weekday(&self, lang: Lang) -> &'static str {
        calendar::weekday(self.date, lang)
    }
}

/// How many engagements stand at a stage.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The stage.
    pub stage: Stage,
    /// How many.
    pub count: u64,
    /// A word on them: how many wait, how many are stopped.
    pub note: String,
    /// The word is of trouble.
    pub hot: bool,
}

impl Figure {
    fn href(&self) -> String {
        format!("/engagements?stage={}", self.stage.code())
    }
}

/// `GET /`
#[derive(Debug, Template)]
#[template(path = "home/show.html")]
pub struct Home {
    /// Shared part.
    pub ui: Shell,
    /// The day in Japan.
    pub today: Date,
    /// Nearest first; at most ten.
    pub todo: Vec<Todo>,
    /// How many there are in all.
    pub todo_total: u64,
    /// Longest waiting first; at most six.
    pub waiting: Vec<Waiting>,
    /// The person's own requests that were sent back.
    pub sent_back: u64,
    /// What is overdue.
    pub overdue: Vec<Due>,
    /// Fourteen days from today.
    pub days: Vec<DayCell>,
    /// Seven figures.
    pub stages: Vec<Figure>,
    /// What they count: the units within reach.
    pub reach: String,
    /// Nothing is there yet and the person may load sample data.
    pub may_load_sample: bool,
}

impl Home {
    fn total(&self) -> u64 {
        self.stages.iter().map(|f| f.count).sum()
    }
    fn weekday(&self) -> &'static str {
        calendar::weekday(self.today, self.ui.lang)
    }
    fn todo_line(&self) -> String {
        self.ui.words().t2("home-todo-line", ("total", self.todo_total), ("shown", self.todo.len()))
    }
    fn is_empty(&self) -> bool {
        self.total() == 0 && self.todo.is_empty() && self.waiting.is_empty()
    }
    /// Nothing is late and nothing falls due in the days shown.
    fn is_quiet(&self) -> bool {
        self.overdue.is_empty() && self.days.iter().all(|cell| cell.due.is_empty())
    }
    fn span(&self) -> String {
        let day =
            |cell: Option<&DayCell>| cell.map_or_else(String::new, |c| calendar::short_date(c.date, self.ui.lang));
        self.ui.words().t2("home-span", ("from", day(self.days.first())), ("to", day(self.days.last())))
    }
}

fn sample_days(today: Date, lang: Lang) -> Vec<DayCell> {
    let due = |ja: &str, en: &str, about: &str, heat| Due {
        what: Link::new("/engagements/R8-0012", say(lang, ja, en)),
        about: about.to_owned(),
        heat,
    };
    let mut day = today;
    let mut out = Vec::new();
    for i in 0..14 {
        let due = match i {
            0 => vec![due("判断の依頼", "Request decision", "R8-0021", Heat::Hot)],
            4 => vec![
                due("免除の期限", "Waiver ends", "R8-0012", Heat::Warm),
                due("開始予定", "Planned start", "R8-0009", Heat::Cool),
            ],
            8 => vec![due("許可の期限", "Permit ends", "R7-0188", Heat::Cool)],
            _ => Vec::new(),
        };
        out.push(DayCell { date: day, off: calendar::is_day_off(day), due });
        day = day.tomorrow().unwrap_or(day);
    }
    out
}

/// As it looks.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let today = date(2026, 6, 11);
    let to = |ja: &str, en: &str, about: (&str, &str), due, urgent: Option<Mark>| Todo {
        act: Link::new("/engagements/R8-0021", say(lang, ja, en)),
        button: say(lang, "判断を依頼する", "Request the decision"),
        about: say(lang, about.0, about.1),
        due,
        urgent,
    };
    let wait = |ja: &str, en: &str, about: (&str, &str), days| Waiting {
        what: Link::new("/approvals/1", say(lang, ja, en)),
        about: say(lang, about.0, about.1),
        days,
    };
    let counts = [(12, "例外 1", "1 exception", false), (18, "", "", false), (9, "関で停止 2", "2 stopped", true)];
    let figure = |(i, stage): (usize, &Stage)| {
        let (count, ja, en, hot) = counts.get(i).copied().unwrap_or((3, "", "", false));
        Figure { stage: *stage, count, note: say(lang, ja, en), hot }
    };
    let full = Home {
        ui: sample_shell(lang, Nav::Home, "/"),
        today,
        todo: vec![
            to(
                "情報セキュリティ責任者に判断を依頼する",
                "Ask the security officer for a decision",
                (
                    "R8-0021 被災者台帳の入力補助　付録1にない業務です",
                    "R8-0021 Disaster register data entry: not in the register",
                ),
                Some(today),
                Some(Mark::new(Kind::Over, say(lang, "きょうが目安", "Due today"))),
            ),
            to(
                "情報の一覧 4件を判定する",
                "Judge 4 items of information",
                ("R8-0018 学校図書館システムの更新", "R8-0018 School library system renewal"),
                Some(date(2026, 6, 12)),
                Some(Mark::new(Kind::Soon, say(lang, "あす 6/12", "Tomorrow, 12 Jun"))),
            ),
            to(
                "差し戻された依頼を直して出し直す",
                "Mend the request that was sent back",
                ("R8-0019 人事評価クラウドの利用", "R8-0019 HR evaluation cloud service"),
                Some(date(2026, 6, 15)),
                None,
            ),
            to(
                "下書きを続ける",
                "Go on with the draft",
                ("防災アプリの改修　6問のうち 3問目", "Disaster app changes, step 3 of 6"),
                None,
                None,
            ),
        ],
        todo_total: 7,
        waiting: vec![
            wait(
                "危機的業務の例外許可",
                "Exception for critical work",
                (
                    "R8-0021 被災者台帳の入力補助　福祉課 小田切",
                    "R8-0021 Disaster register data entry, Odagiri (Welfare)",
                ),
                4,
            ),
            wait(
                "条件の免除",
                "Waiver of a condition",
                ("R8-0017 広報紙の配送　秘書広報課 野々村", "R8-0017 Newsletter delivery, Nonomura (PR)"),
                1,
            ),
            wait(
                "付録1の更新",
                "Update of the register",
                ("R8-0009 庁内ネットワーク更改　情報政策課 三枝", "R8-0009 Network renewal, Saegusa (IT)"),
                0,
            ),
        ],
        sent_back: 2,
        overdue: vec![Due {
            what: Link::new("/engagements/R7-0188", say(lang, "免除の期限", "Waiver ended")),
            about: say(lang, "3日超過 R7-0188", "3 days over, R7-0188"),
            heat: Heat::Hot,
        }],
        days: sample_days(today, lang),
        stages: Stage::ALL.iter().enumerate().map(figure).collect(),
        reach: say(lang, "市民課とその配下", "Citizens’ Affairs and below"),
        may_load_sample: false,
    };
    let empty = |may_load_sample| Home {
        ui: sample_shell(lang, Nav::Home, "/"),
        today,
        todo: Vec::new(),
        todo_total: 0,
        waiting: Vec::new(),
        sent_back: 0,
        overdue: Vec::new(),
        days: sample_days(today, lang).into_iter().map(|d| DayCell { due: Vec::new(), ..d }).collect(),
        stages: Vec::new(),
        reach: String::new(),
        may_load_sample,
    };
    vec![
        Sample::of("home", &full),
        Sample::of("home-empty", &empty(true)),
        Sample::of("home-quiet", &Home { stages: full.stages.clone(), ..empty(false) }),
    ]
}
