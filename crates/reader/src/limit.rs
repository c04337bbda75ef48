//! How much of a file is read at most.

/// Bounds within which reading stays, whatever the file claims about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Entries of a zip archive.
    pub entries: usize,
    /// Bytes of all parts after unpacking.
    pub unpacked: u64,
    /// Unpacked bytes for each packed byte, in a part larger than a megabyte.
    pub ratio: u64,
    /// Nested levels of XML, or of PDF objects.
    pub depth: usize,
    /// XML elements of one part. Stands for time, which a pure function cannot measure.
    pub nodes: usize,
    /// Pages of a PDF.
    pub pages: u32,
    /// Characters of the text.
    pub characters: usize,
}

impl Default for Limits {
    /// Roomy for contracts (a long one has 200 pages and 2 MB), tight for attacks.
    fn default() -> Self {
        Self {
            bytes: 50 << 20,
            entries: 5_000,
            unpacked: 200 << 20,
            ratio: 200,
            depth: 200,
            nodes: 2_000_000,
            pages: 2_000,
            characters: 5_000_000,
        }
    }
}
