//! Tests of reading bodies: the budgets at their bounds, and bodies that never end.

use std::convert::Infallible;

use futures_util::stream;

use super::*;
use crate::limits::ARCHIVE_CALL_BYTES_MAX;

fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

fn request(body: Body) -> Request {
    Request::new(body)
}

/// A body that begins and never ends, without saying how long it is.
fn unfinished() -> Request {
    let begun = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"{"))]).chain(stream::pending());
    request(Body::from_stream(begun))
}

/// A body that does not say how long it is, and is short.
fn short() -> Request {
    request(Body::from_stream(stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"{}"))])))
}

/// Begins to read, until nothing more comes.
async fn begin(
    bodies: &std::sync::Arc<Bodies>,
    from: IpAddr,
    bytes_max: usize,
) -> tokio::task::JoinHandle<ApiError> {
    let bodies = std::sync::Arc::clone(bodies);
    let reading = tokio::spawn(async move { bodies.read(from, bytes_max, unfinished()).await.unwrap_err() });
    tokio::task::yield_now().await;
    reading
}

#[tokio::test(start_paused = true)]
async fn bound_10_bodies_under_way_are_bounded_for_an_address_and_for_all_and_small_ones_go_on() {
    let bodies = std::sync::Arc::new(Bodies::default());
    let per_address = ARCHIVE_BODIES_PER_ADDRESS_BYTES_MAX / ARCHIVE_CALL_BYTES_MAX;
    let in_all = ARCHIVE_BODIES_BYTES_MAX / ARCHIVE_CALL_BYTES_MAX;
    let mut under_way = Vec::new();
    for number in 0..in_all {
        let from = address(u8::try_from(number / per_address).unwrap());
        under_way.push(begin(&bodies, from, ARCHIVE_CALL_BYTES_MAX).await);
        let mine = bodies.read(from, ARCHIVE_CALL_BYTES_MAX, short());
        if (number + 1) % per_address == 0 {
            assert!(matches!(mine.await, Err(ApiError::Busy { .. })), "an address has its share");
        }
    }
    let other = bodies.read(address(200), ARCHIVE_CALL_BYTES_MAX, short()).await;
    assert!(matches!(other, Err(ApiError::Busy { .. })), "and all together theirs");
    assert!(bodies.bytes() <= ARCHIVE_BODIES_BYTES_MAX);
    for from in [address(0), address(200)] {
        let small = bodies.read(from, BODY_BYTES_MAX, request(Body::from("{}"))).await.unwrap();
        assert_eq!(small.bytes, "{}");
        let small = bodies.read(from, ARCHIVE_CALL_BYTES_MAX, request(Body::from("{}"))).await;
        assert!(small.is_ok(), "a small body of a call that may be large");
    }
    for reading in under_way {
        assert_eq!(reading.await.unwrap(), ApiError::TooSlow);
    }
    assert_eq!(bodies.bytes(), 0);
}

#[tokio::test(start_paused = true)]
async fn bound_10_small_bodies_under_way_are_bounded_for_an_address_too() {
    let bodies = std::sync::Arc::new(Bodies::default());
    let mut under_way = Vec::new();
    for _ in 0..BODIES_PER_ADDRESS_BYTES_MAX / BODY_BYTES_MAX {
        under_way.push(begin(&bodies, address(1), BODY_BYTES_MAX).await);
    }
    let over = bodies.read(address(1), BODY_BYTES_MAX, request(Body::from("{}"))).await;
    assert!(matches!(over, Err(ApiError::Busy { .. })));
    assert!(bodies.read(address(2), BODY_BYTES_MAX, request(Body::from("{}"))).await.is_ok());
    for reading in under_way {
        assert_eq!(reading.await.unwrap(), ApiError::TooSlow);
    }
}

#[tokio::test(start_paused = true)]
async fn bound_11_a_body_that_trickles_has_its_time_and_no_more() {
    let bodies = Bodies::default();
    let trickle = stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
    });
    let began = tokio::time::Instant::now();
    let read = bodies.read(address(1), BODY_BYTES_MAX, request(Body::from_stream(trickle))).await;
    assert_eq!(read.unwrap_err(), ApiError::TooSlow);
    assert_eq!(began.elapsed().as_secs(), BODY_SECONDS_MAX);
    let began = tokio::time::Instant::now();
    let read = bodies.read(address(1), ARCHIVE_CALL_BYTES_MAX, unfinished()).await;
    assert_eq!(read.unwrap_err(), ApiError::TooSlow);
    assert_eq!(began.elapsed().as_secs(), BODY_SILENCE_SECONDS_MAX, "silence is not waited out");
}

#[tokio::test(start_paused = true)]
async fn bound_2_a_body_is_taken_up_to_its_limit_whole_or_in_pieces() {
    let bodies = Bodies::default();
    let pieces = |bytes: usize| {
        let all = vec![Ok::<_, Infallible>(Bytes::from(vec![b'x'; 1_000])); bytes / 1_000];
        let rest = Ok(Bytes::from(vec![b'x'; bytes % 1_000]));
        request(Body::from_stream(stream::iter(all.into_iter().chain([rest]))))
    };
    for bytes in [0, 1, 1_000, 5_500, BODY_BYTES_MAX] {
        let read = bodies.read(address(1), BODY_BYTES_MAX, pieces(bytes)).await.unwrap();
        assert_eq!(read.bytes.len(), bytes);
        let read = bodies.read(address(1), BODY_BYTES_MAX, request(Body::from(vec![b'x'; bytes]))).await;
        assert_eq!(read.unwrap().bytes.len(), bytes);
    }
    let too_large = ApiError::TooLarge { bytes_max: BODY_BYTES_MAX };
    let over = BODY_BYTES_MAX + 1;
    assert_eq!(bodies.read(address(1), BODY_BYTES_MAX, pieces(over)).await.unwrap_err(), too_large);
    let whole = request(Body::from(vec![b'x'; over]));
    assert_eq!(bodies.read(address(1), BODY_BYTES_MAX, whole).await.unwrap_err(), too_large);
    assert_eq!(bodies.bytes(), 0);
}
