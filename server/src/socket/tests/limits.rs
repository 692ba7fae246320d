//! Limits at their bounds.

use pairway_crdt::limits::FRAME_BYTES_MAX;

use super::*;

#[tokio::test(start_paused = true)]
async fn sock_23_before_signing_in_only_so_many_bytes_are_read() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    // 14 bytes of WebSocket head and mask; what is left of the bound is the frame that waits and the sign-in.
    let around = 14 + 14 + 200 + house.address().len() * 2;
    let waiting = |size: usize| {
        let address = house.address();
        let filler = vec![0; size - address.len() - 8];
        hocuspocus::encode_sync(&address, SyncMessage::Update(&filler))
    };
    let mut fits = house.collab().await;
    fits.sends(waiting(PRE_AUTH_BYTES_MAX as usize - around)).await;
    fits.signs_in(&house.address(), "t").await;
    assert_eq!(fits.hears().await.body(), OwnBody::Granted(Scope::ReadWrite));
    let mut over = house.collab().await;
    over.tries(waiting(PRE_AUTH_BYTES_MAX as usize)).await;
    assert_eq!(over.ends().await, Heard::Closed(1009));
}

#[tokio::test(start_paused = true)]
async fn sock_23_who_does_not_try_to_sign_in_goes_and_who_was_refused_may_try_again() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let (mut silent, mut refused) = (house.collab().await, house.collab().await);
    let began = tokio::time::Instant::now();
    refused.signs_in(&house.address(), "unknown").await;
    assert!(matches!(refused.hears().await.body(), OwnBody::Denied(_)));
    assert_eq!(silent.ends().await, Heard::Closed(4401));
    assert_eq!(began.elapsed().as_secs(), PRE_AUTH_WAIT.as_secs());
    let heard = refused.hears_for(Duration::from_secs(600)).await;
    assert!(heard.iter().all(|heard| *heard == Heard::Bytes(vec![9])), "kept without service");
    refused.signs_in(&house.address(), "t").await;
    assert_eq!(refused.hears().await.body(), OwnBody::Granted(Scope::ReadWrite));
    let all: Vec<_> = (0..PARKED_MAX).map(|_| house.sockets.parking.try_acquire().unwrap()).collect();
    let mut over = house.collab().await;
    over.signs_in(&house.address(), "unknown").await;
    assert_eq!(over.ends().await, Heard::Closed(4401), "but only so many");
    drop(all);
}

#[tokio::test(start_paused = true)]
async fn sock_24_a_frame_is_bounded_and_only_the_answer_to_a_state_vector_may_be_larger() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let address = house.address();
    let mut client = house.member("t").await;
    let around = hocuspocus::encode_sync(&address, SyncMessage::Update(&client.types("x"))).len();
    // A longer text needs two more bytes in each of three lengths.
    let update = client.types(&"y".repeat(FRAME_BYTES_MAX - around - 6 - 1));
    let frame = hocuspocus::encode_sync(&address, SyncMessage::Update(&update));
    assert!(frame.len() <= FRAME_BYTES_MAX && frame.len() > FRAME_BYTES_MAX - 16, "{}", frame.len());
    client.types(&"w".repeat(1_000));
    let all = client.document.encode();
    client.sends(frame).await;
    // It builds on the first one, which was never sent: we are asked for everything, and that is over the limit.
    assert_eq!(client.hears().await.body(), OwnBody::Step1);
    let large = hocuspocus::encode_sync(&address, SyncMessage::Step2(&all));
    assert!(large.len() > FRAME_BYTES_MAX);
    client.sends(large).await;
    assert_eq!([client.hears().await.body(), client.hears().await.body()], [OwnBody::Saved, OwnBody::Saved]);
    let update = client.types(&"z".repeat(FRAME_BYTES_MAX));
    client.tries(hocuspocus::encode_sync(&address, SyncMessage::Update(&update))).await;
    assert_eq!(client.ends().await, Heard::Closed(1009));
    // It comes back with the same document, as stock clients do after this code.
    let mut back = house.collab().await;
    back.document = client.document;
    back.signs_in(&address, "t").await;
    back.syncs(&address).await;
    assert!(house.room_text().await.ends_with('z'), "the edit came with the answer to the state vector");
}

