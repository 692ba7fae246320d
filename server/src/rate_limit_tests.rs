//! Rate limits at their bounds.

use super::*;

fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

#[test]
fn join_2_an_address_has_ten_failed_tries_a_minute_and_they_come_back() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    for _ in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        limits.may_try(address(1), Tried::Secret).unwrap();
        limits.count_failure(address(1), Tried::Secret);
    }
    assert_eq!(limits.may_try(address(1), Tried::Secret), Err(ApiError::TooMany { retry_after_s: 6 }));
    assert!(limits.may_try(address(2), Tried::Secret).is_ok(), "others are not held back");
    clock.advance(5_999);
    assert!(limits.may_try(address(1), Tried::Secret).is_err());
    clock.advance(1);
    assert!(limits.may_try(address(1), Tried::Secret).is_ok(), "one try comes back every six seconds");
    clock.advance(MINUTE_MS * 60);
    for _ in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        limits.count_failure(address(1), Tried::Secret);
    }
    assert!(limits.may_try(address(1), Tried::Secret).is_err(), "no more than ten are saved up");
}

#[test]
fn join_2_failed_codes_of_all_addresses_together_have_a_bound_and_links_go_on() {
    let limits = RateLimits::new(Clock::stopped(1_000_000));
    for number in 0..FAILED_CODES_PER_MINUTE {
        let from = address(u8::try_from(number).unwrap());
        limits.may_try(from, Tried::Code).unwrap();
        limits.count_failure(from, Tried::Code);
    }
    assert!(limits.may_try(address(200), Tried::Code).is_err());
    assert!(limits.may_try(address(200), Tried::Secret).is_ok());
}

#[test]
fn join_2_looking_often_does_not_starve_a_bucket_and_a_success_costs_nothing() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    for _ in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        limits.count_failure(address(1), Tried::Secret);
    }
    for _ in 0..6_000 {
        clock.advance(1);
        let _ = limits.may_try(address(1), Tried::Secret);
    }
    assert!(limits.may_try(address(1), Tried::Secret).is_ok());
    for _ in 0..1_000 {
        limits.may_try(address(3), Tried::Code).unwrap();
    }
}

#[test]
fn join_2_one_household_is_one_address() {
    let limits = RateLimits::new(Clock::stopped(1_000_000));
    for host in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        limits.count_failure(format!("2001:db8:1:2::{host:x}").parse().unwrap(), Tried::Secret);
    }
    assert!(limits.may_try("2001:db8:1:2:ffff::1".parse().unwrap(), Tried::Secret).is_err());
    assert!(limits.may_try("2001:db8:1:3::1".parse().unwrap(), Tried::Secret).is_ok());
    limits.count_failure("::ffff:192.0.2.1".parse().unwrap(), Tried::Secret);
    assert_eq!(subject("::ffff:192.0.2.1".parse().unwrap()), address(1));
}

#[test]
fn rate_5_starting_workshops_has_a_bound_an_address() {
    let limits = RateLimits::new(Clock::stopped(1_000_000));
    for _ in 0..WORKSHOPS_PER_ADDRESS_PER_HOUR {
        limits.take_workshop(address(1)).unwrap();
    }
    assert_eq!(limits.take_workshop(address(1)), Err(ApiError::TooMany { retry_after_s: 60 }));
}

#[test]
fn talk_16_a_person_says_twenty_things_and_gives_sixty_signs_a_minute() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    let (one, other) = (ParticipantId::random(), ParticipantId::random());
    for (talking, count, wait_s) in [
        (Counted::Comments, COMMENTS_PER_PERSON_PER_MINUTE, 3),
        (Counted::Signs, SIGNS_PER_PERSON_PER_MINUTE, 1),
    ] {
        for _ in 0..count {
            limits.take(&one, talking).unwrap();
        }
        let refused = ApiError::TooMany { retry_after_s: wait_s };
        assert_eq!(limits.take(&one, talking), Err(refused));
        assert!(limits.take(&other, talking).is_ok(), "others are not held back");
        clock.advance(wait_s * 1_000);
        assert!(limits.take(&one, talking).is_ok());
    }
}

#[test]
fn rate_8_a_person_says_three_hundred_things_of_parts_a_minute_and_reads_other_words_above() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    let (one, other) = (ParticipantId::random(), ParticipantId::random());
    for _ in 0..AGREEMENT_ACTS_PER_PERSON_PER_MINUTE {
        limits.take(&one, Counted::Agreement).unwrap();
    }
    assert_eq!(limits.take(&one, Counted::Agreement), Err(ApiError::TooFast { retry_after_s: 1 }));
    assert!(limits.take(&other, Counted::Agreement).is_ok(), "the partner is not held back");
    clock.advance(1_000);
    assert!(limits.take(&one, Counted::Agreement).is_ok());
}

#[test]
fn wait_1_a_waiting_person_may_ask_once_a_second() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    let (one, other) = (ParticipantId::random(), ParticipantId::random());
    for _ in 0..STANDING_PER_PERSON_PER_MINUTE {
        limits.take_standing(&one).unwrap();
    }
    assert_eq!(limits.take_standing(&one), Err(ApiError::TooMany { retry_after_s: 1 }));
    assert!(limits.take_standing(&other).is_ok(), "others are not held back");
    clock.advance(1_000);
    assert!(limits.take_standing(&one).is_ok());
}

/// No more than 50,000 addresses are remembered.
#[test]
fn the_memory_of_addresses_has_a_bound() {
    let limit = PerSubject::new("test", Rate { tries: 1, per_ms: 1000 });
    for number in 0..u32::try_from(RATE_ADDRESSES_MAX + 10).unwrap() {
        limit.take(IpAddr::from((0x0A00_0000 + number).to_be_bytes()), 1_000);
    }
    assert!(limit.buckets.len() <= RATE_ADDRESSES_MAX);
}
