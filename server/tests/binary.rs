//! The real binary as a process: how it starts, what it prints, how it stops.
//!
//! Owns only processes it started itself. Knows nothing of the inside.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

struct Server {
    child: Child,
    address: SocketAddr,
    /// What it printed until it was ready.
    words: String,
}

fn pairway(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pairway"));
    command.args(args).env_clear().env("PAIRWAY_LOG", "warn");
    command
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

impl Server {
    /// Starts as outside tools do, and reads until it says how to stop it.
    fn start(data: &Path, more: &[&str]) -> Self {
        let address = free_address();
        let listen = address.to_string();
        let mut args = vec!["serve", "--listen", &listen, "--data", data.to_str().unwrap(), "--open-scratch"];
        args.extend(more);
        let mut child = pairway(&args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut words = String::new();
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap());
        while !words.contains("Ctrl-C") {
            assert_ne!(lines.read_line(&mut words).unwrap(), 0, "it ended early: {words}");
        }
        Self { child, address, words }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Asks it to stop and waits for its end.
    fn stop(mut self) -> Option<i32> {
        let killed = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        self.child.wait().unwrap().code()
    }
}

fn words_of(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn host_2_two_servers_run_at_once_as_outside_tools_start_them_and_stop_cleanly() {
    let folder = tempfile::tempdir().unwrap();
    let one = Server::start(&folder.path().join("one"), &["--no-demo"]);
    let two = Server::start(&folder.path().join("two"), &["--no-demo"]);
    for server in [&one, &two] {
        assert!(server.get("/health/live").starts_with("HTTP/1.1 200"));
        assert!(server.get("/health/ready").starts_with("HTTP/1.1 200"));
        assert!(!server.words.contains("/join#"), "no demo: {}", server.words);
    }
    assert_eq!(one.stop(), Some(0));
    assert_eq!(two.stop(), Some(0));
}

#[test]
fn host_3_the_demo_prints_three_links_on_every_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let links = |words: &str| -> Vec<String> {
        words.lines().filter_map(|line| Some(line.split_once("/join#")?.1.to_owned())).collect()
    };
    let first = Server::start(&data, &["--metrics-listen", "off"]);
    let shown = links(&first.words);
    assert_eq!(shown.len(), 3, "{}", first.words);
    for role in ["Facilitator", "Patient leader", "Professional"] {
        assert!(first.words.contains(role), "{}", first.words);
    }
    assert_eq!(first.stop(), Some(0));
    let second = Server::start(&data, &["--metrics-listen", "off"]);
    assert_eq!(links(&second.words), shown);
    assert_eq!(second.stop(), Some(0));
}

#[test]
fn host_4_check_token_backup_and_restore_work_beside_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, copy, restored) = (path("data"), path("copy"), path("restored"));
    let run = |args: &[&str]| {
        let output = pairway(args).output().unwrap();
        (output.status.success(), words_of(&output))
    };
    let (fine, words) = run(&["check", "--data", &data]);
    assert!(fine && words.contains("none yet"), "{words}");
    let server = Server::start(Path::new(&data), &["--metrics-listen", "off"]);

    let (fine, words) = run(&["check", "--data", &data]);
    assert!(fine && words.contains("1 workshops, 0 people, 2 documents"), "{words}");
    let (fine, words) = run(&["token", "--data", &data, "--list"]);
    assert!(fine && words.contains("Demo: redesign a local cardiac service"), "{words}");
    let (fine, words) = run(&["token", "--data", &data, "--public-url", "https://pairway.example.org"]);
    assert!(fine && words.contains("https://pairway.example.org/join#ey"), "{words}");
    let (fine, words) = run(&["seed", "--data", &data]);
    assert!(!fine && words.contains("another pairway process"), "{words}");
    let (fine, words) = run(&["backup", "--data", &data, &copy]);
    assert!(fine, "{words}");
    assert_eq!(server.stop(), Some(0));

    let (fine, words) = run(&["check", "--data", &copy]);
    assert!(fine, "{words}");
    let (fine, words) = run(&["restore", &copy, "--data", &restored]);
    assert!(fine, "looking at a backup leaves it as it was: {words}");
    let (fine, words) =
        run(&["seed", "--data", &restored, "--template", "neuro-rehab", "--title", "Our way"]);
    assert!(fine && words.matches("/join#").count() == 7, "{words}");
    let (fine, words) = run(&["token", "--data", &restored]);
    assert!(!fine && words.contains("several workshops"), "{words}");
}

#[test]
fn host_4_check_finds_damage_and_wrong_settings() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (data_text, check) = (data.to_str().unwrap(), |args: &[&str]| pairway(args).output().unwrap());
    assert!(check(&["seed", "--data", data_text]).status.success());
    std::fs::write(data.join("secret.key"), b"short").unwrap();
    let output = check(&["check", "--data", data_text]);
    assert!(
        !output.status.success() && words_of(&output).contains("does not hold a key"),
        "{}",
        words_of(&output)
    );

    let database = data.join("pairway.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].fill(0xAA);
    std::fs::write(&database, bytes).unwrap();
    assert!(!check(&["check", "--data", data_text]).status.success());

    let output = check(&["check", "--data", data_text, "--public-url", "not an address"]);
    assert!(!output.status.success() && words_of(&output).contains("public-url"), "{}", words_of(&output));
}

#[test]
fn keep_10_check_says_how_many_workshops_a_folder_held_until_the_loss_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data_text = data.to_str().unwrap();
    let run = |args: &[&str]| {
        let output = pairway(&[args, &["--data", data_text]].concat()).output().unwrap();
        (output.status.success(), words_of(&output))
    };
    let (fine, words) = run(&["accept", "clock"]);
    assert!(!fine && words.contains("nothing to accept"), "{words}");
    assert!(run(&["seed"]).0);
    assert!(run(&["check"]).0);
    // As after a lost part of the database: what was made in it is known to the folder only.
    let facts = data.join("folder.json");
    let text = std::fs::read_to_string(&facts).unwrap();
    assert!(text.contains(r#""workshopsMade":1"#), "{text}");
    std::fs::write(&facts, text.replace(r#""workshopsMade":1"#, r#""workshopsMade":12"#)).unwrap();
    let (fine, words) = run(&["check"]);
    assert!(!fine && words.contains("this folder held 12 workshops, now 1"), "{words}");
    assert!(run(&["accept", "clock"]).0);
    assert!(!run(&["check"]).0, "another thing was accepted");
    assert!(run(&["accept", "loss"]).0);
    let (fine, words) = run(&["check"]);
    assert!(fine, "{words}");
    for name in ["pairway.db", "pairway.db-wal", "pairway.db-shm"] {
        let _ = std::fs::remove_file(data.join(name));
    }
    let (fine, words) = run(&["check"]);
    assert!(!fine && words.contains("no database"), "{words}");
}