#[tokio::test(start_paused = true)]
async fn sock_24_a_connection_has_so_many_documents_and_not_one_more() {
    let house = House::new();
    house.admits("t", Access::ReadOnly);
    let mut client = house.collab().await;
    for number in 0..DOCUMENTS_PER_CONNECTION_MAX {
        client.signs_in(&format!("{}\0{number}", house.address()), "t").await;
        assert_eq!(client.hears().await.body(), OwnBody::Granted(Scope::ReadOnly));
    }
    client.signs_in(&format!("{}\0more", house.address()), "t").await;
    assert_eq!(client.hears().await.body(), OwnBody::Denied("too-many-documents".to_owned()));
    client.says(&format!("{}\00", house.address()), Body::Close(None)).await;
    client.signs_in(&format!("{}\0more", house.address()), "t").await;
    assert_eq!(client.hears().await.body(), OwnBody::Granted(Scope::ReadOnly));
}

#[tokio::test(start_paused = true)]
async fn sock_20_over_its_rate_a_connection_is_read_more_slowly_and_nothing_is_dropped() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    let frames = UPDATE_FRAMES_BURST + 2 * UPDATE_FRAMES_PER_SECOND;
    let updates: Vec<Vec<u8>> = (0..frames)
        .map(|_| hocuspocus::encode_sync(&house.address(), SyncMessage::Update(&client.types("a"))))
        .collect();
    let began = tokio::time::Instant::now();
    let (mut sink, mut stream) = client.socket.split();
    let send = async {
        for update in updates {
            sink.send(Message::Binary(update.into())).await.unwrap();
        }
    };
    let hear = async {
        let (mut saved, mut told) = (0, 0);
        while saved < frames {
            let Some(Ok(Message::Binary(bytes))) = stream.next().await else { continue };
            match Heard::Bytes(bytes.to_vec()).body() {
                OwnBody::Saved => saved += 1,
                OwnBody::Stateless(text) if text.contains("tooFast") => told += 1,
                _ => {}
            }
        }
        told
    };
    let ((), told) = tokio::join!(send, hear);
    assert_eq!(told, 1);
    assert!(began.elapsed() >= Duration::from_millis(1_900));
    assert_eq!(house.room_text().await.len(), frames as usize);
}

/// Presence of client 5 at a clock.
fn shows(address: &str, clock: u8) -> Vec<u8> {
    hocuspocus::encode(Frame { address, body: Body::Awareness(&[1, 5, clock, 2, b'{', b'}']) })
}

#[tokio::test(start_paused = true)]
async fn sock_22_presence_over_its_rate_holds_no_edit_back_and_its_newest_state_is_shown() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    house.admits("u", Access::ReadOnly);
    let (mut client, mut other) = (house.member("t").await, house.member("u").await);
    let began = tokio::time::Instant::now();
    for round in 0..4 * PRESENCE_BURST {
        // Clocks of two bytes would need another message; the newest is the last.
        let clock = u8::try_from(1 + round * 126 / (4 * PRESENCE_BURST)).unwrap();
        client.sends(shows(&house.address(), clock)).await;
    }
    client.sends(shows(&house.address(), 127)).await;
    client.edits(&house.address(), "a").await;
    assert_eq!(client.hears().await.body(), OwnBody::Saved);
    assert!(began.elapsed() < Duration::from_secs(1), "of stopped time: the edit waited for no presence");
    let newest = OwnBody::Presence(vec![1, 5, 127, 2, b'{', b'}']);
    while other.hears().await.body() != newest {}
}

#[tokio::test(start_paused = true)]
async fn sock_25_what_was_received_is_handled_when_its_sender_is_gone_and_cannot_be_written_to() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    let frames = UPDATE_FRAMES_BURST + UPDATE_FRAMES_PER_SECOND;
    for _ in 0..frames {
        client.edits(&house.address(), "a").await;
    }
    drop(client);
    while house.sockets.count() > 0 {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(house.room_text().await.len(), frames as usize);
}

