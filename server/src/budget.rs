//! Bytes that the process holds for others before it knows whether they are worth it, bounded before they are taken: for
//! all together, and for each account that a holder names (an address, a person, a workshop).
//!
//! Taking is all or nothing; what was taken is given back when its [`Held`] is dropped. Knows nothing of what the bytes are.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Bytes that may be held at a time. Cheap to clone.
#[derive(Debug)]
pub(crate) struct Budget<A: Eq + Hash + Clone> {
    inner: Arc<Inner<A>>,
}

impl<A: Eq + Hash + Clone> Clone for Budget<A> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

/// An account that bytes are taken on, and how many it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Share<A> {
    pub(crate) account: A,
    pub(crate) bytes_max: usize,
}

/// Bytes that were taken; dropping it gives them back.
#[derive(Debug)]
pub(crate) struct Held<A: Eq + Hash + Clone> {
    budget: Budget<A>,
    shares: Vec<Share<A>>,
    bytes: usize,
}

#[derive(Debug)]
struct Inner<A> {
    bytes_max: usize,
    state: Mutex<State<A>>,
}

#[derive(Debug)]
struct State<A> {
    held: usize,
    by_account: HashMap<A, usize>,
    /// Whoever found too little; all are woken when something is given back.
    waiting: Vec<Waker>,
}

impl<A: Eq + Hash + Clone> Budget<A> {
    /// A budget of so many bytes for all together.
    pub(crate) fn new(bytes_max: usize) -> Self {
        let state = State { held: 0, by_account: HashMap::new(), waiting: Vec::new() };
        Self { inner: Arc::new(Inner { bytes_max, state: Mutex::new(state) }) }
    }

    /// Takes bytes on all of these accounts; `None` when one of them, or all together, would have too many.
    pub(crate) fn take(&self, shares: Vec<Share<A>>, bytes: usize) -> Option<Held<A>> {
        self.lock().add(self.inner.bytes_max, &shares, bytes).then(|| self.held(shares, bytes))
    }

    /// As [`Budget::take`]; waits until there are enough.
    pub(crate) fn poll_take(&self, cx: &Context<'_>, shares: &[Share<A>], bytes: usize) -> Poll<Held<A>> {
        let mut state = self.lock();
        if state.add(self.inner.bytes_max, shares, bytes) {
            drop(state);
            return Poll::Ready(self.held(shares.to_vec(), bytes));
        }
        if !state.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            state.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }

    /// Bytes held now.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.lock().held
    }

    fn held(&self, shares: Vec<Share<A>>, bytes: usize) -> Held<A> {
        Held { budget: self.clone(), shares, bytes }
    }

    fn lock(&self) -> MutexGuard<'_, State<A>> {
        // Counting cannot panic half way.
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<A: Eq + Hash + Clone> State<A> {
    fn add(&mut self, bytes_max: usize, shares: &[Share<A>], bytes: usize) -> bool {
        let has = |account: &A| self.by_account.get(account).copied().unwrap_or(0);
        let fits = self.held.saturating_add(bytes) <= bytes_max
            && shares.iter().all(|share| has(&share.account).saturating_add(bytes) <= share.bytes_max);
        if fits {
            self.held += bytes;
            for share in shares {
                *self.by_account.entry(share.account.clone()).or_default() += bytes;
            }
        }
        fits
    }

    fn give_back(&mut self, shares: &[Share<A>], bytes: usize) -> Vec<Waker> {
        self.held -= bytes;
        for Share { account, .. } in shares {
            if let Some(has) = self.by_account.get_mut(account) {
                *has -= bytes;
                if *has == 0 {
                    self.by_account.remove(account);
                }
            }
        }
        std::mem::take(&mut self.waiting)
    }
}

impl<A: Eq + Hash + Clone> Held<A> {
    /// Takes more, so that it is `bytes` in all; whether there were enough. Never gives anything back.
    pub(crate) fn grow_to(&mut self, bytes: usize) -> bool {
        let more = bytes.saturating_sub(self.bytes);
        let grown = self.budget.lock().add(self.budget.inner.bytes_max, &self.shares, more);
        if grown {
            self.bytes += more;
        }
        grown
    }

    /// Bytes that are held.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

impl<A: Eq + Hash + Clone> Drop for Held<A> {
    fn drop(&mut self) {
        let woken = self.budget.lock().give_back(&self.shares, self.bytes);
        // After the lock: a waker may ask at once.
        woken.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    fn of(account: &'static str, bytes_max: usize) -> Vec<Share<&'static str>> {
        vec![Share { account, bytes_max }]
    }

    #[test]
    fn a_budget_is_kept_for_all_together_and_for_each_account_and_all_of_it_comes_back() {
        let budget = Budget::new(10);
        let one = budget.take(of("a", 6), 6).unwrap();
        assert!(budget.take(of("a", 6), 1).is_none(), "the account has all it may");
        let mut other = budget.take(of("b", 6), 3).unwrap();
        assert!(budget.take(of("c", 6), 2).is_none(), "all together have too many");
        assert!(other.grow_to(4) && !other.grow_to(5));
        assert_eq!((budget.bytes(), other.bytes()), (10, 4));
        drop(one);
        assert!(other.grow_to(6) && !other.grow_to(7), "and so does its own");
        let both = [of("a", 6), of("b", 6)].concat();
        assert!(budget.take(both.clone(), 1).is_none(), "all or nothing");
        drop(other);
        assert_eq!(budget.bytes(), 0);
        assert!(budget.take(both, 5).is_some());
        assert!(budget.lock().by_account.is_empty());
    }

    #[tokio::test]
    async fn who_waits_for_bytes_is_woken_when_they_are_given_back() {
        let budget = Budget::new(4);
        let held = budget.take(of("a", 4), 3).unwrap();
        let shares = of("b", 4);
        let waiting = budget.clone();
        let task = tokio::spawn(async move { poll_fn(|cx| waiting.poll_take(cx, &shares, 2)).await.bytes() });
        tokio::task::yield_now().await;
        assert!(!task.is_finished());
        drop(held);
        assert_eq!(task.await.unwrap(), 2);
        assert_eq!(budget.bytes(), 0);
    }
}
