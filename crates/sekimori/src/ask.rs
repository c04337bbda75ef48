//! Asking at the terminal, and passwords, which never come from the command line itself.

use std::{
    io::{BufRead as _, IsTerminal as _, Read as _, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
};

use domain::{Lang, Problem};

use crate::exit::{Code, Failure, Result};

/// The environment variable a password may come from.
pub const PASSWORD_VARIABLE: &str = "SEKIMORI_PASSWORD";
/// More bytes than any password has.
const MOST: u64 = 4096;

/// Where a password comes from, in this order: a file, standard input, the environment, the terminal.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct PasswordArgs {
    /// Read the password from a file (its first line)
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Read the password from standard input (its first line)
    #[arg(long, conflicts_with = "password_file")]
    pub password_stdin: bool,
}

impl PasswordArgs {
    /// The password; `None` when nothing says where it is and there is no terminal to ask at.
    ///
    /// # Errors
    /// When the source named cannot be read or is empty.
    pub fn read(&self, lang: Lang) -> Result<Option<String>> {
        if let Some(path) = &self.password_file {
            let file = std::fs::File::open(path).map_err(|e| Failure::file(path, &e))?;
            let mut text = String::new();
            file.take(MOST).read_to_string(&mut text).map_err(|e| Failure::file(path, &e))?;
            return first_line(&text, "--password-file").map(Some);
        }
        if self.password_stdin {
            let mut text = String::new();
            let read = std::io::stdin().lock().take(MOST).read_line(&mut text);
            read.map_err(|e| Failure::new(Code::Failed, e.to_string(), e.to_string()))?;
            return first_line(&text, "--password-stdin").map(Some);
        }
        if let Ok(text) = std::env::var(PASSWORD_VARIABLE) {
            return first_line(&text, PASSWORD_VARIABLE).map(Some);
        }
        if !is_terminal() {
            return Ok(None);
        }
        ask_password(lang).map(Some)
    }

    /// The password, or a failure that says how to give one.
    ///
    /// # Errors
    /// When there is none.
    pub fn require(&self, lang: Lang) -> Result<String> {
        self.read(lang)?.ok_or_else(|| {
            Failure::value("password", &Problem::Missing).next(
                format!("--password-file、--password-stdin、環境変数 {PASSWORD_VARIABLE} のどれかで渡してください"),
                format!("Give it by --password-file, --password-stdin or the variable {PASSWORD_VARIABLE}"),
            )
        })
    }
}

fn first_line(text: &str, place: &str) -> Result<String> {
    let line = text.lines().next().unwrap_or_default().to_owned();
    if line.is_empty() { Err(Failure::value(place, &Problem::Missing)) } else { Ok(line) }
}

/// True when someone sits at a terminal.
#[must_use]
pub fn is_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks for one line.
///
/// # Errors
/// When the terminal is gone.
pub fn ask(question: &str) -> Result<String> {
    let failed = |e: std::io::Error| Failure::new(Code::Failed, e.to_string(), e.to_string());
    eprint!("{question}: ");
    std::io::stderr().flush().map_err(failed)?;
    let mut text = String::new();
    let read = std::io::stdin().lock().read_line(&mut text).map_err(failed)?;
    if read == 0 {
        return Err(Failure::new(Code::Usage, "入力が終わりました", "The input ended"));
    }
    Ok(text.trim().to_owned())
}

/// Asks for a password twice without showing it.
fn ask_password(lang: Lang) -> Result<String> {
    let (first, again) = if lang == Lang::Ja {
        ("パスワード（12文字以上）", "もう一度")
    } else {
        ("Password (12 characters or more)", "Again")
    };
    let hidden = Hidden::new();
    let one = ask(first);
    eprintln!();
    let two = ask(again);
    drop(hidden);
    let (one, two) = (one?, two?);
    if one == two {
        return Ok(one);
    }
    Err(Failure::new(Code::Invalid, "二度の入力が違います", "The two entries differ"))
}

/// The terminal does not show what is typed while this lives.
struct Hidden;

impl Hidden {
    fn new() -> Self {
        stty("-echo");
        Self
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        stty("echo");
        eprintln!();
    }
}

/// The system's own tool; without it the password shows, which the person at the terminal sees for themselves.
fn stty(mode: &str) {
    drop(Command::new("stty").arg(mode).stdin(Stdio::inherit()).stderr(Stdio::null()).status());
}