#[tokio::test(start_paused = true)]
async fn sock_21_a_workshop_with_all_its_connections_turns_the_next_one_away_for_now() {
    let house = House::new();
    house.admits("t", Access::ReadOnly);
    let name = admission::House::of(&house.map);
    let permits: Vec<_> = (1..CONNECTIONS_PER_WORKSHOP_MAX)
        .map(|_| house.sockets.admissions.admit(name.clone(), None).unwrap())
        .collect();
    let _last = house.member("t").await;
    let mut over = house.collab().await;
    over.signs_in(&house.address(), "t").await;
    assert_eq!(over.ends().await, Heard::Closed(4529));
    let mut over = house.yjs(&house.address(), Some("t")).await;
    assert_eq!(over.ends().await, Heard::Closed(4529));
    drop(permits);
}

#[tokio::test(start_paused = true)]
async fn sock_21_one_person_cannot_lock_the_others_out_and_comes_in_again_when_a_tab_closes() {
    let house = House::new();
    house.admits("greedy", Access::ReadOnly);
    house.admits("t", Access::ReadOnly);
    let mut tabs = Vec::new();
    for _ in 0..CONNECTIONS_PER_PERSON_MAX {
        tabs.push(house.member("greedy").await);
    }
    let mut over = house.collab().await;
    over.signs_in(&house.address(), "greedy").await;
    assert_eq!(over.hears().await, Heard::Closed(4529));
    let began = tokio::time::Instant::now();
    let mut over = house.yjs(&house.address(), Some("greedy")).await;
    assert!(matches!(over.hears().await, Heard::Bytes(_)), "it is told why");
    assert_eq!(over.hears().await, Heard::Closed(4529));
    assert_eq!(began.elapsed().as_secs(), PARKED.as_secs(), "old clients would come back at once");
    let _everybody_else = house.member("t").await;
    drop(tabs.pop());
    tokio::time::sleep(Duration::from_secs(1)).await;
    let _newest = house.member("greedy").await;
}

#[tokio::test(start_paused = true)]
async fn room_62_a_reader_that_does_not_read_holds_up_nobody_and_misses_nothing() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let (mut one, mut slow) = (house.member("t").await, house.member("t").await);
    let chunk = "x".repeat(FRAME_BYTES_MAX / 2);
    for _ in 0..6 {
        one.edits(&house.address(), &chunk).await;
        assert_eq!(one.hears().await.body(), OwnBody::Saved);
    }
    let mut updates = 0;
    while text_of(&slow.document).len() < 6 * chunk.len() {
        let heard = slow.hears().await;
        if heard.bytes() != [9]
            && let OwnBody::Update(update) = heard.body()
        {
            updates += 1;
            slow.document.apply(&update).unwrap();
        }
    }
    assert!(updates < 6, "one diff took the place of what was dropped");
    assert_eq!(text_of(&slow.document), text_of(&one.document));
}

/// A message that is never whole: its head, and a part of its content.
async fn begins(client: &mut Client, bytes: usize) {
    use tokio::io::AsyncWriteExt;
    let stream = client.socket.get_mut();
    let mut head = vec![0x82, 0x80 | 127];
    head.extend((bytes as u64).to_be_bytes());
    head.extend([0; 4]);
    // A server that hangs up is seen by what it says.
    let _ = stream.write_all(&head).await;
    let _ = stream.write_all(&[0; 100]).await;
}

