//! Rate limits: token buckets by address, by person or by what was tried, and one for all addresses together.
//!
//! Two kinds of credential have two orders. What can be guessed (join codes, short keys) is looked up only while the bound
//! of wrong tries allows it, else guessing would go on. What cannot be guessed (the secrets of links and devices, return
//! codes, long keys) is looked up first: a right one never waits for wrong ones, and a wrong one counts against itself
//! alone. Successes are free. Holds addresses, ids and hashes in memory only.

mod recent;

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Mutex;

use dashmap::DashMap;

use self::recent::Recent;
use crate::auth::token::hash_secret;
use crate::clock::Clock;
use crate::error::ApiError;
use crate::ids::ParticipantId;
use crate::limits::{
    AGREEMENT_ACTS_PER_PERSON_PER_MINUTE, COMMENTS_PER_PERSON_PER_MINUTE, FAILED_CODES_PER_MINUTE,
    FAILED_TRIES_OF_A_SECRET_PER_MINUTE, FAILED_TRIES_PER_ADDRESS_PER_MINUTE, HANDS_PER_PERSON_PER_MINUTE,
    KNOWN_ADDRESS_MS, KNOWN_CODE_MS, PRACTICES_PER_PERSON_PER_HOUR, RATE_ADDRESSES_MAX,
    SIGNS_PER_PERSON_PER_MINUTE, STANDING_PER_PERSON_PER_MINUTE, WORKSHOPS_PER_ADDRESS_PER_HOUR,
};
use crate::metrics::RATE_LIMITED;
use crate::workshop::command::counted::Counted;

const MINUTE_MS: u64 = 60_000;

/// So many in so long a time, all at once if need be.
#[derive(Debug, Clone, Copy)]
struct Rate {
    tries: u32,
    per_ms: u64,
}

/// What is left, in thousandths of a try, and since when.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left_milli: u64,
    at_ms: u64,
}

impl Rate {
    fn full(self, now_ms: u64) -> Bucket {
        Bucket { left_milli: u64::from(self.tries) * 1000, at_ms: now_ms }
    }

    /// The bucket as it stands now.
    fn refill(self, bucket: Bucket, now_ms: u64) -> Bucket {
        let passed_ms = now_ms.saturating_sub(bucket.at_ms).min(self.per_ms);
        let gained_milli = passed_ms * u64::from(self.tries) * 1000 / self.per_ms;
        if gained_milli == 0 {
            // Time too short to give anything is kept, else frequent looks would starve the bucket.
            return bucket;
        }
        let left_milli = (bucket.left_milli + gained_milli).min(u64::from(self.tries) * 1000);
        Bucket { left_milli, at_ms: now_ms }
    }

    /// Seconds until there is a whole try again; `None` when there is one now.
    fn wait_s(self, bucket: Bucket) -> Option<u64> {
        let missing_milli = 1000_u64.saturating_sub(bucket.left_milli);
        let wait_ms = missing_milli * self.per_ms / (u64::from(self.tries) * 1000);
        (missing_milli > 0).then(|| wait_ms.div_ceil(1000).max(1))
    }
}

/// A limit for each address, or for each of something else.
#[derive(Debug)]
struct PerSubject<S: Eq + Hash = IpAddr> {
    name: &'static str,
    rate: Rate,
    buckets: DashMap<S, Bucket>,
}

impl<S: Eq + Hash> PerSubject<S> {
    fn new(name: &'static str, rate: Rate) -> Self {
        Self { name, rate, buckets: DashMap::new() }
    }

    fn look(&self, subject: &S, now_ms: u64) -> Result<(), ApiError> {
        let bucket = self.buckets.get(subject).map_or(self.rate.full(now_ms), |bucket| *bucket);
        refuse(self.name, self.rate.wait_s(self.rate.refill(bucket, now_ms)))
    }

    fn take(&self, subject: S, now_ms: u64) {
        self.forget_rested(now_ms);
        let mut bucket = self.buckets.entry(subject).or_insert_with(|| self.rate.full(now_ms));
        *bucket = self.rate.refill(*bucket, now_ms);
        bucket.left_milli = bucket.left_milli.saturating_sub(1000);
    }

    /// A full bucket says nothing; with very many addresses at once everything is forgotten rather than memory lost.
    fn forget_rested(&self, now_ms: u64) {
        if self.buckets.len() < RATE_ADDRESSES_MAX {
            return;
        }
        let full_milli = u64::from(self.rate.tries) * 1000;
        self.buckets.retain(|_, bucket| self.rate.refill(*bucket, now_ms).left_milli < full_milli);
        if self.buckets.len() >= RATE_ADDRESSES_MAX {
            self.buckets.clear();
        }
    }
}

