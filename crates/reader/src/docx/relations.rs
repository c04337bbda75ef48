//! Which part plays which role for another (`_rels/*.rels`).

use crate::{
    Limits, ReadError,
    archive::Archive,
    xml::{self, Node, Xml},
};

#[derive(Debug)]
struct Relation {
    id: String,
    /// Last word of the type in small letters: `styles`, `vbaproject`.
    role: String,
    target: String,
    external: bool,
}

/// The relations of one part.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    list: Vec<Relation>,
}

/// Name of the part that holds another part's relations.
pub(crate) fn name_for(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") }
}

impl Relations {
    /// Reads the relations of a part (`""`: of the package). None at all is fine.
    pub(crate) fn of(archive: &Archive<'_>, part: &str, limits: &Limits) -> Result<Self, ReadError> {
        let name = name_for(part);
        let Some(bytes) = archive.part(&name)? else { return Ok(Self::default()) };
        let text = xml::decode(bytes, &name)?;
        let mut xml = Xml::new(&text, &name, limits);
        let mut list = Vec::new();
        loop {
            match xml.next()? {
                Node::Start(element) if element.name() == "Relationship" => {
                    let target = element.attr("Target").unwrap_or_default();
                    // an address is outside, whatever the relation says of it
                    let external = target.contains("://")
                        || element.attr("TargetMode").is_some_and(|mode| !mode.trim().eq_ignore_ascii_case("internal"));
                    let role = element.attr("Type").unwrap_or_default();
                    list.push(Relation {
                        id: element.attr("Id").unwrap_or_default(),
                        role: role.trim().rsplit('/').next().unwrap_or_default().to_ascii_lowercase(),
                        target: if external { target } else { resolve(part, &target) },
                        external,
                    });
                }
                Node::Eof => return Ok(Self { list }),
                Node::Start(_) | Node::End | Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    /// Parts in a role.
    pub(crate) fn all(&self, role: &str) -> impl Iterator<Item = String> {
        self.with_role(role).filter(|r| !r.external).map(|r| r.target.clone())
    }

    fn with_role(&self, role: &str) -> impl Iterator<Item = &Relation> {
        self.list.iter().filter(move |r| r.role.eq_ignore_ascii_case(role))
    }

    /// True when something has a role, wherever it is.
    pub(crate) fn has_role(&self, role: &str) -> bool {
        self.with_role(role).next().is_some()
    }

    /// The first part in a role.
    pub(crate) fn first(&self, role: &str) -> Option<String> {
        self.all(role).next()
    }

    /// True when an id is taken.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.list.iter().any(|r| r.id == id)
    }

    /// Things outside the file that opening it would fetch: everything but links that a person may click and a template
    /// on the disk of whoever wrote the file.
    pub(crate) fn fetched(&self) -> u32 {
        let allowed = |r: &Relation| match r.role.as_str() {
            "hyperlink" => true,
            "attachedtemplate" => on_disk(&r.target),
            _ => false,
        };
        let fetches = |r: &&Relation| r.external && !allowed(r);
        u32::try_from(self.list.iter().filter(fetches).count()).unwrap_or(u32::MAX)
    }
}

/// Whether a target is surely a file on a disk: `C:\…`, `file:///C:/…`, `Normal.dotm`. Whatever else it may be (another
/// scheme, however it is written; a share; a name that is encoded twice) is taken for something that is fetched.
fn on_disk(target: &str) -> bool {
    let path = decoded(target);
    let scheme = "file:///";
    let path = match path.get(..scheme.len()) {
        Some(head) if head.eq_ignore_ascii_case(scheme) => path.get(scheme.len()..).unwrap_or_default(),
        _ => path.as_str(),
    };
    let drive = |path: &str| {
        let [letter, b':', b'\\' | b'/', ..] = path.as_bytes() else { return false };
        letter.is_ascii_alphabetic()
    };
    let rest = if drive(path) { path.get(2..).unwrap_or_default() } else { path };
    let begins = drive(path) || path.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    begins && !rest.contains([':', '%', '|', '?', '*', '<', '>', '"']) && !rest.contains(char::is_control)
}

/// A target with `%5C` and the like as what they stand for.
fn decoded(target: &str) -> String {
    let mut out = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|pair| *byte == b'%' && pair.iter().all(u8::is_ascii_hexdigit));
        let value = digits.and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        out.push(value.unwrap_or(*byte));
        rest = if value.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The part whose relations a part of this name holds.
pub(crate) fn part_of(name: &str) -> Option<String> {
    let stem = name.strip_suffix(".rels")?;
    let (folder, part) = stem.rsplit_once("_rels/")?;
    Some(format!("{folder}{part}"))
}

/// The name of a target within the archive.
fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_the_part_that_names_them() {
        assert_eq!(resolve("word/document.xml", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word/document.xml", "../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(resolve("word/document.xml", "/word/comments.xml"), "word/comments.xml");
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
        assert_eq!(resolve("a.xml", "../../../b.xml"), "b.xml");
        assert_eq!(name_for("word/document.xml"), "word/_rels/document.xml.rels");
        assert_eq!(name_for(""), "_rels/.rels");
        for part in ["word/document.xml", "", "a.xml"] {
            assert_eq!(part_of(&name_for(part)).as_deref(), Some(part));
        }
        assert_eq!(part_of("word/document.xml"), None);
    }

    #[test]
    fn templates_of_a_disk_are_not_fetched() {
        for near in [
            r"file:///C:\Users\a\Normal.dotm",
            "FILE:///c:/Users/a%20b/Normal.dotm",
            "file:///Users/a/Library/Normal.dotm",
            r"D:\様式\契約書.dotx",
            "Normal.dotm",
            "様式/Normal.dotm",
        ] {
            assert!(on_disk(near), "{near}");
        }
        for far in [
            "http://203.0.113.9/t.dotm",
            "HTTP://203.0.113.9/t.dotm",
            r"http:\\203.0.113.9\t.dotm",
            "http:/203.0.113.9/t.dotm",
            r"\\203.0.113.9\t.dotm",
            "//203.0.113.9/t.dotm",
            r"/\203.0.113.9/t.dotm",
            r" \\203.0.113.9\t.dotm",
            "%5C%5C203.0.113.9%5Ct.dotm",
            "file:////203.0.113.9/t",
            r"file:///\\203.0.113.9\t",
            "file:///%5c%5c203.0.113.9/t",
            "file:///%255c%255c203.0.113.9/t",
            "file://host/t",
            "file:host",
            "mhtml:http://203.0.113.9/t!x",
            "ms-word:ofe|u|http://203.0.113.9/t",
            "ftp:t",
            "C:t.dotm",
            "",
        ] {
            assert!(!on_disk(far), "{far}");
        }
    }
}
