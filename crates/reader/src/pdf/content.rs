//! The operators of a page: which characters stand where.

use std::{collections::HashMap, rc::Rc};

use super::{
    cmap::utf16,
    file::{File, Page, Stream},
    filter::Unpacking,
    font::Font,
    object::{Dict, Lexer, Token, Value, is_white},
};
use crate::{Limits, ReadError, bytes::find, error::Limit};

/// Drawings within drawings.
const NESTED: usize = 12;
/// Saved states of graphics.
const SAVED: usize = 256;

/// A character on a page. Coordinates grow to the right and upwards, as the page is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) text: String,
    /// Left end on the line of writing.
    pub(crate) x: f64,
    /// Height of the line of writing.
    pub(crate) y: f64,
    /// Right end.
    pub(crate) end: f64,
    pub(crate) size: f64,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub(crate) glyphs: Vec<Glyph>,
    /// Where lines can begin and end: the edges of the sheet.
    pub(crate) edges: (f64, f64),
    pub(crate) pictures: u32,
    /// Characters that no map knows.
    pub(crate) unknown: u32,
}

/// a b c d e f, as PDFs write it.
#[derive(Debug, Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const ONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn of(numbers: &[f64]) -> Option<Self> {
        Some(Self(numbers.get(..6)?.try_into().ok()?))
    }

    /// First this, then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([
            a.mul_add(g, b * i),
            a.mul_add(h, b * j),
            c.mul_add(g, d * i),
            c.mul_add(h, d * j),
            e.mul_add(g, f * i) + k,
            e.mul_add(h, f * j) + l,
        ])
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a.mul_add(x, c * y) + e, b.mul_add(x, d * y) + f)
    }
}

#[derive(Debug, Clone)]
struct State {
    base: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            base: Matrix::ONE,
            font: None,
            size: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Marked content that is open.
#[derive(Debug, Clone, Default)]
struct Mark {
    /// Head or foot of the page, as a tagged file says.
    furniture: bool,
    /// Characters that stand for what is shown; taken by the first glyph.
    actual: Option<Option<String>>,
}

/// Reads pages one after the other; fonts are read once, and what all pages may cost is counted together.
pub(crate) struct Reader<'f, 'a> {
    file: &'f File<'a>,
    limits: Limits,
    /// By the place of their dictionaries in memory.
    fonts: HashMap<*const Dict, Rc<Font>>,
    operators: usize,
    characters: usize,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    marks: Vec<Mark>,
    shown: Shown,
}

impl<'f, 'a> Reader<'f, 'a> {
    /// A reader for a file.
    pub(crate) fn new(file: &'f File<'a>, limits: &Limits) -> Self {
        Self {
            file,
            limits: *limits,
            fonts: HashMap::new(),
            operators: 0,
            characters: 0,
            state: State::default(),
            saved: Vec::new(),
            text: Matrix::ONE,
            line: Matrix::ONE,
            marks: Vec::new(),
            shown: Shown::default(),
        }
    }

