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
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_util::sync::CancellationToken;

use super::close::Close;
use super::meter::{Meter, Metered, Over};
use super::out_frame::OutFrame;
use super::{FAREWELL_MAX, KEEP_ALIVE, PING, READ_AHEAD_BYTES_MAX, SILENCE_MAX};
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
    /// The time of [`Wire::wakes_at`] has come: who has not signed in, whose sign-in is over, what may be shown now?
    fn look_up(&mut self) -> impl Future<Output = Result<(), Close>> + Send;
}

/// How a wire puts what rooms say into frames.
pub(super) trait Encode: Send + Sync {
    /// The frames of one delivery.
    fn encode(&self, slot: Slot, delivery: &Delivery, frames: &mut VecDeque<OutFrame>);
    /// The smallest frames that show we are alive.
    fn alive(&self, frames: &mut VecDeque<OutFrame>);
}

/// How soon the next message is handled.
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
    frames: VecDeque<OutFrame>,
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
        let out = Out { encoder: encoder.as_ref(), meter };
        let writing = async {
            write(writer, outbox, &out, frames).await;
            // Nobody listens any more, but what was sent before is still read and handled: reading says when it ends.
            let mut unheard = Vec::new();
            loop {
                outbox.take(BATCH_BYTES, &mut unheard).await;
                unheard.clear();
            }
        };
        tokio::select! {
            close = read(reader, wire, outbox, meter) => close,
            never = writing => never,
            () = stopping.cancelled() => Close::Stopping,
        }
    }

    /// Writes what is left, so that what is durable is still acknowledged, without saying goodbye yet.
    pub(super) async fn drain(&mut self) {
        let Self { writer, outbox, encoder, meter, frames, .. } = self;
        let out = Out { encoder: encoder.as_ref(), meter };
        let rest = async {
            let mut taken = Vec::new();
            loop {
                write_out(writer, frames).await?;
                if !outbox.try_take(BATCH_BYTES, &mut taken) {
                    return Ok::<(), Error>(());
                }
                out.encode_all(&mut taken, frames);
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
    pub(super) async fn close(self, close: &Close) {
        let Some(frame) = close.frame() else { return };
        ::metrics::counter!(metrics::SOCKET_ENDS, "code" => close.code().to_string()).increment(1);
        let Self { reader, writer, meter, .. } = self;
        let Ok(mut socket) = reader.reunite(writer) else { return };
        let farewell = async {
            if socket.send(Message::Close(Some(frame))).await.is_err() {
                return;
            }
            loop {
                match socket.next().await {
                    Some(Ok(Message::Close(_))) => return,
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => break,
                }
            }
            // What cannot be read as messages is read all the same: a system that still has something unread when a
            // connection is closed resets it, and the other side would never see the close frame.
            meter.let_all_pass();
            let mut ignored = [0; 4_096];
            while let Ok(1..) = socket.get_mut().read(&mut ignored).await {}
        };
        let _ = timeout(FAREWELL_MAX, farewell).await;
    }
}

/// What was read and not handled yet, because its sender is too fast.
#[derive(Debug, Default)]
struct ReadAhead {
    messages: VecDeque<Bytes>,
    bytes: usize,
    /// Why there is nothing more to read.
    end: Option<Close>,
}

impl ReadAhead {
    /// Whether more is read: not beyond the bound, and not behind the end.
    fn reads_on(&self) -> bool {
        self.end.is_none() && self.bytes < READ_AHEAD_BYTES_MAX
    }

    fn push(&mut self, message: Bytes) {
        self.bytes += message.len();
        self.messages.push_back(message);
    }

    fn pop(&mut self) -> Option<Bytes> {
        let message = self.messages.pop_front()?;
        self.bytes -= message.len();
        Some(message)
    }
}

/// Reads to the end, and handles everything that was read before it says so: whoever sent it may have gone at once.
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
    let mut ahead = ReadAhead::default();
    loop {
        if ahead.messages.is_empty()
            && let Some(end) = ahead.end.take()
        {
            return end;
        }
        let step = tokio::select! {
            biased;
            (slot, control) = outbox.told() => wire.obey(slot, control).await,
            () = sleep_until(wire.wakes_at()) => wire.look_up().await,
            () = sleep_until(paused_until.unwrap_or_else(Instant::now)), if paused_until.is_some() => {
                paused_until = None;
                Ok(())
            }
            () = std::future::ready(()), if paused_until.is_none() && !ahead.messages.is_empty() => {
                let was_reading = ahead.reads_on();
                let Some(message) = ahead.pop() else { continue };
                if !was_reading {
                    // Not read is not silent.
                    heard.0 = Instant::now();
                }
                match wire.take(message).await {
                    Ok(Pace::Steady) => Ok(()),
                    Ok(Pace::Wait(time)) => { paused_until = Some(Instant::now() + time); Ok(()) }
                    Err(close) => Err(close),
                }
            }
            message = reader.next(), if ahead.reads_on() => {
                heard = (Instant::now(), meter.read_bytes());
                match hear(message, meter) {
                    Heard::Message(message) => ahead.push(message),
                    Heard::Alive => {}
                    Heard::End(close) => ahead.end = Some(close),
                }
                Ok(())
            }
            () = sleep_until(heard.0 + SILENCE_MAX), if ahead.reads_on() => {
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

/// What reading gave.
enum Heard {
    /// A message for the wire.
    Message(Bytes),
    /// A sign of life.
    Alive,
    /// Nothing more will come.
    End(Close),
}

fn hear(message: Option<Result<Message, Error>>, meter: &Meter) -> Heard {
    match message {
        Some(Ok(Message::Binary(bytes))) => Heard::Message(meter.keep(bytes)),
        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Heard::Alive,
        Some(Ok(Message::Text(_))) => Heard::End(Close::TextMessage),
        // A line that breaks in the middle of a frame, or without a goodbye, is no mistake of the other side.
        Some(Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake))) => Heard::End(Close::Gone),
        Some(Err(Error::Protocol(_))) => Heard::End(Close::NotWebSocket),
        Some(Err(Error::Utf8(_))) => Heard::End(Close::NotUtf8),
        Some(Err(Error::Capacity(_))) => Heard::End(Close::TooLarge),
        Some(Err(_)) => Heard::End(match meter.over() {
            Some(Over::Bytes) => Close::TooLarge,
            Some(Over::Time) => Close::Busy,
            None => Close::Gone,
        }),
        Some(Ok(Message::Close(_))) | None => Heard::End(Close::Gone),
    }
}

/// Writes what the outbox holds until nothing can be written any more.
async fn write<S>(
    writer: &mut SplitSink<WebSocketStream<Metered<S>>, Message>,
    outbox: &Outbox,
    out: &Out<'_, impl Encode>,
    frames: &mut VecDeque<OutFrame>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut taken = Vec::new();
    let mut quiet_since = Instant::now();
    let mut ping_at = Instant::now() + PING;
    loop {
        let written = tokio::select! {
            biased;
            () = outbox.take(BATCH_BYTES, &mut taken) => {
                out.encode_all(&mut taken, frames);
                write_some(writer, frames, &mut quiet_since).await
            }
            () = sleep_until(quiet_since + KEEP_ALIVE) => {
                out.encoder.alive(frames);
                quiet_since = Instant::now();
                write_out(writer, frames).await
            }
            () = sleep_until(ping_at) => {
                ping_at = Instant::now() + PING;
                writer.send(Message::Ping(Bytes::new())).await
            }
        };
        if written.is_err() {
            return;
        }
    }
}

/// How what a room says becomes frames, and whom its answer is counted by.
struct Out<'c, E> {
    encoder: &'c E,
    meter: &'c Meter,
}

impl<E: Encode> Out<'_, E> {
    fn encode_all(&self, taken: &mut Vec<(Slot, Delivery)>, frames: &mut VecDeque<OutFrame>) {
        for (slot, delivery) in taken.drain(..) {
            if let Some(bytes) = delivery.answer_bytes() {
                self.meter.expect_answer(bytes);
            }
            self.encoder.encode(slot, &delivery, frames);
        }
    }
}

async fn write_some<S>(
    writer: &mut SplitSink<WebSocketStream<Metered<S>>, Message>,
    frames: &mut VecDeque<OutFrame>,
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
    frames: &mut VecDeque<OutFrame>,
) -> Result<(), Error>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(frame) = frames.front() {
        let frame = frame.clone();
        if frame.len() <= FRAGMENT_BYTES {
            writer.feed(Message::Binary(frame.whole())).await?;
        } else {
            feed_in_pieces(writer, &frame).await?;
        }
        frames.pop_front();
    }
    writer.flush().await
}

async fn feed_in_pieces<S>(
    writer: &mut SplitSink<WebSocketStream<Metered<S>>, Message>,
    frame: &OutFrame,
) -> Result<(), Error>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut written = 0;
    for piece in frame.pieces(FRAGMENT_BYTES) {
        let kind = if written == 0 { Data::Binary } else { Data::Continue };
        written += piece.len();
        let piece = Frame::message(piece, OpCode::Data(kind), written == frame.len());
        writer.send(Message::Frame(piece)).await?;
    }
    Ok(())
}
