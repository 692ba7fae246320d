//! What partners say of the parts of a map (capabilities AGR-1 to AGR-4, `docs/spec/agreement.md`).

pub mod agree_to_several;
pub mod say;
mod speaking;
