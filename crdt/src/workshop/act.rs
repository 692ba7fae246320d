//! What a partner may say of a part, and what becomes of it: pure rules, values in, values out.
//!
//! Every act is idempotent, and each refusal has a reason of its own. That the speaker is half of the pair, and that a
//! scribe was granted, is checked by who calls.

use super::agreement::{Acts, Agreed, Park, PastViews, View, Yes};
use super::side::Side;

/// Most resolved views that are kept of one part and pair; the oldest go first.
pub const PAST_VIEWS_MAX: usize = 20;

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Yes to the wording with this fingerprint.
    Agree {
        /// What the person saw.
        fingerprint: String,
    },
    /// The yes is taken back, without a reason.
    Withdraw,
    /// "I see it differently", in my words.
    Differ {
        /// The words, checked by who calls.
        text: String,
    },
    /// The differing views are resolved for me.
    Resolve,
    /// Leave it for later.
    Park,
    /// Go on with it.
    Reopen,
    /// Yes to taking an agreed part out.
    Remove,
    /// It stays: all yeses to taking it out go.
    Keep,
}

/// Who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Half of the pair.
    pub side: Side,
    /// Participant id.
    pub by: String,
    /// Who writes it down for them.
    pub scribe: Option<String>,
    /// When, milliseconds since 1970.
    pub at: u64,
}

/// The part as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// What it means.
    pub fingerprint: String,
    /// Whether it is taken out.
    pub is_removed: bool,
    /// Whether a text in it is longer than is read.
    pub is_over_limit: bool,
    /// For the whole map: parts that are neither agreed, an idea nor parked. 0 for every other part.
    pub open_parts: usize,
}

/// Why an act was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The part says something else by now.
    #[error("the part has changed since it was seen")]
    Changed,
    /// The part is taken out.
    #[error("the part is taken out")]
    TakenOut,
    /// A text in it is longer than is read: nobody can say yes to words that are not shown.
    #[error("a text of the part is over the limit")]
    OverLimit,
    /// The whole map cannot be agreed while parts are open.
    #[error("parts of the map are still to be agreed")]
    PartsOpen,
    /// No differing view stands.
    #[error("no differing view stands")]
    NothingToResolve,
    /// Nobody has parked it.
    #[error("the part is not parked")]
    NotParked,
    /// The pair has not agreed the part, so taking it out needs nobody's yes.
    #[error("the part is not agreed")]
    NotAgreed,
    /// A link without words is part of the step it leads from: that one is agreed.
    #[error("the link is part of its step")]
    PartOfStep,
}

/// Whether a pair has agreed a step together with one of its plain links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It has: taking the link out needs both.
    Agreed,
    /// It has not.
    Free,
}

/// Says something of a plain link: it is part of its step, so it can only be asked to be taken out, or kept.
///
/// # Errors
/// [`Refused`], and nothing changes.
pub fn say_of_order(
    before: &Acts,
    act: &Act,
    (speaker, present): (&Speaker, &Present),
    order: Order,
) -> Result<Acts, Refused> {
    match act {
        Act::Remove if order == Order::Agreed && !present.is_removed => {
            let mut acts = before.clone();
            acts.half_mut(speaker.side).removal.get_or_insert(speaker.at);
            Ok(acts)
        }
        Act::Remove | Act::Keep | Act::Withdraw | Act::Resolve => say(before, act, speaker, present),
        Act::Agree { .. } | Act::Differ { .. } | Act::Park | Act::Reopen => Err(Refused::PartOfStep),
    }
}

