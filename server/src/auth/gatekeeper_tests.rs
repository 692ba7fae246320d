//! Tests of the gatekeeper: every way in which an identity stops holding.

use std::sync::atomic::Ordering;

use super::*;
use crate::auth::records::{PersonState, WaitingRoom};
use crate::auth::token::{Claims, TOKEN_LIFE_MS};
use crate::auth::tombstone::{self, Tombstone};
use crate::clock::Clock;
use crate::ids::MapId;
use crate::room::tests::TroubledStore;
use crate::store::Batch;

const NOW_MS: u64 = 1_800_000_000_000;

struct Scene {
    store: Arc<TroubledStore>,
    keys: Arc<Keys>,
    clock: Clock,
    gate: StoreGatekeeper,
    workshop: WorkshopId,
    map: MapId,
    participant: ParticipantId,
}

async fn scene(scratch: Scratch) -> Scene {
    let (store, keys) = (TroubledStore::new(), Arc::new(Keys::random()));
    let clock = Clock::stopped(NOW_MS);
    let gate = StoreGatekeeper::new(store.clone(), keys.clone(), TimeGuard::new(clock.clone()), scratch);
    let (workshop, map, participant) = (WorkshopId::random(), MapId::random(), ParticipantId::random());
    let scene = Scene { store, keys, clock, gate, workshop, map, participant };
    scene.put_workshop(Life::Open, false).await;
    scene.put_person(PersonState::In, 1).await;
    scene
}

impl Scene {
    async fn put(&self, key: String, value: Vec<u8>) {
        self.store.commit(Batch { puts: vec![(key, value)], ..Batch::default() }).await.unwrap();
    }

    async fn put_workshop(&self, life: Life, frozen: bool) {
        let record = WorkshopRecord {
            maps: vec![self.map.clone()],
            ends_on: "2030-01-01".to_owned(),
            created_at_ms: NOW_MS,
            template: String::new(),
            frozen,
            resting: false,
            waiting_room: WaitingRoom::Off,
            life,
            schema_version: 1,
            created_by_key: String::new(),
            practice_of: None,
        };
        self.put(records::workshop_key(&self.workshop), records::encode(&record)).await;
    }

    async fn put_person(&self, state: PersonState, epoch: u32) {
        self.put_person_as(Role::PatientLeader, state, epoch).await;
    }

    async fn put_person_as(&self, role: Role, state: PersonState, epoch: u32) {
        let person = PersonRecord { epoch, ..PersonRecord::new("Pat".to_owned(), role, state, NOW_MS) };
        self.put(records::person_key(&self.workshop, &self.participant), records::encode(&person)).await;
    }

    fn token(&self) -> String {
        self.keys.sign(&Claims {
            w: self.workshop.clone(),
            p: self.participant.clone(),
            r: Role::PatientLeader,
            e: 1,
            exp: (NOW_MS + TOKEN_LIFE_MS) / 1000,
        })
    }

    fn map_document(&self) -> DocumentName {
        DocumentName::Map(self.workshop.clone(), self.map.clone())
    }

    /// What the token's identity, taken before, and the token itself get now.
    async fn asked(&self, identity: &Identity) -> (Result<Access, AuthError>, Result<Identity, AuthError>) {
        let identified = self.gate.identify(&self.token()).await;
        let signed_in = self.gate.sign_in(&self.token(), &self.map_document()).await;
        assert_eq!(
            signed_in.as_ref().map(|(identity, _)| identity),
            identified.as_ref().map(|one| &one.identity)
        );
        let access = self.gate.access(identity, &self.map_document()).await;
        assert!(access.is_err() || signed_in.is_err() || signed_in.map(|(_, access)| access) == access);
        (access, identified.map(|identified| identified.identity))
    }
}

