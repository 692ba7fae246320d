//! Reading, writing and ending one connection, the same for both wires.
//!
//! One task drives a reading and a writing half side by side, so that a client that does not read is still heard and one
//! that sends too fast is still written to. Owns liveness, rates and the farewell. Knows neither wire's bytes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_util::sync::CancellationToken;

use super::close::Close;
use super::meter::{Meter, Metered};
use super::{FAREWELL_MAX, KEEP_ALIVE, PING, SILENCE_MAX};
use crate::metrics;
use crate::room::outbox::{Control, Delivery, Outbox, Slot};

/// Bytes taken from the outbox at a time; they go out with one flush.
const BATCH_BYTES: usize = 64 * 1024;

/// Larger frames go out in pieces of this size, so that no connection keeps a buffer of a whole document.
const FRAGMENT_BYTES: usize = 64 * 1024;

/// What a wire does with what it reads.
pub(super) trait Wire: Send {
    /// One message of the WebSocket.
    fn take(&mut self, message: Bytes) -> impl Future<Output = Result<Pace, Close>> + Send;
    /// Something a room has to say to the socket itself.
    fn obey(&mut self, slot: Slot, control: Control) -> impl Future<Output = Result<(), Close>> + Send;
    /// When [`Wire::look_up`] wants to be called.
    fn wakes_at(&self) -> Instant;
    /// The time of [`Wire::wakes_at`] has come: who has not signed in, whose sign-in is over?
    fn look_up(&mut self) -> Result<(), Close>;
}

/// How a wire puts what rooms say into frames.
pub(super) trait Encode: Send + Sync {
    /// The frames of one delivery.
    fn encode(&self, slot: Slot, delivery: &Delivery, frames: &mut VecDeque<Bytes>);
    /// The smallest frames that show we are alive.
    fn alive(&self, frames: &mut VecDeque<Bytes>);
}

/// How soon the next message is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// At once.
    Steady,
    /// After this time: the client sends too fast.
    Wait(Duration),
}

/// A connection and everything that is written to it.
pub(super) struct Connection<S, E> {
    reader: SplitStream<WebSocketStream<Metered<S>>>,
    writer: SplitSink<WebSocketStream<Metered<S>>, Message>,
    meter: Arc<Meter>,
    outbox: Arc<Outbox>,
    encoder: Arc<E>,
    /// Encoded and not written yet; survives the writing half, so that a farewell comes after all of it.
    frames: VecDeque<Bytes>,
}

impl<S, E> Connection<S, E>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
    E: Encode,
{
    pub(super) fn new(socket: WebSocketStream<Metered<S>>, outbox: Arc<Outbox>, encoder: Arc<E>) -> Self {
        let meter = socket.get_ref().meter();
        let (writer, reader) = socket.split();
        Self { reader, writer, meter, outbox, encoder, frames: VecDeque::new() }
    }

    /// Serves the wire until one side ends it, and says why it ended.
    pub(super) async fn serve(&mut self, wire: &mut impl Wire, stopping: &CancellationToken) -> Close {
        let Self { reader, writer, meter, outbox, encoder, frames } = self;
        tokio::select! {
            close = read(reader, wire, outbox, meter) => close,
            close = write(writer, outbox, encoder.as_ref(), frames) => close,
            () = stopping.cancelled() => Close::Stopping,
        }
    }

    /// Writes what is left, so that what is durable is still acknowledged, without saying goodbye yet.
    pub(super) async fn drain(&mut self) {
        let Self { writer, outbox, encoder, frames, .. } = self;
        let rest = async {
            let mut taken = Vec::new();
            loop {
                write_out(writer, frames).await?;
                if !outbox.try_take(BATCH_BYTES, &mut taken) {
                    return Ok::<(), Error>(());
                }
                encode_all(encoder.as_ref(), &mut taken, frames);
            }
        };
        // Who does not read in time loses nothing: it was not acknowledged.
        let _ = timeout(FAREWELL_MAX, rest).await;
    }

    /// Keeps the connection without service, so that a client that retries whatever it is told does not come back at once.
    pub(super) async fn park(&mut self, time: Duration, stopping: &CancellationToken) {
        let ignored = async { while let Some(Ok(_)) = self.reader.next().await {} };
        tokio::select! {
            () = ignored => {}
            () = tokio::time::sleep(time) => {}
            () = stopping.cancelled() => {}
        }
    }

    /// Says goodbye and waits a little for the other side to have heard it.
    pub(super) async fn close(mut self, close: &Close) {
        let Some(frame) = close.frame() else { return };
        ::metrics::counter!(metrics::SOCKET_ENDS, "code" => close.code().to_string()).increment(1);
        let farewell = async {
            if self.writer.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.reader.next().await {}
            }
        };
        let _ = timeout(FAREWELL_MAX, farewell).await;
    }
}

