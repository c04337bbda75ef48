//! Reading a book from TOML or JSON. Any text gives a sound book or problems with their places.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::measure::{Evidence as Kind, MeasureId};
use serde_json::Value;

use crate::{
    Answer, AnswerBook, BookProblem, Consent, Evidence, Said, Scope, ScopeKind, Standing, Target,
    book::FRESH_DAYS,
    entry::{Entry, is_id, tell},
};

/// Longest book, in bytes.
const BYTES: usize = 8 * 1024 * 1024;
/// Most entries of each kind.
const ENTRIES: usize = 5_000;
/// Most proofs named by all answers together, and most measures and scopes named by all consents together. Every answer
/// is held against every consent and each of its proofs is looked up, which these bound.
const LINKS: usize = 20_000;

const KEYS: &[&str] = &["organisation", "edition", "stale_after_days", "scopes", "evidence", "answers", "consents"];
const PROOF: &[&str] = &["id", "name", "kind", "valid_until", "sha256", "file"];

impl AnswerBook {
    /// Reads TOML or JSON (which begins with a brace).
    ///
    /// # Errors
    /// Every problem found, up to 200, with the entry it was found in.
    pub fn parse(text: &str) -> Result<Self, Vec<BookProblem>> {
        let value = value(text).map_err(|problem| vec![problem])?;
        let mut problems = Vec::new();
        let book = book(value, &mut problems);
        match book {
            Some(book) if problems.is_empty() => Ok(book),
            _ => Err(problems),
        }
    }
}

fn value(text: &str) -> Result<Value, BookProblem> {
    if text.len() > BYTES {
        let ja = format!("回答帳が大きすぎます（{} バイト、上限 {BYTES} バイト）", text.len());
        return Err(BookProblem::new(
            "-",
            ja,
            format!("the book is too large ({} bytes, at most {BYTES})", text.len()),
        ));
    }
    let text = text.trim_start_matches('\u{feff}');
    let read = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|e| e.to_string())
    } else {
        toml::from_str::<toml::Table>(text)
            .map(|table| plain(toml::Value::Table(table)))
            .map_err(|e| e.to_string().trim().to_owned())
    };
    read.map_err(|e| {
        BookProblem::new(
            "-",
            format!("TOMLとしてもJSONとしても読み取れません: {e}"),
            format!("cannot be read as TOML or JSON: {e}"),
        )
    })
}

/// TOML as JSON; a date without quotes is its text.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::from(truth),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(plain).collect()),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(k, v)| (k, plain(v))).collect()),
    }
}

fn book(value: Value, out: &mut Vec<BookProblem>) -> Option<AnswerBook> {
    let mut root = Entry::open(value, "-".to_owned(), KEYS, out)?;
    let organisation = root.required("organisation");
    let edition = root.text("edition", 40);
    let stale_after_days = root.number("stale_after_days", 1, 3_660).unwrap_or(FRESH_DAYS);
    let [scopes, evidence, answers, consents] =
        ["scopes", "evidence", "answers", "consents"].map(|key| bounded(&mut root, key));
    let mut parts = Parts::of(out);
    for (n, value) in scopes.into_iter().enumerate() {
        parts.scope(value, n);
    }
    for (n, value) in evidence.into_iter().enumerate() {
        let place = place("evidence", n, &value, "id");
        if let Some(proof) = parts.proof(value, place.clone()) {
            parts.add(proof, &place);
        }
    }
    let mut given: Vec<Answer> = Vec::with_capacity(answers.len());
    let mut seen = BTreeSet::new();
    for (n, value) in answers.into_iter().enumerate() {
        let place = place("answers", n, &value, "measure");
        let Some(answer) = parts.answer(value, place.clone()) else { continue };
        if seen.insert(answer.target.clone()) {
            given.push(answer);
        } else {
            let scope = answer.target.scope.as_deref().unwrap_or("company");
            tell(
                parts.out,
                &place,
                format!("同じ共通対策と範囲（{scope}）の回答が二つあります。一つにします"),
                format!("the measure is answered twice for the scope {scope}; keep one"),
            );
        }
    }
    let consents = consents.into_iter().enumerate().filter_map(|(n, v)| parts.consent(v, n)).collect();
    let Parts { scopes, evidence, .. } = parts;
    Some(AnswerBook {
        organisation: organisation?,
        edition,
        stale_after_days,
        scopes,
        evidence,
        answers: given,
        consents,
    })
}

