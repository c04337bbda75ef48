//! The papers of an engagement: preview, issue, versions. A paper is composed anew from facts, plan and records each time it
//! is looked at; what was issued is kept as it was, with its files and their digests.

mod about;
#[cfg(test)]
mod tests;

use catalogue::wording::PaperId;
use domain::{
    FieldError, Lang, Problem,
    calendar::EngagementNumber,
    engagement::Stage,
    id::{AttachmentId, DocumentId},
    permission::Permission,
    text::Memo,
};
use ledger::{action, kind};
use papers::{DocumentAbout, Input, OpenPoint, Order};
pub use store::papers::{Document, PaperFile};
use store::{attachments::Attachment, files::Files};
pub use writer::docx::TemplateError;
use writer::paper::Paper;

use crate::{
    App, Caller, Error, Result,
    engagements::{CaseFile, Names},
    requirements::RequirementsView,
    work::Change,
};

/// The use cases of papers.
#[derive(Debug, Clone, Copy)]
pub struct Documents<'a>(pub(crate) &'a App);

impl App {
    /// Papers of engagements.
    #[must_use]
    pub const fn documents(&self) -> Documents<'_> {
        Documents(self)
    }
}

/// One paper in the list of an engagement.
#[derive(Debug, Clone)]
pub struct PaperRow {
    /// Which.
    pub paper: PaperId,
    /// The stage it belongs to.
    pub stage: Stage,
    /// Its newest version in each language.
    pub issued: Vec<Document>,
    /// Whether the newest version still says what facts and plan say.
    pub is_current: bool,
    /// Points that would be open if it were made now.
    pub open_points: usize,
}

/// The papers of an engagement.
#[derive(Debug, Clone)]
pub struct PapersView {
    /// The engagement with its requirements.
    pub requirements: RequirementsView,
    /// Papers that fit it, by stage.
    pub papers: Vec<PaperRow>,
}

/// A paper as it would be made now.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The engagement with its requirements.
    pub requirements: RequirementsView,
    /// Which paper.
    pub id: PaperId,
    /// The paper.
    pub paper: Paper,
    /// What is open in it.
    pub open_points: Vec<OpenPoint>,
    /// What a person can set for it.
    pub inputs: Vec<Input>,
    /// Versions made of it, the newest first.
    pub versions: Vec<Document>,
}

/// A version that was made.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The engagement.
    pub case: CaseFile,
    /// The version.
    pub document: Document,
    /// The paper as it was made.
    pub paper: Paper,
    /// The version before it, if there was one.
    pub before: Option<(Document, Paper)>,
    /// Names of those who made them.
    pub names: Names,
}

/// A Word template of the organisation, looked over once: it has the place for the contents and no place nobody knows.
#[derive(Clone)]
pub struct Template(std::sync::Arc<[u8]>);

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Template({} bytes)", self.0.len())
    }
}

impl Template {
    /// Takes a file.
    ///
    /// # Errors
    /// What is wrong with it; see [`TemplateError`].
    pub fn new(bytes: Vec<u8>) -> std::result::Result<Self, TemplateError> {
        writer::docx::fill_template(&bytes, &Paper::new(Lang::Ja, "–"))?;
        Ok(Self(bytes.into()))
    }

    /// A paper as a Word file: in the template when the paper is ours to send, in our own form when others send it.
    ///
    /// # Errors
    /// When the paper contradicts itself.
    pub fn write(
        template: Option<&Self>,
        source: &catalogue::Paper,
        paper: &Paper,
    ) -> std::result::Result<Vec<u8>, TemplateError> {
        match template.filter(|_| papers::is_ours(source)) {
            Some(template) => writer::docx::fill_template(&template.0, paper),
            None => Ok(writer::docx::write(paper, writer::docx::Face::Gothic)?),
        }
    }
}

/// Files of a paper, before they are kept.
struct Made {
    kind: &'static str,
    bytes: Vec<u8>,
}

