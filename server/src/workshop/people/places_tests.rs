//! Places at their bounds.

use super::*;

const NOW_MS: u64 = 1_000_000_000;

fn people(
    count: usize,
    role: Role,
    change: impl Fn(&mut PersonRecord),
) -> Vec<(ParticipantId, PersonRecord)> {
    let person = || {
        let mut person = PersonRecord::new("Somebody".to_owned(), role, PersonState::In, 0);
        change(&mut person);
        (ParticipantId::random(), person)
    };
    (0..count).map(|_| person()).collect()
}

fn free(people: &[(ParticipantId, PersonRecord)], place: Place) -> usize {
    Everybody { people, now_ms: NOW_MS }.free(place)
}

fn arrival(people: &[(ParticipantId, PersonRecord)], role: Role) -> Result<Arrival, CommandError> {
    let newcomer = Newcomer { role, was_sent_away: false };
    Everybody { people, now_ms: NOW_MS }.arrival(WaitingRoom::Off, newcomer)
}

fn state_of(people: &[(ParticipantId, PersonRecord)], role: Role) -> PersonState {
    arrival(people, role).unwrap().state
}

fn is_full(outcome: &Result<Arrival, CommandError>) -> bool {
    matches!(outcome, Err(CommandError::NotNow { code: "workshop_full", .. }))
}

#[test]
fn bound_4_one_role_fills_its_own_places_and_the_shared_ones_and_nobody_elses() {
    let kept: usize = Place::all().map(Place::kept).sum();
    for crowd in Role::ALL {
        let most = PEOPLE_PER_WORKSHOP_MAX - kept + Place::Role(crowd).kept();
        let almost = people(most - 1, crowd, |_| {});
        assert_eq!(free(&almost, Place::Role(crowd)), 1, "{crowd:?}");
        let all = people(most, crowd, |_| {});
        assert!(is_full(&arrival(&all, crowd)), "{crowd:?}");
        for place in Place::all().filter(|place| *place != Place::Role(crowd)) {
            assert_eq!(free(&all, place), place.kept(), "{crowd:?} leaves {place:?} theirs");
        }
    }
}

#[test]
fn bound_4_all_places_together_are_five_hundred() {
    let mut all = Vec::new();
    loop {
        let found = Place::all().find(|place| free(&all, *place) > 0);
        let Some(place) = found else { break };
        let (role, takes_part) = match place {
            Place::Role(role) => (role, TakesPart::Device),
            Place::Phone => (Role::Carer, TakesPart::Phone),
        };
        all.extend(people(free(&all, place), role, |person| person.presence = takes_part));
    }
    assert_eq!(all.len(), PEOPLE_PER_WORKSHOP_MAX);
}

#[test]
fn bound_5_who_is_out_waits_or_never_came_takes_no_place() {
    let full = PEOPLE_PER_WORKSHOP_MAX;
    for state in [PersonState::Removed, PersonState::TurnedAway, PersonState::Waiting] {
        let gone = people(full, Role::Carer, |person| person.state = state);
        assert_eq!(free(&gone, Place::Role(Role::Carer)), free(&[], Place::Role(Role::Carer)), "{state:?}");
    }
    let joined = |ago_ms: u64| {
        people(full, Role::Carer, move |person| {
            (person.entrance.is_awaited, person.joined_at_ms) = (true, NOW_MS - ago_ms);
        })
    };
    assert_eq!(free(&joined(NEVER_CAME_AFTER_MS - 1), Place::Role(Role::Carer)), 0);
    assert!(free(&joined(NEVER_CAME_AFTER_MS), Place::Role(Role::Carer)) > 0);
}