#[tokio::test(start_paused = true)]
async fn sock_24_who_can_only_read_sends_small_messages() {
    let house = House::new();
    house.admits_observer("observer");
    house.admits("frozen", Access::ReadOnly);
    let mut client = house.member("observer").await;
    begins(&mut client, READER_MESSAGE_BYTES_MAX + 1).await;
    assert_eq!(client.ends().await, Heard::Closed(1009), "before its bytes have come");
    let around = hocuspocus::encode_sync(&house.address(), SyncMessage::Update(&[0; 40_000])).len() - 40_000;
    let filler = vec![0xff; READER_MESSAGE_BYTES_MAX - around - 10];
    let mut client = house.member("observer").await;
    client.tries(hocuspocus::encode_sync(&house.address(), SyncMessage::Update(&filler))).await;
    assert_eq!(client.ends().await, Heard::Closed(4400), "it was heard, and is nonsense");
    let mut client = house.member("frozen").await;
    let filler = vec![0xff; FRAME_BYTES_MAX / 2];
    client.tries(hocuspocus::encode_sync(&house.address(), SyncMessage::Update(&filler))).await;
    assert_eq!(
        client.ends().await,
        Heard::Closed(4400),
        "who may write when editing is open again is heard too"
    );
}

/// A text with every other letter deleted: the deletions alone are more than a reader may say otherwise.
fn full_of_holes() -> Vec<u8> {
    fn number(out: &mut Vec<u8>, mut value: u64) {
        while value >= 0x80 {
            out.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        out.push(value as u8);
    }
    let holes = 20_000_u64;
    let mut update = vec![1, 1, 9, 0, 4, 1, 4];
    update.extend(b"text");
    number(&mut update, holes * 2);
    update.extend(vec![b'a'; holes as usize * 2]);
    update.extend([1, 9]);
    number(&mut update, holes);
    for hole in 0..holes {
        number(&mut update, hole * 2);
        update.push(1);
    }
    update
}

#[tokio::test(start_paused = true)]
async fn sock_24_a_reader_may_say_the_deletions_again_that_it_was_sent() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    house.admits_observer("observer");
    let mut writer = house.member("t").await;
    let holes = full_of_holes();
    writer.document.apply(&holes).unwrap();
    writer.says(&house.address(), Body::Sync(SyncMessage::Update(&holes))).await;
    assert_eq!(writer.hears().await.body(), OwnBody::Saved);
    let mut reader = house.collab().await;
    reader.signs_in(&house.address(), "observer").await;
    reader.says(&house.address(), Body::Sync(SyncMessage::Step1(&[0]))).await;
    loop {
        if let OwnBody::Step2(update) = reader.hears().await.body() {
            reader.document.apply(&update).unwrap();
            break;
        }
    }
    let answer = reader.document.diff(&writer.document.state_vector()).unwrap();
    assert!(answer.len() > READER_MESSAGE_BYTES_MAX);
    reader.says(&house.address(), Body::Sync(SyncMessage::Step2(&answer))).await;
    while reader.hears().await.body() != OwnBody::Saved {}
}

#[tokio::test(start_paused = true)]
async fn sock_60_large_messages_have_so_much_room_and_the_next_waits_for_it() {
    let house = House::new();
    for token in ["a", "b", "c"] {
        house.admits(token, Access::ReadWrite);
    }
    let (mut one, mut two) = (house.member("a").await, house.member("b").await);
    for client in [&mut one, &mut two] {
        begins(client, MESSAGE_BYTES_MAX).await;
    }
    let mut three = house.member("c").await;
    tokio::time::sleep(Duration::from_millis(10)).await;
    let room = house.sockets.large_messages.bytes();
    assert_eq!(room, LARGE_MESSAGES_PER_WORKSHOP_BYTES_MAX, "counted by what was announced");
    three.edits(&house.address(), "small").await;
    assert_eq!(three.hears().await.body(), OwnBody::Saved, "small ones need no room");
    let text = "x".repeat(SMALL_MESSAGE_BYTES_MAX);
    let waits = tokio::time::timeout(Duration::from_secs(10), three.edits(&house.address(), &text)).await;
    assert!(waits.is_err(), "a large one is not read");
    drop(one);
    three.socket.flush().await.unwrap();
    assert_eq!(three.hears().await.body(), OwnBody::Saved, "until there is room");
    assert_eq!(house.room_text().await.len(), "small".len() + text.len());
    assert_eq!(two.ends().await, Heard::Closed(1013), "what never comes whole is waited for so long");
    drop((two, three));
    while house.sockets.large_messages.bytes() > 0 {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