impl Documents<'_> {
    /// The papers that fit an engagement.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when there is none within reach.
    pub async fn list(&self, caller: &Caller, number: EngagementNumber) -> Result<PapersView> {
        let requirements = self.0.requirements().show(caller, number).await?;
        let about = self.about(caller, &requirements).await?;
        let basis = requirements.case.basis(self.0.clock().today());
        let mut out = Vec::new();
        for paper in papers::available(self.0.catalogue(), &requirements.profile) {
            let order = self.order(&requirements, &about, (caller.lang(), DocumentAbout::default()));
            let open_points = papers::open_points(&order, &paper.id).map_err(composing)?.len();
            let of = |lang: &Lang| {
                let own = |d: &&Document| d.paper == paper.id.as_str() && d.lang == *lang;
                requirements.case.documents.iter().filter(own).max_by_key(|d| d.version).cloned()
            };
            let issued: Vec<Document> = Lang::ALL.iter().filter_map(of).collect();
            out.push(PaperRow {
                paper: paper.id.clone(),
                stage: paper.stage,
                is_current: issued.iter().all(|d| d.basis == basis),
                issued,
                open_points,
            });
        }
        Ok(PapersView { requirements, papers: out })
    }

    /// A paper as it would be made now.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when there is no such engagement or paper within reach.
    pub async fn preview(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (paper, lang): (&PaperId, Lang),
    ) -> Result<Preview> {
        let requirements = self.0.requirements().show(caller, number).await?;
        let known = self.0.catalogue().paper(paper).ok_or(Error::NotFound)?;
        if !papers::fits(known, &requirements.profile) {
            return Err(Error::NotFound);
        }
        let about = self.about(caller, &requirements).await?;
        let own = |d: &&Document| d.paper == paper.as_str() && d.lang == lang;
        let versions: Vec<Document> = requirements.case.documents.iter().filter(own).cloned().collect();
        let next = versions.iter().map(|d| d.version).max().unwrap_or(0).saturating_add(1);
        let document = self.document_about(&requirements.case, paper, next);
        let order = self.order(&requirements, &about, (lang, document));
        let composed = papers::compose(&order, paper).map_err(composing)?;
        let open_points = papers::open_points(&order, paper).map_err(composing)?;
        let inputs = papers::inputs(&order, paper).map_err(composing)?;
        Ok(Preview { id: paper.clone(), paper: composed, open_points, inputs, versions, requirements })
    }

    /// Makes the next version of a paper, with its files. What is open in it is marked there.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`] at its unit; not found when there is no such paper; conflict when
    /// the engagement has ended, facts or plan were changed meanwhile, or the plan is not at the revision that was seen.
    pub async fn issue(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (paper, lang, seen): (&PaperId, Lang, Option<i64>),
    ) -> Result<Document> {
        let preview = self.preview(caller, number, (paper, lang)).await?;
        let unit = preview.requirements.case.engagement.unit;
        let scope = caller.may_at(Permission::EditEngagement, unit)?;
        preview.requirements.case.must_be_open(None)?;
        if seen.is_some_and(|revision| revision != preview.requirements.case.plan.revision) {
            return Err(Error::stale());
        }
        let made = self.files(caller, &preview, lang).await?;
        let version = preview.versions.iter().map(|d| d.version).max().unwrap_or(0).saturating_add(1);
        let basis = preview.requirements.case.basis(self.0.clock().today());

        // bytes come first: those whose row is not written are never seen
        let store = Files::new(&self.0.inner.files);
        let mut kept = Vec::new();
        for one in &made {
            let id: AttachmentId = self.0.mint();
            let most = u64::try_from(one.bytes.len()).unwrap_or(u64::MAX);
            let written = store.write(&id.to_string(), one.bytes.as_slice(), most).await;
            kept.push((id, one.kind, written.map_err(|_| Error::internal("a paper could not be kept"))?));
        }
        let mut work = self.0.work(caller).await?;
        let mut file = CaseFile::load(&mut work.tx, &scope, number).await?;
        file.must_be_open(None)?;
        if file.basis(work.today()) != basis {
            return Err(Error::stale());
        }
        let title = preview.paper.meta.title.clone();
        let mut files = Vec::new();
        for (id, kind, written) in kept {
            self.0.must_hold(written.digest).await?;
            let name = file_name(&title, (version, lang), kind)?;
            let one = Attachment {
                id,
                engagement: file.engagement.id,
                media_type: media_type(kind).to_owned(),
                name,
                size: i64::try_from(written.size).map_err(Error::internal)?,
                sha256: written.digest,
                received_by: caller.id(),
                received_at: work.at(),
                effective_on: None,
                note: Memo::default(),
            };
            store::attachments::insert(&mut work.tx, &scope, &one).await?;
            files.push(PaperFile { kind: kind.to_owned(), attachment: id, sha256: one.sha256, size: one.size });
        }
        let document = Document {
            id: self.0.mint(),
            engagement: file.engagement.id,
            paper: paper.to_string(),
            lang,
            version,
            title,
            edition: self.0.catalogue().edition().to_owned(),
            open_points: i64::try_from(preview.open_points.len()).unwrap_or(i64::MAX),
            basis,
            model: serde_json::to_string(&preview.paper).map_err(Error::internal)?,
            files,
            made_at: work.at(),
            made_by: caller.id(),
        };
        store::papers::insert(&mut work.tx, &scope, &document).await?;
        let change = Change::of(action!("document.issue"), kind!("document"), document.id)
            .after(&document)?
            .at(unit)
            .note("engagement", number)
            .note("paper", paper)
            .note("version", version)
            .note("lang", lang.code())
            .note("open", document.open_points);
        work.record(change).await?;
        file.documents.insert(0, document.clone());
        file.project(self.0.catalogue(), work.today());
        store::engagements::update(&mut work.tx, &scope, &mut file.engagement, &file.projection).await?;
        work.commit().await?;
        Ok(document)
    }

    /// A version that was made, with the one before it.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when it is out of sight.
    pub async fn issued(&self, caller: &Caller, id: DocumentId) -> Result<Issued> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let document = store::papers::by_id(&mut tx, &scope, id).await?.ok_or(Error::NotFound)?;
        let case = CaseFile::load_by_id(&mut tx, &scope, document.engagement).await?;
        let own = |d: &&Document| d.paper == document.paper && d.lang == document.lang && d.version < document.version;
        let older = case.documents.iter().filter(own).max_by_key(|d| d.version).map(|d| d.id);
        let before = match older {
            Some(id) => store::papers::by_id(&mut tx, &scope, id).await?,
            None => None,
        };
        let people: Vec<_> = before.iter().map(|d| d.made_by).chain([document.made_by]).collect();
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        let paper = model(&document)?;
        let before = before.map(|d| model(&d).map(|paper| (d, paper))).transpose()?;
        Ok(Issued { case, paper, document, before, names })
    }

    async fn files(&self, caller: &Caller, preview: &Preview, lang: Lang) -> Result<Vec<Made>> {
        let known = self.0.catalogue().paper(&preview.id).ok_or(Error::NotFound)?;
        let about = self.about(caller, &preview.requirements).await?;
        let order = self.order(&preview.requirements, &about, (lang, DocumentAbout::default()));
        let mut out = Vec::new();
        for kind in &known.files {
            let bytes = match kind {
                catalogue::paper::FileKind::Docx => {
                    let template = self.0.inner.template.as_ref();
                    Template::write(template, known, &preview.paper).map_err(Error::internal)?
                }
                catalogue::paper::FileKind::Pdf => writer::pdf::write(&preview.paper).map_err(Error::internal)?.bytes,
                catalogue::paper::FileKind::Xlsx => match self.workbook(&order, &preview.id, caller)? {
                    Some(bytes) => bytes,
                    None => continue,
                },
            };
            out.push(Made { kind: kind.code(), bytes });
        }
        // every paper can be read as a PDF, whatever it is filled in as
        if !known.files.contains(&catalogue::paper::FileKind::Pdf) {
            out.push(Made { kind: "pdf", bytes: writer::pdf::write(&preview.paper).map_err(Error::internal)?.bytes });
        }
        Ok(out)
    }

    fn workbook(&self, order: &Order<'_>, paper: &PaperId, caller: &Caller) -> Result<Option<Vec<u8>>> {
        let sheets = papers::tables(order, paper).map_err(composing)?;
        let Some(sheet) = sheets.first() else { return Ok(None) };
        let mut book = writer::xlsx::Writer::new(&sheet.table).map_err(Error::internal)?;
        for row in &sheet.rows {
            book.row(row).map_err(Error::internal)?;
        }
        let organisation = order.about.client.name.as_ref().map_or("", |n| n.get(caller.lang())).to_owned();
        let about = writer::About::new(organisation, self.0.clock().now());
        Ok(Some(book.finish(&about).map_err(Error::internal)?.bytes))
    }

    fn order<'o>(
        &'o self,
        view: &'o RequirementsView,
        about: &'o papers::About,
        (lang, document): (Lang, DocumentAbout),
    ) -> Order<'o> {
        Order {
            catalogue: self.0.catalogue(),
            profile: &view.profile,
            facts: &view.case.engagement.facts,
            plan: &view.case.plan.plan,
            about,
            lang,
            era: self.0.inner.era,
            document,
        }
    }

    fn document_about(&self, case: &CaseFile, paper: &PaperId, version: i64) -> DocumentAbout {
        DocumentAbout {
            number: Some(format!("{}-{}", case.engagement.number, paper.as_str())),
            version: Some(version.to_string()),
            date: Some(self.0.clock().today()),
        }
    }
}

fn composing(error: papers::ComposeError) -> Error {
    match error {
        papers::ComposeError::Unknown { .. } => Error::NotFound,
        other => Error::internal(other),
    }
}

fn model(document: &Document) -> Result<Paper> {
    serde_json::from_str(&document.model).map_err(Error::internal)
}

fn media_type(kind: &str) -> &'static str {
    match kind {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/pdf",
    }
}

/// `業務委託契約書_第2版.docx`, `NDA_v2_en.docx`.
fn file_name(title: &str, (version, lang): (i64, Lang), kind: &str) -> Result<store::attachments::FileName> {
    let stem = match lang {
        Lang::Ja => format!("{title}_第{version}版"),
        Lang::En => format!("{title}_v{version}"),
    };
    let name = writer::file_name::safe(&stem, kind);
    name.parse().map_err(|p: Problem| Error::Invalid(vec![FieldError::new("name", p)]))
}
