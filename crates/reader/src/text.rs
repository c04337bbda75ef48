//! Plain text and Markdown: every line is a block.

pub(crate) mod encoding;

use crate::{Block, BlockKind, Document, Format, Limits, Notice, Place, ReadError, error::Limit};

/// Reads a file that no magic number claims.
pub(crate) fn read(bytes: &[u8], format: Format, limits: &Limits) -> Result<Document, ReadError> {
    let decoded = encoding::decode(bytes).ok_or(ReadError::Unknown)?;
    if decoded.text.chars().count() > limits.characters {
        return Err(ReadError::TooComplex { what: Limit::Characters, max: limits.characters as u64 });
    }
    let mut notices = Vec::new();
    if decoded.name != "UTF-8" {
        notices.push(Notice::Encoding { name: decoded.name });
    }
    if decoded.bad > 0 {
        notices.push(Notice::BadCharacters { count: decoded.bad });
    }
    let blocks = lines(&decoded.text, format);
    if blocks.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Document::new(format, blocks, notices))
}

fn lines(text: &str, format: Format) -> Vec<Block> {
    let mut blocks = Vec::new();
    // a form feed ends a line as well: old word processors wrote it between pages
    let pieces = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let pieces = pieces.flat_map(|line| line.split('\r'));
    for (index, line) in pieces.enumerate() {
        let line = line.trim_matches('\u{c}');
        if line.trim().is_empty() {
            continue;
        }
        let place = Place { paragraph: u32::try_from(index).unwrap_or(u32::MAX), ..Place::default() };
        let (kind, label, text) =
            if format == Format::Markdown { marked(line) } else { (BlockKind::Paragraph, None, line) };
        blocks.push(Block { kind, label: label.map(str::to_owned), text: text.to_owned(), place });
    }
    blocks
}

/// A line of Markdown: heading and list marks apart from the text. Whatever else Markdown has stays as typed.
fn marked(line: &str) -> (BlockKind, Option<&str>, &str) {
    let trimmed = line.trim_start_matches(' ');
    let hashes = trimmed.chars().take_while(|c| *c == '#').count();
    if (1..=6).contains(&hashes) {
        let rest = trimmed.get(hashes..).unwrap_or_default();
        if let Some(title) = rest.strip_prefix([' ', '\t', '　']) {
            let title = title.trim().trim_end_matches('#').trim_end();
            if !title.is_empty() {
                return (BlockKind::Heading(u8::try_from(hashes).unwrap_or(6)), None, title);
            }
        }
    }
    let mark = list_mark(trimmed);
    if mark > 0 {
        let (label, text) = trimmed.split_at(mark);
        if !text.trim().is_empty() {
            return (BlockKind::ListItem, Some(label), text.trim_start());
        }
    }
    (BlockKind::Paragraph, None, line)
}

/// Bytes of `-`, `*`, `+`, `1.` or `1)` before a space; 0 without.
fn list_mark(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match (digits, line.as_bytes().get(digits)) {
        (0, Some(b'-' | b'*' | b'+')) => 1,
        (1..=9, Some(b'.' | b')')) => digits + 1,
        _ => return 0,
    };
    if line.as_bytes().get(mark).is_some_and(|b| *b == b' ' || *b == b'\t') { mark } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str, format: Format) -> Document {
        read(source.as_bytes(), format, &Limits::default()).unwrap()
    }

    #[test]
    fn lines_keep_their_numbers_and_places() {
        let document = text("業務委託契約書\r\n\r\n第１条（目的）\r\n　本契約は、\n", Format::Text);
        let seen: Vec<_> = document.blocks.iter().map(|b| (b.place.paragraph, b.text.as_str())).collect();
        assert_eq!(seen, [(0, "業務委託契約書"), (2, "第１条（目的）"), (3, "　本契約は、")]);
        let all: Vec<char> = document.text().chars().collect();
        for block in &document.blocks {
            assert_eq!(all[block.place.start..block.place.end].iter().collect::<String>(), block.text);
        }
    }

    #[test]
    fn markdown_marks_stand_apart() {
        let document = text("# 契約書\n\n## 第1条（目的）\n1. 甲は\n- 乙は\n> 解説\n#ではない\n-5度", Format::Markdown);
        let seen: Vec<_> = document.blocks.iter().map(|b| (b.kind, b.label.as_deref(), b.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                (BlockKind::Heading(1), None, "契約書"),
                (BlockKind::Heading(2), None, "第1条（目的）"),
                (BlockKind::ListItem, Some("1."), "甲は"),
                (BlockKind::ListItem, Some("-"), "乙は"),
                (BlockKind::Paragraph, None, "> 解説"),
                (BlockKind::Paragraph, None, "#ではない"),
                (BlockKind::Paragraph, None, "-5度"),
            ]
        );
        assert!(document.text().contains("\n1. 甲は\n"));
    }

    #[test]
    fn nothing_is_not_a_document() {
        assert_eq!(read(" \n　\n".as_bytes(), Format::Text, &Limits::default()).unwrap_err(), ReadError::Empty);
    }
}
