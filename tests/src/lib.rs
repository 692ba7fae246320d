//! Helpers of the end-to-end tests: a server in its own process, hand-made clients, replayable plans.
