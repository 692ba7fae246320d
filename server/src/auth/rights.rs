//! Who may do what: one pure table role x right (capability WS-2), rendered into `docs/ROLES.md`.
//!
//! Owns the table and the words of its refusals. That a partner acts only within their own pair, and a scribe only for the
//! person who granted it, is checked where the command is carried out. Knows no HTTP and no room.

use crate::auth::role::Role;

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident, $label:literal, $who:expr;)+) => {
        /// What a family of commands and questions needs: one rule of who may.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Right {
            $($(#[$doc])* $name),+
        }

        impl Right {
            /// Every right, in the order the table shows them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// What it is called in the table.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$name => $label),+
                }
            }

            fn roles(self) -> &'static [Role] {
                match self {
                    $(Self::$name => $who),+
                }
            }
        }
    };
}

const EVERYBODY: &[Role] = &Role::ALL;
const FACILITATORS: &[Role] = &[Role::Facilitator];
const PARTNERS: &[Role] = &[Role::PatientLeader, Role::Carer, Role::Professional];
const WHO_SHAPE: &[Role] = &[Role::Facilitator, Role::PatientLeader, Role::Carer, Role::Professional];
const ALL_BUT_OBSERVERS: &[Role] = &[
    Role::Facilitator,
    Role::PatientLeader,
    Role::Carer,
    Role::Professional,
    Role::Supporter,
    Role::SystemPartner,
];
const WHO_COMMENT: &[Role] = &[
    Role::Facilitator,
    Role::PatientLeader,
    Role::Carer,
    Role::Professional,
    Role::Observer,
    Role::SystemPartner,
];

rights! {
    /// See who is in the workshop.
    SeePeople, "see who takes part", EVERYBODY;
    /// Take the map away as a file.
    TakeAway, "download the map as a file", EVERYBODY;
    /// Make the own return code.
    ComeBack, "make the own return code", EVERYBODY;
    /// Say what helps oneself to take part, which facilitators read.
    SayWhatHelps, "say what helps oneself to take part", EVERYBODY;
    /// Leave the workshop.
    Leave, "leave", EVERYBODY;
    /// Put a part up to be agreed.
    Propose, "put a part up to be agreed", WHO_SHAPE;
    /// Agree, withdraw, see it differently, resolve, park, reopen, confirm a removal.
    Agree, "agree, see it differently, resolve, park (within the own pair)", PARTNERS;
    /// Say yes and see it differently for a person who granted it.
    ActFor, "act as a scribe for somebody who granted it", EVERYBODY;
    /// Let somebody write for oneself, or no longer.
    LetWrite, "let somebody write for oneself, or no longer", EVERYBODY;
    /// Form a pair: facilitators any, partners their own.
    FormPair, "form a pair (partners: their own)", WHO_SHAPE;
    /// Change the words of a pair: its name, its challenge, how it works.
    WordPair, "change the words of a pair (partners: their own)", WHO_SHAPE;
    /// Ask for the stages a pair decides about: facilitators any, partners their own, who also say yes.
    ChooseScope, "choose the stages of a pair (partners: their own)", WHO_SHAPE;
    /// End a pair: facilitators any, partners their own.
    EndPair, "end a pair (partners: their own)", WHO_SHAPE;
    /// Comment, reply and react.
    Comment, "comment, reply and react", WHO_COMMENT;
    /// Close a thread of comments or open it again.
    ResolveThread, "resolve a thread of comments", WHO_SHAPE;
    /// Say what a comment or an idea led to.
    Trace, "say what a comment or an idea led to", WHO_SHAPE;
    /// Take another's comment down.
    TakeDown, "remove another's comment", FACILITATORS;
    /// Let observers comment, or ask them to listen only.
    LetObservers, "let observers comment, or ask them to listen only", FACILITATORS;
    /// Freeze and thaw editing.
    Freeze, "freeze and thaw editing", FACILITATORS;
    /// See, make and revoke invites.
    Invite, "see, make and revoke invites", FACILITATORS;
    /// Let people in from the waiting room, turn them away, open or close it.
    Admit, "run the waiting room", FACILITATORS;
    /// Remove, rename, change the role, add somebody who takes part by phone, name a scribe.
    ManagePeople, "remove, rename, change a role, add by phone, name a scribe", FACILITATORS;
    /// Read what happened.
    ReadAudit, "read what happened", FACILITATORS;
    /// Take out of a map what says nothing, and what one person added.
    CleanUp, "clean up a map that was flooded", FACILITATORS;
    /// Add, name, remove and bring back maps, and say which is shown first.
    ManageMaps, "add, name and remove maps", FACILITATORS;
    /// Change the title, the challenge, the last day and what was prepared.
    EditWorkshop, "change the title, the challenge, the last day, the agenda, questions and facts", FACILITATORS;
    /// Write down what is to be done after a meeting, and by whom.
    PlanActions, "write down, change and remove actions", WHO_SHAPE;
    /// Add ideas, put them into themes, say what became of them.
    SortIdeas, "add ideas, put them into themes, say what became of them", WHO_SHAPE;
    /// Run the session: begin activities, change their time, pause and end it.
    RunSession, "run the session: activities and their time, the link of the call", FACILITATORS;
    /// Raise a hand and lower it, and say what becomes of the own turn.
    RaiseHand, "raise a hand, take a turn", ALL_BUT_OBSERVERS;
    /// Tell everybody something, bring everybody to a place, lower hands, give turns on.
    LeadRoom, "tell all something, bring all to a place, lower hands, give turns on", FACILITATORS;
    /// Write notes alone, say that one has finished, give notes to the others.
    WriteAlone, "write alone in an activity and give notes", WHO_SHAPE;
    /// Vote in a round that is open.
    Vote, "vote", PARTNERS;
    /// Delete the workshop.
    DeleteWorkshop, "delete the workshop", FACILITATORS;
}

