//! Word documents: the bytes are parts of an archive (name, line end, content, a byte 0), which is put together here, so
//! that the fuzzer spends its time on XML and not on checksums. Bytes that begin like a zip are taken as they are.

#![no_main]

use libfuzzer_sys::fuzz_target;
use reader::{Limits, annotate, read};

const NAMES: [&str; 7] = [
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "word/comments.xml",
    "word/footnotes.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
];

fn archive(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    let mut count = 0_u16;
    for (name, data) in NAMES.iter().zip(bytes.split(|b| *b == 0)) {
        let crc = crc32(data);
        let offset = out.len() as u32;
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        head.extend_from_slice(&crc.to_le_bytes());
        head.extend_from_slice(&(data.len() as u32).to_le_bytes());
        head.extend_from_slice(&(data.len() as u32).to_le_bytes());
        head.extend_from_slice(&(name.len() as u16).to_le_bytes());
        head.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&head);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(data);
        central.extend_from_slice(b"PK\x01\x02\x14\x00");
        central.extend_from_slice(&head);
        central.extend_from_slice(&[0; 10]);
        central.extend_from_slice(&offset.to_le_bytes());
        central.extend_from_slice(name.as_bytes());
        count += 1;
    }
    let start = out.len() as u32;
    let size = central.len() as u32;
    out.extend_from_slice(&central);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

fn crc32(data: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    };
    !data.iter().fold(u32::MAX, step)
}

fuzz_target!(|data: &[u8]| {
    let limits = Limits { unpacked: 1 << 20, nodes: 20_000, characters: 100_000, ..Limits::default() };
    let bytes = if data.starts_with(b"PK") { data.to_vec() } else { archive(data) };
    let Ok(document) = read(&bytes, Some("a.docx"), &limits) else { return };
    let text: Vec<char> = document.text().chars().collect();
    for block in &document.blocks {
        let place: String = text[block.place.start..block.place.end].iter().collect();
        assert_eq!(place, block.text);
    }
    let remarks = document.blocks.iter().take(4).map(|block| annotate::Remark {
        paragraph: block.place.paragraph,
        characters: Some(1..3),
        author: "関守".into(),
        lines: vec!["確認".into()],
    });
    let additions = annotate::Additions {
        remarks: remarks.collect(),
        proposals: Vec::new(),
        author: "関守".into(),
        date: jiff::civil::date(2026, 4, 1).at(9, 0, 0, 0),
    };
    if let Ok(annotated) = annotate::annotate(&bytes, &additions, &limits) {
        let _ = annotate::strip(&annotated, &limits).expect("what was annotated can be stripped");
    }
});
