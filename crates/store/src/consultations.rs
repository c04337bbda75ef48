//! Questions to the chief security officer and their answers.

use domain::{
    calendar::EngagementNumber,
    consultation::{Answered, Consultation, Urgency},
    engagement::Stage,
    id::{ConsultationId, EngagementId, PersonId, UnitId},
    permission::Scope,
    text::Title,
};

use crate::{Error, Result, Tx, args, instant, org::like, parse, parse_opt, reach, sql};

sql! {
    INSERT = "insert into consultation (id, engagement_id, unit_id, urgency, subject, question, search_key, asked_by,
        asked_at, answer, answered_by, answered_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, null, null)";
    ANSWER = "update consultation set answer = $2, answered_by = $3, answered_at = $4, search_key = $5
        where id = $1 and answer is null";
    // one's own are seen wherever one's roles reach; what an engagement is called, only where it may be seen
    BY_ID = "select c.id, c.engagement_id, c.unit_id, c.urgency, c.subject, c.question, c.asked_by, c.asked_at,
        c.answer, c.answered_by, c.answered_at, p.name as asker, a.name as answerer, e.seq, e.title, e.stage
        from consultation c join person p on p.id = c.asked_by left join person a on a.id = c.answered_by
        left join engagement e on e.id = c.engagement_id and {in:e.unit_id:$4}
        where c.id = $1 and (c.asked_by = $2 or {in:c.unit_id:$3})";
    PAGE = "select c.id, c.engagement_id, c.unit_id, c.urgency, c.subject, c.question, c.asked_by, c.asked_at,
        c.answer, c.answered_by, c.answered_at, p.name as asker, a.name as answerer, e.seq, e.title, e.stage
        from consultation c join person p on p.id = c.asked_by left join person a on a.id = c.answered_by
        left join engagement e on e.id = c.engagement_id and {in:e.unit_id:$3}
        where (c.asked_by = $1 or {in:c.unit_id:$2})
          and (cast($4 as text) is null or c.search_key like $4)
          and (cast($5 as text) is null or (case when c.answer is null then 'open' else 'answered' end) = $5)
          and (case when c.answer is null and c.urgency = 'emergency' then 1 else 0 end, c.asked_at, c.id) < ($6, $7, $8)
        order by case when c.answer is null and c.urgency = 'emergency' then 1 else 0 end desc,
          c.asked_at desc, c.id desc limit $9";
    COUNT = "select cast(count(*) as bigint) as n from consultation c
        where (c.asked_by = $1 or {in:c.unit_id:$2})
          and (cast($3 as text) is null or c.search_key like $3)
          and (cast($4 as text) is null or (case when c.answer is null then 'open' else 'answered' end) = $4)";
    OPEN = "select cast(count(*) as bigint) as n,
        cast(coalesce(sum(case when urgency = 'emergency' then 1 else 0 end), 0) as bigint) as pressing
        from consultation where answer is null and {in:unit_id:$1}";
    ASKED_ANY = "select id from consultation where asked_by = $1 limit 1";
    NUMBER_OF = "select seq as n from engagement where id = $1";
    ENGAGEMENT = "select id, unit_id from engagement where seq = $1 and {in:unit_id:$2}";
}

/// Which questions to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum State {
    /// All.
    #[default]
    All,
    /// Those that wait for an answer.
    Open,
    /// Those that have one.
    Answered,
}

impl State {
    const fn code(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Open => Some("open"),
            Self::Answered => Some("answered"),
        }
    }
}

/// What the engagement a question is about is called and where it stands, for one who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its number.
    pub number: EngagementNumber,
    /// Its title.
    pub title: Title,
    /// Where it stands.
    pub stage: Stage,
}

/// A question with the names that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The question and its answer.
    pub consultation: Consultation,
    /// Name of who asked.
    pub asker: Title,
    /// Name of who answered.
    pub answerer: Option<Title>,
    /// The engagement, if there is one the reader may see.
    pub about: Option<About>,
}

impl Shown {
    /// Where the list goes on after this question.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let pressing = self.consultation.answer.is_none() && self.consultation.urgency == Urgency::Emergency;
        Cursor { pressing, asked_at: self.consultation.asked_at, id: self.consultation.id }
    }
}

