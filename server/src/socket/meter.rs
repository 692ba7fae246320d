//! Counts what a connection sends, below the WebSocket: before it has signed in only so many bytes are read at all.
//!
//! The WebSocket layer would buffer a whole message of the largest size before anybody sees it; this bound holds first.
//! Also below it: a line that cannot be written to any more is read on, to its end.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What was read, and what may be.
#[derive(Debug)]
pub(super) struct Meter {
    read_bytes: AtomicU64,
    bytes_max: AtomicU64,
}

impl Meter {
    pub(super) fn new(bytes_max: u64) -> Arc<Self> {
        Arc::new(Self { read_bytes: AtomicU64::new(0), bytes_max: AtomicU64::new(bytes_max) })
    }

    /// Somebody has signed in: the limits of frames hold from here on.
    pub(super) fn lift(&self) {
        self.bytes_max.store(u64::MAX, Ordering::Relaxed);
    }

    pub(super) fn read_bytes(&self) -> u64 {
        self.read_bytes.load(Ordering::Relaxed)
    }

    pub(super) fn is_over(&self) -> bool {
        self.read_bytes() > self.bytes_max.load(Ordering::Relaxed)
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
}

/// Whether the other side can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Works,
    GoesNowhere,
}

impl<S> Metered<S> {
    pub(super) fn new(stream: S, meter: Arc<Meter>) -> Self {
        Self { stream, meter, writing: Writing::Works }
    }

    pub(super) fn meter(&self) -> Arc<Meter> {
        Arc::clone(&self.meter)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        let more = (buffer.filled().len() - before) as u64;
        self.meter.read_bytes.fetch_add(more, Ordering::Relaxed);
        if self.meter.is_over() {
            return Poll::Ready(Err(io::Error::other("too much before signing in")));
        }
        read
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
