//! The marks by which additions are known again.

use super::xml::{Node, Ns, Xml};
use crate::{Limits, ReadError};

/// Revision id of everything that is inserted: eight hexadecimal digits that Word keeps and shows nowhere.
pub(super) const REVISION: &str = "5E4B1030";
/// Initials of remarks. Written as the first attribute, where no other program puts them.
pub(super) const INITIALS: &str = "関守";
/// Id of the relation to a part with comments that was added.
pub(super) const RELATION: &str = "rIdSekimoriComments";
/// The part that lists the types of parts.
pub(super) const TYPES_PART: &str = "[Content_Types].xml";
/// Namespace of relations.
pub(super) const RELATIONS_URI: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
/// Ids beyond this make some programs stumble.
const LAST_ID: u32 = 2_000_000_000;

/// How the document writes the names of its elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    /// `w:`
    pub(super) prefix: String,
    /// Namespace behind the prefix.
    pub(super) uri: String,
    /// An id that nothing in the part uses, nor any above it.
    pub(super) next_id: u32,
}

impl Names {
    /// Names of a body. Attributes need a prefix, so a document without one cannot be written to.
    pub(super) fn of(text: &str, part: &str, limits: &Limits) -> Result<Self, ReadError> {
        let mut names = Self::of_root(text, part)?;
        if names.prefix.is_empty() {
            return Err(ReadError::Damaged { detail: format!("{part}: no prefix") });
        }
        names.next_id = next_id(text, part, limits)?;
        Ok(names)
    }

    /// Names as the first tag of a part has them.
    pub(super) fn of_root(text: &str, part: &str) -> Result<Self, ReadError> {
        let mut xml = Xml::new(text, part, &Limits::default());
        loop {
            match xml.next()? {
                Node::Start(element) => {
                    let written = element.written();
                    let prefix = written.rsplit_once(':').map_or("", |(prefix, _)| prefix);
                    let uri = element.attr(if prefix.is_empty() { "xmlns" } else { prefix }).unwrap_or_default();
                    let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}:") };
                    return Ok(Self { prefix, uri, next_id: 0 });
                }
                Node::Eof => return Err(ReadError::Damaged { detail: format!("{part}: empty") }),
                Node::End | Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    /// True for documents in the strict form of the standard.
    pub(super) fn is_strict(&self) -> bool {
        self.uri == STRICT
    }
}

/// One more than the highest id in a part.
pub(super) fn next_id(text: &str, part: &str, limits: &Limits) -> Result<u32, ReadError> {
    let mut xml = Xml::new(text, part, limits);
    let mut next = 0;
    loop {
        match xml.next()? {
            Node::Start(element) if element.ns == Ns::Word => {
                let id = element.attr("id").and_then(|id| id.parse::<u32>().ok()).filter(|id| *id < LAST_ID);
                next = next.max(id.map_or(0, |id| id + 1));
            }
            Node::Eof => return Ok(next),
            Node::Start(_) | Node::End | Node::Text(..) | Node::Char(..) => {}
        }
    }
}

/// The relation to a part with comments that is added.
pub(super) fn relation_tag(prefix: &str, strict: bool, file: &str) -> String {
    let base = if strict {
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    };
    format!("<{prefix}Relationship Id=\"{RELATION}\" Type=\"{base}/comments\" Target=\"{file}\"/>")
}

/// The line that says what kind of part it is.
pub(super) fn override_tag(prefix: &str, part: &str) -> String {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
    format!("<{prefix}Override PartName=\"/{part}\" ContentType=\"{kind}\"/>")
}

/// Beginning of a remark.
pub(super) fn range_start(prefix: &str, id: u32) -> String {
    format!("<{prefix}commentRangeStart {prefix}id=\"{id}\"/>")
}

/// End of a remark, with the run to which its balloon is tied.
pub(super) fn range_end(prefix: &str, id: u32) -> String {
    format!(
        "<{prefix}commentRangeEnd {prefix}id=\"{id}\"/><{prefix}r {prefix}rsidR=\"{REVISION}\">\
         <{prefix}commentReference {prefix}id=\"{id}\"/></{prefix}r>"
    )
}

/// Where a run was cut: its first half ends.
pub(super) fn seam_left(prefix: &str) -> String {
    format!("</{prefix}t></{prefix}r>")
}

/// Where a run was cut: its second half begins, up to its properties.
pub(super) fn seam_right(prefix: &str) -> String {
    format!("<{prefix}r {prefix}rsidR=\"{REVISION}\">")
}

/// Start of the text of a second half.
pub(super) fn seam_text(prefix: &str) -> String {
    format!("<{prefix}t xml:space=\"preserve\">")
}

/// Start of a paragraph that is added.
pub(super) fn paragraph(prefix: &str) -> String {
    format!("<{prefix}p {prefix}rsidR=\"{REVISION}\">")
}

/// Start of a remark in the part with comments, up to its id.
pub(super) fn comment(prefix: &str) -> String {
    format!("<{prefix}comment {prefix}initials=\"{INITIALS}\" {prefix}id=\"")
}
