//! Any bytes at all, as a text or whatever they begin like.

#![no_main]

use libfuzzer_sys::fuzz_target;
use reader::{Limits, read};

fuzz_target!(|data: &[u8]| {
    for name in [None, Some("a.md")] {
        let Ok(document) = read(data, name, &Limits::default()) else { continue };
        let text: Vec<char> = document.text().chars().collect();
        for block in &document.blocks {
            let place: String = text[block.place.start..block.place.end].iter().collect();
            assert_eq!(place, block.text);
        }
    }
});
