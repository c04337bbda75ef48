//! Tables: rows, cells, and those that a tracked change deleted.

use super::body::{Container, Frame, Story, is_setting};
use crate::{
    ReadError,
    xml::{Node, Ns, Xml},
};

impl Story<'_> {
    /// Reads a table whose start was just read.
    pub(super) fn table(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let table = self.found.new_table();
        let mut row = 0;
        self.rows(xml, table, &mut row)
    }

    fn rows(&mut self, xml: &mut Xml<'_>, table: u32, row: &mut u32) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Start(element) => match (element.ns, element.name()) {
                    (Ns::Word, "tr") => {
                        self.frames.push(Frame { span: 1, gone: false });
                        let read = self.cells(xml, (table, *row), &mut 0);
                        self.frames.pop();
                        read?;
                        *row = row.saturating_add(1);
                    }
                    (Ns::Word, name) if is_setting(name) || name == "tblGrid" => self.pass(xml)?,
                    (Ns::Compat, "AlternateContent") => {
                        self.alternatives(xml, |story, xml| story.rows(xml, table, row))?;
                    }
                    _ => self.rows(xml, table, row)?,
                },
                Node::End | Node::Eof => return Ok(()),
                Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    fn cells(&mut self, xml: &mut Xml<'_>, at: (u32, u32), column: &mut u32) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Start(element) => match (element.ns, element.name()) {
                    (Ns::Word, "tc") => {
                        self.frames.push(Frame { span: 1, gone: false });
                        let cell = Container::Cell { table: at.0, row: at.1, column: *column };
                        let read = self.contained(xml, cell);
                        let frame = self.frames.pop();
                        read?;
                        *column = column.saturating_add(frame.map_or(1, |f| f.span));
                    }
                    (Ns::Word, "trPr") => self.row_properties(xml, column)?,
                    (Ns::Word, name) if is_setting(name) => self.pass(xml)?,
                    _ => self.cells(xml, at, column)?,
                },
                Node::End | Node::Eof => return Ok(()),
                Node::Text(..) | Node::Char(..) => {}
            }
        }
    }

    fn row_properties(&mut self, xml: &mut Xml<'_>, column: &mut u32) -> Result<(), ReadError> {
        let (mut deleted, mut inserted) = (false, false);
        xml.skip(|element| {
            if element.is("gridBefore") {
                *column = element.number().unwrap_or(0).min(1000);
            }
            deleted |= element.is("del");
            inserted |= element.is("ins");
        })?;
        self.found.deletions = self.found.deletions.saturating_add(u32::from(deleted));
        self.found.insertions = self.found.insertions.saturating_add(u32::from(inserted));
        if let Some(frame) = self.frames.last_mut() {
            frame.gone |= deleted;
        }
        Ok(())
    }

    /// Reads `w:tcPr`.
    pub(super) fn cell_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let (mut span, mut deleted) = (1, false);
        xml.skip(|element| {
            if element.is("gridSpan") {
                span = element.number().unwrap_or(1).clamp(1, 1000);
            }
            deleted |= element.is("cellDel");
        })?;
        self.found.deletions = self.found.deletions.saturating_add(u32::from(deleted));
        if let Some(frame) = self.frames.last_mut() {
            frame.span = span;
            frame.gone |= deleted;
        }
        Ok(())
    }
}
