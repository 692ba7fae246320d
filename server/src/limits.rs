//! The limits of the HTTP interface and of workshops: name, unit, reason. Each has a test at its bound.
//!
//! The engine's limits are in `crdt/src/limits.rs`; those of sockets and rooms beside the code that keeps them.

/// Largest JSON body of a command, in bytes.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// Largest body of a call that may carry an archive, in bytes.
pub const ARCHIVE_CALL_BYTES_MAX: usize = pairway_crdt::pathway::archive::ARCHIVE_BYTES_MAX + BODY_BYTES_MAX;

/// Bytes of bodies up to [`BODY_BYTES_MAX`] that are held at a time, of all calls and of those of one address. Ordinary
/// commands have some hundred bytes, so a hospital behind one address does not meet it.
pub const BODIES_BYTES_MAX: usize = 16 * 1024 * 1024;
/// See [`BODIES_BYTES_MAX`].
pub const BODIES_PER_ADDRESS_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Bytes of larger bodies (archives) that are held at a time, of all calls and of those of one address.
pub const ARCHIVE_BODIES_BYTES_MAX: usize = 6 * ARCHIVE_CALL_BYTES_MAX;
/// See [`ARCHIVE_BODIES_BYTES_MAX`].
pub const ARCHIVE_BODIES_PER_ADDRESS_BYTES_MAX: usize = 2 * ARCHIVE_CALL_BYTES_MAX;

/// Archives that are read at a time; further ones wait with their body.
pub const ARCHIVES_READ_AT_ONCE_MAX: usize = 1;

/// Longest time a body up to [`BODY_BYTES_MAX`] may take to arrive, in seconds.
pub const BODY_SECONDS_MAX: u64 = 10;

/// Longest time a larger body may take to arrive, in seconds; shorter than [`CALL_SECONDS_MAX`], so that its sender is told.
pub const ARCHIVE_BODY_SECONDS_MAX: u64 = 25;

/// Longest pause within a body, in seconds.
pub const BODY_SILENCE_SECONDS_MAX: u64 = 5;

/// Copies of maps (for exports, and to look at a whole map) that are worked on at a time; a copy takes many times the size
/// of its map.
pub const COPIES_AT_ONCE_MAX: usize = 2;

/// Copies that wait or are worked on, of all workshops and of one; further ones are told to come back.
pub const COPIES_MAX: usize = 64;
/// See [`COPIES_MAX`].
pub const COPIES_PER_WORKSHOP_MAX: usize = 8;

/// How long a copy waits for its turn, in seconds.
pub const COPY_WAIT_SECONDS_MAX: u64 = 20;

/// Bytes of finished files that wait to be sent, of all workshops and of one.
pub const FILES_BYTES_MAX: usize = 256 * 1024 * 1024;
/// See [`FILES_BYTES_MAX`].
pub const FILES_PER_WORKSHOP_BYTES_MAX: usize = 128 * 1024 * 1024;

/// Longest time a connection may take nothing of what is written to it, in seconds. As long as a socket may be silent.
pub const WRITE_STALL_SECONDS_MAX: u64 = 75;

/// How long the rest of a body that is refused is let pass by, in seconds, so that its sender sees the answer.
pub const BODY_REFUSED_SECONDS_MAX: u64 = 2;

/// When it makes sense to try again what a full budget or queue has refused, in seconds.
pub const BUSY_RETRY_SECONDS: u64 = 5;

/// Longest time for a call of the HTTP interface, in seconds; sockets are not bound by it.
pub const CALL_SECONDS_MAX: u64 = 30;

/// Longest time a client may take to send the head of a request, in seconds: slow senders must not hold connections.
pub const REQUEST_HEAD_SECONDS_MAX: u64 = 10;

/// Largest head of a request, in bytes.
pub const REQUEST_HEAD_BYTES_MAX: usize = 16 * 1024;

/// Most TCP connections at a time; fewer where the system allows fewer open files.
pub const CONNECTIONS_MAX: usize = 10_000;

/// Further connections that are accepted when those are taken: each for one short call, none becomes a socket. So the page,
/// and whoever watches the server's health, get through also then.
pub const CONNECTIONS_BRIEF_MAX: usize = 64;

/// How long such a connection may take in all, in seconds, and how long to send the head of its request.
pub const CONNECTION_BRIEF_SECONDS_MAX: u64 = 10;
/// See [`CONNECTION_BRIEF_SECONDS_MAX`].
pub const BRIEF_HEAD_SECONDS_MAX: u64 = 2;

/// Open files that are kept for all that is not a connection of people: the database, the listeners, the metrics.
pub const FILE_HANDLES_RESERVED: usize = 128;

/// Free space on the disk below which the server says that it is not ready, in bytes.
pub const DISK_FREE_BYTES_MIN: u64 = 16 * 1024 * 1024;

/// How long the store may take to answer whoever asks whether the server is ready, in seconds.
pub const READY_SECONDS_MAX: u64 = 2;

/// Most connections to the metrics at a time.
pub const METRICS_CONNECTIONS_MAX: usize = 16;

/// Longest time a graceful shutdown may take, in seconds; after it the process ends anyway.
pub const SHUTDOWN_SECONDS_MAX: u64 = 20;

/// Longest nickname, in characters.
pub const NICKNAME_CHARS_MAX: usize = 60;

/// Longest title of a workshop, in characters.
pub const TITLE_CHARS_MAX: usize = 120;

/// Longest shared challenge, in characters.
pub const CHALLENGE_CHARS_MAX: usize = 1_000;

/// Most maps that a workshop shows: as many as its archive can hold.
pub const MAPS_PER_WORKSHOP_MAX: usize = pairway_crdt::pathway::archive::MAPS_PER_ARCHIVE_MAX;