    /// What a page shows, filled-in fields included.
    pub(crate) fn page(&mut self, page: &Page<'f>) -> Result<Shown, ReadError> {
        let Some(dict) = page.dict else { return Ok(Shown::default()) };
        self.shown = Shown { edges: self.edges(page), ..Shown::default() };
        let base = match page.rotate.rem_euclid(360) {
            90 => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
            180 => Matrix([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
            270 => Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
            _ => Matrix::ONE,
        };
        self.begin(base);
        let mut data = Vec::new();
        for stream in self.contents(dict) {
            self.step()?;
            match self.file.unpack(&stream) {
                Ok(part) => data.extend_from_slice(&part),
                Err(Unpacking::TooMuch) => return Err(ReadError::ZipBomb { what: Limit::Unpacked }),
                Err(Unpacking::NotText) => {}
            }
            data.push(b'\n');
        }
        self.run(&data, page.number, page.resources, 0)?;
        for note in self.file.get(dict, b"Annots").and_then(Value::array).unwrap_or_default() {
            self.step()?;
            self.begin(base);
            self.annotation(note)?;
        }
        Ok(std::mem::take(&mut self.shown))
    }

    /// Left and right edge of the sheet as it is looked at.
    fn edges(&self, page: &Page<'f>) -> (f64, f64) {
        let frame = self.numbers(page.frame.unwrap_or_default());
        let [x0, y0, x1, y1] = frame.as_slice() else { return (0.0, 595.0) };
        let (low, high) = match page.rotate.rem_euclid(360) {
            90 => (*y0, *y1),
            180 => (-x1, -x0),
            270 => (-y1, -y0),
            _ => (*x0, *x1),
        };
        (low.min(high), high.max(low))
    }

    fn begin(&mut self, base: Matrix) {
        self.state = State { base, ..State::default() };
        self.saved.clear();
        self.marks.clear();
        (self.text, self.line) = (Matrix::ONE, Matrix::ONE);
    }

    fn contents(&self, dict: &'f Dict) -> Vec<Stream<'f>> {
        let contents = dict.get(b"Contents");
        if let Some(stream) = self.file.stream_at(contents) {
            return vec![stream];
        }
        let parts = self.file.follow(contents).and_then(Value::array).unwrap_or_default();
        parts.iter().filter_map(|part| self.file.stream_at(Some(part))).collect()
    }

    /// Fields and text laid over the page.
    fn annotation(&mut self, note: &'f Value) -> Result<(), ReadError> {
        let Some(dict) = self.file.follow(Some(note)).and_then(Value::dict) else { return Ok(()) };
        let kind = self.file.get(dict, b"Subtype").and_then(Value::name);
        let hidden = self.file.get(dict, b"F").and_then(Value::integer).is_some_and(|flags| flags & 2 != 0);
        if hidden || !matches!(kind, Some(b"Widget" | b"FreeText")) {
            return Ok(());
        }
        let look = self.file.dict(dict, b"AP").and_then(|ap| ap.get(b"N"));
        let corner = self.file.get(dict, b"Rect").and_then(Value::array).map(|rect| self.numbers(rect));
        let (Some(stream), Some([x, y, ..])) = (self.file.stream_at(look), corner.as_deref()) else { return Ok(()) };
        self.state.base = Matrix([1.0, 0.0, 0.0, 1.0, *x, *y]).then(self.state.base);
        self.form(&stream, None, 1)
    }

    /// One more thing done for this file.
    const fn step(&mut self) -> Result<(), ReadError> {
        self.operators = self.operators.saturating_add(1);
        if self.operators > self.limits.nodes {
            return Err(ReadError::TooComplex { what: Limit::Nodes, max: self.limits.nodes as u64 });
        }
        Ok(())
    }

    /// So many more characters found in this file.
    const fn count(&mut self, characters: usize) -> Result<(), ReadError> {
        self.characters = self.characters.saturating_add(characters);
        if self.characters > self.limits.characters {
            return Err(ReadError::TooComplex { what: Limit::Characters, max: self.limits.characters as u64 });
        }
        Ok(())
    }

    /// The numbers of a matrix or a rectangle.
    fn numbers(&self, list: &[Value]) -> Vec<f64> {
        list.iter().take(6).filter_map(|value| self.file.follow(Some(value)).and_then(Value::number)).collect()
    }

    fn run(&mut self, data: &[u8], owner: u32, resources: Option<&'f Dict>, depth: usize) -> Result<(), ReadError> {
        let mut lexer = Lexer::new(data, 0);
        let mut operands: Vec<Value> = Vec::new();
        let saved = self.saved.len();
        while let Some(token) = lexer.next() {
            match token {
                Token::Value(value) => {
                    if operands.len() < 64 {
                        operands.push(value);
                    }
                }
                Token::Word(word) => {
                    self.step()?;
                    match word.as_slice() {
                        b"BI" => {
                            self.shown.pictures = self.shown.pictures.saturating_add(1);
                            lexer.at = picture_end(data, lexer.at);
                        }
                        b"Do" => self.draw(&operands, resources, depth)?,
                        b"BDC" | b"BMC" => self.mark(&operands, owner, resources)?,
                        b"Tf" => self.set_font(&operands, resources),
                        other => self.operator(other, &operands)?,
                    }
                    operands.clear();
                }
            }
        }
        self.saved.truncate(saved);
        Ok(())
    }

    fn operator(&mut self, word: &[u8], operands: &[Value]) -> Result<(), ReadError> {
        let numbers: Vec<f64> = operands.iter().filter_map(Value::number).collect();
        let first = numbers.first().copied();
        match word {
            b"q" if self.saved.len() < SAVED => self.saved.push(self.state.clone()),
            b"Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"cm" => {
                if let Some(matrix) = Matrix::of(&numbers) {
                    self.state.base = matrix.then(self.state.base);
                }
            }
            b"BT" => (self.text, self.line) = (Matrix::ONE, Matrix::ONE),
            b"Tm" => {
                if let Some(matrix) = Matrix::of(&numbers) {
                    (self.text, self.line) = (matrix, matrix);
                }
            }
            b"Td" | b"TD" => {
                if let [x, y, ..] = numbers.as_slice() {
                    if word == b"TD" {
                        self.state.leading = -y;
                    }
                    self.next_line(*x, *y);
                }
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tc" => self.state.spacing = first.unwrap_or(0.0),
            b"Tw" => self.state.word_spacing = first.unwrap_or(0.0),
            b"Tz" => self.state.stretch = first.unwrap_or(100.0) / 100.0,
            b"TL" => self.state.leading = first.unwrap_or(0.0),
            b"Ts" => self.state.rise = first.unwrap_or(0.0),
            b"Tj" => self.show(operands.first())?,
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.first())?;
            }
            b"\"" => {
                if let [word_spacing, spacing, ..] = numbers.as_slice() {
                    (self.state.word_spacing, self.state.spacing) = (*word_spacing, *spacing);
                }
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2))?;
            }
            b"TJ" => self.show_spaced(operands.first())?,
            b"EMC" => {
                self.marks.pop();
            }
            _ => {}
        }
        Ok(())
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line);
        self.text = self.line;
    }

    fn set_font(&mut self, operands: &[Value], resources: Option<&'f Dict>) {
        self.state.size = operands.get(1).and_then(Value::number).unwrap_or(0.0);
        let name = operands.first().and_then(Value::name);
        let fonts = resources.and_then(|resources| self.file.dict(resources, b"Font"));
        let (Some(name), Some(fonts)) = (name, fonts) else { return };
        let Some(dict) = self.file.dict(fonts, name) else { return };
        let file = self.file;
        let font = self.fonts.entry(std::ptr::from_ref(dict)).or_insert_with(|| Rc::new(Font::read(file, dict)));
        self.state.font = Some(Rc::clone(font));
    }

    fn draw(&mut self, operands: &[Value], resources: Option<&'f Dict>, depth: usize) -> Result<(), ReadError> {
        let name = operands.first().and_then(Value::name);
        let drawings = resources.and_then(|resources| self.file.dict(resources, b"XObject"));
        let (Some(name), Some(drawings)) = (name, drawings) else { return Ok(()) };
        let Some(stream) = self.file.stream_at(drawings.get(name)) else { return Ok(()) };
        if self.file.get(stream.dict, b"Subtype").and_then(Value::name) == Some(b"Image") {
            self.shown.pictures = self.shown.pictures.saturating_add(1);
            return Ok(());
        }
        if depth >= NESTED {
            return Ok(());
        }
        self.form(&stream, resources, depth + 1)
    }

    fn form(&mut self, stream: &Stream<'f>, outer: Option<&'f Dict>, depth: usize) -> Result<(), ReadError> {
        let data = match self.file.unpack(stream) {
            Ok(data) => data,
            Err(Unpacking::TooMuch) => return Err(ReadError::ZipBomb { what: Limit::Unpacked }),
            Err(Unpacking::NotText) => return Ok(()),
        };
        let resources = self.file.dict(stream.dict, b"Resources").or(outer);
        let before = (self.state.clone(), self.text, self.line, self.marks.len());
        let matrix = self.file.get(stream.dict, b"Matrix").and_then(Value::array).map(|list| self.numbers(list));
        if let Some(matrix) = matrix.and_then(|numbers| Matrix::of(&numbers)) {
            self.state.base = matrix.then(self.state.base);
        }
        self.run(&data, stream.id, resources, depth)?;
        let marks;
        (self.state, self.text, self.line, marks) = before;
        self.marks.truncate(marks);
        Ok(())
    }

    fn mark(&mut self, operands: &[Value], owner: u32, resources: Option<&'f Dict>) -> Result<(), ReadError> {
        if self.marks.len() >= SAVED {
            return Ok(());
        }
        let tag = operands.first().and_then(Value::name).unwrap_or_default();
        let named = operands.get(1).and_then(Value::name).and_then(|name| {
            let properties = self.file.dict(resources?, b"Properties")?;
            let owner = match properties.get(name) {
                Some(Value::Ref(number)) => *number,
                _ => owner,
            };
            Some((self.file.dict(properties, name)?, owner))
        });
        let properties = operands.get(1).and_then(Value::dict).or(named.map(|(dict, _)| dict));
        let text = |key: &[u8]| properties.and_then(|p| p.get(key));
        let furniture = tag == b"Artifact" && text(b"Type").and_then(Value::name) == Some(b"Pagination");
        let actual = text(b"ActualText").and_then(Value::string);
        // one long text may be named again and again
        self.count(actual.map_or(0, <[u8]>::len) / 2)?;
        let actual = actual.map(|bytes| {
            // a string within the stream was decrypted with it
            let bytes = named.map_or_else(|| bytes.to_vec(), |(_, owner)| self.file.text(owner, bytes));
            Some(match bytes.strip_prefix(&[0xFE, 0xFF]) {
                Some(wide) => utf16(wide),
                None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned(),
            })
        });
        self.marks.push(Mark { furniture, actual });
        Ok(())
    }

    fn show_spaced(&mut self, list: Option<&Value>) -> Result<(), ReadError> {
        for item in list.and_then(Value::array).unwrap_or_default() {
            match item {
                Value::Number(shift) => {
                    let along = -shift / 1000.0 * self.state.size;
                    if self.state.font.as_ref().is_some_and(|font| font.vertical) {
                        self.advance(0.0, along);
                    } else {
                        self.advance(along * self.state.stretch, 0.0);
                    }
                }
                other => self.show(Some(other))?,
            }
        }
        Ok(())
    }

    fn advance(&mut self, x: f64, y: f64) {
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.text);
    }

    fn show(&mut self, value: Option<&Value>) -> Result<(), ReadError> {
        let (Some(bytes), Some(font)) = (value.and_then(Value::string), self.state.font.clone()) else { return Ok(()) };
        for shown in font.shown(bytes) {
            self.count(shown.text.as_ref().map_or(1, |text| text.chars().count().max(1)))?;
            let State { size, spacing, word_spacing, stretch, .. } = self.state;
            let extra = spacing + if shown.is_space { word_spacing } else { 0.0 };
            if font.vertical {
                self.place(shown.text, (0.0, -size), true);
                self.advance(0.0, -size + extra);
            } else {
                let width = shown.width / 1000.0 * size * stretch;
                self.place(shown.text, (width, 0.0), false);
                self.advance(extra.mul_add(stretch, width), 0.0);
            }
        }
        Ok(())
    }

    /// Puts a character on the page. Upright columns are turned so that they read like lines.
    fn place(&mut self, text: Option<String>, reach: (f64, f64), vertical: bool) {
        if self.marks.iter().any(|mark| mark.furniture) {
            return;
        }
        let actual = self.marks.iter_mut().rev().find_map(|mark| mark.actual.as_mut());
        let text = match actual {
            Some(actual) => Some(actual.take().unwrap_or_default()),
            None => text,
        };
        let whole = self.text.then(self.state.base);
        let (x, y) = whole.apply(0.0, self.state.rise);
        let (end_x, end_y) = whole.apply(reach.0, reach.1 + self.state.rise);
        let (_, up) = (whole.0[0], whole.0[1].hypot(whole.0[3]).max(whole.0[0].hypot(whole.0[2])));
        let size = (self.state.size * up).abs();
        if ![x, y, end_x, end_y, size].iter().all(|n| n.is_finite() && n.abs() < 1e7) {
            return;
        }
        let text = text.unwrap_or_else(|| {
            self.shown.unknown = self.shown.unknown.saturating_add(1);
            "\u{FFFD}".to_owned()
        });
        let text: String = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{AD}' | '\u{200B}')).collect();
        let (x, y, end) = if vertical { (-y, x, -end_y) } else { (x, y, end_x) };
        self.shown.glyphs.push(Glyph { text, x: x.min(end), y, end: end.max(x), size });
    }
}

/// Behind the `EI` of a picture within the stream.
fn picture_end(data: &[u8], from: usize) -> usize {
    let start = find(data, b"ID", from).map_or(data.len(), |at| at + 2);
    let mut at = start;
    while let Some(found) = find(data, b"EI", at) {
        let before = found.checked_sub(1).and_then(|i| data.get(i)).is_some_and(|b| is_white(*b));
        let after = data.get(found + 2).is_none_or(|b| is_white(*b));
        if before && after {
            return found + 2;
        }
        at = found + 2;
    }
    data.len()
}
