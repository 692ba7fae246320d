//! What pairs have said of a part, and the state it has by that: pure rules (capability AGR-1, `docs/spec/agreement.md`).
//!
//! Owns the precedence of states for one pair and for several. Who may say what, and when, is in [`super::act`]; how it is
//! written down is in [`super::record`]. Nothing here knows a clock: times come in with what is said.

use serde::{Deserialize, Serialize};

use super::side::Side;
use crate::pathway::fingerprint::own_half;

/// A yes to one wording of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Yes {
    /// The wording, by its fingerprint.
    pub fingerprint: String,
    /// Milliseconds since 1970.
    pub at: u64,
    /// Who says it (participant id).
    pub by: String,
    /// Who wrote it down for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scribe: Option<String>,
}

/// How one side sees a part differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// In their words.
    pub text: String,
    /// Milliseconds since 1970.
    pub at: u64,
    /// Who says it (participant id).
    pub by: String,
    /// Who wrote it down for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scribe: Option<String>,
}

/// What a side says to parking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Park {
    /// Leave it for later.
    Parked,
    /// Go on with it, against the other side's parking.
    GoOn,
}

/// What one half of a pair has said of a part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Half {
    /// Their yes, to whatever wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<Yes>,
    /// Their differing view, for as long as the views stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<View>,
    /// When they said that the differing views are resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<u64>,
    /// What they say to parking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park: Option<Park>,
    /// When they said yes to taking the part out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removal: Option<u64>,
}

/// A wording that both halves said yes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// The wording, by its fingerprint.
    pub fingerprint: String,
    /// When the second yes came, milliseconds since 1970.
    pub at: u64,
}

/// Differing views that both sides have resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastViews {
    /// The patient side's words; empty when it gave none.
    pub patient: String,
    /// The professional side's words; empty when it gave none.
    pub professional: String,
    /// When the second side resolved, milliseconds since 1970.
    pub at: u64,
}

/// All that one pair has said of one part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acts {
    /// The patient half.
    #[serde(default)]
    pub patient: Half,
    /// The professional half.
    #[serde(default)]
    pub professional: Half,
    /// The last wording both agreed to; stays when the part changes, goes when either withdraws.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreed>,
    /// Resolved views, oldest first.
    #[serde(default)]
    pub past: Vec<PastViews>,
}

impl Acts {
    /// What one side has said.
    #[must_use]
    pub fn half(&self, side: Side) -> &Half {
        match side {
            Side::Patient => &self.patient,
            Side::Professional => &self.professional,
        }
    }

    /// What one side has said, to change it.
    pub fn half_mut(&mut self, side: Side) -> &mut Half {
        match side {
            Side::Patient => &mut self.patient,
            Side::Professional => &mut self.professional,
        }
    }

    /// Both halves.
    #[must_use]
    pub fn halves(&self) -> [&Half; 2] {
        [&self.patient, &self.professional]
    }

    /// Parked by both sides, or by one and not contradicted.
    #[must_use]
    pub fn is_parked(&self) -> bool {
        let is = |half: &Half, park| half.park == Some(park);
        let [one, other] = self.halves();
        (is(one, Park::Parked) && !is(other, Park::GoOn)) || (is(other, Park::Parked) && !is(one, Park::GoOn))
    }

    /// Whether a differing view stands.
    #[must_use]
    pub fn is_differing(&self) -> bool {
        self.halves().iter().any(|half| half.view.is_some())
    }

    /// Whether a side says yes to this very wording.
    #[must_use]
    pub fn says_yes(&self, side: Side, fingerprint: &str) -> bool {
        self.half(side).yes.as_ref().is_some_and(|yes| yes.fingerprint == fingerprint)
    }

    /// Whether both sides say yes to this very wording.
    #[must_use]
    pub fn both_say_yes(&self, fingerprint: &str) -> bool {
        Side::BOTH.into_iter().all(|side| self.says_yes(side, fingerprint))
    }

    /// Whether both sides say yes to these own words, whatever stood around them.
    #[must_use]
    pub fn both_say_yes_to_own_words(&self, fingerprint: &str) -> bool {
        let says_yes = |half: &Half| {
            half.yes.as_ref().is_some_and(|yes| own_half(&yes.fingerprint) == own_half(fingerprint))
        };
        self.halves().into_iter().all(says_yes)
    }

    /// Whether both halves said yes to taking the part out.
    #[must_use]
    pub fn both_take_out(&self) -> bool {
        self.halves().iter().all(|half| half.removal.is_some())
    }

