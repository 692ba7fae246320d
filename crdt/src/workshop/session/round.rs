//! One round of voting: what is asked, what a ballot may hold, and what is told of all ballots. Pure rules, without a document.
//!
//! What is told is sums, and never so few ballots that a sum would tell one of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::workshop::side::Side;

/// Most choices of one round.
pub const CHOICES_MAX: usize = 40;

/// Most dots that each person may be given.
pub const DOTS_EACH_MAX: u32 = 10;

/// Most places that a person can fill in a ranking.
pub const PLACES_MAX: u32 = 3;

/// Longest question, and longest text of a choice, in characters.
pub const VOTE_TEXT_CHARS_MAX: usize = 300;

/// Fewest people of whom anything is told: of fewer, a sum says what a single person has said.
pub const VOTERS_MIN: u32 = 3;

/// The answers to a question, in the order in which they are shown.
pub const ANSWERS: &[&str] = &["yes", "no", "notSure"];

/// The points of a scale of agreement, from "not at all" to "fully".
pub const POINTS: &[&str] = &["1", "2", "3", "4", "5"];

/// How people vote in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum VoteKind {
    /// So many dots each, on the choices.
    Dots,
    /// Their first, second and third choice.
    Rank,
    /// Yes, no or not sure.
    Answer,
    /// How much they agree, 1 to 5.
    Scale,
}

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RoundState {
    /// People can vote, and change their vote.
    Open,
    /// The result is there for everybody.
    Closed,
    /// It is closed, and so few voted that nothing is told.
    TooFew,
}

/// A part of a map that a choice stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenPart {
    /// Which map.
    pub map: String,
    /// Kind and id, as in `step:id`.
    pub part: String,
}

/// Something that can be voted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Names it within its round.
    pub id: String,
    /// What people read.
    pub text: String,
    /// The part of a map that it stands for, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<ChosenPart>,
}

/// One vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Round {
    /// The activity in which it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// How people vote.
    pub kind: VoteKind,
    /// What is asked.
    pub question: String,
    /// What can be voted for; none for a question and a scale.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Dots of each person; 0 where there are no dots.
    #[serde(default)]
    pub dots_each: u32,
    /// Whether nobody votes for a part that they were the first to write.
    #[serde(default)]
    pub not_own: bool,
    /// Where it stands.
    pub state: RoundState,
    /// When it was opened, milliseconds since 1970.
    pub opened_at: u64,
    /// When it was closed, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<u64>,
    /// When it began anew because the server was set back to a copy of its data, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anew_at: Option<u64>,
    /// The sums; only when it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<RoundResult>,
}

/// How many people of each side have voted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voted {
    /// Patient leaders and carers.
    #[serde(default)]
    pub patient: u32,
    /// Professionals.
    #[serde(default)]
    pub professional: u32,
}

/// What a ballot says: for each choice its dots or its place; for a question or a scale the one answer, with a 1.
pub type Marks = BTreeMap<String, u32>;

/// Sums: for each choice its dots or points, for each answer how many gave it. What nobody chose is absent.
pub type Sums = BTreeMap<String, u64>;

/// The ballot of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// The person's side when they voted last.
    pub side: Side,
    /// What they chose.
    pub marks: Marks,
}

/// What is told of a round once it is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundResult {
    /// How many of each side voted.
    pub voted: Voted,
    /// The sums of everybody.
    pub total: Sums,
    /// The sums of the patient side; only when both sides have [`VOTERS_MIN`] voters, or one would tell the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<Sums>,
    /// The sums of the professional side, as for the patient side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professional: Option<Sums>,
}

/// Why a round or a ballot was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Another round is open.
    #[error("another vote is open")]
    AnotherOpen,
    /// There is no such round.
    #[error("there is no such vote")]
    NoSuchRound,
    /// It is closed.
    #[error("this vote is closed")]
    Closed,
    /// The choices do not fit the kind of vote.
    #[error("a vote cannot have these choices")]
    Choices,
    /// The number of dots does not fit the kind of vote.
    #[error("a vote cannot have so many dots")]
    Dots,
    /// The ballot says nothing.
    #[error("nothing is chosen")]
    NothingChosen,
    /// The ballot names something that is no choice.
    #[error("there is no such choice")]
    UnknownChoice,
    /// The ballot has more dots than were given.
    #[error("more dots than given")]
    TooManyDots,
    /// The places of the ballot are not first, second and third, each once.
    #[error("the places do not fit")]
    Places,
    /// The ballot has more than one answer.
    #[error("more than one answer")]
    OneAnswer,
}

impl Voted {
    /// Both sides together.
    #[must_use]
    pub fn sum(self) -> u32 {
        self.patient.saturating_add(self.professional)
    }

    fn of_mut(&mut self, side: Side) -> &mut u32 {
        match side {
            Side::Patient => &mut self.patient,
            Side::Professional => &mut self.professional,
        }
    }

