//! HTTP and WebSocket bytes by hand: what a client library would not send can be sent, in the pieces and at the pace that one
//! likes.
//!
//! Owns the bytes. What should become of them is the tests' own.

use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::peer::PATIENCE;
use crate::wire::{Send, frame, put_number};

/// A mebibyte.
pub const MIB: usize = 1024 * 1024;

/// A call that starts a workshop, with a head and as much of its body as the server takes; gives the first line of an answer, if one comes.
///
/// # Errors
/// When there is no server.
pub async fn send_raw(address: &str, length: usize, body: &[u8]) -> Result<(TcpStream, Option<String>)> {
    let mut stream = TcpStream::connect(address).await?;
    let head = format!(
        "POST /api/workshops HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    let (mut reader, mut writer) = stream.split();
    let mut answer = vec![0; 64];
    // An answer may come before the body was taken.
    let answered = tokio::select! {
        biased;
        read = reader.read(&mut answer) => read.ok(),
        _ = writer.write_all(body) => None,
    };
    let line = answered
        .map(|count| String::from_utf8_lossy(&answer[..count]).lines().next().unwrap_or("").to_owned());
    Ok((stream, line))
}

/// The rest of an answer.
pub async fn answer_of(mut stream: TcpStream) -> String {
    let mut bytes = vec![0; 64];
    let count = tokio::time::timeout(PATIENCE, stream.read(&mut bytes)).await.ok().and_then(Result::ok);
    String::from_utf8_lossy(&bytes[..count.unwrap_or(0)]).into_owned()
}

/// A body of about eight MiB that a parser makes very much of.
#[must_use]
pub fn swelling_body() -> Vec<u8> {
    let mut body = br#"{"command":"12345678","title":"x","endsOn":"2027-01-01","creationKey":"wrong","archive":{"format":"pairway-archive","version":1,"maps":[{"stages":["#.to_vec();
    while body.len() < 8 * MIB {
        body.extend_from_slice(br#"{"id":0},{"":0},"#);
    }
    body.extend_from_slice(b"0]}]}}");
    body
}

/// A WebSocket connection by hand, signed in to a document: what a client library would not send can be sent.
///
/// # Errors
/// When it is not let in.
pub async fn signed_in(address: &str, document: &str, token: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address).await?;
    let head = format!(
        "GET /collab HTTP/1.1\r\nHost: {address}\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    let mut taken = [0; 4_096];
    let count = stream.read(&mut taken).await?;
    ensure!(taken[..count].starts_with(b"HTTP/1.1 101"), "{:?}", String::from_utf8_lossy(&taken[..count]));
    stream.write_all(&websocket_head(frame(document, Send::Auth(token)).len() as u64)).await?;
    stream.write_all(&frame(document, Send::Auth(token))).await?;
    // The scope is the first thing that comes.
    let count = stream.read(&mut taken).await?;
    ensure!(count > 0, "not let in");
    Ok(stream)
}

/// The head of a binary frame of so many bytes, under a mask that changes nothing.
#[must_use]
pub fn websocket_head(length: u64) -> Vec<u8> {
    let mut head = vec![0x82, 0x80 | 127];
    head.extend(length.to_be_bytes());
    head.extend([0; 4]);
    head
}

/// Begins a message of 31 MiB and sends all but its end, for as long as the server takes it.
pub async fn begin_large(stream: &mut TcpStream) {
    let piece = vec![0; MIB];
    if stream.write_all(&websocket_head(31 * MIB as u64)).await.is_err() {
        return;
    }
    for _ in 0..30 {
        let sent = tokio::time::timeout(Duration::from_secs(2), stream.write_all(&piece)).await;
        if !sent.is_ok_and(|sent| sent.is_ok()) {
            return;
        }
    }
}

/// A state vector that nobody else sends: the answer to it is nobody else's either.
#[must_use]
pub fn own_vector(number: u64) -> Vec<u8> {
    let mut vector = Vec::new();
    for part in [1, 1_000_000 + number, 1] {
        put_number(&mut vector, part);
    }
    vector
}

/// Asks for the whole document under an address of its own and reads nothing of the answer.
///
/// # Errors
/// When it is not let in.
pub async fn ask_without_reading(
    address: &str,
    (document, token): (&str, &str),
    number: u64,
) -> Result<TcpStream> {
    let name = format!("{document}\0{number}");
    let mut stream = signed_in(address, &name, token).await?;
    let ask = frame(&name, Send::StepOne(&own_vector(number)));
    stream.write_all(&websocket_head(ask.len() as u64)).await?;
    stream.write_all(&ask).await?;
    Ok(stream)
}