/// A place in the list: open emergencies first, then by time, the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pressing: bool,
    asked_at: jiff::Timestamp,
    id: ConsultationId,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", i64::from(self.pressing), self.asked_at.as_microsecond(), self.id)
    }
}
impl std::str::FromStr for Cursor {
    type Err = domain::Problem;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || domain::Problem::Unknown { value: domain::problem::shorten(text) };
        let mut parts = text.splitn(3, '-');
        let mut part = || parts.next().ok_or_else(refuse);
        let pressing = match part()? {
            "0" => false,
            "1" => true,
            _ => return Err(refuse()),
        };
        let micros: i64 = part()?.parse().map_err(|_| refuse())?;
        let asked_at = jiff::Timestamp::from_microsecond(micros).map_err(|_| refuse())?;
        Ok(Self { pressing, asked_at, id: part()?.parse().map_err(|_| refuse())? })
    }
}

/// Who reads: the person, where they may see questions, and where they may see engagements.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// Sees their own questions always.
    pub person: PersonId,
    /// Where questions may be seen; `None` when nowhere.
    pub questions: Option<&'a Scope>,
    /// Where engagements may be seen; `None` when nowhere.
    pub engagements: Option<&'a Scope>,
}

/// The list for the `{in:…}` mark; nowhere is the empty list, not the whole organisation.
fn reach_of(scope: Option<&Scope>) -> Option<String> {
    scope.map_or_else(|| Some("[]".to_owned()), reach)
}

#[derive(sqlx::FromRow)]
struct ShownRow {
    id: String,
    engagement_id: Option<String>,
    unit_id: String,
    urgency: String,
    subject: String,
    question: String,
    asked_by: String,
    asked_at: i64,
    answer: Option<String>,
    answered_by: Option<String>,
    answered_at: Option<i64>,
    asker: String,
    answerer: Option<String>,
    seq: Option<i64>,
    title: Option<String>,
    stage: Option<String>,
}

#[derive(sqlx::FromRow)]
struct NumberRow {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    n: i64,
    pressing: i64,
}

#[derive(sqlx::FromRow)]
struct IdRow {
    #[expect(dead_code, reason = "only whether there is one is asked")]
    id: String,
}

#[derive(sqlx::FromRow)]
struct EngagementRow {
    id: String,
    unit_id: String,
}

fn number(seq: i64) -> Result<EngagementNumber> {
    EngagementNumber::from_sort_key(seq).ok_or_else(|| Error::stored("engagement.seq", seq))
}

fn about(row: &ShownRow) -> Result<Option<About>> {
    let (Some(seq), Some(title), Some(stage)) = (row.seq, &row.title, &row.stage) else { return Ok(None) };
    let title = parse("engagement.title", title)?;
    Ok(Some(About { number: number(seq)?, title, stage: parse("engagement.stage", stage)? }))
}

fn answered(row: &ShownRow) -> Result<Option<Answered>> {
    let (Some(text), Some(by), Some(at)) = (&row.answer, &row.answered_by, row.answered_at) else { return Ok(None) };
    Ok(Some(Answered {
        text: parse("consultation.answer", text)?,
        by: parse("consultation.answered_by", by)?,
        at: instant("consultation.answered_at", at)?,
    }))
}

impl TryFrom<ShownRow> for Shown {
    type Error = Error;
    fn try_from(row: ShownRow) -> Result<Self> {
        let consultation = Consultation {
            id: parse("consultation.id", &row.id)?,
            engagement: parse_opt("consultation.engagement_id", row.engagement_id.as_deref())?,
            unit: parse("consultation.unit_id", &row.unit_id)?,
            urgency: parse("consultation.urgency", &row.urgency)?,
            subject: parse("consultation.subject", &row.subject)?,
            question: parse("consultation.question", &row.question)?,
            asked_by: parse("consultation.asked_by", &row.asked_by)?,
            asked_at: instant("consultation.asked_at", row.asked_at)?,
            answer: answered(&row)?,
        };
        Ok(Self {
            consultation,
            asker: parse("person.name", &row.asker)?,
            answerer: parse_opt("person.name", row.answerer.as_deref())?,
            about: about(&row)?,
        })
    }
}