/// Says it: gives what the pair has said afterwards.
///
/// # Errors
/// [`Refused`], and nothing changes.
pub fn say(before: &Acts, act: &Act, speaker: &Speaker, present: &Present) -> Result<Acts, Refused> {
    let mut acts = before.clone();
    let side = speaker.side;
    let must_be_there = !matches!(act, Act::Withdraw | Act::Resolve | Act::Keep);
    if must_be_there && present.is_removed {
        return Err(Refused::TakenOut);
    }
    match act {
        Act::Agree { fingerprint } => agree(&mut acts, fingerprint, speaker, present)?,
        Act::Withdraw => {
            // A shared decision needs both: with one yes gone there is none, and nothing to compare with.
            if acts.half_mut(side).yes.take().is_some() {
                acts.agreed = None;
                forget_removal(&mut acts);
            }
        }
        Act::Differ { text } => differ(&mut acts, text, speaker),
        Act::Resolve => resolve(&mut acts, speaker)?,
        Act::Park => acts.half_mut(side).park = Some(Park::Parked),
        Act::Reopen => reopen(&mut acts, side)?,
        Act::Remove => {
            if acts.agreed.is_none() {
                return Err(Refused::NotAgreed);
            }
            acts.half_mut(side).removal.get_or_insert(speaker.at);
        }
        Act::Keep => forget_removal(&mut acts),
    }
    Ok(acts)
}

fn agree(acts: &mut Acts, fingerprint: &str, speaker: &Speaker, present: &Present) -> Result<(), Refused> {
    if fingerprint != present.fingerprint {
        return Err(Refused::Changed);
    }
    if present.is_over_limit {
        return Err(Refused::OverLimit);
    }
    if present.open_parts > 0 {
        return Err(Refused::PartsOpen);
    }
    if acts.says_yes(speaker.side, fingerprint) {
        return Ok(());
    }
    acts.half_mut(speaker.side).yes = Some(Yes {
        fingerprint: String::from(fingerprint),
        at: speaker.at,
        by: speaker.by.clone(),
        scribe: speaker.scribe.clone(),
    });
    if acts.both_say_yes(fingerprint) {
        acts.agreed = Some(Agreed { fingerprint: String::from(fingerprint), at: speaker.at });
        // What was asked of an older wording is not asked of this one.
        forget_removal(acts);
    }
    Ok(())
}

/// Whoever sees it differently does not say yes at the same time.
fn differ(acts: &mut Acts, text: &str, speaker: &Speaker) {
    if acts.half(speaker.side).view.as_ref().is_some_and(|view| view.text == text) {
        return;
    }
    let half = acts.half_mut(speaker.side);
    half.yes = None;
    half.view = Some(View {
        text: String::from(text),
        at: speaker.at,
        by: speaker.by.clone(),
        scribe: speaker.scribe.clone(),
    });
    // A new view is a new question to both.
    for side in Side::BOTH {
        acts.half_mut(side).resolved = None;
    }
}

fn resolve(acts: &mut Acts, speaker: &Speaker) -> Result<(), Refused> {
    if !acts.is_differing() {
        return Err(Refused::NothingToResolve);
    }
    acts.half_mut(speaker.side).resolved.get_or_insert(speaker.at);
    if acts.halves().iter().all(|half| half.resolved.is_some()) {
        let mut words = Side::BOTH.map(|side| {
            let half = acts.half_mut(side);
            half.resolved = None;
            half.view.take().map(|view| view.text).unwrap_or_default()
        });
        let [patient, professional] = words.each_mut().map(std::mem::take);
        acts.past.push(PastViews { patient, professional, at: speaker.at });
        let over = acts.past.len().saturating_sub(PAST_VIEWS_MAX);
        acts.past.drain(..over);
    }
    Ok(())
}

/// Takes my own parking back; against the other side's it stands as a contradiction until that one is taken back.
fn reopen(acts: &mut Acts, side: Side) -> Result<(), Refused> {
    let parked = |acts: &Acts, side| acts.half(side).park == Some(Park::Parked);
    if !parked(acts, side) && !parked(acts, side.other()) {
        return Err(Refused::NotParked);
    }
    acts.half_mut(side).park = parked(acts, side.other()).then_some(Park::GoOn);
    if !Side::BOTH.into_iter().any(|side| parked(acts, side)) {
        // Nothing is left to contradict.
        acts.half_mut(side.other()).park = None;
    }
    Ok(())
}

fn forget_removal(acts: &mut Acts) {
    for side in Side::BOTH {
        acts.half_mut(side).removal = None;
    }
}

#[cfg(test)]
#[path = "act_tests.rs"]
mod tests;
