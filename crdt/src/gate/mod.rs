//! The gate: streaming walkers that accept or refuse outside bytes whole, before the engine is called.
