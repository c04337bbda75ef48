//! Files attached to engagements. A newer file of the same name supersedes the older one; none is ever overwritten or
//! deleted, and none is handed out unless its bytes are those that were received.

use domain::{
    FieldError, Problem,
    calendar::EngagementNumber,
    id::{AttachmentId, EngagementId, UnitId},
    permission::Permission,
    text::Memo,
};
use jiff::civil::Date;
use ledger::{action, kind};
use store::{
    Tx,
    files::{Files, Refused},
};
pub use store::{
    attachments::{Attachment, FileName, Shown},
    files::Verified,
};
use tokio::io::AsyncRead;

use crate::{App, Caller, Error, Result, work::Change};

/// Most bytes of one file, unless configured otherwise.
pub const MAX_BYTES: u64 = 50 * 1024 * 1024;
/// Rows of one page.
const PAGE: i64 = 100;

/// Kinds of content by extension; everything else is only bytes. Nothing here runs in a browser.
const MEDIA_TYPES: &[(&str, &str)] = &[
    ("pdf", "application/pdf"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("zip", "application/zip"),
    ("eml", "message/rfc822"),
];

/// The use cases of attached files.
#[derive(Debug, Clone, Copy)]
pub struct Attachments<'a> {
    app: &'a App,
    most: u64,
}

impl App {
    /// Files attached to engagements.
    #[must_use]
    pub const fn attachments(&self) -> Attachments<'_> {
        Attachments { app: self, most: MAX_BYTES }
    }
}

/// What is said of a file that is attached.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// Its name; a path before it is cut off.
    pub name: String,
    /// Day from which the paper itself holds.
    pub effective_on: Option<Date>,
    /// What it is.
    pub note: Memo,
}

/// Files of an engagement, the newest first.
#[derive(Debug, Clone)]
pub struct AttachmentsPage {
    /// The rows.
    pub attachments: Vec<Shown>,
    /// Ask again before this one for more.
    pub next: Option<AttachmentId>,
}

/// A file to hand out.
#[derive(Debug)]
pub struct Download {
    /// What is known of it.
    pub attachment: Attachment,
    /// Its bytes, compared with their digest once already and again while they are read.
    pub bytes: Verified,
}

impl Attachments<'_> {
    /// The same with another limit of bytes, from the configuration.
    #[must_use]
    pub const fn at_most(mut self, bytes: u64) -> Self {
        self.most = bytes;
        self
    }

    fn files(&self) -> Files {
        Files::new(&self.app.inner.files)
    }

    /// Attaches a file to an engagement. The bytes come in before the transaction begins, so that a slow sender keeps
    /// nobody waiting; bytes whose row was not written are never seen.
    ///
    /// # Errors
    /// Not found when the engagement is out of sight; forbidden without [`Permission::EditEngagement`] at its unit;
    /// invalid when the name is refused or the file is too large.
    pub async fn add<R>(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        about: NewAttachment,
        body: R,
    ) -> Result<Attachment>
    where
        R: AsyncRead + Unpin + Send,
    {
        let name: FileName = about.name.parse().map_err(|p| Error::field("name", p))?;
        let mut tx = self.app.db().read().await?;
        editable(&mut tx, caller, number).await?;
        tx.commit().await?;
        let id: AttachmentId = self.app.mint();
        let written = self.files().write(&id.to_string(), body, self.most).await.map_err(refused)?;

        let mut work = self.app.work(caller).await?;
        self.app.must_hold(written.digest).await?;
        let (engagement, unit) = editable(&mut work.tx, caller, number).await?;
        let scope = caller.may_at(Permission::EditEngagement, unit)?;
        let one = Attachment {
            id,
            engagement,
            media_type: media_type(&name).to_owned(),
            name,
            size: i64::try_from(written.size).map_err(Error::internal)?,
            sha256: written.digest,
            received_by: caller.id(),
            received_at: work.at(),
            effective_on: about.effective_on,
            note: about.note,
        };
        store::attachments::insert(&mut work.tx, &scope, &one).await?;
        let absent = caller.actor.acts_for(Permission::EditEngagement, unit, &caller.units);
        work.record(added(&one, number)?.at(unit).for_person(absent)).await?;
        work.commit().await?;
        Ok(one)
    }

    /// Files of an engagement, the newest first, before one of them; superseded ones too.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when the engagement is out of sight.
    pub async fn list(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        before: Option<AttachmentId>,
    ) -> Result<AttachmentsPage> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.app.db().read().await?;
        let found = store::consultations::engagement(&mut tx, &scope, number).await?;
        let (engagement, _) = found.ok_or(Error::NotFound)?;
        let rows = store::attachments::page(&mut tx, &scope, engagement, before, PAGE.saturating_add(1)).await?;
        tx.commit().await?;
        let (attachments, next) = crate::page::cut(rows, PAGE, |shown| shown.attachment.id);
        Ok(AttachmentsPage { attachments, next })
    }

    /// Opens a file for handing it out.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when it is out of sight; conflict when the bytes on
    /// disk are not those that were received.
    pub async fn open(&self, caller: &Caller, id: AttachmentId) -> Result<Download> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.app.db().read().await?;
        let found = store::attachments::by_id(&mut tx, &scope, id).await?;
        tx.commit().await?;
        let attachment = found.ok_or(Error::NotFound)?.attachment;
        let bytes = self.files().open(attachment.sha256).await.map_err(refused)?;
        Ok(Download { attachment, bytes })
    }
}

