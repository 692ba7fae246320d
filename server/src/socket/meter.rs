//! Counts what a connection sends, below the WebSocket: before it has signed in only so many bytes are read at all, and a
//! large message is let in only when there is room for it.
//!
//! The WebSocket layer would buffer a whole message of the largest size before anybody sees it; these bounds hold first. What a
//! large message takes of the budget it keeps until nobody holds its bytes any more. Also below it: a line that cannot be written
//! to any more is read on, to its end.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use pairway_crdt::limits::FRAME_BYTES_MAX;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

use super::admission::House;
use super::frame_pieces::{Announced, FramePieces, Passed, Verdict};
use super::{
    FRAMING_BYTES_MAX, LARGE_MESSAGE_BYTES_PER_SECOND_MIN, LARGE_MESSAGE_WAIT,
    LARGE_MESSAGES_PER_PERSON_BYTES_MAX, LARGE_MESSAGES_PER_WORKSHOP_BYTES_MAX, MESSAGE_BYTES_MAX,
    PRE_AUTH_BYTES_MAX, READER_MESSAGE_BYTES_MAX, SMALL_MESSAGE_BYTES_MAX,
};
use crate::auth::permission::Access;
use crate::budget::{Budget, Held, Share};
use crate::ids::ParticipantId;

/// Bytes read from a stream at a time.
const READ_BYTES: usize = 4_096;

/// Whose large messages are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Account {
    House(House),
    Person(House, ParticipantId),
}

/// The large messages of all connections.
pub(super) type LargeMessages = Budget<Account>;

/// Why a connection is read no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// More bytes than it may send.
    Bytes,
    /// A large message did not come in time, or there was no room for the rest of it.
    Time,
}

/// What was read, and what may be.
#[derive(Debug)]
pub(super) struct Meter {
    read_bytes: AtomicU64,
    bytes_max: AtomicU64,
    large: LargeMessages,
    /// Whether nobody looks at what is read any more.
    ignored: AtomicBool,
    rights: Mutex<Rights>,
}

#[derive(Debug)]
struct Rights {
    message_bytes_max: usize,
    shares: Vec<Share<Account>>,
    over: Option<Over>,
    /// Of the message that came whole last, until somebody takes it.
    held: Option<Held<Account>>,
}

/// A message and its share of the budget.
struct HeldMessage {
    bytes: Bytes,
    _held: Held<Account>,
}

impl AsRef<[u8]> for HeldMessage {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Meter {
    pub(super) fn new(large: LargeMessages) -> Arc<Self> {
        let message_bytes_max = usize::try_from(PRE_AUTH_BYTES_MAX).unwrap_or(usize::MAX);
        Arc::new(Self {
            read_bytes: AtomicU64::new(0),
            bytes_max: AtomicU64::new(PRE_AUTH_BYTES_MAX),
            large,
            ignored: AtomicBool::new(false),
            rights: Mutex::new(Rights { message_bytes_max, shares: Vec::new(), over: None, held: None }),
        })
    }

    /// Somebody has signed in: the limits of messages hold from here on, those of a reader at first.
    pub(super) fn lift(&self, house: &House, person: Option<&ParticipantId>) {
        self.bytes_max.store(u64::MAX, Ordering::Relaxed);
        let mut rights = self.lock();
        rights.message_bytes_max = rights.message_bytes_max.max(READER_MESSAGE_BYTES_MAX);
        let all = Share {
            account: Account::House(house.clone()),
            bytes_max: LARGE_MESSAGES_PER_WORKSHOP_BYTES_MAX,
        };
        let of_person = person.map(|person| Share {
            account: Account::Person(house.clone(), person.clone()),
            bytes_max: LARGE_MESSAGES_PER_PERSON_BYTES_MAX,
        });
        rights.shares = std::iter::once(all).chain(of_person).collect();
    }

    /// From here on bytes are read as they come, without a bound: whoever reads them keeps nothing of them.
    pub(super) fn let_all_pass(&self) {
        self.ignored.store(true, Ordering::Relaxed);
    }

    /// Somebody who may write can have much to say at once.
    pub(super) fn lift_for(&self, access: Access) {
        match access {
            Access::ReadWrite => self.lock().message_bytes_max = MESSAGE_BYTES_MAX,
            Access::ReadOnly | Access::Denied => {}
        }
    }

    /// The client was sent a state; its answer says again what was deleted, which is so many bytes.
    pub(super) fn expect_answer(&self, bytes: usize) {
        let mut rights = self.lock();
        let needed = (bytes + FRAMING_BYTES_MAX).min(MESSAGE_BYTES_MAX);
        rights.message_bytes_max = rights.message_bytes_max.max(needed);
    }

    /// The message that came last, with the share of the budget that it took.
    pub(super) fn keep(&self, bytes: Bytes) -> Bytes {
        match self.lock().held.take() {
            Some(held) => Bytes::from_owner(HeldMessage { bytes, _held: held }),
            None => bytes,
        }
    }

    pub(super) fn read_bytes(&self) -> u64 {
        self.read_bytes.load(Ordering::Relaxed)
    }

    /// Why the connection is read no further; `None` while it is.
    pub(super) fn over(&self) -> Option<Over> {
        let too_many = self.read_bytes() > self.bytes_max.load(Ordering::Relaxed);
        if too_many { Some(Over::Bytes) } else { self.lock().over }
    }