#[tokio::test]
async fn gatekeeper_1_a_good_token_is_a_person_with_the_access_of_the_table() {
    let scene = scene(Scratch::Closed).await;
    let identity = scene.gate.identify(&scene.token()).await.unwrap().identity;
    let expected = Identity::Participant {
        workshop: scene.workshop.clone(),
        participant: scene.participant.clone(),
        role: Role::PatientLeader,
        epoch: 1,
        expires_at_ms: NOW_MS + TOKEN_LIFE_MS,
    };
    assert_eq!(identity, expected);
    let access = async |document| scene.gate.access(&identity, &document).await;
    assert_eq!(access(scene.map_document()).await, Ok(Access::ReadWrite));
    assert_eq!(access(DocumentName::Workshop(scene.workshop.clone())).await, Ok(Access::ReadOnly));
    assert_eq!(
        access(DocumentName::Talk(scene.workshop.clone(), scene.map.clone())).await,
        Ok(Access::ReadOnly)
    );
    scene.put_workshop(Life::Open, true).await;
    assert_eq!(access(scene.map_document()).await, Ok(Access::ReadOnly));
}

#[tokio::test]
async fn attack_2_documents_of_others_and_made_up_ones_are_denied() {
    let scene = scene(Scratch::Closed).await;
    let identity = scene.gate.identify(&scene.token()).await.unwrap().identity;
    let (other, unknown) = (WorkshopId::random(), MapId::random());
    for document in [
        DocumentName::Workshop(other.clone()),
        DocumentName::Map(other.clone(), scene.map.clone()),
        DocumentName::Map(scene.workshop.clone(), unknown.clone()),
        DocumentName::Talk(scene.workshop.clone(), unknown.clone()),
        DocumentName::Record(scene.workshop.clone(), unknown),
        DocumentName::Scratch("name".to_owned()),
    ] {
        assert_eq!(scene.gate.access(&identity, &document).await, Ok(Access::Denied), "{document}");
        assert_eq!(
            scene.gate.access(&Identity::Anonymous, &document).await,
            Ok(Access::Denied),
            "{document}"
        );
    }
    let anonymous = scene.gate.access(&Identity::Anonymous, &scene.map_document()).await;
    assert_eq!(anonymous, Ok(Access::Denied));
}

#[tokio::test]
async fn note_12_notes_are_open_once_their_activity_began_and_read_only_once_they_were_given() {
    use pairway_crdt::workshop::session::writing::Progress;
    let scene = scene(Scratch::Closed).await;
    let (workshop, me) = (&scene.workshop, &scene.participant);
    let activity = ActivityId::parse("item-1").unwrap();
    let notes =
        |owner: &ParticipantId| DocumentName::Notes(workshop.clone(), activity.clone(), owner.clone());
    let identity = scene.gate.identify(&scene.token()).await.unwrap().identity;
    let asked = async |owner: &ParticipantId| {
        let access = scene.gate.access(&identity, &notes(owner)).await;
        let signed_in = scene.gate.sign_in(&scene.token(), &notes(owner)).await;
        assert_eq!(signed_in.map(|(_, access)| access), access);
        access.unwrap()
    };
    assert_eq!(asked(me).await, Access::Denied, "not begun");
    scene.put(writing_key(workshop, &activity), b"{}".to_vec()).await;
    assert_eq!(asked(me).await, Access::ReadWrite);

    let other = ParticipantId::random();
    let helped = |state| PersonRecord::new("Oli".to_owned(), Role::PatientLeader, state, NOW_MS);
    let other_key = records::person_key(workshop, &other);
    scene.put(other_key.clone(), records::encode(&helped(PersonState::In))).await;
    assert_eq!(asked(&other).await, Access::Denied);
    for (grant, expected) in [(Grant::Asked, Access::Denied), (Grant::Given, Access::ReadWrite)] {
        let mut acting = PersonRecord::new("Pat".to_owned(), Role::Supporter, PersonState::In, NOW_MS);
        acting.epoch = 1;
        acting.act_for(Some(&other), grant);
        scene.put(records::person_key(workshop, me), records::encode(&acting)).await;
        assert_eq!((asked(&other).await, asked(me).await), (expected, Access::Denied));
    }
    scene.put(other_key, records::encode(&helped(PersonState::Removed))).await;
    assert_eq!(asked(&other).await, Access::Denied, "nobody acts for who is out");

    scene.put_person(PersonState::In, 1).await;
    for (given, expected) in [(false, Access::ReadWrite), (true, Access::ReadOnly)] {
        let written = WrittenRecord { progress: Progress::Finished, side: None, given, unnamed: false };
        scene.put(written_key(workshop, &activity, me), records::encode(&written)).await;
        assert_eq!(asked(me).await, expected);
    }
}

