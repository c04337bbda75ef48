//! Text of XML: escaping and the few elements that occur everywhere.

/// XML as it is put together.
#[derive(Debug, Default)]
pub(super) struct Xml(String);

impl Xml {
    /// Puts markup as it is.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// A run with its properties; line breaks in the text stay line breaks.
    pub(super) fn run(&mut self, properties: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.raw("<w:r>");
        if !properties.is_empty() {
            self.0.push_str("<w:rPr>");
            self.raw(properties);
            self.0.push_str("</w:rPr>");
        }
        for (count, line) in text.split('\n').enumerate() {
            if count > 0 {
                self.raw("<w:br/>");
            }
            if !line.is_empty() {
                self.raw(r#"<w:t xml:space="preserve">"#);
                escape(line, &mut self.0);
                self.raw("</w:t>");
            }
        }
        self.raw("</w:r>");
    }

    /// A field that shows the number of the paragraph with the bookmark.
    pub(super) fn reference(&mut self, bookmark: &str, text: &str) {
        let name = self::bookmark(bookmark);
        self.field(&format!(r" REF {name} \n \h "), text);
    }

    /// A field with the text to show until Word computes it.
    pub(super) fn field(&mut self, instruction: &str, text: &str) {
        self.raw(r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">"#);
        escape(instruction, &mut self.0);
        self.raw(r#"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#);
        self.run("", text);
        self.raw(r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#);
    }

    /// Takes markup away if it stands at the end.
    pub(super) fn drop_end(&mut self, markup: &str) {
        if self.0.ends_with(markup) {
            self.0.truncate(self.0.len().saturating_sub(markup.len()));
        }
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// Name of a bookmark in the file. Word hides bookmarks that begin with `_`.
pub(super) fn bookmark(name: &str) -> String {
    format!("_S{name}")
}

/// Escapes text for content and attributes. Characters XML cannot hold are left out.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

/// The escaped text.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

/// Twentieths of a point for hundredths of a millimetre.
pub(super) fn twips(hundredths: u32) -> u32 {
    u32::try_from(u64::from(hundredths).saturating_mul(5669) / 10_000).unwrap_or(u32::MAX)
}
