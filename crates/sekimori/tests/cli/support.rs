//! An installation in a folder of its own, and the program run in it.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;
use store::Location;

/// A password that the policy accepts.
pub const PASSWORD: &str = "shirakawa no seki 818";
/// The built program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_sekimori");

/// A folder with an installation, on one of the databases.
pub struct Place {
    folder: tempfile::TempDir,
    url: Option<String>,
}

/// How a run ended.
pub struct Done {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Done {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}\n{}\n{}", self.out, self.err))
    }

    /// The error on standard error as JSON.
    pub fn error(&self) -> Value {
        let value: Value = serde_json::from_str(&self.err).unwrap_or_else(|e| panic!("{e}\n{}", self.err));
        value["error"].clone()
    }
}

impl Place {
    /// On SQLite, in a folder of its own.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), url: None }
    }

    /// One on each database this run can test.
    pub fn each() -> Vec<Self> {
        let mut places = vec![Self::new()];
        let databases = tokio::runtime::Runtime::new().unwrap().block_on(store::testing::databases());
        for test in databases {
            if let Location::Postgres(url) = &test.location {
                let url = Some(url.clone());
                places.push(Self { folder: tempfile::tempdir().unwrap(), url });
            }
        }
        places
    }

    /// The same, set up.
    pub fn each_ready() -> Vec<Self> {
        let places = Self::each();
        places.iter().for_each(Self::init);
        places
    }

    /// On SQLite, set up.
    pub fn ready() -> Self {
        let place = Self::new();
        place.init();
        place
    }

    fn init(&self) {
        self.ok(&[
            "init",
            "--organisation",
            "霧沢県",
            "--organisation-en",
            "Kirisawa",
            "--login",
            "seki",
            "--name",
            "関 守",
        ]);
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file and gives its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Where a location for opening the database in this process leads.
    pub fn location(&self) -> Location {
        match &self.url {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Sqlite(self.database()),
        }
    }

    /// The database's file.
    pub fn database(&self) -> PathBuf {
        self.path().join("sekimori-data/sekimori.db")
    }

    /// A run that has not begun; nothing of this process's environment reaches it but the search path.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args).current_dir(self.path()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TMPDIR", self.path()).env("LANG", "C").env("SEKIMORI_PASSWORD", PASSWORD);
        if let Some(url) = &self.url {
            command.env("SEKIMORI_DATABASE__URL", url);
        }
        command
    }

    /// Runs to the end.
    pub fn run(&self, args: &[&str]) -> Done {
        finish(self.command(args))
    }

    /// Runs to the end with JSON, and expects it to succeed.
    pub fn ok(&self, args: &[&str]) -> Value {
        let done = self.run(&[args, &["--format", "json"]].concat());
        assert_eq!(done.code, 0, "{args:?}: {}{}", done.err, done.out);
        if done.out.trim().is_empty() { Value::Null } else { done.json() }
    }

    /// Runs to the end with JSON, and expects an exit code; gives the error.
    pub fn refused(&self, code: i32, args: &[&str]) -> Value {
        let done = self.run(&[args, &["--format", "json"]].concat());
        assert_eq!(done.code, code, "{args:?}: {}{}", done.err, done.out);
        done.error()
    }

    /// Adds a person with a role over the whole organisation.
    pub fn person(&self, login: &str, role: &str) {
        self.ok(&["user", "add", login, "--name", login, "--role", role]);
    }
}

/// Runs to the end.
pub fn finish(mut command: Command) -> Done {
    let output = command.stdin(Stdio::null()).output().unwrap();
    Done {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A server that runs until it is stopped.
pub struct Server {
    child: Child,
    /// `127.0.0.1:port`
    pub address: String,
}

impl Server {
    /// Starts it on a free port; its log says which.
    pub fn start(place: &Place) -> Self {
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while log.read_line(&mut line).unwrap() > 0 {
            let entry: Value = serde_json::from_str(line.trim()).unwrap_or_else(|e| panic!("{e}: {line}"));
            if let Some(address) = entry["address"].as_str() {
                let address = address.to_owned();
                // the rest of the log is read so that the server never waits for us
                std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
                return Self { child, address };
            }
            line.clear();
        }
        panic!("the server ended before it listened: {:?}", child.wait());
    }

    /// Asks it to stop, the way a service manager does; gives the exit code.
    pub fn stop(mut self) -> i32 {
        terminate(&self.child);
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    /// Ends it with no chance to tidy up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Sends SIGTERM.
pub fn terminate(child: &Child) {
    let kill = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", child.id())).status().unwrap();
    assert!(kill.success());
}

/// One request on a connection of its own; `None` when the connection breaks before the whole answer is there.
pub fn request(address: &str, head: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let length = body.len();
    let text = format!("{head}\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split_whitespace().nth(1)?.parse().ok()?;
    let declared =
        head.lines().find_map(|l| l.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let whole = declared.is_none_or(|n: usize| body.len() == n);
    whole.then(|| (status, body.to_owned()))
}

/// An engagement file that no register knows and nothing speaks against.
pub fn engagement(title: &str) -> String {
    format!(
        "title = \"{title}\"\nsystem = \"庁舎案内サイト\"\ncategory = \"maintenance\"\nactivities = [\"maintenance\"]\n\
         information = [\"public_only\"]\nplaces = [\"contractor_premises\"]\nconnection = \"none\"\n\
         rights_reach_all = \"no\"\nsubcontracting = \"no\"\n"
    )
}
