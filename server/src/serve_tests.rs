//! Tests of connections on real sockets: slow ones, large heads, too many.

use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;

const CALL: &[u8] = b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

struct Door {
    address: SocketAddr,
    stop: Stop,
}

async fn door(places: Places) -> Door {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = Stop::of(&CancellationToken::new(), &TaskTracker::new());
    let routes = Router::new().route("/hello", get(|| async { "hello" }));
    stop.tasks.spawn(accept(listener, routes, stop.clone(), places));
    Door { address, stop }
}

impl Door {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn close(self) {
        self.stop.stopping.cancel();
        self.stop.tasks.close();
        self.stop.tasks.wait().await;
    }
}

async fn read_some(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 4096];
    let count = stream.read(&mut bytes).await.unwrap();
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

#[tokio::test]
async fn serve_2_who_does_not_finish_the_head_of_a_request_is_hung_up_on() {
    let door = door(Places::new(10, 0)).await;
    let mut stream = door.connect().await;
    stream.write_all(CALL).await.unwrap();
    assert!(read_some(&mut stream).await.ends_with("hello"));
    stream.write_all(b"GET /hello HTTP/1.1\r\nHost").await.unwrap();
    // The head must have begun to arrive before time stops, else there is nothing to wait for.
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    let mut rest = String::new();
    let patience = Duration::from_secs(REQUEST_HEAD_SECONDS_MAX * 10);
    let hung_up = tokio::time::timeout(patience, stream.read_to_string(&mut rest)).await;
    assert!(hung_up.is_ok(), "it waits for ever");
    assert!(began.elapsed() <= Duration::from_secs(REQUEST_HEAD_SECONDS_MAX + 1), "{:?}", began.elapsed());
    tokio::time::resume();
    door.close().await;
}

#[tokio::test]
async fn serve_2_a_head_over_its_limit_is_refused() {
    let door = door(Places::new(10, 0)).await;
    for (bytes, expected) in [(REQUEST_HEAD_BYTES_MAX / 2, "200"), (REQUEST_HEAD_BYTES_MAX + 1, "431")] {
        let mut stream = door.connect().await;
        let head = format!("GET /hello HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(bytes));
        stream.write_all(head.as_bytes()).await.unwrap();
        let answer = read_some(&mut stream).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected}")), "{bytes}: {answer}");
    }
    door.close().await;
}

#[tokio::test]
async fn serve_2_connections_over_the_limit_wait_until_one_ends() {
    let door = door(Places::new(2, 0)).await;
    let (mut one, mut two, mut three) = (door.connect().await, door.connect().await, door.connect().await);
    for stream in [&mut one, &mut two, &mut three] {
        stream.write_all(CALL).await.unwrap();
    }
    assert!(read_some(&mut one).await.ends_with("hello"));
    assert!(read_some(&mut two).await.ends_with("hello"));
    let mut byte = [0; 1];
    let early = three.try_read(&mut byte);
    assert!(early.is_err(), "the third is not served while two are open: {early:?}");
    drop(one);
    assert!(read_some(&mut three).await.ends_with("hello"));
    door.close().await;
}

#[tokio::test]
async fn serve_5_when_all_places_are_taken_short_calls_still_get_through_one_each() {
    let door = door(Places::new(2, 1)).await;
    let (mut one, mut two) = (door.connect().await, door.connect().await);
    for stream in [&mut one, &mut two] {
        stream.write_all(CALL).await.unwrap();
        assert!(read_some(stream).await.ends_with("hello"));
    }
    for _ in 0..3 {
        let mut brief = door.connect().await;
        brief.write_all(CALL).await.unwrap();
        let mut answer = String::new();
        // To the end: the connection is not kept for a further call.
        brief.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with("hello"), "{answer}");
    }
    let mut idle = door.connect().await;
    let mut waiting = door.connect().await;
    waiting.write_all(CALL).await.unwrap();
    let mut rest = String::new();
    // Who says nothing gives the place to the next.
    let _ = idle.read_to_string(&mut rest).await;
    assert!(read_some(&mut waiting).await.ends_with("hello"));
    door.close().await;
}

#[tokio::test]
async fn host_2_stopping_ends_connections_that_wait_for_their_next_call() {
    let door = door(Places::new(2, 0)).await;
    let mut idle = door.connect().await;
    idle.write_all(CALL).await.unwrap();
    assert!(read_some(&mut idle).await.ends_with("hello"));
    door.close().await;
    assert_eq!(read_some(&mut idle).await, "", "hung up");
}

#[test]
fn conf_4_without_a_public_address_links_lead_to_where_the_server_listens() {
    for (listen, link) in [
        ("127.0.0.1:8080", "http://localhost:8080"),
        ("0.0.0.0:8080", "http://localhost:8080"),
        ("[::]:8080", "http://localhost:8080"),
        ("[::1]:8080", "http://[::1]:8080"),
        ("127.0.0.2:8080", "http://127.0.0.2:8080"),
        ("192.0.2.7:80", "http://192.0.2.7:80"),
        ("[2001:db8::1]:443", "http://[2001:db8::1]:443"),
    ] {
        assert_eq!(default_public_url(listen.parse().unwrap()), link, "{listen}");
    }
}
