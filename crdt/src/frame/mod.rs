//! Wire frames: bytes to values and back, for both wires. Knows no document and no connection.
