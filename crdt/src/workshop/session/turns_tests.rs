use super::*;

fn speakers(of: &[(&str, Side)]) -> Speakers {
    of.iter().map(|(person, side)| (String::from(*person), *side)).collect()
}

fn five() -> Speakers {
    use Side::{Patient, Professional};
    speakers(&[
        ("pat1", Patient),
        ("pat2", Patient),
        ("pat3", Patient),
        ("pro1", Professional),
        ("pro2", Professional),
    ])
}

/// A round that was begun for these, with nobody heard before.
fn begun(speakers: &Speakers) -> Turns {
    let mut turns = Turns::default();
    turns.begin("a", Side::Patient, speakers);
    turns
}

/// Everybody's turns to the end of the round, each had.
fn to_the_end(turns: &mut Turns, speakers: &Speakers) -> Vec<String> {
    let round = turns.0.get_mut("a").unwrap();
    let mut order = Vec::new();
    while let Some(person) = round.now.clone() {
        order.push(person);
        round.act(TurnAct::Done, speakers);
    }
    order
}

#[test]
fn turn_1_the_patient_side_begins_sides_alternate_and_everybody_has_one_turn() {
    let five = five();
    let mut turns = begun(&five);
    let round = &turns.0["a"];
    assert_eq!(
        (round.now.as_deref(), &round.waiting[..2]),
        (Some("pat1"), &["pro1".into(), "pat2".into()][..])
    );
    assert_eq!(to_the_end(&mut turns, &five), ["pat1", "pro1", "pat2", "pro2", "pat3"]);
    assert_eq!((turns.0["a"].now.as_ref(), turns.0["a"].waiting.len()), (None, 0));
    let mut other = Turns::default();
    other.begin("a", Side::Professional, &five);
    assert_eq!(other.0["a"].now.as_deref(), Some("pro1"));
}

#[test]
fn turn_2_whoever_moves_back_comes_later_and_whoever_passes_is_not_asked_again_in_the_round() {
    let five = five();
    let mut turns = begun(&five);
    let round = turns.0.get_mut("a").unwrap();
    round.act(TurnAct::Later, &five);
    assert_eq!(round.now.as_deref(), Some("pro1"));
    round.act(TurnAct::Pass, &five);
    assert_eq!(round.passed, ["pro1"]);
    let rest = to_the_end(&mut turns, &five);
    assert_eq!(rest, ["pro2", "pat2", "pat3", "pat1"]);
    // Alone, moving back leaves the turn where it is.
    let alone = speakers(&[("pat1", Side::Patient)]);
    let mut turns = begun(&alone);
    let round = turns.0.get_mut("a").unwrap();
    round.act(TurnAct::Later, &alone);
    assert_eq!(round.now.as_deref(), Some("pat1"));
}

#[test]
fn turn_3_in_another_round_and_in_another_activity_whoever_had_fewest_turns_comes_first_on_their_side() {
    let mut here = five();
    let mut turns = begun(&here);
    turns.0.get_mut("a").unwrap().act(TurnAct::Pass, &here);
    // Nobody of the patient side has spoken, so that it still begins.
    assert_eq!(to_the_end(&mut turns, &here), ["pat2", "pro1", "pat3", "pro2"]);
    here.insert("pro0".into(), Side::Professional);
    turns.begin_again("a", &here);
    assert_eq!(to_the_end(&mut turns, &here), ["pat1", "pro0", "pat2", "pro1", "pat3", "pro2"]);
    turns.begin("b", Side::Patient, &here);
    let round = &turns.0["b"];
    assert_eq!((round.now.as_deref(), round.waiting[0].as_str()), (Some("pat1"), "pro0"));
}

#[test]
fn turn_4_going_back_to_an_activity_goes_on_where_it_was() {
    let five = five();
    let mut turns = begun(&five);
    turns.0.get_mut("a").unwrap().act(TurnAct::Done, &five);
    let before = turns.clone();
    turns.begin("a", Side::Patient, &five);
    assert_eq!(turns, before);
}

#[test]
fn turn_5_reads_back_as_written_and_odd_values_read_as_absent() {
    let five = five();
    let mut turns = begun(&five);
    turns.0.get_mut("a").unwrap().act(TurnAct::Done, &five);
    turns.begin_again("a", &five);
    let mut document = Document::new();
    document.write(|txn, _| turns.write(txn));
    assert_eq!(read(&document), turns);
    document.write(|txn, _| {
        use yrs::{Map, WriteTxn};
        let root = txn.get_or_insert_map(TURNS);
        root.insert(txn, "text", "mine");
        root.insert(txn, "odd", yrs::Any::from_json(r#"{"first":"nobody","waiting":7}"#).unwrap());
    });
    assert_eq!(read(&document), turns);
}

/// Small numbers from a seed: the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A random round: people come, go, pass, move back and speak. Whoever was here throughout had a turn or passed, once.
fn random_round(seed: u64) {
    let mut chance = Chance(seed);
    let person = |index: u64| {
        (format!("p{index:02}"), if index.is_multiple_of(3) { Side::Professional } else { Side::Patient })
    };
    let mut here: Speakers = (0..chance.below(8) + 2).map(person).collect();
    let mut stayed: BTreeSet<String> = here.keys().cloned().collect();
    let mut turns = begun(&here);
    let round = turns.0.get_mut("a").unwrap();
    let mut heard: Vec<String> = Vec::new();
    // At first anything happens, at last everybody speaks.
    for step in 0.. {
        let Some(now) = round.now.clone() else { break };
        let act = match chance.below(10) {
            0 => TurnAct::Pass,
            1..5 if step < 40 => TurnAct::Later,
            _ => TurnAct::Done,
        };
        let before = (here[&now], round.waiting.clone());
        if step < 40 && chance.below(4) == 0 {
            let (who, side) = person(chance.below(14));
            if here.remove(&who).is_none() {
                here.insert(who.clone(), side);
            }
            stayed.remove(&who);
        }
        if act != TurnAct::Later {
            heard.push(now.clone());
        }
        round.act(act, &here);
        let lists = [&round.waiting, &round.done, &round.passed];
        let mut listed: Vec<&String> = lists.into_iter().flatten().chain(&round.now).collect();
        listed.sort_unstable();
        assert_eq!(listed, here.keys().collect::<Vec<_>>(), "seed {seed}: everybody who is here, once");
        let other_waits = before.1.iter().any(|one| here.get(one).is_some_and(|side| *side != before.0));
        if let (true, true, Some(next)) = (act != TurnAct::Pass, other_waits, &round.now)
            && here.contains_key(&now)
        {
            assert_ne!(here[next], before.0, "seed {seed}: the other side is next");
        }
    }
    assert!(round.waiting.is_empty(), "seed {seed}");
    for person in stayed {
        assert_eq!(heard.iter().filter(|one| **one == person).count(), 1, "seed {seed}: {person}");
    }
}

#[test]
fn turn_6_turns_skip_nobody_whatever_people_do() {
    for seed in 1..=2_000 {
        random_round(seed);
    }
}
