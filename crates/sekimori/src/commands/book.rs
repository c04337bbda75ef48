//! `book …`: a contractor's answer book: looked over, carried to others as a signed bundle, taken in. Needs no
//! installation.

pub mod load;
mod report;

use std::{
    collections::BTreeMap,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use answers::{AnswerBook, Bundle, BundleError, Merge, Sealing, merge};
use app::{Clock, Dice};
use ledger::SigningKey;
use serde_json::json;

use super::contract::keep;
use crate::{
    cli::{BookCheck, BookCommand, BookExport, BookImport, BookKey, BookVerify, Prefer},
    context::Context,
    exit::{Code, Failure, Item, Result, say},
};

/// Runs the command.
///
/// # Errors
/// What cannot be read or believed, with place, value and what is allowed.
pub fn run(context: &Context, command: BookCommand) -> Result {
    match command {
        BookCommand::Check(args) => check(context, &args),
        BookCommand::Key(args) => key(context, &args),
        BookCommand::Export(args) => export(context, &args),
        BookCommand::Verify(args) => verify(context, &args),
        BookCommand::Import(args) => import(context, &args),
    }
}

fn check(context: &Context, args: &BookCheck) -> Result {
    let book = load::book(&args.file)?;
    load::known(&args.file, &book)?;
    let day = args.on.unwrap_or_else(|| Clock::System.today());
    let look = report::Look::at(&book, day);
    context.show(&look.json(context.lang), || look.text(context))?;
    if args.strict && look.needs_care() {
        return Err(Failure::new(
            Code::Refused,
            "古い回答か、期限の切れた証跡に支えられた回答があります",
            "There are answers that are stale or rest on proofs that ended",
        ));
    }
    Ok(())
}

fn key(context: &Context, args: &BookKey) -> Result {
    let public = beside(&args.file, ".pub");
    if public.exists() {
        return Err(Failure::file(&public, &std::io::ErrorKind::AlreadyExists.into()));
    }
    let key = SigningKey::from_seed(&Dice::system().bytes());
    let failed = |e: ledger::KeyError| Failure::new(Code::Failed, e.to_string(), e.to_string());
    let (secret, open) = (key.to_pem().map_err(failed)?, key.verifying_key().to_pem().map_err(failed)?);
    create(&args.file, secret.as_bytes(), 0o600)?;
    if let Err(failure) = create(&public, open.as_bytes(), 0o644) {
        // a key without its public half is of no use to anyone
        let _gone = std::fs::remove_file(&args.file);
        return Err(failure);
    }
    let (id, file, shown) = (key.verifying_key().id(), args.file.display(), public.display());
    context.done(
        &json!({ "key": id, "file": args.file, "public_key_file": public }),
        &format!("署名の鍵 {id} を {file} に作りました。持ち出さないでください。{shown} と鍵の番号を、受け取る相手に束とは別の道で伝えてください"),
        &format!("The key {id} is in {file}; keep it to yourself. Give {shown} and the key's number to those who will receive bundles, by another way than the bundle"),
    )
}

/// The path with an ending added.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A new file; one that is there stays as it is.
fn create(path: &Path, bytes: &[u8], mode: u32) -> Result {
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(mode).open(path);
    file.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all())).map_err(|e| Failure::file(path, &e))
}

fn export(context: &Context, args: &BookExport) -> Result {
    let book = load::book(&args.file)?;
    load::known(&args.file, &book)?;
    let key = load::signing_key(&args.key)?;
    let today = Clock::System.today();
    let files = if args.files { attached(args, &book)? } else { BTreeMap::new() };
    let sealing =
        Sealing { client: args.client.clone(), made_at: Clock::System.now(), today, valid_until: args.until, files };
    let bytes = Bundle::seal(&book, &sealing, &key).map_err(|e| load::unbelieved(&args.file, &e))?;
    let bundle = Bundle::open(&bytes, Some(&key.verifying_key())).map_err(|e| load::unbelieved(&args.out, &e))?;
    keep(&args.out, &bytes)?;
    let (count, out) = (bundle.book.answers().len(), args.out.display());
    context.done(
        &report::bundle(&bundle, today, context.lang),
        &format!("回答 {count} 件を {out} に書き出し、鍵 {} で署名しました", bundle.key_id),
        &format!("{count} answers are in {out}, signed with the key {}", bundle.key_id),
    )
}