fn bounded(root: &mut Entry<'_>, key: &str) -> Vec<Value> {
    let list = root.list(key);
    if list.len() <= ENTRIES {
        return list;
    }
    let count = list.len();
    root.refuse(
        format!("{key} が{count}件あります。{ENTRIES}件までにします"),
        format!("{key} has {count} entries; at most {ENTRIES} are allowed"),
    );
    Vec::new()
}

fn place(list: &str, n: usize, value: &Value, name: &str) -> String {
    let name: String = value.get(name).and_then(Value::as_str).unwrap_or_default().chars().take(40).collect();
    format!("{list}[{}] {name}", n.saturating_add(1)).trim_end().replace(char::is_control, " ")
}

/// What has been read so far.
struct Parts<'o> {
    scopes: Vec<Scope>,
    scope_ids: BTreeSet<String>,
    evidence: Vec<Evidence>,
    /// Where the proof of an id stands.
    ids: BTreeMap<String, usize>,
    /// Where a proof stands that says the same, by [`Evidence::content_id`].
    contents: BTreeMap<String, usize>,
    /// Proofs named by answers, and measures and scopes named by consents, so far.
    linked: usize,
    listed: usize,
    out: &'o mut Vec<BookProblem>,
}

impl<'o> Parts<'o> {
    const fn of(out: &'o mut Vec<BookProblem>) -> Self {
        Self {
            scopes: Vec::new(),
            scope_ids: BTreeSet::new(),
            evidence: Vec::new(),
            ids: BTreeMap::new(),
            contents: BTreeMap::new(),
            linked: 0,
            listed: 0,
            out,
        }
    }

    fn scope(&mut self, value: Value, n: usize) {
        let place = place("scopes", n, &value, "id");
        let Some(mut entry) = Entry::open(value, place, &["id", "kind", "name"], self.out) else { return };
        let id = entry.id("id");
        let kind = entry.required("kind").and_then(|text| {
            let found = ScopeKind::ALL.iter().find(|(code, _)| *code == text).map(|(_, kind)| *kind);
            if found.is_none() {
                entry.wrong("kind", &Value::String(text), "service か site を書きます", "service or site is");
            }
            found
        });
        if !entry.has("name") {
            entry.missing("name");
        }
        let name = entry.said("name");
        let (Some(id), Some(kind), Some(name)) = (id, kind, name) else { return };
        if id == "company" || !self.scope_ids.insert(id.clone()) {
            entry.refuse(
                format!("id = \"{id}\" はもう使われています（company は会社全体を指します）"),
                format!("id = \"{id}\" is taken (company is the company as a whole)"),
            );
            return;
        }
        self.scopes.push(Scope { id, kind, name });
    }

    /// A proof; without `id` the id is empty.
    fn proof(&mut self, value: Value, place: String) -> Option<Evidence> {
        let inline = !place.starts_with("evidence[");
        let mut entry = Entry::open(value, place, PROOF, self.out)?;
        let id = if inline && !entry.has("id") { Some(String::new()) } else { entry.id("id") };
        let name = entry.required("name");
        let kind = entry.text("kind", 40).and_then(|text| match text.parse::<Kind>() {
            Ok(kind) => Some(kind),
            Err(_) => {
                let all = Kind::ALL.iter().map(|k| k.code()).collect::<Vec<_>>().join(", ");
                entry.wrong(
                    "kind",
                    &Value::String(text),
                    &format!("{all} のどれかを書きます"),
                    &format!("one of {all} is"),
                );
                None
            }
        });
        let valid_until = entry.date("valid_until");
        let sha256 = entry.text("sha256", 64).and_then(|text| {
            let digest = text.to_ascii_lowercase().parse().ok();
            if digest.is_none() {
                entry.wrong("sha256", &Value::String(text), "16進64桁を書きます", "64 hexadecimal digits are");
            }
            digest
        });
        let file = entry.text("file", 200).filter(|file| {
            let plain = is_plain(file);
            if !plain {
                let (ja, en) = ("フォルダを含まないファイル名を書きます", "a file name without a folder is");
                entry.wrong("file", &Value::String(file.clone()), ja, en);
            }
            plain
        });
        Some(Evidence { id: id?, name: name?, kind, valid_until, sha256, file })
    }

