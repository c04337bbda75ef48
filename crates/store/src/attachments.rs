//! What is known of attached files. Rows are only ever added: a newer file of the same name supersedes the older one,
//! which stays. The bytes are in [`crate::files`].

use domain::{
    Problem, Words,
    id::{AttachmentId, EngagementId, PersonId},
    permission::Scope,
    text::{Memo, Title},
};
use jiff::{Timestamp, civil::Date};
use ledger::Digest;

use crate::{Error, Result, Tx, args, instant, parse, parse_opt, reach, sql};

sql! {
    INSERT = "insert into attachment (id, engagement_id, name, media_type, size, sha256, received_by, received_at,
        effective_on, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    BY_ID = "select a.id, a.engagement_id, a.name, a.media_type, a.size, a.sha256, a.received_by, a.received_at,
        a.effective_on, a.note, p.name as receiver,
        (select n.id from attachment n where n.engagement_id = a.engagement_id and n.name = a.name
           and (n.received_at, n.id) > (a.received_at, a.id) order by n.received_at desc, n.id desc limit 1) as newer
        from attachment a join engagement e on e.id = a.engagement_id join person p on p.id = a.received_by
        where a.id = $1 and {in:e.unit_id:$2}";
    PAGE = "select a.id, a.engagement_id, a.name, a.media_type, a.size, a.sha256, a.received_by, a.received_at,
        a.effective_on, a.note, p.name as receiver,
        (select n.id from attachment n where n.engagement_id = a.engagement_id and n.name = a.name
           and (n.received_at, n.id) > (a.received_at, a.id) order by n.received_at desc, n.id desc limit 1) as newer
        from attachment a join engagement e on e.id = a.engagement_id join person p on p.id = a.received_by
        where a.engagement_id = $1 and {in:e.unit_id:$2}
          and (cast($3 as text) is null
               or (a.received_at, a.id) < (select b.received_at, b.id from attachment b where b.id = $3))
        order by a.received_at desc, a.id desc limit $4";
    DIGESTS = "select sha256, cast(max(size) as bigint) as size from
        (select sha256, size from attachment where sha256{C} > $1
          union all select sha256, size from answer_file where sha256{C} > $1
          union all select sha256, size from sheet_upload where sha256{C} > $1) held
        group by sha256 order by sha256{C} limit $2";
    HELD = "select cast(count(*) as bigint) as n from
        (select sha256 from attachment where sha256 = $1
          union all select sha256 from answer_file where sha256 = $1
          union all select sha256 from sheet_upload where sha256 = $1) held";
}

/// Name of a file: its last part, without what could lead elsewhere or deceive the eye.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileName(String);

impl FileName {
    /// Most characters.
    pub const MAX: usize = 120;

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the last dot, in small letters.
    #[must_use]
    pub fn extension(&self) -> String {
        match self.0.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
            _ => String::new(),
        }
    }
}
impl std::str::FromStr for FileName {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        // some browsers send the whole path
        let name = text.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        if name.is_empty() {
            return Err(Problem::Missing);
        }
        let deceives = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        };
        if let Some(position) = name.chars().position(deceives) {
            return Err(Problem::ControlCharacter { position: position.saturating_add(1) });
        }
        // Windows drops dots and spaces at the end, and these characters mean something else to its shell
        let plain = name.trim_end_matches(['.', ' ']);
        if plain.is_empty() || plain.contains(['<', '>', ':', '"', '|', '?', '*']) {
            let form = Words {
                ja: "ファイル名に < > : \" | ? * は使えず、点だけの名前も使えません",
                en: "a file name without < > : \" | ? * and not of dots alone",
            };
            return Err(Problem::form(name, form));
        }
        let actual = plain.chars().count();
        if actual > Self::MAX {
            return Err(Problem::TooLong { max: Self::MAX, actual });
        }
        Ok(Self(plain.to_owned()))
    }
}
impl TryFrom<String> for FileName {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        text.parse()
    }
}
impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0
    }
}
impl std::fmt::Display for FileName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An attached file, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The engagement it belongs to.
    pub engagement: EngagementId,
    /// Its name.
    pub name: FileName,
    /// Kind of content, from a closed list by extension.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Digest of the bytes.
    pub sha256: Digest,
    /// Who received it.
    pub received_by: PersonId,
    /// When.
    pub received_at: Timestamp,
    /// Day from which the paper itself holds, if it says one.
    pub effective_on: Option<Date>,
    /// What it is.
    pub note: Memo,
}

