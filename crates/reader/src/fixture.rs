//! Small Word documents for tests, written out as XML.

pub(crate) use crate::archive::pack;

/// Declarations of the namespaces that tests use.
pub(crate) const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A document put together part by part.
pub(crate) struct Fixture {
    body: String,
    parts: Vec<(String, String)>,
    relations: String,
    overrides: String,
}

/// A paragraph with one run.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A paragraph with properties and any content.
pub(crate) fn pp(properties: &str, content: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>")
}

/// A run.
pub(crate) fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// Properties that put a paragraph into a list.
pub(crate) fn num(num_id: u32, level: u32) -> String {
    format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num_id}\"/></w:numPr>")
}

impl Fixture {
    /// A document with this body.
    pub(crate) fn new(body: &str) -> Self {
        Self { body: body.to_owned(), parts: Vec::new(), relations: String::new(), overrides: String::new() }
    }

    /// Adds a part that the body refers to: `role` is the last word of the relation's type.
    pub(crate) fn part(mut self, role: &str, name: &str, root: &str, content: &str) -> Self {
        let text = format!("{DECLARATION}<w:{root} {NAMESPACES}>{content}</w:{root}>");
        let id = self.parts.len() + 1;
        self.relations.push_str(&format!("<Relationship Id=\"rId{id}\" Type=\"{TYPES}/{role}\" Target=\"{name}\"/>"));
        self.overrides.push_str(&format!(
            "<Override PartName=\"/word/{name}\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{role}+xml\"/>"
        ));
        self.parts.push((format!("word/{name}"), text));
        self
    }

    /// Adds a file that nothing refers to.
    pub(crate) fn file(mut self, name: &str, content: &str) -> Self {
        self.parts.push((name.to_owned(), content.to_owned()));
        self
    }

    /// Adds a relation to a part that is not there.
    pub(crate) fn relation(mut self, role: &str, target: &str) -> Self {
        let id = self.relations.len();
        self.relations.push_str(&format!("<Relationship Id=\"n{id}\" Type=\"{TYPES}/{role}\" Target=\"{target}\"/>"));
        self
    }

    /// Adds a relation to something outside.
    pub(crate) fn external(mut self, role: &str, target: &str) -> Self {
        self.relations.push_str(&format!(
            "<Relationship Id=\"x{}\" Type=\"{TYPES}/{role}\" Target=\"{target}\" TargetMode=\"External\"/>",
            self.relations.len()
        ));
        self
    }

    /// Numbering: articles 第1条, paragraphs ２ (full width), items (1), then ア; list 1, and list 2 that starts anew.
    pub(crate) fn articles(self) -> Self {
        let level = |at: u32, format: &str, text: &str| {
            format!(
                "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
            )
        };
        let levels = [
            level(0, "decimal", "第%1条"),
            level(1, "decimalFullWidth", "%2"),
            level(2, "decimal", "(%3)"),
            level(3, "aiueoFullWidth", "%4"),
        ]
        .concat();
        let lists = "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
            <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>";
        let content = format!("<w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum>{lists}");
        self.part("numbering", "numbering.xml", "numbering", &content)
    }

    /// The XML of the body.
    pub(crate) fn document_xml(&self) -> String {
        format!("{DECLARATION}<w:document {NAMESPACES}><w:body>{}</w:body></w:document>", self.body)
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let types = format!(
            "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>{}</Types>",
            self.overrides
        );
        let relationships = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
        let roots = format!(
            "{DECLARATION}<Relationships {relationships}><Relationship Id=\"rId1\" Type=\"{TYPES}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
        );
        let relations = format!("{DECLARATION}<Relationships {relationships}>{}</Relationships>", self.relations);
        let document = self.document_xml();
        let mut parts = vec![
            ("[Content_Types].xml", types.as_str()),
            ("_rels/.rels", roots.as_str()),
            ("word/document.xml", document.as_str()),
            ("word/_rels/document.xml.rels", relations.as_str()),
        ];
        parts.extend(self.parts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        pack(&parts)
    }

    /// The file as read.
    pub(crate) fn read(&self) -> crate::Document {
        crate::read(&self.bytes(), Some("契約書.docx"), &crate::Limits::default()).unwrap()
    }
}
