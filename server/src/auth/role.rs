//! Roles: who a person is in a workshop. Pure values.

use pairway_crdt::workshop::side::Side;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The role a person has in a workshop (capability WS-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Prepares, runs and closes a workshop; neutral, never agrees.
    Facilitator,
    /// Person with lived experience, one half of a pair.
    PatientLeader,
    /// Unpaid carer or family member with lived experience of their own; patient side.
    Carer,
    /// Clinician, manager or other worker; the other half of a pair.
    Professional,
    /// Helps one person take part; no voice of their own.
    Supporter,
    /// Sees everything shared, writes nothing.
    Observer,
    /// Commissioner, manager or councillor who comments.
    SystemPartner,
}

impl Role {
    /// Every role, in the order the invite sheet lists them.
    pub const ALL: [Self; 7] = [
        Self::Facilitator,
        Self::PatientLeader,
        Self::Carer,
        Self::Professional,
        Self::Supporter,
        Self::Observer,
        Self::SystemPartner,
    ];

    /// The role of a name; `None` for anything else.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// The side a role counts for; `None` for those who are not counted.
    #[must_use]
    pub fn side(self) -> Option<Side> {
        match self {
            Self::PatientLeader | Self::Carer => Some(Side::Patient),
            Self::Professional => Some(Side::Professional),
            Self::Facilitator | Self::Supporter | Self::Observer | Self::SystemPartner => None,
        }
    }

    /// Whether this role writes into maps, unless editing is paused.
    #[must_use]
    pub fn writes_maps(self) -> bool {
        match self {
            Self::Facilitator | Self::PatientLeader | Self::Carer | Self::Professional => true,
            Self::Supporter | Self::Observer | Self::SystemPartner => false,
        }
    }

    /// The role's name on the wire and in documents.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Facilitator => "facilitator",
            Self::PatientLeader => "patientLeader",
            Self::Carer => "carer",
            Self::Professional => "professional",
            Self::Supporter => "supporter",
            Self::Observer => "observer",
            Self::SystemPartner => "systemPartner",
        }
    }
}