/// What the ledger says of a new file.
fn added(one: &Attachment, number: EngagementNumber) -> Result<Change> {
    Ok(Change::of(action!("attachment.add"), kind!("attachment"), one.id)
        .after(one)?
        .note("engagement", number)
        .note("name", &one.name)
        .note("size", one.size)
        .note("sha256", one.sha256))
}

/// Id and unit of an engagement the caller may see and change.
async fn editable(tx: &mut Tx, caller: &Caller, number: EngagementNumber) -> Result<(EngagementId, UnitId)> {
    let scope = caller.may(Permission::ViewEngagement)?;
    let found = store::consultations::engagement(tx, &scope, number).await?;
    let (id, unit) = found.ok_or(Error::NotFound)?;
    caller.may_at(Permission::EditEngagement, unit)?;
    Ok((id, unit))
}

pub(crate) fn media_type(name: &FileName) -> &'static str {
    let extension = name.extension();
    let known = MEDIA_TYPES.iter().find(|(one, _)| *one == extension);
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

pub(crate) fn refused(refused: Refused) -> Error {
    match refused {
        Refused::TooLarge(most) => {
            let max = i64::try_from(most).unwrap_or(i64::MAX);
            let value = format!("> {most}");
            Error::Invalid(vec![FieldError::new("file", Problem::OutOfRange { value, min: 0, max })])
        }
        Refused::Body(_) => Error::Invalid(vec![FieldError::rule(
            "file",
            "ファイルを終わりまで受け取れませんでした。もう一度お試しください",
            "The file did not arrive in full. Try again",
        )]),
        Refused::Missing(digest) | Refused::Altered(digest) => {
            tracing::error!(%digest, "an attached content is missing or altered on disk");
            Error::conflict(
                "保管しているファイルが、受け取ったときの内容と一致しません。渡すのをやめました。管理者に知らせてください",
                "The stored file is not what was received, so it is not handed out. Tell the administrator",
            )
        }
        Refused::Folder(error) => error.into(),
    }
}

#[cfg(test)]
mod tests;

/// Reads a verified file whole.
///
/// # Errors
/// Conflict when the bytes change under the reader.
pub async fn read_all(mut bytes: Verified) -> Result<Vec<u8>> {
    use tokio::io::AsyncReadExt as _;
    let mut out = Vec::new();
    bytes.read_to_end(&mut out).await.map_err(|e| {
        Error::conflict(format!("文書を読み取れませんでした（{e}）"), format!("The document could not be read ({e})"))
    })?;
    Ok(out)
}