    fn add(&mut self, proof: Evidence, place: &str) {
        let id = &proof.id;
        if self.ids.contains_key(id) {
            tell(
                self.out,
                place,
                format!("id = \"{id}\" の証跡が二つあります"),
                format!("there are two proofs with id = \"{id}\""),
            );
            return;
        }
        let at = self.evidence.len();
        if at >= ENTRIES {
            tell(
                self.out,
                place,
                format!("証跡が多すぎます。{ENTRIES}件までにします"),
                format!("there are too many proofs; at most {ENTRIES} are allowed"),
            );
            return;
        }
        self.ids.insert(id.clone(), at);
        self.contents.entry(proof.content_id()).or_insert(at);
        self.evidence.push(proof);
    }

    fn known(&self, at: Option<&usize>) -> Option<&Evidence> {
        at.and_then(|at| self.evidence.get(*at))
    }

    /// Id of a proof written inside an answer; the same proof in two answers is one.
    fn inline(&mut self, proof: Evidence, place: &str) -> String {
        if !proof.id.is_empty() {
            let id = proof.id.clone();
            if self.known(self.ids.get(&id)) != Some(&proof) {
                self.add(proof, place);
            }
            return id;
        }
        let id = proof.content_id();
        if let Some(same) = self.known(self.contents.get(&id)) {
            return same.id.clone();
        }
        // an id that was written for another proof is refused like any that stands twice
        self.add(Evidence { id: id.clone(), ..proof }, place);
        id
    }

    fn answer(&mut self, value: Value, place: String) -> Option<Answer> {
        let keys = &["measure", "scope", "level", "not_applicable", "remark", "evidence", "answered_on"];
        let mut entry = Entry::open(value, place.clone(), keys, self.out)?;
        let measure = entry.required("measure").filter(|text| {
            let sound = text.parse::<MeasureId>().is_ok();
            if !sound {
                let (ja, en) =
                    ("CM-LG-01 のような共通対策の番号を書きます", "the id of a measure, such as CM-LG-01, is");
                entry.wrong("measure", &Value::String(text.clone()), ja, en);
            }
            sound
        });
        let scope = entry.text("scope", 64).filter(|s| s != "company");
        let unknown = scope.as_ref().is_some_and(|s| !self.scope_ids.contains(s));
        if unknown {
            let all: Vec<&str> =
                std::iter::once("company").chain(self.scopes.iter().map(|s| s.id.as_str())).take(20).collect();
            let all = all.join(", ");
            entry.wrong(
                "scope",
                &Value::from(scope.clone()),
                &format!("{all} のどれかを書きます（scopes に加えられます）"),
                &format!("one of {all} is (add to scopes)"),
            );
        }
        let standing = standing(&mut entry);
        let remark = entry.said("remark").unwrap_or_default();
        let answered_on = entry.date("answered_on");
        let linked = entry.list("evidence");
        let evidence = self.linked(linked, &place);
        (!unknown).then_some(())?;
        Some(Answer { target: Target { measure: measure?, scope }, standing: standing?, remark, evidence, answered_on })
    }