#[tokio::test]
async fn gatekeeper_3_scratch_documents_are_anyones_only_where_they_are_open() {
    let scene = scene(Scratch::Open).await;
    let document = DocumentName::Scratch("name".to_owned());
    assert_eq!(scene.gate.access(&Identity::Anonymous, &document).await, Ok(Access::ReadWrite));
    let anonymous = scene.gate.access(&Identity::Anonymous, &scene.map_document()).await;
    assert_eq!(anonymous, Ok(Access::Denied), "the flag opens nothing else");
}

#[tokio::test]
async fn gatekeeper_4_an_identity_stops_holding_with_time_removal_epoch_and_deletion() {
    let scene = scene(Scratch::Closed).await;
    let identity = scene.gate.identify(&scene.token()).await.unwrap().identity;

    scene.put_person(PersonState::In, 2).await;
    assert_eq!(
        scene.asked(&identity).await,
        (Err(AuthError::Revoked), Err(AuthError::Revoked)),
        "wrong epoch"
    );
    scene.put_person(PersonState::Removed, 1).await;
    assert_eq!(scene.asked(&identity).await, (Err(AuthError::Revoked), Err(AuthError::Revoked)), "removed");
    scene.put_person(PersonState::In, 1).await;
    scene.put_workshop(Life::Deleting, false).await;
    assert_eq!(scene.asked(&identity).await, (Err(AuthError::Deleted), Err(AuthError::Deleted)), "deleting");
    let removes = vec![records::workshop_key(&scene.workshop)];
    scene.store.commit(Batch { removes, ..Batch::default() }).await.unwrap();
    let unknown = (Err(AuthError::UnknownWorkshop), Err(AuthError::UnknownWorkshop));
    assert_eq!(scene.asked(&identity).await, unknown, "lost, or another folder");
    let tombstone = Tombstone { epoch: "e".to_owned(), deleted_on: "2027-01-15".to_owned() };
    scene.put(tombstone::tombstone_key(&scene.workshop), records::encode(&tombstone)).await;
    assert_eq!(scene.asked(&identity).await, (Err(AuthError::Deleted), Err(AuthError::Deleted)), "deleted");
    scene.put_workshop(Life::Open, false).await;
    let person = records::person_key(&scene.workshop, &scene.participant);
    scene.store.commit(Batch { removes: vec![person], ..Batch::default() }).await.unwrap();
    let invalid = (Err(AuthError::Invalid), Err(AuthError::Invalid));
    assert_eq!(scene.asked(&identity).await, invalid, "unknown to a server that was set back; not removed");
    scene.put_person(PersonState::In, 1).await;
    scene.clock.advance(8 * 24 * TOKEN_LIFE_MS);
    scene.gate.time.look();
    assert!(scene.gate.time.close(&scene.workshop));
    // Set right, and nobody has looked at it yet.
    scene.clock.set(NOW_MS);
    assert_eq!(scene.asked(&identity).await, (Err(AuthError::Ended), Err(AuthError::Ended)), "closed");
    scene.gate.time.look();
    scene.clock.advance(TOKEN_LIFE_MS - 1);
    assert!(scene.asked(&identity).await.0.is_ok());
    scene.clock.advance(1);
    assert_eq!(scene.asked(&identity).await, (Err(AuthError::Expired), Err(AuthError::Expired)));
}

