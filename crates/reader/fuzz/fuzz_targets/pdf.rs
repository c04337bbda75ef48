//! PDFs: any bytes behind the sign of the format.

#![no_main]

use libfuzzer_sys::fuzz_target;
use reader::{Limits, read};

fuzz_target!(|data: &[u8]| {
    let limits = Limits { unpacked: 4 << 20, nodes: 50_000, characters: 50_000, ..Limits::default() };
    let bytes = [b"%PDF-1.7\n", data].concat();
    let Ok(document) = read(&bytes, Some("a.pdf"), &limits) else { return };
    let text: Vec<char> = document.text().chars().collect();
    for block in &document.blocks {
        let place: String = text[block.place.start..block.place.end].iter().collect();
        assert_eq!(place, block.text);
    }
});