/// A limit over all addresses.
#[derive(Debug)]
struct Shared {
    name: &'static str,
    rate: Rate,
    bucket: Mutex<Bucket>,
}

impl Shared {
    fn new(name: &'static str, rate: Rate, now_ms: u64) -> Self {
        Self { name, rate, bucket: Mutex::new(rate.full(now_ms)) }
    }

    fn with_bucket<T>(&self, now_ms: u64, work: impl FnOnce(&mut Bucket) -> T) -> T {
        let mut bucket = self.bucket.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *bucket = self.rate.refill(*bucket, now_ms);
        work(&mut bucket)
    }

    fn look(&self, now_ms: u64) -> Result<(), ApiError> {
        refuse(self.name, self.with_bucket(now_ms, |bucket| self.rate.wait_s(*bucket)))
    }

    fn take(&self, now_ms: u64) {
        self.with_bucket(now_ms, |bucket| bucket.left_milli = bucket.left_milli.saturating_sub(1000));
    }
}

fn refuse(name: &'static str, wait_s: Option<u64>) -> Result<(), ApiError> {
    match wait_s {
        None => Ok(()),
        Some(retry_after_s) => {
            metrics::counter!(RATE_LIMITED, "limit" => name).increment(1);
            Err(ApiError::TooMany { retry_after_s })
        }
    }
}