#[tokio::test]
async fn gatekeeper_5_a_store_that_fails_says_nothing_about_the_person() {
    let scene = scene(Scratch::Closed).await;
    let identity = scene.gate.identify(&scene.token()).await.unwrap().identity;
    scene.store.close().await.unwrap();
    assert_eq!(scene.asked(&identity).await, (Err(AuthError::Unavailable), Err(AuthError::Unavailable)));
    let forged = scene.gate.identify("forged").await;
    assert_eq!(forged.map(|_| ()), Err(AuthError::Invalid), "a bad signature needs no store");
}

#[tokio::test]
async fn live_4_who_waits_or_was_turned_away_gets_no_document() {
    let scene = scene(Scratch::Closed).await;
    let identity = scene.gate.identify(&scene.token()).await.unwrap().identity;
    for (state, error) in
        [(PersonState::Waiting, AuthError::Waiting), (PersonState::TurnedAway, AuthError::TurnedAway)]
    {
        scene.put_person(state, 1).await;
        assert_eq!(scene.asked(&identity).await, (Err(error), Err(error)), "{state:?}");
        let facts = DocumentName::Workshop(scene.workshop.clone());
        assert_eq!(scene.gate.access(&identity, &facts).await, Err(error), "{state:?}");
    }
}

#[tokio::test]
async fn gatekeeper_1_the_role_is_the_records_and_not_the_tokens() {
    let scene = scene(Scratch::Closed).await;
    let identity = scene.gate.identify(&scene.token()).await.unwrap().identity;
    scene.put_person_as(Role::Observer, PersonState::In, 1).await;
    assert_eq!(scene.gate.access(&identity, &scene.map_document()).await, Ok(Access::ReadOnly));
    let identified = scene.gate.identify(&scene.token()).await;
    let Ok(Identity::Participant { role, .. }) = identified.map(|identified| identified.identity) else {
        panic!("the token still holds");
    };
    assert_eq!(role, Role::Observer);
    scene.put_person_as(Role::Facilitator, PersonState::In, 1).await;
    scene.put_workshop(Life::Open, true).await;
    assert_eq!(scene.gate.access(&identity, &scene.map_document()).await, Ok(Access::ReadWrite));
}

#[tokio::test]
async fn a_sign_in_and_a_look_at_the_rights_read_the_store_once_each() {
    let scene = scene(Scratch::Closed).await;
    let reads = || scene.store.reads.swap(0, Ordering::SeqCst);
    reads();
    let (identity, access) = scene.gate.sign_in(&scene.token(), &scene.map_document()).await.unwrap();
    assert_eq!((access, reads()), (Access::ReadWrite, 1));
    let identified = scene.gate.identify(&scene.token()).await.unwrap();
    assert_eq!((&identified.identity, reads()), (&identity, 1));
    assert_eq!(scene.gate.access(&identity, &scene.map_document()).await, Ok(Access::ReadWrite));
    assert_eq!(reads(), 1);
    let Identity::Participant { workshop, .. } = &identity else { panic!("a token is a person") };
    assert_eq!(identified.present.access(workshop, &scene.map_document()), Access::ReadWrite);
    assert_eq!(identified.present.standing.participant, scene.participant);
    scene.gate.identify("forged").await.unwrap_err();
    assert_eq!(reads(), 0);
}

#[tokio::test]
async fn gatekeeper_6_a_clock_that_is_moved_makes_a_sign_in_run_out_at_most_and_never_holds_it_for_long() {
    let scene = scene(Scratch::Closed).await;
    let identity = scene.gate.identify(&scene.token()).await.unwrap().identity;
    // Set back within what is often done: goes on. Set back further, or forward: run out, to be renewed.
    scene.clock.set(NOW_MS - TOKEN_LIFE_MS);
    assert!(scene.asked(&identity).await.0.is_ok());
    for moved_to in [NOW_MS - TOKEN_LIFE_MS - 1, 1, NOW_MS + TOKEN_LIFE_MS, u64::MAX] {
        scene.clock.set(moved_to);
        let run_out = (Err(AuthError::Expired), Err(AuthError::Expired));
        assert_eq!(scene.asked(&identity).await, run_out, "{moved_to}");
    }
    scene.clock.set(NOW_MS);
    assert!(scene.asked(&identity).await.0.is_ok());
}