/// Whether a role has a right.
#[must_use]
pub fn may(role: Role, right: Right) -> bool {
    right.roles().contains(&role)
}

/// Why a role may not: a stable word for programs and plain words for the person.
#[must_use]
pub fn refusal(right: Right) -> (&'static str, &'static str) {
    let who = right.roles();
    if who == FACILITATORS {
        ("facilitators_only", "Only facilitators can do this. Ask a facilitator of your workshop.")
    } else if who == PARTNERS {
        (
            "partners_only",
            "Only patient leaders, carers and professionals decide together. Your role does not.",
        )
    } else {
        ("not_your_role", "This is not part of your role here. Ask a facilitator of your workshop.")
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::auth::permission::{self, Access};

    #[test]
    fn role_1_every_role_may_give_exactly_the_commands_of_the_table() {
        use Right::*;
        let everybody = [SeePeople, TakeAway, ComeBack, SayWhatHelps, Leave, ActFor, LetWrite];
        let hands = [RaiseHand];
        let shape = [
            Propose,
            FormPair,
            WordPair,
            ChooseScope,
            EndPair,
            Comment,
            ResolveThread,
            Trace,
            PlanActions,
            SortIdeas,
            WriteAlone,
        ];
        let facilitators = [
            TakeDown,
            LetObservers,
            Freeze,
            Invite,
            Admit,
            ManagePeople,
            ReadAudit,
            CleanUp,
            ManageMaps,
            EditWorkshop,
            RunSession,
            LeadRoom,
            DeleteWorkshop,
        ];
        for role in Role::ALL {
            let expected: Vec<Right> = match role {
                Role::Facilitator => [&everybody[..], &shape, &hands, &facilitators].concat(),
                Role::PatientLeader | Role::Carer | Role::Professional => {
                    [&everybody[..], &shape, &hands, &[Agree, Vote]].concat()
                }
                Role::Supporter => [&everybody[..], &hands].concat(),
                Role::Observer => [&everybody[..], &[Comment]].concat(),
                Role::SystemPartner => [&everybody[..], &[Comment], &hands].concat(),
            };
            for right in Right::ALL {
                assert_eq!(may(role, *right), expected.contains(right), "{role:?} {right:?}");
            }
        }
    }

    #[test]
    fn role_2_nobody_but_the_two_sides_can_agree() {
        for role in Role::ALL {
            assert_eq!(may(role, Right::Agree), role.side().is_some(), "{role:?}");
        }
    }

    /// The page is made from the code; `UPDATE_DOCS=1 cargo test -p pairway-server the_page` writes it anew.
    #[test]
    fn the_page_of_roles_says_what_the_code_does() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/ROLES.md");
        let page = page();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, &page).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), page, "docs/ROLES.md is out of date");
    }

    fn page() -> String {
        let mut page = String::from(
            "# Roles\n\nWho may do what, made from the code (`server/src/auth/permission.rs` and `command.rs`). The server asks \
             these\ntables for every socket and every call; a screen only leaves out what would be refused.\n\n\
             A scribe is not a role: it is a grant to act for one person, who is named in all that is done for them.\n\n\
             ## Documents\n\n",
        );
        let head = Role::ALL.map(Role::as_str).join(" | ");
        let line = "|---".repeat(Role::ALL.len() + 1);
        let _ = write!(page, "| document | {head} |\n{line}|\n");
        for (label, accesses) in permission::rows_of_the_page() {
            let cells = accesses.map(|access| match access {
                Access::Denied => "",
                Access::ReadOnly => "read",
                Access::ReadWrite => "read, write",
            });
            let _ = writeln!(page, "| {label} | {} |", cells.join(" | "));
        }
        let _ = write!(page, "\n## Commands\n\n| command | {head} |\n{line}|\n");
        for right in Right::ALL {
            let cells = Role::ALL.map(|role| if may(role, *right) { "yes" } else { "" });
            let _ = writeln!(page, "| {} | {} |", right.label(), cells.join(" | "));
        }
        page
    }
}
