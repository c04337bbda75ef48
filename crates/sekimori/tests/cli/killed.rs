//! A server killed again and again under writing load loses nothing that it acknowledged, and its ledger verifies.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, Hasher as _},
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use app::{App, Channel, Clock, Dice};
use serde_json::{Value, json};

use crate::support::{Place, Server, request};

const ROUNDS: u32 = 5;
const WRITERS: u32 = 3;
/// How long a round may wait for its first acknowledged write.
const PATIENCE: Duration = Duration::from_secs(120);

/// A token of a person, and the unit they belong to.
fn token(place: &Place) -> (String, String) {
    place.person("aki", "section_security_officer");
    let operator = "test".parse().unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let files = place.path().join("sekimori-data/files");
        let at = app::Place { database: place.location(), files };
        let app = App::open(at, Clock::System, Dice::system()).await.unwrap();
        let person = app.operated(&operator).person("aki").await.unwrap();
        let caller = app.caller(person.id, Channel::Web, None).await.unwrap();
        let (_, token) = app.auth().create_token(&caller, "load", 1).await.unwrap();
        app.close().await;
        (token, person.unit.to_string())
    })
}

/// Somewhere between a fifth of a second and a whole one.
fn moment() -> Duration {
    let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
    Duration::from_millis(200 + random % 800)
}

/// Writes until the server is gone; what was acknowledged goes to the list.
fn write(address: &str, (token, unit): (&str, &str), next: &AtomicU32, acknowledged: &Mutex<BTreeMap<String, String>>) {
    let head =
        format!("POST /api/v1/engagements HTTP/1.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json");
    loop {
        let title = format!("負荷{}", next.fetch_add(1, Ordering::Relaxed));
        let facts = json!({
            "title": title, "category": "maintenance", "system": "案内サイト", "activities": ["maintenance"],
            "information": ["public_only"], "places": ["remote"], "connection": "none",
        });
        let body = json!({ "unit": unit, "facts": facts }).to_string();
        let Some((status, answer)) = request(address, &head, &body) else { return };
        assert_eq!(status, 201, "{answer}");
        let made: Value = serde_json::from_str(&answer).unwrap();
        let number = made["number"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        acknowledged.lock().unwrap().insert(number, title);
    }
}

#[test]
fn nothing_acknowledged_is_lost() {
    for place in Place::each_ready() {
        let (token, unit) = token(&place);
        let acknowledged = Mutex::new(BTreeMap::new());
        let next = AtomicU32::new(1);
        for _ in 0..ROUNDS {
            let before = acknowledged.lock().unwrap().len();
            let server = Server::start(&place);
            let address = server.address.clone();
            std::thread::scope(|scope| {
                for _ in 0..WRITERS {
                    scope.spawn(|| write(&address, (&token, &unit), &next, &acknowledged));
                }
                // A busy machine may need seconds for the first write; the kill comes a moment after it, in the thick of it.
                let patience = Instant::now() + PATIENCE;
                while acknowledged.lock().unwrap().len() == before && Instant::now() < patience {
                    std::thread::sleep(Duration::from_millis(10));
                }
                std::thread::sleep(moment());
                server.kill();
            });
            assert!(acknowledged.lock().unwrap().len() > before, "a round without a single write proves nothing");
        }
        let list = place.ok(&["engagement", "list", "--all", "--limit", "1000000", "--as", "aki"]);
        let kept: BTreeMap<&str, &str> = list["engagements"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| (e["number"].as_str().unwrap(), e["title"].as_str().unwrap()))
            .collect();
        let acknowledged = acknowledged.into_inner().unwrap();
        for (number, title) in &acknowledged {
            assert_eq!(kept.get(number.as_str()), Some(&title.as_str()), "{number} was acknowledged");
        }
        let report = place.ok(&["ledger", "verify"]);
        assert_eq!(report["sound"], true, "{report:#}");
        eprintln!("{} acknowledged, {} kept, {} entries", acknowledged.len(), kept.len(), report["entries"]);
    }
}