#[test]
fn join_10_after_sixty_by_one_link_in_ten_minutes_the_next_wait_and_other_links_go_on() {
    let by_link = |count: usize, ago_ms: u64| {
        people(count, Role::Observer, move |person| {
            (person.entrance.let_in_by, person.joined_at_ms) = (LetInBy::Link, NOW_MS - ago_ms);
        })
    };
    assert_eq!(state_of(&by_link(JOINS_BY_LINK_MAX - 1, 0), Role::Observer), PersonState::In);
    let crowd = by_link(JOINS_BY_LINK_MAX, JOINS_BY_LINK_WINDOW_MS - 1);
    let held = arrival(&crowd, Role::Observer).unwrap();
    assert_eq!((held.state, held.let_in_by), (PersonState::Waiting, LetInBy::NobodyYet));
    for role in [Role::Facilitator, Role::Carer, Role::SystemPartner] {
        assert_eq!(state_of(&crowd, role), PersonState::In, "{role:?}");
    }
    assert_eq!(
        state_of(&by_link(JOINS_BY_LINK_MAX, JOINS_BY_LINK_WINDOW_MS), Role::Observer),
        PersonState::In
    );
    let admitted = people(JOINS_BY_LINK_MAX, Role::Observer, |person| person.joined_at_ms = NOW_MS);
    assert_eq!(
        state_of(&admitted, Role::Observer),
        PersonState::In,
        "whom a facilitator let in does not count"
    );
}

#[test]
fn join_10_who_comes_later_does_not_overtake_those_who_were_held() {
    let mut held = people(1, Role::Observer, |person| {
        (person.state, person.entrance.let_in_by) = (PersonState::Waiting, LetInBy::NobodyYet);
    });
    assert_eq!(state_of(&held, Role::Observer), PersonState::Waiting, "however long ago");
    assert_eq!(state_of(&held, Role::Facilitator), PersonState::In);
    held[0].1.state = PersonState::In;
    assert_eq!(state_of(&held, Role::Observer), PersonState::In);
    let asked = people(1, Role::Observer, |person| person.state = PersonState::Waiting);
    assert_eq!(
        state_of(&asked, Role::Observer),
        PersonState::In,
        "who waits for another reason holds nobody"
    );
}

#[test]
fn wait_1_a_hundred_of_a_role_wait_and_other_roles_still_find_the_room() {
    let waiting = |count| people(count, Role::Observer, |person| person.state = PersonState::Waiting);
    let comes = |people: &[(ParticipantId, PersonRecord)], role| {
        let newcomer = Newcomer { role, was_sent_away: false };
        Everybody { people, now_ms: NOW_MS }.arrival(WaitingRoom::On, newcomer)
    };
    assert!(comes(&waiting(WAITING_PEOPLE_PER_ROLE_MAX - 1), Role::Observer).is_ok());
    let full = waiting(WAITING_PEOPLE_PER_ROLE_MAX);
    let refused = comes(&full, Role::Observer);
    assert!(matches!(refused, Err(CommandError::NotNow { code: "waiting_room_full", .. })));
    assert_eq!(comes(&full, Role::Carer).unwrap().state, PersonState::Waiting);
    assert_eq!(comes(&full, Role::Facilitator).unwrap().state, PersonState::In);
}

#[test]
fn bound_6_the_last_records_are_for_facilitators_and_the_oldest_who_was_turned_away_makes_room() {
    let mut all = people(PEOPLE_RECORDS_MAX - PEOPLE_RECORDS_KEPT, Role::Carer, |person| {
        person.state = PersonState::Removed;
    });
    let everybody = Everybody { people: &all, now_ms: NOW_MS };
    assert!(!everybody.has_record_for(Role::Carer) && everybody.has_record_for(Role::Facilitator));
    assert_eq!(everybody.first_turned_away(), None);
    for index in [7, 9] {
        all[index].1.state = PersonState::TurnedAway;
    }
    assert_eq!(Everybody { people: &all, now_ms: NOW_MS }.first_turned_away(), Some(all[7].0.clone()));
    assert!(Everybody { people: &all[1..], now_ms: NOW_MS }.has_record_for(Role::Carer));
    all.extend(people(PEOPLE_RECORDS_KEPT, Role::Facilitator, |_| {}));
    assert!(!Everybody { people: &all, now_ms: NOW_MS }.has_record_for(Role::Facilitator));
}