    /// Whether nothing is left to remember.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Every wording that this still names.
    pub fn fingerprints(&self) -> impl Iterator<Item = &str> {
        let yeses = self.halves().into_iter().filter_map(|half| half.yes.as_ref());
        let agreed = self.agreed.iter().map(|agreed| agreed.fingerprint.as_str());
        yeses.map(|yes| yes.fingerprint.as_str()).chain(agreed)
    }
}

/// The state of a part, for one pair or for all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// New, not put up yet.
    Idea,
    /// Put up, or agreed once and changed since.
    ToAgree,
    /// One partner says yes; `None` where several pairs wait for different sides.
    OneAgrees(Option<Side>),
    /// Both say yes to the part's own words, and the words around it have changed since one of them said so.
    AroundChanged,
    /// For several pairs: some of them agree, and none of the others sees it differently.
    SomePairsAgree,
    /// Both say yes to the present wording.
    Agreed,
    /// A differing view stands.
    Differ,
    /// Left for later.
    Parked,
}

impl State {
    /// The word in documents and vectors.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::ToAgree => "toAgree",
            Self::OneAgrees(_) => "oneAgrees",
            Self::AroundChanged => "aroundChanged",
            Self::SomePairsAgree => "somePairsAgree",
            Self::Agreed => "agreed",
            Self::Differ => "differ",
            Self::Parked => "parked",
        }
    }

    /// How far it is on the way to agreed; a parked part is not on the way, yet further than a new idea.
    fn advance(self) -> u8 {
        match self {
            Self::Idea => 0,
            Self::Parked => 1,
            Self::Differ => 2,
            Self::ToAgree => 3,
            Self::OneAgrees(_) => 4,
            Self::AroundChanged => 5,
            Self::SomePairsAgree => 6,
            Self::Agreed => 7,
        }
    }
}

/// Whether somebody has put a part up to be agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutUp {
    /// Yes.
    Yes,
    /// Not yet.
    No,
}

/// The state of a part for one pair: the first rule that holds.
///
/// `present` is the fingerprint of what the part means now.
#[must_use]
pub fn state_of_pair(acts: &Acts, put_up: PutUp, present: &str) -> State {
    if acts.is_parked() {
        return State::Parked;
    }
    if acts.is_differing() {
        return State::Differ;
    }
    if acts.both_say_yes(present) {
        return State::Agreed;
    }
    if acts.both_say_yes_to_own_words(present) {
        return State::AroundChanged;
    }
    if let Some(side) = Side::BOTH.into_iter().find(|side| acts.says_yes(*side, present)) {
        return State::OneAgrees(Some(side));
    }
    if put_up == PutUp::Yes || acts.fingerprints().next().is_some() {
        return State::ToAgree;
    }
    State::Idea
}

/// The state of a part for all pairs that decide about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Combined {
    /// The state to show.
    pub state: State,
    /// How many pairs agree.
    pub agreed: usize,
    /// How many pairs have agreed to the part's own words, and the words around it have changed since.
    pub around: usize,
    /// How many pairs decide about it.
    pub of: usize,
}

/// Puts the states of several pairs together: agreed when all are; else differing if any is; else agreed by some when any
/// is agreed, so that a pair formed later turns nobody's agreement back; else words around changed when any says so, for
/// the same reason; else the least advanced.
#[must_use]
pub fn combine(states: &[State]) -> Combined {
    let count = |wanted: State| states.iter().filter(|state| **state == wanted).count();
    let (agreed, around) = (count(State::Agreed), count(State::AroundChanged));
    let state = if states.contains(&State::Differ) {
        State::Differ
    } else if agreed > 0 && agreed < states.len() {
        State::SomePairsAgree
    } else if agreed == 0 && around > 0 {
        State::AroundChanged
    } else {
        states.iter().copied().min_by_key(|state| state.advance()).unwrap_or(State::Idea)
    };
    let state = match state {
        State::OneAgrees(side) => {
            let same = states.iter().all(|other| match other {
                State::OneAgrees(of) => *of == side,
                State::Idea | State::ToAgree | State::SomePairsAgree | State::AroundChanged => true,
                State::Agreed | State::Differ | State::Parked => true,
            });
            State::OneAgrees(side.filter(|_| same))
        }
        other => other,
    };
    Combined { state, agreed, around, of: states.len() }
}

#[cfg(test)]
#[path = "agreement_tests.rs"]
mod tests;