/// The files of proofs beside the book. For a client they go along only where its consent says so.
fn attached(args: &BookExport, book: &AnswerBook) -> Result<BTreeMap<String, Vec<u8>>> {
    let today = Clock::System.today();
    let handed = args.client.as_ref().map(|client| book.handed(client, today));
    if let (Some(client), Some(handed)) = (&args.client, &handed)
        && handed.is_empty()
    {
        return Err(Failure::new(
            Code::Refused,
            format!("「{client}」に証跡のファイルを渡すことへの同意がないか、同意した回答に証跡がありません"),
            format!("There is no consent to hand files of proofs to \"{client}\", or none of its answers has a proof"),
        )
        .next(
            "同意の files を true にするか、--files を外してください",
            "Set files = true in the consent, or leave out --files",
        ));
    }
    let folder = args.file.parent().unwrap_or(Path::new(""));
    let mut out = BTreeMap::new();
    for proof in book.evidence() {
        if handed.as_ref().is_some_and(|handed| !handed.contains(proof.id.as_str())) {
            continue;
        }
        let Some(file) = &proof.file else { continue };
        let path = folder.join(file);
        out.insert(proof.id.clone(), load::bytes(&path)?);
    }
    Ok(out)
}

fn verify(context: &Context, args: &BookVerify) -> Result {
    let bundle = load::bundle(&args.file, args.key.as_deref())?;
    let today = Clock::System.today();
    context.show(&report::bundle(&bundle, today, context.lang), || {
        report::bundle_text(&bundle, today, args.key.is_some(), context)
    })
}

fn import(context: &Context, args: &BookImport) -> Result {
    let bundle = load::bundle(&args.file, args.key.as_deref())?;
    load::known(&args.file, &bundle.book)?;
    let own = if args.into.exists() { Some(load::book(&args.into)?) } else { None };
    let mut merged = merge(own.clone(), &bundle.book).map_err(|other| {
        Failure::new(
            Code::Refused,
            format!("回答帳は「{}」、束は「{}」のものです。別の会社の回答は混ぜません", other.book, other.bundle),
            format!(
                "The book is of \"{}\", the bundle of \"{}\"; answers of two companies are not mixed",
                other.book, other.bundle
            ),
        )
        .next("--into に別のファイルを指定してください", "Give another file as --into")
    })?;
    match args.prefer {
        None => refuse_conflicts(&merged)?,
        Some(Prefer::Book) => {}
        Some(Prefer::Bundle) => merged.book = merged.book.preferring(&bundle.book),
    }
    if !args.dry_run {
        let text = if args.into.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
            merged.book.to_json()
        } else {
            merged.book.to_toml()
        };
        // what is written can be read again; otherwise nothing is
        load::parsed(&args.into, &text)?;
        let written = unpack(args, &bundle)?;
        if let Err(failure) = keep(&args.into, text.as_bytes()) {
            written.iter().for_each(|path| drop(std::fs::remove_file(path)));
            return Err(failure);
        }
    }
    let today = Clock::System.today();
    let mut value = report::bundle(&bundle, today, context.lang);
    if let Some(object) = value.as_object_mut() {
        object.insert("into".to_owned(), json!(args.into));
        object.insert("written".to_owned(), json!(!args.dry_run));
        object.insert("entries".to_owned(), json!(merged.lines));
    }
    context.show(&value, || {
        let head = report::bundle_text(&bundle, today, args.key.is_some(), context);
        format!("{head}\n{}", report::merge_text(&merged, args.dry_run, context))
    })
}

fn refuse_conflicts(merged: &Merge) -> Result {
    let items: Vec<Item> = merged
        .conflicts()
        .map(|line| {
            let ja = "手元の回答帳と内容が違い、どちらが新しいか日付から決まりません";
            Item { place: line.entry.clone(), said: say(ja, "differs from the book, and no date says which is newer") }
        })
        .collect();
    if items.is_empty() {
        return Ok(());
    }
    let said = Failure::new(
        Code::Refused,
        format!("食い違いが{}件あるため、何も取り込んでいません", items.len()),
        format!("{} entries conflict; nothing was taken in", items.len()),
    );
    Err(Failure { items, ..said }.next(
        "--prefer book（手元を残す）か --prefer bundle（束に合わせる）を付けてください",
        "Add --prefer book to keep yours, or --prefer bundle to take the bundle's",
    ))
}

/// Writes the files of proofs where they were asked for; none that is there is overwritten. On failure those written
/// before are removed.
fn unpack(args: &BookImport, bundle: &Bundle) -> Result<Vec<PathBuf>> {
    let Some(folder) = &args.files else { return Ok(Vec::new()) };
    std::fs::create_dir_all(folder).map_err(|e| Failure::file(folder, &e))?;
    let mut written: Vec<PathBuf> = Vec::new();
    for (id, bytes) in &bundle.files {
        let name = bundle.book.proof(id).and_then(|e| e.file.clone()).unwrap_or_else(|| id.clone());
        let path = folder.join(name);
        if std::fs::read(&path).is_ok_and(|there| there == *bytes) {
            continue;
        }
        if let Err(failure) = create(&path, bytes, 0o600) {
            written.iter().for_each(|path| drop(std::fs::remove_file(path)));
            return Err(failure);
        }
        written.push(path);
    }
    Ok(written)
}

/// The exit code of a bundle that is refused.
const fn code(error: &BundleError) -> Code {
    match error {
        BundleError::OtherKey { .. } | BundleError::Empty => Code::Refused,
        _ => Code::Invalid,
    }
}
