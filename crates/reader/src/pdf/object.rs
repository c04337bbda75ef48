//! The words of a PDF: numbers, names, strings, arrays, dictionaries.

/// Nested arrays and dictionaries that are read.
const DEPTH: usize = 64;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Self>),
    Dict(Dict),
    /// Another object by its number.
    Ref(u32),
}

/// Entries up to which a dictionary is looked through; a longer one is sorted.
const SHORT: usize = 16;

/// A dictionary.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Dict(pub(crate) Vec<(Vec<u8>, Value)>);

impl Dict {
    /// Made of entries in the order of the file.
    fn of(mut entries: Vec<(Vec<u8>, Value)>) -> Self {
        if entries.len() > SHORT {
            // the last of several counts: it comes first, and the sort keeps the order of equals
            entries.reverse();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            entries.dedup_by(|(later, _), (kept, _)| later == kept);
        }
        Self(entries)
    }

    /// The value as written, references not followed. The last of several counts.
    pub(crate) fn get(&self, key: &[u8]) -> Option<&Value> {
        if self.0.len() > SHORT {
            let at = self.0.binary_search_by(|(k, _)| k.as_slice().cmp(key)).ok()?;
            return self.0.get(at).map(|(_, v)| v);
        }
        self.0.iter().rev().find(|(k, _)| k == key).map(|(_, v)| v)
    }
}

impl Value {
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) if n.is_finite() => Some(*n),
            _ => None,
        }
    }

    /// A number without fraction that fits.
    pub(crate) fn integer(&self) -> Option<i64> {
        let n = self.number()?;
        #[expect(clippy::cast_possible_truncation, reason = "bounded just before")]
        (n.abs() < 9e15).then_some(n as i64)
    }

    /// A count or an offset.
    pub(crate) fn size(&self) -> Option<usize> {
        usize::try_from(self.integer()?).ok()
    }

    pub(crate) fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn string(&self) -> Option<&[u8]> {
        match self {
            Self::String(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }
}

/// What stands next: a value, or a word such as `obj`, `BT`, `endstream`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    Value(Value),
    Word(Vec<u8>),
}

/// Reads words one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    pub(crate) at: usize,
    /// Values made so far: what a file may cost.
    pub(crate) made: usize,
}

