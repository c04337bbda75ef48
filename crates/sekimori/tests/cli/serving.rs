//! Servers that start, answer and stop.

use std::{
    io::Read as _,
    net::TcpListener,
    process::{Child, Stdio},
};

use serde_json::Value;

use crate::support::{Place, Server, request, terminate};

/// A demonstration and what it printed.
fn demo(place: &Place, listen: &str) -> (Child, Value) {
    let mut command = place.command(&["demo", "--listen", listen, "--format", "json"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let out = child.stdout.take().unwrap();
    let mut values = serde_json::Deserializer::from_reader(out).into_iter::<Value>();
    let said = values.next().unwrap().unwrap();
    (child, said)
}

fn host(said: &Value) -> String {
    said["address"].as_str().unwrap().trim_start_matches("http://").to_owned()
}

fn stop(mut child: Child) {
    terminate(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_demonstration_answers_and_leaves_nothing_behind() {
    let place = Place::new();
    let (child, said) = demo(&place, "127.0.0.1:0");
    let folder = said["folder"].as_str().unwrap().to_owned();
    assert!(std::path::Path::new(&folder).join("sekimori.db").exists());
    assert!(said["accounts"].as_array().unwrap().len() >= 3, "{said:#}");
    assert_eq!(request(&host(&said), "GET /health HTTP/1.1", "").unwrap(), (200, "ok\n".to_owned()));
    let (status, page) = request(&host(&said), "GET /sign-in HTTP/1.1\r\nAccept-Language: ja", "").unwrap();
    assert_eq!(status, 200);
    let login = said["accounts"][0]["login"].as_str().unwrap();
    assert!(page.contains(login), "the accounts are offered");
    stop(child);
    assert!(!std::path::Path::new(&folder).exists(), "{folder}");
}

#[test]
fn a_demonstration_takes_the_next_free_port_and_can_be_kept() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let kept = place.path().join("kept").display().to_string();
    let mut command = place.command(&["demo", "--listen", &address, "--keep", &kept]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    let mut out = child.stdout.take().unwrap();
    while !said.contains("Ctrl-C") {
        let mut byte = [0u8; 256];
        let n = out.read(&mut byte).unwrap();
        assert!(n > 0, "{said}");
        said.push_str(&String::from_utf8_lossy(&byte[..n]));
    }
    assert!(!said.starts_with(&format!("http://{address}\n")), "{said}");
    assert!(said.contains("Password of all: "), "{said}");
    terminate(&child);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(err.contains(&format!("{address} is taken, so ")), "{err}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    // the same folder again: the sample is there, with a new password
    let (child, again) = demo(&place, "127.0.0.1:0");
    stop(child);
    assert_eq!(again["temporary"], true);
    let mut command = place.command(&["demo", "--listen", "127.0.0.1:0", "--keep", &kept, "--format", "json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let out = child.stdout.take().unwrap();
    let second: Value = serde_json::Deserializer::from_reader(out).into_iter().next().unwrap().unwrap();
    assert_eq!(second["temporary"], false);
    assert!(!said.contains(second["password"].as_str().unwrap()));
    stop(child);
}

#[test]
fn a_server_is_ready_tells_its_address_and_stops_when_asked() {
    for place in Place::each_ready() {
        let server = Server::start(&place);
        assert_eq!(request(&server.address, "GET /health HTTP/1.1", "").unwrap().0, 200);
        assert_eq!(request(&server.address, "GET /ready HTTP/1.1", "").unwrap().0, 200);
        let error = place.refused(1, &["serve", "--listen", &server.address]);
        assert!(error["next"].as_str().unwrap().contains("server.listen"), "{error}");
        assert_eq!(server.stop(), 0);
    }
}