/// Parts folded each for itself and set apart by spaces, which no folded text has.
async fn search_key(tx: &mut Tx, one: &Consultation) -> Result<String> {
    use domain::fold::fold;
    let number = match one.engagement {
        None => String::new(),
        Some(id) => number(tx.one::<NumberRow>(&NUMBER_OF, args![id]).await?.n)?.to_string(),
    };
    let answer = one.answer.as_ref().map_or("", |a| a.text.as_str());
    Ok(format!("{} {} {} {}", fold(&number), fold(one.subject.as_str()), fold(one.question.as_str()), fold(answer)))
}

/// Keeps a question.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, _scope: &Scope, one: &Consultation) -> Result<()> {
    let key = search_key(tx, one).await?;
    let args = args![
        one.id,
        one.engagement,
        one.unit,
        one.urgency.code(),
        &one.subject,
        &one.question,
        key,
        one.asked_by,
        one.asked_at
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// Keeps the answer to a question that has none.
///
/// # Errors
/// [`Error::Stale`] when it has one.
pub async fn set_answer(tx: &mut Tx, _scope: &Scope, one: &Consultation) -> Result<()> {
    let Some(answer) = &one.answer else { return Err(Error::Stale) };
    let key = search_key(tx, one).await?;
    let touched = tx.run(&ANSWER, args![one.id, &answer.text, answer.by, answer.at, key]).await?;
    if touched == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// One question.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, reader: Reader<'_>, id: ConsultationId) -> Result<Option<Shown>> {
    let args = args![id, reader.person, reach_of(reader.questions), reach_of(reader.engagements)];
    tx.optional::<ShownRow>(&BY_ID, args).await?.map(Shown::try_from).transpose()
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Part of subject, question, answer or engagement number.
    pub query: String,
    /// With or without an answer.
    pub state: State,
    /// Where the last page ended.
    pub after: Option<Cursor>,
}

/// Questions: open emergencies first, then the newest first.
///
/// # Errors
/// Of the database.
pub async fn page(tx: &mut Tx, reader: Reader<'_>, filter: &Filter, limit: i64) -> Result<Vec<Shown>> {
    // before the first: nothing is more pressing than 1
    let (pressing, at, id) = filter.after.map_or((2, i64::MAX, String::new()), |c| {
        (i64::from(c.pressing), c.asked_at.as_microsecond(), c.id.to_string())
    });
    let args = args![
        reader.person,
        reach_of(reader.questions),
        reach_of(reader.engagements),
        like(&filter.query),
        filter.state.code(),
        pressing,
        at,
        id,
        limit
    ];
    tx.all::<ShownRow>(&PAGE, args).await?.into_iter().map(Shown::try_from).collect()
}

/// How many a filter finds, wherever its pages end.
///
/// # Errors
/// Of the database.
pub async fn count(tx: &mut Tx, reader: Reader<'_>, filter: &Filter) -> Result<i64> {
    let args = args![reader.person, reach_of(reader.questions), like(&filter.query), filter.state.code()];
    Ok(tx.one::<NumberRow>(&COUNT, args).await?.n)
}

/// How many questions wait for an answer within reach, and how many of them are emergencies.
///
/// # Errors
/// Of the database.
pub async fn open(tx: &mut Tx, scope: &Scope) -> Result<(i64, i64)> {
    let row = tx.one::<OpenRow>(&OPEN, args![reach(scope)]).await?;
    Ok((row.n, row.pressing))
}

/// True when the person has ever asked.
///
/// # Errors
/// Of the database.
pub async fn asked_any(tx: &mut Tx, person: PersonId) -> Result<bool> {
    Ok(tx.optional::<IdRow>(&ASKED_ANY, args![person]).await?.is_some())
}

/// Id and unit of an engagement within reach.
///
/// # Errors
/// Of the database.
pub async fn engagement(
    tx: &mut Tx,
    scope: &Scope,
    number: EngagementNumber,
) -> Result<Option<(EngagementId, UnitId)>> {
    let row = tx.optional::<EngagementRow>(&ENGAGEMENT, args![number.sort_key(), reach(scope)]).await?;
    row.map(|r| Ok((parse("engagement.id", &r.id)?, parse("engagement.unit_id", &r.unit_id)?))).transpose()
}