    fn lock(&self) -> MutexGuard<'_, Rights> {
        // Nothing under this lock can panic half way.
        self.rights.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream whose reading is counted.
///
/// When it cannot be written to any more, the other side is gone, but what it sent before may still wait to be read: what
/// is written from then on goes nowhere, and the end is what reading says. Else the WebSocket layer, which answers pings
/// while it reads, would stop reading.
#[derive(Debug)]
pub(super) struct Metered<S> {
    stream: S,
    meter: Arc<Meter>,
    writing: Writing,
    pieces: FramePieces,
    /// Read, and behind a frame that waits for its room.
    unread: Vec<u8>,
    /// To be passed on.
    pieced: Vec<u8>,
    pieced_from: usize,
    /// What the message that is coming took of the budget, and until when it must have come.
    coming: Option<(Held<Account>, Pin<Box<Sleep>>)>,
}

/// Whether the other side can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Works,
    GoesNowhere,
}

impl<S> Metered<S> {
    pub(super) fn new(stream: S, meter: Arc<Meter>) -> Self {
        Self {
            stream,
            meter,
            writing: Writing::Works,
            pieces: FramePieces::new(),
            unread: Vec::new(),
            pieced: Vec::new(),
            pieced_from: 0,
            coming: None,
        }
    }

    pub(super) fn meter(&self) -> Arc<Meter> {
        Arc::clone(&self.meter)
    }

    /// Passes on what was read, up to a frame that has to wait.
    fn pass_on(&mut self, cx: &Context<'_>) -> Passed {
        let Self { meter, pieces, unread, pieced, coming, .. } = self;
        let (mut taken, mut passed) = (0, Passed::Message);
        while passed == Passed::Message {
            let judge = |announced| admit(meter, announced, coming, cx);
            let (more, why) = pieces.pass(&unread[taken..], pieced, judge);
            (taken, passed) = (taken + more, why);
            if why == Passed::Message
                && let Some((held, _)) = coming.take()
            {
                meter.lock().held = Some(held);
            }
        }
        if taken == unread.len() {
            // Most connections are idle most of the time: none keeps a buffer.
            *unread = Vec::new();
        } else {
            unread.drain(..taken);
        }
        passed
    }
}

/// Whether a frame may come: its message must be allowed, and a large one needs room.
fn admit(
    meter: &Meter,
    announced: Announced,
    coming: &mut Option<(Held<Account>, Pin<Box<Sleep>>)>,
    cx: &Context<'_>,
) -> Verdict {
    let mut rights = meter.lock();
    let message_bytes_max = rights.message_bytes_max;
    let bytes = usize::try_from(announced.message_bytes).unwrap_or(usize::MAX);
    if bytes > message_bytes_max {
        rights.over = Some(Over::Bytes);
        return Verdict::Refuse;
    }
    if bytes <= SMALL_MESSAGE_BYTES_MAX {
        return Verdict::Go;
    }
    // Of a message in frames nobody knows how much comes, so room is taken in two steps.
    let needed = match (announced.is_last, bytes <= FRAME_BYTES_MAX) {
        (true, _) => bytes,
        (false, true) => FRAME_BYTES_MAX.min(message_bytes_max),
        (false, false) => message_bytes_max,
    };
    let time = LARGE_MESSAGE_WAIT + Duration::from_secs((needed / LARGE_MESSAGE_BYTES_PER_SECOND_MIN) as u64);
    match coming {
        Some((held, _)) if held.bytes() >= needed => Verdict::Go,
        Some((held, deadline)) => {
            // Waiting with what is held already could be for ever.
            if held.grow_to(needed) {
                deadline.as_mut().reset(Instant::now() + time);
                Verdict::Go
            } else {
                rights.over = Some(Over::Time);
                Verdict::Refuse
            }
        }
        None => match meter.large.poll_take(cx, &rights.shares, needed) {
            Poll::Ready(held) => {
                *coming = Some((held, Box::pin(tokio::time::sleep(time))));
                Verdict::Go
            }
            Poll::Pending => Verdict::Wait,
        },
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.meter.ignored.load(Ordering::Relaxed) {
            (this.unread, this.pieced, this.pieced_from) = (Vec::new(), Vec::new(), 0);
            return Pin::new(&mut this.stream).poll_read(cx, buffer);
        }
        loop {
            let pieced = &this.pieced[this.pieced_from..];
            if !pieced.is_empty() {
                let count = pieced.len().min(buffer.remaining());
                buffer.put_slice(&pieced[..count]);
                this.pieced_from += count;
                if this.pieced_from == this.pieced.len() {
                    (this.pieced, this.pieced_from) = (Vec::new(), 0);
                }
                return Poll::Ready(Ok(()));
            }
            if this.meter.over().is_some() {
                return Poll::Ready(Err(io::Error::other("read no further")));
            }
            if !this.unread.is_empty() {
                match this.pass_on(cx) {
                    Passed::Waits if this.pieced.is_empty() => return Poll::Pending,
                    Passed::All | Passed::Message | Passed::Waits | Passed::Refused => continue,
                }
            }
            if let Some((_, deadline)) = &mut this.coming
                && deadline.as_mut().poll(cx).is_ready()
            {
                this.meter.lock().over = Some(Over::Time);
                continue;
            }
            let mut read = [0; READ_BYTES];
            let mut read = ReadBuf::new(&mut read);
            ready!(Pin::new(&mut this.stream).poll_read(cx, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            this.meter.read_bytes.fetch_add(read.filled().len() as u64, Ordering::Relaxed);
            this.unread.extend_from_slice(read.filled());
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.writing == Writing::GoesNowhere {
            return Poll::Ready(Ok(bytes.len()));
        }
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Ready(Err(_)) => {
                self.writing = Writing::GoesNowhere;
                Poll::Ready(Ok(bytes.len()))
            }
            written => written,
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.writing == Writing::GoesNowhere {
            return Poll::Ready(Ok(()));
        }
        match Pin::new(&mut self.stream).poll_flush(cx) {
            Poll::Ready(Err(_)) => {
                self.writing = Writing::GoesNowhere;
                Poll::Ready(Ok(()))
            }
            flushed => flushed,
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