/// Who counts as one: a whole IPv6 /64, since one household has all of it.
pub(crate) fn subject(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// A credential that is short enough to be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guessable<'a> {
    /// A join code in its plain form.
    Code(&'a str),
    /// The key for starting workshops, where it is a short one.
    Key(&'a str),
}

/// A credential that was tried at an address: the address and the hash of what was tried.
type TriedAt = (IpAddr, String);

/// All rate limits of the HTTP interface.
#[derive(Debug)]
pub struct RateLimits {
    clock: Clock,
    /// Wrong secrets that cannot be guessed, each by itself: a page that goes on trying a dead link holds nobody else back.
    secrets: PerSubject<String>,
    codes: PerSubject,
    keys: PerSubject,
    failed_codes: Shared,
    /// What was wrong within the last minute: trying it again tells nobody more, so it is not counted again.
    wrong: Recent<TriedAt>,
    /// Codes that were right lately: a room full of people types the same one.
    right_codes: Recent<TriedAt>,
    /// Addresses that lately used a secret that cannot be guessed; guesses from elsewhere do not hold them back.
    known_addresses: Recent<IpAddr>,
    workshops: PerSubject,
    /// By person and not by address: everybody in one room shares an address, and nobody loses their voice for another.
    comments: PerSubject<ParticipantId>,
    signs: PerSubject<ParticipantId>,
    agreement: PerSubject<ParticipantId>,
    hands: PerSubject<ParticipantId>,
    practices: PerSubject<ParticipantId>,
    standing: PerSubject<ParticipantId>,
}

impl RateLimits {
    /// Full buckets.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let rate = |tries, per_ms| Rate { tries, per_ms };
        let now_ms = clock.now_ms();
        Self {
            secrets: PerSubject::new("secrets", rate(FAILED_TRIES_OF_A_SECRET_PER_MINUTE, MINUTE_MS)),
            codes: PerSubject::new("codes", rate(FAILED_TRIES_PER_ADDRESS_PER_MINUTE, MINUTE_MS)),
            keys: PerSubject::new("keys", rate(FAILED_TRIES_PER_ADDRESS_PER_MINUTE, MINUTE_MS)),
            failed_codes: Shared::new("all_codes", rate(FAILED_CODES_PER_MINUTE, MINUTE_MS), now_ms),
            wrong: Recent::new(MINUTE_MS),
            right_codes: Recent::new(KNOWN_CODE_MS),
            known_addresses: Recent::new(KNOWN_ADDRESS_MS),
            workshops: PerSubject::new("workshops", rate(WORKSHOPS_PER_ADDRESS_PER_HOUR, 60 * MINUTE_MS)),
            comments: PerSubject::new("comments", rate(COMMENTS_PER_PERSON_PER_MINUTE, MINUTE_MS)),
            signs: PerSubject::new("signs", rate(SIGNS_PER_PERSON_PER_MINUTE, MINUTE_MS)),
            agreement: PerSubject::new("agreement", rate(AGREEMENT_ACTS_PER_PERSON_PER_MINUTE, MINUTE_MS)),
            hands: PerSubject::new("hands", rate(HANDS_PER_PERSON_PER_MINUTE, MINUTE_MS)),
            practices: PerSubject::new("practices", rate(PRACTICES_PER_PERSON_PER_HOUR, 60 * MINUTE_MS)),
            standing: PerSubject::new("standing", rate(STANDING_PER_PERSON_PER_MINUTE, MINUTE_MS)),
            clock,
        }
    }

    /// Whether an address may try what can be guessed, before it is looked up.
    ///
    /// # Errors
    /// [`ApiError::TooMany`] after too many different wrong tries.
    pub fn may_guess(&self, address: IpAddr, tried: Guessable<'_>) -> Result<(), ApiError> {
        let (now_ms, address) = (self.clock.now_ms(), subject(address));
        match tried {
            Guessable::Code(code) => {
                if self.right_codes.holds(&(address, hash_secret(code)), now_ms) {
                    return Ok(());
                }
                self.codes.look(&address, now_ms)?;
                if self.known_addresses.holds(&address, now_ms) {
                    return Ok(());
                }
                self.failed_codes.look(now_ms)
            }
            Guessable::Key(_) => self.keys.look(&address, now_ms),
        }
    }

    /// Counts a wrong try of what can be guessed. The same once more within a minute is no further guess.
    pub fn count_wrong_guess(&self, address: IpAddr, tried: Guessable<'_>) {
        let (now_ms, address) = (self.clock.now_ms(), subject(address));
        let (Guessable::Code(text) | Guessable::Key(text)) = tried;
        let tried_at = (address, hash_secret(text));
        if self.wrong.holds(&tried_at, now_ms) {
            return;
        }
        self.wrong.note(tried_at, now_ms);
        match tried {
            Guessable::Code(_) => {
                self.codes.take(address, now_ms);
                self.failed_codes.take(now_ms);
            }
            Guessable::Key(_) => self.keys.take(address, now_ms),
        }
    }

    /// Remembers that a join code was right: for a while it is not held back at this address.
    pub fn note_right_code(&self, address: IpAddr, code: &str) {
        self.right_codes.note((subject(address), hash_secret(code)), self.clock.now_ms());
    }

    /// Remembers an address that used a secret which cannot be guessed.
    pub fn note_right_secret(&self, address: IpAddr) {
        self.known_addresses.note(subject(address), self.clock.now_ms());
    }

    /// Counts a secret that cannot be guessed and turned out to be wrong, against itself.
    ///
    /// # Errors
    /// [`ApiError::TooMany`] when this very secret was wrong too often; other secrets are not held back.
    pub fn count_wrong_secret(&self, secret: &str) -> Result<(), ApiError> {
        let (now_ms, hash) = (self.clock.now_ms(), hash_secret(secret));
        self.secrets.look(&hash, now_ms)?;
        self.secrets.take(hash, now_ms);
        Ok(())
    }

    /// Whether an address may start a workshop now.
    ///
    /// # Errors
    /// [`ApiError::TooMany`] above the limit.
    pub fn may_start_workshop(&self, address: IpAddr) -> Result<(), ApiError> {
        self.workshops.look(&subject(address), self.clock.now_ms())
    }

    /// Counts a workshop that an address starts.
    ///
    /// # Errors
    /// [`ApiError::TooMany`] above the limit.
    pub fn take_workshop(&self, address: IpAddr) -> Result<(), ApiError> {
        let now_ms = self.clock.now_ms();
        self.workshops.look(&subject(address), now_ms)?;
        self.workshops.take(subject(address), now_ms);
        Ok(())
    }

    /// Counts a command of a person, refused or not.
    ///
    /// # Errors
    /// [`ApiError::TooMany`] above the limit; [`ApiError::TooFast`] where nobody tries anything, but is fast.
    pub fn take(&self, person: &ParticipantId, counted: Counted) -> Result<(), ApiError> {
        let now_ms = self.clock.now_ms();
        let limit = match counted {
            Counted::Comments => &self.comments,
            Counted::Signs => &self.signs,
            Counted::Agreement => &self.agreement,
            Counted::Hands => &self.hands,
            Counted::Practices => &self.practices,
        };
        limit.look(person, now_ms).map_err(|refused| match (refused, counted) {
            (ApiError::TooMany { retry_after_s }, Counted::Agreement | Counted::Hands) => {
                ApiError::TooFast { retry_after_s }
            }
            (other, _) => other,
        })?;
        limit.take(person.clone(), now_ms);
        Ok(())
    }

    /// Counts a question of somebody who waits how they stand.
    ///
    /// # Errors
    /// [`ApiError::TooMany`] above the limit.
    pub fn take_standing(&self, participant: &ParticipantId) -> Result<(), ApiError> {
        let now_ms = self.clock.now_ms();
        self.standing.look(participant, now_ms)?;
        self.standing.take(participant.clone(), now_ms);
        Ok(())
    }
}

#[cfg(test)]
#[path = "rate_limit_tests.rs"]
mod tests;