/// An attached file with what lists show beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The file.
    pub attachment: Attachment,
    /// Name of who received it.
    pub receiver: Title,
    /// The newest file of the same name at the same engagement, if this is not it.
    pub superseded_by: Option<AttachmentId>,
}

#[derive(sqlx::FromRow)]
struct ShownRow {
    id: String,
    engagement_id: String,
    name: String,
    media_type: String,
    size: i64,
    sha256: String,
    received_by: String,
    received_at: i64,
    effective_on: Option<String>,
    note: String,
    receiver: String,
    newer: Option<String>,
}

impl TryFrom<ShownRow> for Shown {
    type Error = Error;
    fn try_from(row: ShownRow) -> Result<Self> {
        let attachment = Attachment {
            id: parse("attachment.id", &row.id)?,
            engagement: parse("attachment.engagement_id", &row.engagement_id)?,
            name: parse("attachment.name", &row.name)?,
            media_type: row.media_type,
            size: row.size,
            sha256: parse("attachment.sha256", &row.sha256)?,
            received_by: parse("attachment.received_by", &row.received_by)?,
            received_at: instant("attachment.received_at", row.received_at)?,
            effective_on: parse_opt("attachment.effective_on", row.effective_on.as_deref())?,
            note: parse("attachment.note", &row.note)?,
        };
        Ok(Self {
            attachment,
            receiver: parse("person.name", &row.receiver)?,
            superseded_by: parse_opt("attachment.id", row.newer.as_deref())?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct DigestRow {
    sha256: String,
    size: i64,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

/// Adds a row.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, _scope: &Scope, one: &Attachment) -> Result<()> {
    let args = args![
        one.id,
        one.engagement,
        one.name.as_str(),
        one.media_type.as_str(),
        one.size,
        one.sha256.to_string(),
        one.received_by,
        one.received_at,
        one.effective_on,
        &one.note
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// One attached file of an engagement within reach.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, scope: &Scope, id: AttachmentId) -> Result<Option<Shown>> {
    tx.optional::<ShownRow>(&BY_ID, args![id, reach(scope)]).await?.map(Shown::try_from).transpose()
}

/// Files of an engagement within reach, the newest first, before one of them.
///
/// # Errors
/// Of the database.
pub async fn page(
    tx: &mut Tx,
    scope: &Scope,
    engagement: EngagementId,
    before: Option<AttachmentId>,
    limit: i64,
) -> Result<Vec<Shown>> {
    let rows = tx.all::<ShownRow>(&PAGE, args![engagement, reach(scope), before, limit]).await?;
    rows.into_iter().map(Shown::try_from).collect()
}

/// How many rows speak of a content: attachments, files with answers, clients' sheets.
///
/// # Errors
/// Of the database.
pub async fn held(tx: &mut Tx, digest: Digest) -> Result<i64> {
    Ok(tx.one::<CountRow>(&HELD, args![digest.to_string()]).await?.n)
}

/// Contents that rows speak of, with their sizes, in the order of their digests after one; for backup and checking.
///
/// # Errors
/// Of the database.
pub async fn digests(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<(Digest, i64)>> {
    let rows = tx.all::<DigestRow>(&DIGESTS, args![after, limit]).await?;
    rows.into_iter().map(|r| Ok((parse("attachment.sha256", &r.sha256)?, r.size))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\契約書.PDF", "契約書.PDF"),
            ("..\\..\\仕様書.docx ", "仕様書.docx"),
            ("report.pdf. . ", "report.pdf"),
            (".profile", ".profile"),
        ] {
            assert_eq!(given.parse::<FileName>().unwrap().as_str(), kept);
        }
        for refused in
            ["", "/", "a/", "..", " . ", "a\0b.pdf", "a\r\nb.pdf", "invoice\u{202e}fdp.exe", "a:b.pdf", "\"x\".pdf"]
        {
            assert!(refused.parse::<FileName>().is_err(), "{refused:?}");
        }
        assert!("あ".repeat(121).parse::<FileName>().is_err());
        assert_eq!("a.tar.GZ".parse::<FileName>().unwrap().extension(), "gz");
        assert_eq!(".profile".parse::<FileName>().unwrap().extension(), "");
    }
}