    fn linked(&mut self, list: Vec<Value>, place: &str) -> Vec<String> {
        self.linked = self.linked.saturating_add(list.len());
        if self.linked > LINKS {
            tell(
                self.out,
                place,
                format!("evidence の項目が回答全体で多すぎます。合わせて{LINKS}個までにします"),
                format!("the answers name too many proofs; at most {LINKS} together are allowed"),
            );
            return Vec::new();
        }
        let (mut out, mut seen) = (Vec::new(), BTreeSet::new());
        for value in list {
            let id = match value {
                Value::String(id) if self.ids.contains_key(&id) => Some(id),
                Value::String(id) => {
                    let id: String = id.chars().filter(|c| !c.is_control()).take(64).collect();
                    tell(
                        self.out,
                        place,
                        format!(
                            "evidence に「{id}」という証跡はありません。[[evidence]] の id か、{{ name = \"…\" }} を書きます"
                        ),
                        format!("there is no proof \"{id}\"; allowed: an id of [[evidence]], or {{ name = \"…\" }}"),
                    );
                    None
                }
                value => self.proof(value, format!("{place} evidence")).map(|proof| self.inline(proof, place)),
            };
            out.extend(id.filter(|id| seen.insert(id.clone())));
        }
        out
    }

    fn consent(&mut self, value: Value, n: usize) -> Option<Consent> {
        let place = place("consents", n, &value, "client");
        let keys = &["client", "given_on", "until", "withdrawn_on", "measures", "scopes", "files"];
        let mut entry = Entry::open(value, place, keys, self.out)?;
        let client = entry.required("client");
        if !entry.has("given_on") {
            entry.missing("given_on");
        }
        let given_on = entry.date("given_on");
        let (until, withdrawn_on) = (entry.date("until"), entry.date("withdrawn_on"));
        if given_on.zip(until).is_some_and(|(from, to)| to < from) {
            entry.refuse("until は given_on 以後の日付を書きます", "until must not be before given_on");
        }
        let measure =
            |text: &str| text.parse::<MeasureId>().is_ok() || format!("{text}-01").parse::<MeasureId>().is_ok();
        let (ja, en) = ("CM-LG-01 か CM-LG の形で書きます", "ids such as CM-LG-01, or CM-LG for a family, are");
        let measures = entry.texts("measures", measure, ja, en);
        let known = |text: &str| text == "company" || self.scope_ids.contains(text);
        let (ja, en) = ("company か scopes の id を書きます", "company or an id of scopes is");
        let scopes = entry.texts("scopes", known, ja, en);
        let files = entry.truth("files").unwrap_or_default();
        self.listed = self.listed.saturating_add(measures.len()).saturating_add(scopes.len());
        if self.listed > LINKS {
            entry.refuse(
                format!("measures と scopes の項目が同意全体で多すぎます。合わせて{LINKS}個までにします"),
                format!("the consents name too many measures and scopes; at most {LINKS} together are allowed"),
            );
            return None;
        }
        Some(Consent { client: client?, given_on: given_on?, until, withdrawn_on, measures, scopes, files })
    }
}

fn standing(entry: &mut Entry<'_>) -> Option<Standing> {
    match (entry.has("level"), entry.has("not_applicable")) {
        (true, false) => entry.number("level", 1, 5).and_then(|n| u8::try_from(n).ok()).map(Standing::Level),
        (false, true) => {
            let reason: Option<Said> = entry.said("not_applicable");
            if reason.is_none() {
                entry.refuse("not_applicable には理由を書きます", "not_applicable needs a reason");
            }
            reason.map(Standing::NotApplicable)
        }
        _ => {
            entry.refuse(
                "level か、理由を添えた not_applicable のどちらか一つを書きます",
                "give either level, or not_applicable with a reason",
            );
            None
        }
    }
}

/// A file name that leads nowhere else.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && !name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\n', '\t'])
        && is_name(name)
}

fn is_name(name: &str) -> bool {
    // an id alone is always fine; other names may be in any script
    is_id(name) || name.chars().all(|c| !c.is_control())
}
