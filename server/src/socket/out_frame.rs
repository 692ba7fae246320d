//! One message of the WebSocket on its way out: a head of its own and a body that others may share.
//!
//! A state or diff can be as large as a document. Its bytes are never copied for a connection: only the few bytes around
//! them (address, message numbers, length) are the connection's own.

use bytes::Bytes;

/// A message to be written.
#[derive(Debug, Clone)]
pub(super) struct OutFrame {
    head: Bytes,
    body: Bytes,
}

impl OutFrame {
    /// A message whose body is shared.
    pub(super) fn shared(head: Vec<u8>, body: Bytes) -> Self {
        Self { head: head.into(), body }
    }

    /// Bytes in all.
    pub(super) fn len(&self) -> usize {
        self.head.len() + self.body.len()
    }

    /// The message as one piece; small ones are written so.
    pub(super) fn whole(&self) -> Bytes {
        match (self.head.is_empty(), self.body.is_empty()) {
            (true, _) => self.body.clone(),
            (_, true) => self.head.clone(),
            (false, false) => [self.head.as_ref(), self.body.as_ref()].concat().into(),
        }
    }

    /// The message in pieces of at most so many bytes, in order, none of them a copy.
    pub(super) fn pieces(&self, bytes_max: usize) -> impl Iterator<Item = Bytes> + '_ {
        [&self.head, &self.body].into_iter().flat_map(move |part| {
            (0..part.len())
                .step_by(bytes_max)
                .map(move |from| part.slice(from..part.len().min(from + bytes_max)))
        })
    }
}

impl From<Bytes> for OutFrame {
    fn from(whole: Bytes) -> Self {
        Self { head: Bytes::new(), body: whole }
    }
}

impl From<Vec<u8>> for OutFrame {
    fn from(whole: Vec<u8>) -> Self {
        Bytes::from(whole).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sock_61_a_shared_body_is_written_without_a_copy_of_it() {
        let body = Bytes::from(vec![7; 1_000]);
        let frame = OutFrame::shared(vec![1, 2, 3], body.clone());
        let pieces: Vec<Bytes> = frame.pieces(400).collect();
        assert_eq!(pieces.iter().map(Bytes::len).collect::<Vec<_>>(), [3, 400, 400, 200]);
        assert_eq!(pieces[1].as_ptr(), body.as_ptr(), "the same memory");
        assert_eq!(pieces.concat(), frame.whole());
        assert_eq!(frame.len(), 1_003);
        assert_eq!(OutFrame::from(body.clone()).whole().as_ptr(), body.as_ptr());
    }
}