pub(crate) fn is_white(b: u8) -> bool {
    matches!(b, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(b: u8) -> bool {
    matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'a> Lexer<'a> {
    pub(crate) const fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, made: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Passes over white space and remarks.
    pub(crate) fn skip_white(&mut self) {
        while let Some(b) = self.peek() {
            if b == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
            } else if is_white(b) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// The next token; `None` at the end. Bytes that fit nowhere are passed over.
    pub(crate) fn next(&mut self) -> Option<Token> {
        self.token(0)
    }

    fn token(&mut self, depth: usize) -> Option<Token> {
        loop {
            self.skip_white();
            let b = self.peek()?;
            self.made += 1;
            let value = match b {
                b'/' => Value::Name(self.name()),
                b'(' => Value::String(self.literal()),
                b'<' if self.rest().starts_with(b"<<") => {
                    self.at += 2;
                    Value::Dict(self.dict(depth + 1))
                }
                b'<' => Value::String(self.hex()),
                b'[' => {
                    self.at += 1;
                    Value::Array(self.array(depth + 1))
                }
                b'+' | b'-' | b'.' | b'0'..=b'9' => match self.numeric() {
                    Some(value) => value,
                    None => continue,
                },
                b')' | b'>' | b']' | b'{' | b'}' => {
                    self.at += 1;
                    continue;
                }
                _ => return Some(self.word()),
            };
            return Some(Token::Value(value));
        }
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        while self.peek().is_some_and(|b| !is_white(b) && !is_delimiter(b)) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        match word {
            b"true" => Token::Value(Value::Bool(true)),
            b"false" => Token::Value(Value::Bool(false)),
            b"null" => Token::Value(Value::Null),
            _ => Token::Word(word.to_vec()),
        }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut out = Vec::new();
        while let Some(b) = self.peek().filter(|b| !is_white(*b) && !is_delimiter(*b)) {
            self.at += 1;
            let pair = self.rest().get(..2).and_then(|p| std::str::from_utf8(p).ok());
            match pair.filter(|_| b == b'#').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
                Some(escaped) => {
                    out.push(escaped);
                    self.at += 2;
                }
                None => out.push(b),
            }
        }
        out
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut out = Vec::new();
        let mut open = 1_usize;
        while let Some(b) = self.peek() {
            self.at += 1;
            match b {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut out);
                    continue;
                }
                _ => {}
            }
            out.push(b);
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(b) = self.peek() else { return };
        self.at += 1;
        match b {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(b - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.peek().filter(|d| (b'0'..=b'7').contains(d)) else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                out.push((code & 0xFF).to_le_bytes()[0]);
            }
            other => out.push(other),
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(b) = self.peek() {
            self.at += 1;
            if b == b'>' {
                break;
            }
            digits.extend(char::from(b).to_digit(16));
        }
        let pairs = digits.chunks(2).map(|pair| {
            let value = pair.iter().fold(0, |sum, d| sum * 16 + d);
            let value = if pair.len() == 1 { value * 16 } else { value };
            value.to_le_bytes()[0]
        });
        pairs.collect()
    }

    fn array(&mut self, depth: usize) -> Vec<Value> {
        let mut out = Vec::new();
        loop {
            self.skip_white();
            match self.peek() {
                None => return out,
                Some(b']') => {
                    self.at += 1;
                    return out;
                }
                // a dictionary that ends here was not closed by this array
                Some(b'>') if self.rest().starts_with(b">>") => return out,
                Some(_) if depth > DEPTH => self.at += 1,
                Some(_) => match self.token(depth) {
                    Some(Token::Value(value)) => out.push(value),
                    Some(Token::Word(word)) if is_end(&word) => return out,
                    Some(Token::Word(_)) => {}
                    None => return out,
                },
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Dict {
        let mut out = Vec::new();
        loop {
            self.skip_white();
            let rest = self.rest();
            if rest.starts_with(b">>") {
                self.at += 2;
                break;
            }
            match rest.first() {
                None => break,
                Some(b'/') if depth <= DEPTH => {
                    let key = self.name();
                    self.skip_white();
                    if self.rest().starts_with(b">>") {
                        continue;
                    }
                    match self.token(depth) {
                        Some(Token::Value(value)) => out.push((key, value)),
                        Some(Token::Word(word)) if is_end(&word) => break,
                        Some(Token::Word(_)) => {}
                        None => break,
                    }
                }
                Some(_) if rest.starts_with(b"endobj") || rest.starts_with(b"stream") => break,
                Some(_) => self.at += 1,
            }
        }
        Dict::of(out)
    }

    /// A number, or a reference `12 0 R`.
    fn numeric(&mut self) -> Option<Value> {
        let number = self.plain_number()?;
        let mark = self.at;
        let whole = Value::Number(number).integer().filter(|_| number.fract() == 0.0);
        if let Some(object) = whole.and_then(|n| u32::try_from(n).ok()) {
            self.skip_white();
            if self.peek().is_some_and(|b| b.is_ascii_digit()) && self.plain_number().is_some() {
                self.skip_white();
                let after = self.rest();
                let alone = after.get(1).is_none_or(|b| is_white(*b) || is_delimiter(*b));
                if after.first() == Some(&b'R') && alone {
                    self.at += 1;
                    return Some(Value::Ref(object));
                }
            }
            self.at = mark;
        }
        Some(Value::Number(number))
    }

    fn plain_number(&mut self) -> Option<f64> {
        let start = self.at;
        while self.peek().is_some_and(|b| matches!(b, b'+' | b'-' | b'.' | b'0'..=b'9')) {
            self.at += 1;
        }
        let text = std::str::from_utf8(self.bytes.get(start..self.at)?).ok()?;
        if let Ok(number) = text.parse() {
            return Some(number);
        }
        // "--5" and "1.2-3" are written by real programs
        let trimmed = text.trim_start_matches(['+', '-']);
        let end = trimmed.find(['+', '-']).unwrap_or(trimmed.len());
        let number: f64 = trimmed.get(..end)?.parse().ok()?;
        Some(if text.starts_with('-') { -number } else { number })
    }
}

fn is_end(word: &[u8]) -> bool {
    word == b"endobj" || word == b"stream" || word == b"endstream"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        match Lexer::new(text.as_bytes(), 0).next() {
            Some(Token::Value(value)) => value,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_are_read() {
        assert_eq!(value("-12.5 "), Value::Number(-12.5));
        assert_eq!(value("--5"), Value::Number(-5.0));
        assert_eq!(value("12 0 R"), Value::Ref(12));
        assert_eq!(value("12 0 RG"), Value::Number(12.0));
        assert_eq!(value("/A#20B/"), Value::Name(b"A B".to_vec()));
        assert_eq!(value("(a\\(b\\)(c)\\101\\\n)"), Value::String(b"a(b)(c)A".to_vec()));
        assert_eq!(value("<8 2 A>"), Value::String(vec![0x82, 0xA0]));
        let dict = value("<</A 1/B[1 2 0 R]/C<</D null>> >>");
        assert_eq!(dict.dict().unwrap().get(b"B").unwrap().array().unwrap().len(), 2);
    }

    #[test]
    fn long_dictionaries_keep_the_last_of_several() {
        let text: String = (0..60).map(|n| format!("/K{} {n} ", n % 40)).collect();
        let long = value(&format!("<<{text}>>"));
        let dict = long.dict().unwrap();
        let at = |key: &str| dict.get(key.as_bytes()).and_then(Value::integer);
        assert_eq!(
            (at("K0"), at("K19"), at("K20"), at("K39"), at("K40")),
            (Some(40), Some(59), Some(20), Some(39), None)
        );
        let few: String = (0..40).map(|n| format!("/K{} {n} ", n % 3)).collect();
        let few = value(&format!("<<{few}>>"));
        assert_eq!(few.dict().unwrap().get(b"K0").and_then(Value::integer), Some(39));
    }

    #[test]
    fn broken_nesting_ends() {
        let deep = "[".repeat(100_000);
        let _ = value(&deep);
        let _ = value(&"<</A".repeat(100_000));
        assert_eq!(value("<</A [1 2 >>").dict().unwrap().0.len(), 1);
    }
}
