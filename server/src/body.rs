//! Reading the bodies of calls: within budgets that are asked before a byte is read, and within a time.
//!
//! Nobody is known yet when a body comes, so all bodies together and those of one address are bounded in bytes. Archives
//! have a budget of their own: large files that wait must not keep the small commands of everybody else out.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::Request;
use futures_util::StreamExt;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::budget::{Budget, Held, Share};
use crate::error::ApiError;
use crate::limits::{
    ARCHIVE_BODIES_BYTES_MAX, ARCHIVE_BODIES_PER_ADDRESS_BYTES_MAX, ARCHIVE_BODY_SECONDS_MAX,
    ARCHIVES_READ_AT_ONCE_MAX, BODIES_BYTES_MAX, BODIES_PER_ADDRESS_BYTES_MAX, BODY_BYTES_MAX,
    BODY_REFUSED_SECONDS_MAX, BODY_SECONDS_MAX, BODY_SILENCE_SECONDS_MAX, BUSY_RETRY_SECONDS,
};
use crate::rate_limit::subject;

/// The bodies that are being read or worked on.
#[derive(Debug)]
pub struct Bodies {
    small: Budget<IpAddr>,
    archives: Budget<IpAddr>,
    readers: Semaphore,
}

/// A body, and its place in the budget for as long as it is held.
#[derive(Debug)]
pub(crate) struct HeldBody {
    pub(crate) bytes: Bytes,
    _held: Held<IpAddr>,
}

impl Default for Bodies {
    fn default() -> Self {
        Self {
            small: Budget::new(BODIES_BYTES_MAX),
            archives: Budget::new(ARCHIVE_BODIES_BYTES_MAX),
            readers: Semaphore::new(ARCHIVES_READ_AT_ONCE_MAX),
        }
    }
}

impl Bodies {
    /// Reads the body of a call from an address, of at most so many bytes.
    ///
    /// # Errors
    /// When it is too large, does not arrive whole or in time, or the budget has no place for it now.
    pub(crate) async fn read(
        &self,
        from: IpAddr,
        bytes_max: usize,
        request: Request,
    ) -> Result<HeldBody, ApiError> {
        let body = request.into_body();
        let announced = body.size_hint().exact();
        let announced = announced.map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        // Who does not say how much comes is counted with all that may.
        let expected = announced.unwrap_or(bytes_max);
        if expected > bytes_max {
            return Err(refuse(body, ApiError::TooLarge { bytes_max }).await);
        }
        let is_small = expected <= BODY_BYTES_MAX;
        let (budget, share, seconds) = if is_small {
            (&self.small, BODIES_PER_ADDRESS_BYTES_MAX, BODY_SECONDS_MAX)
        } else {
            (&self.archives, ARCHIVE_BODIES_PER_ADDRESS_BYTES_MAX, ARCHIVE_BODY_SECONDS_MAX)
        };
        let share = Share { account: subject(from), bytes_max: share };
        let Some(held) = budget.take(vec![share], expected) else {
            return Err(refuse(body, ApiError::Busy { retry_after_s: BUSY_RETRY_SECONDS }).await);
        };
        let whole = collect(body.into_data_stream(), expected);
        let bytes = timeout(Duration::from_secs(seconds), whole).await.map_err(|_| ApiError::TooSlow)??;
        Ok(HeldBody { bytes, _held: held })
    }

    /// Does the work of reading an archive where it holds up no call and no socket, a few at a time.
    ///
    /// # Errors
    /// When the work fails.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        // Never closed. Those who wait for a place are bounded by the budget of the bodies they hold.
        let _place = self.readers.acquire().await.map_err(|_| ApiError::Internal)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| ApiError::Internal)
    }

    /// Bytes held for bodies of either kind.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.small.bytes() + self.archives.bytes()
    }
}

/// Lets what was sent pass by for a little while, and gives the refusal: a connection that is closed with something unread is
/// reset, and its sender would never see why.
async fn refuse(body: Body, refusal: ApiError) -> ApiError {
    let mut pieces = body.into_data_stream();
    let all = async { while let Some(Ok(_)) = pieces.next().await {} };
    // Who takes longer is answered all the same.
    let _ = timeout(Duration::from_secs(BODY_REFUSED_SECONDS_MAX), all).await;
    refusal
}

async fn collect(mut pieces: BodyDataStream, bytes_max: usize) -> Result<Bytes, ApiError> {
    let Some(first) = next(&mut pieces).await? else { return Ok(Bytes::new()) };
    let mut whole = Vec::new();
    let mut last = first;
    // Most bodies come in one piece, which needs no copy.
    while let Some(piece) = next(&mut pieces).await? {
        whole.extend_from_slice(&std::mem::replace(&mut last, piece));
        if whole.len() + last.len() > bytes_max {
            return Err(ApiError::TooLarge { bytes_max });
        }
    }
    if last.len() > bytes_max {
        return Err(ApiError::TooLarge { bytes_max });
    }
    if whole.is_empty() {
        return Ok(last);
    }
    whole.extend_from_slice(&last);
    Ok(whole.into())
}

async fn next(pieces: &mut BodyDataStream) -> Result<Option<Bytes>, ApiError> {
    let silence = Duration::from_secs(BODY_SILENCE_SECONDS_MAX);
    let piece = timeout(silence, pieces.next()).await.map_err(|_| ApiError::TooSlow)?;
    piece
        .transpose()
        .map_err(|_| ApiError::bad("body_broken", "What was sent did not arrive whole. Try again."))
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