async fn read<S>(
    reader: &mut SplitStream<WebSocketStream<Metered<S>>>,
    wire: &mut impl Wire,
    outbox: &Outbox,
    meter: &Meter,
) -> Close
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut heard = (Instant::now(), meter.read_bytes());
    let mut paused_until: Option<Instant> = None;
    loop {
        let step = tokio::select! {
            biased;
            (slot, control) = outbox.told() => wire.obey(slot, control).await,
            () = sleep_until(wire.wakes_at()) => wire.look_up(),
            () = sleep_until(paused_until.unwrap_or_else(Instant::now)), if paused_until.is_some() => {
                paused_until = None;
                // Not read is not silent.
                heard.0 = Instant::now();
                Ok(())
            }
            message = reader.next(), if paused_until.is_none() => match hear(message, wire, meter).await {
                Ok(Pace::Steady) => { heard = (Instant::now(), meter.read_bytes()); Ok(()) }
                Ok(Pace::Wait(time)) => { paused_until = Some(Instant::now() + time); Ok(()) }
                Err(close) => Err(close),
            },
            () = sleep_until(heard.0 + SILENCE_MAX), if paused_until.is_none() => {
                // A large message on a slow line is not silence either.
                let read_bytes = meter.read_bytes();
                let is_silent = read_bytes == heard.1;
                heard = (Instant::now(), read_bytes);
                if is_silent { Err(Close::Silent) } else { Ok(()) }
            }
        };
        if let Err(close) = step {
            return close;
        }
    }
}

async fn hear(
    message: Option<Result<Message, Error>>,
    wire: &mut impl Wire,
    meter: &Meter,
) -> Result<Pace, Close> {
    match message {
        Some(Ok(Message::Binary(bytes))) => wire.take(bytes).await,
        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Ok(Pace::Steady),
        Some(Ok(Message::Text(_)) | Err(Error::Protocol(_) | Error::Utf8(_))) => Err(Close::BadFrame),
        Some(Err(Error::Capacity(_))) => Err(Close::TooLarge),
        Some(Err(_)) if meter.is_over() => Err(Close::TooLarge),
        Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Close::Gone),
    }
}

async fn write<S>(
    writer: &mut SplitSink<WebSocketStream<Metered<S>>, Message>,
    outbox: &Outbox,
    encoder: &impl Encode,
    frames: &mut VecDeque<Bytes>,
) -> Close
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut taken = Vec::new();
    let mut quiet_since = Instant::now();
    let mut ping_at = Instant::now() + PING;
    loop {
        let written = tokio::select! {
            biased;
            () = outbox.take(BATCH_BYTES, &mut taken) => {
                encode_all(encoder, &mut taken, frames);
                write_some(writer, frames, &mut quiet_since).await
            }
            () = sleep_until(quiet_since + KEEP_ALIVE) => {
                encoder.alive(frames);
                quiet_since = Instant::now();
                write_out(writer, frames).await
            }
            () = sleep_until(ping_at) => {
                ping_at = Instant::now() + PING;
                writer.send(Message::Ping(Bytes::new())).await
            }
        };
        if written.is_err() {
            return Close::Gone;
        }
    }
}

fn encode_all(encoder: &impl Encode, taken: &mut Vec<(Slot, Delivery)>, frames: &mut VecDeque<Bytes>) {
    for (slot, delivery) in taken.drain(..) {
        encoder.encode(slot, &delivery, frames);
    }
}

async fn write_some<S>(
    writer: &mut SplitSink<WebSocketStream<Metered<S>>, Message>,
    frames: &mut VecDeque<Bytes>,
    quiet_since: &mut Instant,
) -> Result<(), Error>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if frames.is_empty() {
        // A wire without a form for what was said: the client heard nothing.
        return Ok(());
    }
    write_out(writer, frames).await?;
    *quiet_since = Instant::now();
    Ok(())
}

/// Writes all frames and flushes once. A frame leaves the queue only when it was handed over whole.
async fn write_out<S>(
    writer: &mut SplitSink<WebSocketStream<Metered<S>>, Message>,
    frames: &mut VecDeque<Bytes>,
) -> Result<(), Error>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(frame) = frames.front() {
        let frame = frame.clone();
        if frame.len() <= FRAGMENT_BYTES {
            writer.feed(Message::Binary(frame)).await?;
        } else {
            feed_in_pieces(writer, &frame).await?;
        }
        frames.pop_front();
    }
    writer.flush().await
}

async fn feed_in_pieces<S>(
    writer: &mut SplitSink<WebSocketStream<Metered<S>>, Message>,
    frame: &Bytes,
) -> Result<(), Error>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut from = 0;
    while from < frame.len() {
        let to = frame.len().min(from + FRAGMENT_BYTES);
        let kind = if from == 0 { Data::Binary } else { Data::Continue };
        let piece = Frame::message(frame.slice(from..to), OpCode::Data(kind), to == frame.len());
        writer.send(Message::Frame(piece)).await?;
        from = to;
    }
    Ok(())
}
