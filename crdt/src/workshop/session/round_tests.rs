use super::*;

/// When the rounds of these tests are opened.
pub(crate) const NOW: u64 = 1_764_000_000_000;

/// A round of this kind.
pub(crate) fn round(kind: VoteKind) -> Round {
    let choice = |id: &str| Choice { id: String::from(id), text: format!("Choice {id}"), part: None };
    let has_choices = matches!(kind, VoteKind::Dots | VoteKind::Rank);
    Round {
        activity: None,
        kind,
        question: String::from("What matters most?"),
        choices: if has_choices { ["a", "b", "c", "d"].map(choice).to_vec() } else { Vec::new() },
        dots_each: if kind == VoteKind::Dots { 3 } else { 0 },
        not_own: false,
        state: RoundState::Open,
        opened_at: NOW,
        closed_at: None,
        anew_at: None,
        result: None,
    }
}

/// What a ballot says.
pub(crate) fn marks(of: &[(&str, u32)]) -> Marks {
    of.iter().map(|(key, mark)| (String::from(*key), *mark)).collect()
}

/// A ballot.
pub(crate) fn ballot(side: Side, of: &[(&str, u32)]) -> Ballot {
    Ballot { side, marks: marks(of) }
}

fn sums(of: &[(&str, u64)]) -> Sums {
    of.iter().map(|(key, sum)| (String::from(*key), *sum)).collect()
}

/// A round of this kind that was closed with these ballots.
fn closed(kind: VoteKind, ballots: &[Ballot]) -> Round {
    let mut closed = round(kind);
    closed.close(ballots, NOW + 1);
    closed
}

#[test]
fn vote_1_a_round_has_choices_and_dots_that_fit_its_kind() {
    for kind in [VoteKind::Dots, VoteKind::Rank, VoteKind::Answer, VoteKind::Scale] {
        assert_eq!(round(kind).check(), Ok(()), "{kind:?}");
    }
    let dots = || round(VoteKind::Dots);
    assert_eq!(Round { dots_each: 0, ..dots() }.check(), Err(Refused::Dots));
    assert_eq!(Round { dots_each: DOTS_EACH_MAX + 1, ..dots() }.check(), Err(Refused::Dots));
    assert_eq!(Round { dots_each: 3, ..round(VoteKind::Scale) }.check(), Err(Refused::Dots));
    assert_eq!(Round { choices: dots().choices[..1].to_vec(), ..dots() }.check(), Err(Refused::Choices));
    assert_eq!(Round { choices: dots().choices, ..round(VoteKind::Answer) }.check(), Err(Refused::Choices));
    let twice = [&dots().choices[..], &dots().choices[..1]].concat();
    assert_eq!(Round { choices: twice, ..dots() }.check(), Err(Refused::Choices));
    let many = (0..10_000).map(|id| Choice { id: format!("{id}"), text: String::from("a"), part: None });
    assert_eq!(Round { choices: many.collect(), ..dots() }.check(), Err(Refused::Choices));
}

#[test]
fn vote_2_a_ballot_holds_what_its_kind_of_vote_takes_and_nothing_else() {
    use Refused::*;
    let cases = [
        (VoteKind::Dots, marks(&[("a", 3)]), Ok(())),
        (VoteKind::Dots, marks(&[("a", 1), ("d", 2)]), Ok(())),
        (VoteKind::Dots, marks(&[("a", 4)]), Err(TooManyDots)),
        (VoteKind::Dots, marks(&[("a", u32::MAX), ("b", u32::MAX)]), Err(TooManyDots)),
        (VoteKind::Dots, marks(&[("z", 1)]), Err(UnknownChoice)),
        (VoteKind::Dots, marks(&[("a", 0)]), Err(NothingChosen)),
        (VoteKind::Dots, marks(&[]), Err(NothingChosen)),
        (VoteKind::Rank, marks(&[("b", 1)]), Ok(())),
        (VoteKind::Rank, marks(&[("b", 1), ("a", 3), ("c", 2)]), Ok(())),
        (VoteKind::Rank, marks(&[("b", 1), ("a", 1)]), Err(Places)),
        (VoteKind::Rank, marks(&[("b", 1), ("a", 3)]), Err(Places)),
        (VoteKind::Rank, marks(&[("b", 2)]), Err(Places)),
        (VoteKind::Rank, marks(&[("a", 1), ("b", 2), ("c", 3), ("d", 4)]), Err(Places)),
        (VoteKind::Answer, marks(&[("notSure", 1)]), Ok(())),
        (VoteKind::Answer, marks(&[("yes", 1), ("no", 1)]), Err(OneAnswer)),
        (VoteKind::Answer, marks(&[("yes", 2)]), Err(OneAnswer)),
        (VoteKind::Answer, marks(&[("perhaps", 1)]), Err(UnknownChoice)),
        (VoteKind::Scale, marks(&[("5", 1)]), Ok(())),
        (VoteKind::Scale, marks(&[("6", 1)]), Err(UnknownChoice)),
    ];
    for (kind, marks, expected) in cases {
        assert_eq!(round(kind).check_ballot(&marks), expected, "{kind:?} {marks:?}");
    }
    let closed = Round { state: RoundState::Closed, ..round(VoteKind::Dots) };
    assert_eq!(closed.check_ballot(&marks(&[("a", 1)])), Err(Closed));
}

#[test]
fn vote_4_the_result_has_the_totals_and_the_sides_when_three_of_each_voted() {
    let (patient, professional) = (Side::Patient, Side::Professional);
    let ballots = [
        ballot(patient, &[("a", 2), ("b", 1)]),
        ballot(patient, &[("a", 3)]),
        ballot(patient, &[("c", 1)]),
        ballot(professional, &[("b", 3)]),
        ballot(professional, &[("b", 1)]),
        ballot(professional, &[("a", 1)]),
    ];
    let round = closed(VoteKind::Dots, &ballots);
    let result = round.result.unwrap();
    assert_eq!((round.state, round.closed_at), (RoundState::Closed, Some(NOW + 1)));
    assert_eq!(result.voted, Voted { patient: 3, professional: 3 });
    assert_eq!(result.total, sums(&[("a", 6), ("b", 5), ("c", 1)]));
    assert_eq!(result.patient, Some(sums(&[("a", 5), ("b", 1), ("c", 1)])));
    assert_eq!(result.professional, Some(sums(&[("a", 1), ("b", 4)])));
}

#[test]
fn vote_4_a_first_place_counts_three_a_second_two_and_a_third_one() {
    let ballots = [
        ballot(Side::Patient, &[("a", 1), ("b", 2), ("c", 3)]),
        ballot(Side::Patient, &[("b", 1)]),
        ballot(Side::Professional, &[("b", 1), ("a", 2)]),
    ];
    assert_eq!(closed(VoteKind::Rank, &ballots).result.unwrap().total, sums(&[("a", 5), ("b", 8), ("c", 1)]));
}

#[test]
fn vote_5_with_fewer_than_three_of_a_side_only_the_total_is_told_and_with_fewer_than_three_nothing() {
    let yes = |side| ballot(side, &[("yes", 1)]);
    let (patient, professional) = (Side::Patient, Side::Professional);
    let joint = closed(VoteKind::Answer, &[yes(patient), yes(patient), yes(patient), yes(professional)]);
    let result = joint.result.unwrap();
    assert_eq!((result.total, result.patient, result.professional), (sums(&[("yes", 4)]), None, None));
    for few in [&[][..], &[yes(patient)], &[yes(patient), yes(professional)]] {
        let round = closed(VoteKind::Answer, few);
        assert_eq!((round.state, round.result), (RoundState::TooFew, None));
    }
}
