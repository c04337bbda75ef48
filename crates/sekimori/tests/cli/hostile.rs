//! Files made to harm the contract check: each one ends with code 2 and one sentence, soon and without much memory.

use std::{fs::File, time::Instant};

use crate::support::{Done, Place};

/// A stored or packed entry of an archive: name, bytes as stored, bytes it claims to unpack to, method.
type Entry<'a> = (&'a str, Vec<u8>, u32, u16);

fn crc(data: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    };
    !data.iter().fold(u32::MAX, step)
}

fn archive(entries: &[Entry<'_>]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (name, data, size, method) in entries {
        let offset = u32::try_from(out.len()).unwrap();
        let mut head = vec![20, 0, 0, 0];
        head.extend_from_slice(&method.to_le_bytes());
        head.extend_from_slice(&[0, 0, 0x21, 0]);
        head.extend_from_slice(&crc(data).to_le_bytes());
        head.extend_from_slice(&u32::try_from(data.len()).unwrap().to_le_bytes());
        head.extend_from_slice(&size.to_le_bytes());
        head.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
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
    }
    let start = u32::try_from(out.len()).unwrap();
    let size = u32::try_from(central.len()).unwrap();
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    out.extend_from_slice(&central);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

fn stored<'a>(name: &'a str, text: &str) -> Entry<'a> {
    (name, text.as_bytes().to_vec(), u32::try_from(text.len()).unwrap(), 0)
}

/// A Word document with this body and further parts.
fn word(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let mut entries = vec![stored("[Content_Types].xml", "<Types/>"), stored("word/document.xml", body)];
    entries.extend(more.iter().map(|(name, text)| stored(name, text)));
    archive(&entries)
}

/// One run of blocks that repeat a single byte, as deflate packs them: a thousand to one.
fn zeros(blocks: usize) -> Vec<u8> {
    // a block of fixed codes: a literal 0, then lengths of 258 at distance 1; bits are written from the lowest
    let (mut out, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    let mut put = |value: u32, width: u32| {
        bits |= value << count;
        count += width;
        while count >= 8 {
            out.push(u8::try_from(bits & 0xff).unwrap());
            bits >>= 8;
            count -= 8;
        }
    };
    put(1, 1);
    put(1, 2);
    // the literal 0x30 has the code 0x60 of eight bits, highest first
    put(u32::from(0x60_u8.reverse_bits()), 8);
    for _ in 0..blocks {
        // length 258 has the code 0xc5 of eight bits, the distance 1 five zero bits
        put(u32::from(0xc5_u8.reverse_bits()), 8);
        put(0, 5);
    }
    put(0, 7);
    put(0, 8);
    out
}

fn relations(role: &str, target: &str) -> String {
    format!(
        "<Relationships><Relationship Id=\"r\" Type=\"x/{role}\" Target=\"{target}\" TargetMode=\"External\"/></Relationships>"
    )
}

const NAMESPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn body(inner: &str) -> String {
    format!("<w:document {NAMESPACE}><w:body>{inner}</w:body></w:document>")
}

fn checked(place: &Place, name: &str, bytes: &[u8]) -> Done {
    let path = place.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    place.run(&["contract", "check", name, "--format", "json"])
}

/// Ends with 2 and one sentence that has these words, within seconds.
fn refused(place: &Place, (name, bytes): (&str, &[u8]), words: &str) {
    let begun = Instant::now();
    let done = checked(place, name, bytes);
    assert!(begun.elapsed().as_secs() < 20, "{name} took {:?}", begun.elapsed());
    assert_eq!(done.code, 2, "{name}: {}{}", done.out, done.err);
    assert_eq!(done.out, "", "{name}");
    let message = done.error()["message"].as_str().unwrap().to_owned();
    assert!(message.contains(words) && message.contains(name) && !message.contains('\n'), "{name}: {message}");
}

#[test]
fn every_hostile_file_gets_one_sentence_and_code_two() {
    let place = Place::new();
    let text = body("<w:p><w:r><w:t>第1条</w:t></w:r></w:p>");
    let packed = zeros(1_200_000);
    let bomb = archive(&[stored("[Content_Types].xml", "<Types/>"), ("word/document.xml", packed, 309_600_001, 8)]);
    let deep = format!("{}{}", "<d>".repeat(100_000), "</d>".repeat(100_000));
    let entity = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><d>&x;</d>";
    let laughs = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><d>&b;</d>";
    let template = relations("attachedTemplate", "http://203.0.113.9/t.dotm");
    let whole = word(&text, &[]);
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 504], &wide].concat();
    let scanned = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj \
        3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>endobj \
        4 0 obj<</Length 5>>stream\n/I Do\nendstream endobj 5 0 obj<</Subtype/Image/Length 1>>stream\nx\nendstream endobj trailer<</Root 1 0 R>>";
    let locked_pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/O(x)/U(y)/P -4>>>>";
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("bomb.docx", bomb, "unpacks"),
        ("deep.docx", word(&deep, &[]), "too complex"),
        ("entity.docx", word(entity, &[]), "document type"),
        ("laughs.docx", word(laughs, &[]), "document type"),
        ("outside.docx", word(&text, &[("word/_rels/settings.xml.rels", &template)]), "from elsewhere"),
        ("locked.docx", locked, "password"),
        ("locked.pdf", locked_pdf.to_vec(), "password"),
        ("half.docx", whole[..whole.len() / 2].to_vec(), "damaged"),
        ("half.pdf", scanned[..60].to_vec(), "damaged"),
        ("scanned.pdf", scanned.to_vec(), "scanned"),
        ("macros.docm", word(&text, &[("word/vbaProject.bin", "x")]), "macros"),
        ("picture.docx", b"\x89PNG\r\n\x1a\n".to_vec(), "a picture"),
        ("text.docx", "第1条".as_bytes().to_vec(), "name ends in \".docx\""),
        ("word.pdf", whole.clone(), "name ends in \".pdf\""),
        ("program.txt", b"\x7FELF\x02\x01".to_vec(), "a program"),
        ("empty.txt", b" \n".to_vec(), "empty"),
    ];
    for (name, bytes, words) in cases {
        refused(&place, (name, bytes), words);
    }
    assert_ne!(checked(&place, "honest.docx", &whole).code, 2, "the same document without tricks is read");
}

#[test]
fn two_hundred_megabytes_are_not_opened() {
    let place = Place::new();
    File::create(place.path().join("large.docx")).unwrap().set_len(200 << 20).unwrap();
    let done = place.run(&["contract", "check", "large.docx", "--format", "json"]);
    assert_eq!(done.code, 2, "{}", done.err);
    let message = done.error()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("209715200 bytes"), "the true size is said: {message}");
}

#[test]
fn one_bad_file_does_not_hide_the_others() {
    let place = Place::new();
    place.file("a.txt", "秘密保持契約書\n第1条（秘密保持）\n乙は、甲の秘密情報を第三者に開示してはならない。\n");
    place.file("b.txt", " ");
    place.file("c.txt", "業務委託契約書\n第1条（目的）\n甲は、業務を乙に委託する。\n");
    let done = place.run(&["contract", "check", "a.txt", "b.txt", "c.txt", "--format", "json"]);
    assert_eq!(done.code, 2);
    let files: Vec<String> = done
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["file"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, ["a.txt", "c.txt"], "in the order given");
}
