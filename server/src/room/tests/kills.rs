//! A server that is killed at each commit of a short story, and a thief who was told everything until then and is there first
//! afterwards: whatever the server lacks, no words of an honest page look known (ROOM-36, ROOM-93).

use super::claims_model::{End, Last, Listener, Manners, OneRun, Page, sends, tombstone, under_a_new_id};
use super::*;

/// What the thief does under each id that it was told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Theft {
    None,
    Writes,
    Brings,
    ShowsAndWrites,
}

/// Where the honest page has its first words from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    Live,
    Offline,
}

/// One telling of the story.
#[derive(Debug, Clone, Copy)]
struct Telling {
    manners: Manners,
    first: First,
    theft: Theft,
    end: End,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Durable,
    GivenBack,
}

impl Telling {
    /// Whether the server was killed before the story was over, and what the page was told afterwards.
    async fn tell(self) -> (bool, Outcome) {
        let mut house = House::new();
        let run = OneRun::begin(&mut house, self.end);
        let mut listener = Listener::joins(&house).await;
        let mut page = Page::new(0, ParticipantId::random(), self.manners);
        if self.first == First::Offline {
            page.types("<offline>".to_owned()).await;
        }
        page.comes(&house).await;
        for word in ["<one>", "<two>"] {
            listener.hears(&house).await;
            page.types(word.to_owned()).await;
            page.hears().await;
            listener.hears(&house).await;
            // Yjs gives it a new id, which it is shown under with its next connection only.
            page.document = under_a_new_id(&page.document);
        }
        page.types("<three>".to_owned()).await;
        page.hears().await;
        listener.hears(&house).await;
        let is_killed = run.has_ended();
        run.ends(End::After(0, Last::Lost));
        page.line = None;
        page.types("<unsent>".to_owned()).await;

        OneRun::begin(&mut house, End::NotYet);
        self.steals(&house, &listener, &page).await;
        page.comes(&house).await;
        page.asks().await;
        match page.answer {
            Some(MarkAnswer::Durable) => {
                let root = |document: &Document| text_of_root(document, "text 0");
                let text = house.rooms.read(&house.map, root).await.unwrap();
                for word in &page.words {
                    assert!(text.contains(word), "{word} was called durable and is not in {text}: {self:?}");
                }
                (is_killed, Outcome::Durable)
            }
            Some(MarkAnswer::Refused(Recovery::Rebuild)) => (is_killed, Outcome::GivenBack),
            other => panic!("{other:?}: {self:?}"),
        }
    }

    /// Takes the clocks that the page has used, so that its words would look known.
    async fn steals(self, house: &House, listener: &Listener, page: &Page) {
        let kind = match self.theft {
            Theft::None => return,
            Theft::Writes | Theft::ShowsAndWrites => WriteKind::Update,
            Theft::Brings => WriteKind::Step2,
        };
        let mut thief = house.newcomer().await;
        thief.sends_step2(&house.rooms.read(&house.map, Document::state_vector).await.unwrap()).await;
        for client in listener.ids.iter().copied() {
            if self.theft == Theft::ShowsAndWrites {
                let shown = super::refusals::presence(u32::try_from(client).unwrap(), 100, "{}");
                thief.membership.show(shown).await.unwrap();
            }
            let has = house.rooms.read(&house.map, move |document| document.known(client)).await.unwrap();
            let used = page.document.known(client);
            if used > has {
                let bytes = tombstone(client, has, used - has);
                assert!(sends(&thief.membership, Write { kind, bytes }).await);
            }
            thief.rests().await;
        }
        thief.takes();
    }
}

#[tokio::test(start_paused = true)]
async fn room_93_at_whichever_commit_a_server_is_killed_no_words_look_known_to_it_afterwards() {
    let mut given_back = 0;
    for manners in [Manners::Shows, Manners::ShowsNothing] {
        for first in [First::Live, First::Offline] {
            for theft in [Theft::None, Theft::Writes, Theft::Brings, Theft::ShowsAndWrites] {
                for last in [Last::Lost, Last::Written] {
                    let mut commits = 0;
                    loop {
                        let end = End::After(commits, last);
                        let (is_killed, outcome) = Telling { manners, first, theft, end }.tell().await;
                        assert!(
                            theft != Theft::None || outcome == Outcome::Durable,
                            "refused without a thief"
                        );
                        given_back += usize::from(outcome == Outcome::GivenBack);
                        if !is_killed {
                            break;
                        }
                        commits += 1;
                    }
                    assert!(commits > 2, "there is something to kill");
                }
            }
        }
    }
    assert!(given_back > 0, "the thief has got in between somewhere, or this tests nothing");
}