    /// Counts a person: once, however often they change their vote, and on the side that they are on now.
    pub fn count(&mut self, now: Side, before: Option<Side>) {
        if let Some(before) = before {
            let count = self.of_mut(before);
            *count = count.saturating_sub(1);
        }
        let count = self.of_mut(now);
        *count = count.saturating_add(1);
    }
}

impl Round {
    /// Checks that a round which is to be opened can be voted in.
    ///
    /// # Errors
    /// [`Refused::Choices`], [`Refused::Dots`].
    pub fn check(&self) -> Result<(), Refused> {
        let is_number_right = match self.kind {
            VoteKind::Dots | VoteKind::Rank => (2..=CHOICES_MAX).contains(&self.choices.len()),
            VoteKind::Answer | VoteKind::Scale => self.choices.is_empty(),
        };
        let ids: BTreeSet<&str> = self.choices.iter().map(|choice| choice.id.as_str()).collect();
        if !is_number_right || ids.len() < self.choices.len() {
            return Err(Refused::Choices);
        }
        match self.kind {
            VoteKind::Dots if !(1..=DOTS_EACH_MAX).contains(&self.dots_each) => Err(Refused::Dots),
            VoteKind::Rank | VoteKind::Answer | VoteKind::Scale if self.dots_each != 0 => Err(Refused::Dots),
            _ => Ok(()),
        }
    }

    /// Checks what somebody chose.
    ///
    /// # Errors
    /// Why it is no ballot of this round.
    pub fn check_ballot(&self, marks: &Marks) -> Result<(), Refused> {
        if self.state != RoundState::Open {
            return Err(Refused::Closed);
        }
        if marks.is_empty() || marks.values().any(|mark| *mark == 0) {
            return Err(Refused::NothingChosen);
        }
        let is_known = |key: &str| match self.kind {
            VoteKind::Dots | VoteKind::Rank => self.choices.iter().any(|choice| choice.id == key),
            VoteKind::Answer => ANSWERS.contains(&key),
            VoteKind::Scale => POINTS.contains(&key),
        };
        if !marks.keys().all(|key| is_known(key)) {
            return Err(Refused::UnknownChoice);
        }
        let sum: u64 = marks.values().copied().map(u64::from).sum();
        match self.kind {
            VoteKind::Dots if sum > u64::from(self.dots_each) => Err(Refused::TooManyDots),
            VoteKind::Dots => Ok(()),
            VoteKind::Rank => check_places(marks),
            VoteKind::Answer | VoteKind::Scale if sum > 1 => Err(Refused::OneAnswer),
            VoteKind::Answer | VoteKind::Scale => Ok(()),
        }
    }

    /// What one mark adds to the sum of its choice: a dot is a dot; a first place counts 3, a second 2, a third 1.
    fn worth(&self, mark: u32) -> u64 {
        match self.kind {
            VoteKind::Rank => u64::from((PLACES_MAX + 1).saturating_sub(mark)),
            VoteKind::Dots | VoteKind::Answer | VoteKind::Scale => u64::from(mark),
        }
    }

    fn sums<'a>(&self, ballots: impl Iterator<Item = &'a Ballot>) -> Sums {
        let mut sums = Sums::new();
        for (key, mark) in ballots.flat_map(|ballot| &ballot.marks) {
            *sums.entry(key.clone()).or_default() += self.worth(*mark);
        }
        sums
    }

    /// Closes it with all its ballots.
    pub(super) fn close(&mut self, ballots: &[Ballot], now_ms: u64) {
        self.result = self.result_of(ballots);
        self.state = if self.result.is_some() { RoundState::Closed } else { RoundState::TooFew };
        self.closed_at = Some(now_ms);
    }

    /// What may be told of these ballots; nothing of fewer than [`VOTERS_MIN`].
    fn result_of(&self, ballots: &[Ballot]) -> Option<RoundResult> {
        let mut voted = Voted::default();
        for ballot in ballots {
            voted.count(ballot.side, None);
        }
        if voted.sum() < VOTERS_MIN {
            return None;
        }
        // With one side told, the total less that side tells the other: both or none.
        let by_side = voted.patient >= VOTERS_MIN && voted.professional >= VOTERS_MIN;
        let of_side = |side: Side| {
            let ballots = ballots.iter().filter(|ballot| ballot.side == side);
            by_side.then(|| self.sums(ballots))
        };
        Some(RoundResult {
            voted,
            total: self.sums(ballots.iter()),
            patient: of_side(Side::Patient),
            professional: of_side(Side::Professional),
        })
    }
}

/// Places are first, second and third without a gap, each once; one place or two are enough.
fn check_places(marks: &Marks) -> Result<(), Refused> {
    let places: BTreeSet<u32> = marks.values().copied().collect();
    let highest = u32::try_from(marks.len()).unwrap_or(u32::MAX);
    let is_whole = places.len() == marks.len() && places.last() == Some(&highest);
    if is_whole && highest <= PLACES_MAX { Ok(()) } else { Err(Refused::Places) }
}

#[cfg(test)]
#[path = "round_tests.rs"]
pub(super) mod tests;
