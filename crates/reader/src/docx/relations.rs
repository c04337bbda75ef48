//! Which part plays which role for another (`_rels/*.rels`).

use crate::{
    Limits, ReadError,
    archive::Archive,
    xml::{self, Node, Xml},
};

#[derive(Debug)]
struct Relation {
    id: String,
    /// Last word of the type: `styles`, `comments`.
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
                    let external = element.attr("TargetMode").is_some_and(|mode| mode == "External");
                    let target = element.attr("Target").unwrap_or_default();
                    let role = element.attr("Type").unwrap_or_default();
                    list.push(Relation {
                        id: element.attr("Id").unwrap_or_default(),
                        role: role.rsplit('/').next().unwrap_or_default().to_owned(),
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
        self.list.iter().filter(move |r| !r.external && r.role == role).map(|r| r.target.clone())
    }

    /// The first part in a role.
    pub(crate) fn first(&self, role: &str) -> Option<String> {
        self.all(role).next()
    }

    /// True when an id is taken.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.list.iter().any(|r| r.id == id)
    }

    /// Things outside the file that opening it would fetch. Links that a person may click are not counted, nor a template
    /// on the disk of whoever wrote the file.
    pub(crate) fn fetched(&self) -> u32 {
        let fetches = |r: &&Relation| {
            r.external && r.role != "hyperlink" && !(r.role == "attachedTemplate" && on_disk(&r.target))
        };
        u32::try_from(self.list.iter().filter(fetches).count()).unwrap_or(u32::MAX)
    }
}

fn on_disk(target: &str) -> bool {
    let local = target.strip_prefix("file:///").filter(|path| !path.starts_with(['/', '\\']));
    local.is_some() || !(target.contains("://") || target.starts_with(r"\\") || target.starts_with("//"))
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
        assert!(on_disk("file:///C:\\Users\\a\\Normal.dotm") && on_disk("Normal.dotm"));
        for far in ["http://203.0.113.9/t.dotm", "\\\\203.0.113.9\\t.dotm", "file:////203.0.113.9/t", "file://host/t"] {
            assert!(!on_disk(far), "{far}");
        }
    }
}
