//! A TCP connection that holds its place among [`crate::limits::CONNECTIONS_MAX`] until it is dropped, also after it
//! was upgraded to a socket and left the hands of the HTTP server. One that does not take what is written to it ends.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Sleep;

use crate::limits::WRITE_STALL_SECONDS_MAX;

/// How long a connection may stay; part of each of its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stay {
    /// As long as it likes.
    Long,
    /// For one short call: all ordinary places are taken.
    Brief,
}

/// A connection and its place.
#[derive(Debug)]
pub(crate) struct CountedStream<S = TcpStream> {
    /// The connection.
    stream: S,
    /// Until when the other side must take something of what waits to be written.
    stalled: Option<Pin<Box<Sleep>>>,
    /// Given back on drop.
    _place: OwnedSemaphorePermit,
}

impl<S> CountedStream<S> {
    pub(crate) fn new(stream: S, place: OwnedSemaphorePermit) -> Self {
        Self { stream, stalled: None, _place: place }
    }

    pub(crate) fn get_ref(&self) -> &S {
        &self.stream
    }

    /// What became of a write: whoever takes nothing for too long holds what was made for them, so the connection ends.
    fn watch<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let time = || Box::pin(tokio::time::sleep(Duration::from_secs(WRITE_STALL_SECONDS_MAX)));
        match self.stalled.get_or_insert_with(time).as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for CountedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for CountedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.watch(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::Semaphore;

    use super::*;

    async fn counted(stream: tokio::io::DuplexStream) -> CountedStream<tokio::io::DuplexStream> {
        let places = Arc::new(Semaphore::new(1));
        CountedStream::new(stream, places.acquire_owned().await.unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn serve_3_who_takes_nothing_of_what_is_written_is_hung_up_on_and_who_is_slow_is_not() {
        let (ours, mut theirs) = tokio::io::duplex(10);
        let mut stream = counted(ours).await;
        let slow = tokio::spawn(async move {
            let mut byte = [0];
            for _ in 0..20 {
                tokio::time::sleep(Duration::from_secs(WRITE_STALL_SECONDS_MAX - 1)).await;
                theirs.read_exact(&mut byte).await.unwrap();
            }
            theirs
        });
        stream.write_all(&[7; 30]).await.unwrap();
        let _theirs = slow.await.unwrap();
        let began = tokio::time::Instant::now();
        let stalled = stream.write_all(&[7; 30]).await.unwrap_err();
        assert_eq!(stalled.kind(), io::ErrorKind::TimedOut);
        assert_eq!(began.elapsed().as_secs(), WRITE_STALL_SECONDS_MAX);
    }
}