/// Longest name of a map, in characters.
pub const MAP_NAME_CHARS_MAX: usize = 60;

/// Longest name of a pair, in characters.
pub const PAIR_NAME_CHARS_MAX: usize = 80;

/// Longest text of how a pair works together, in characters.
pub const HOW_WE_WORK_CHARS_MAX: usize = 4_000;

/// Longest differing view of a part, in characters.
pub const VIEW_CHARS_MAX: usize = 2_000;

/// How long the guard of agreed parts waits for further edits before it looks at what they did, in milliseconds.
pub const GUARD_WAIT_MS: u64 = 200;

/// How long a command that met another's commit waits for its turn among the others of its workshop, in seconds.
pub const TURN_WAIT_SECONDS_MAX: u64 = 10;

/// Shortest and longest command id, in characters.
pub const COMMAND_CHARS: std::ops::RangeInclusive<usize> = 8..=64;

/// Most people who are in a workshop at a time. Who is out, and who joined and never came, takes no place.
pub const PEOPLE_PER_WORKSHOP_MAX: usize = 500;

/// Places that only facilitators take: their link works, however many others came.
pub const FACILITATOR_PLACES_KEPT: usize = 20;

/// Places that only patient leaders take; as many are kept for carers and for professionals each.
pub const PARTNER_PLACES_KEPT: usize = 40;

/// Places that only supporters take; as many are kept for observers and for system partners each.
pub const OTHER_PLACES_KEPT: usize = 10;

/// Places that only people take whom a facilitator adds by phone.
pub const PHONE_PLACES_KEPT: usize = 20;

/// Most people of one role who wait to be let in at a time: whoever has an invite can wait, and a facilitator reads them all.
pub const WAITING_PEOPLE_PER_ROLE_MAX: usize = 100;

/// Most people who are let straight in by the link of one role within [`JOINS_BY_LINK_WINDOW_MS`]; further ones wait for a
/// facilitator, as do those who come while these wait.
pub const JOINS_BY_LINK_MAX: usize = 60;

/// The time in which [`JOINS_BY_LINK_MAX`] people are let straight in, in milliseconds: ten minutes.
pub const JOINS_BY_LINK_WINDOW_MS: u64 = 10 * 60 * 1000;

/// How long after joining somebody counts as never come whose device did not fetch a token, in milliseconds: a quarter of an
/// hour. Pages fetch one at once.
pub const NEVER_CAME_AFTER_MS: u64 = 15 * 60 * 1000;

/// Most people whose ids a workshop remembers, those who are out included: as many as its document is read with.
pub const PEOPLE_RECORDS_MAX: usize = pairway_crdt::workshop::facts::PARTICIPANTS_MAX;

/// Of [`PEOPLE_RECORDS_MAX`], those kept for facilitators.
pub const PEOPLE_RECORDS_KEPT: usize = 100;

/// Most devices a person is known by; a further one ends the oldest.
pub const DEVICES_PER_PERSON_MAX: usize = 20;

/// Lines of the audit on one page.
pub const AUDIT_LINES_PER_PAGE: usize = 200;

/// Questions of one waiting person how they stand, per minute; pages ask every two seconds.
pub const STANDING_PER_PERSON_PER_MINUTE: u32 = 60;

/// Most facilitator links of a workshop that work at a time.
pub const FACILITATOR_LINKS_MAX: usize = 20;

/// How long the answer of a command is kept for its repetition, in milliseconds: a day.
pub const COMMAND_MEMORY_MS: u64 = 24 * 60 * 60 * 1000;

/// Different wrong join codes, or short creation keys, per address and minute. Successes and repetitions are not counted: a
/// hospital is one address.
pub const FAILED_TRIES_PER_ADDRESS_PER_MINUTE: u32 = 10;

/// Failed tries of join codes over all addresses, per minute. Links go on working when it is used up, and so do codes at
/// addresses where somebody is in a workshop.
pub const FAILED_CODES_PER_MINUTE: u32 = 100;

/// Tries of one and the same wrong secret (of a link, a device, a return code, a long creation key) per minute: slows a page
/// that goes on with a dead one, and holds back nobody else.
pub const FAILED_TRIES_OF_A_SECRET_PER_MINUTE: u32 = 10;

/// How long a join code that was right is not held back at its address by wrong ones, in milliseconds: an hour.
pub const KNOWN_CODE_MS: u64 = 60 * 60 * 1000;

/// How long an address counts as known after somebody there used a secret that cannot be guessed, in milliseconds: a day.
pub const KNOWN_ADDRESS_MS: u64 = 24 * 60 * 60 * 1000;

/// Workshops one address may start, or try to, per hour, where a key is needed.
pub const WORKSHOPS_PER_ADDRESS_PER_HOUR: u32 = 60;

/// Comments and replies of one person, per minute.
pub const COMMENTS_PER_PERSON_PER_MINUTE: u32 = 20;

/// Reactions, resolved threads and messages taken back by one person, per minute.
pub const SIGNS_PER_PERSON_PER_MINUTE: u32 = 60;

/// What one person says of the parts of a map (yes, differently, parked and the like), per minute: five a second, more than
/// two who agree quickly by keyboard ever do.
pub const AGREEMENT_ACTS_PER_PERSON_PER_MINUTE: u32 = 300;

/// Addresses a rate limiter remembers; above it the ones that are at rest are forgotten.
pub const RATE_ADDRESSES_MAX: usize = 50_000;

/// Hands that one person raises, their own and as a scribe, per minute.
pub const HANDS_PER_PERSON_PER_MINUTE: u32 = 12;

/// Workshops to practise in that one facilitator makes in an hour.
pub const PRACTICES_PER_PERSON_PER_HOUR: u32 = 12;
