//! Changing what was prepared for the meeting: how people meet, the agenda, questions to talk about, facts with their source.

use pairway_crdt::agenda::{
    ACTIVITY_MODES, AGENDA_ITEM_MINUTES_MAX, AGENDA_ITEMS_MAX, AGENDA_SAYS_CHARS_MAX, AGENDA_TITLE_CHARS_MAX,
    About, AgendaItem, NOTES_SHOWN, OPENING_SIDES, PREPARED_LINE_CHARS_MAX, PREPARED_LINES_MAX, SILENT,
    is_agenda_id,
};
use pairway_crdt::document::Document;
use pairway_crdt::workshop::plan::{self, Lines};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::auth::rights::Right;
use crate::ids::random_id;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::{CommandError, facts_document, input};

/// Changes how people meet, the agenda, the questions to talk about or the facts; what is left out stays. A list that is
/// given takes the place of the whole list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanMeeting {
    /// How people meet, in words; may be empty.
    #[serde(default)]
    format: Option<String>,
    /// The activities, in the order of the day.
    #[serde(default)]
    agenda: Option<Vec<PlannedActivity>>,
    /// Questions for the group.
    #[serde(default)]
    discuss: Option<Vec<String>>,
    /// Facts, each with its source.
    #[serde(default)]
    facts: Option<Vec<String>>,
}

/// One activity of an agenda.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedActivity {
    /// The item it was before, wherever it stood; absent for a new one.
    #[serde(default)]
    id: Option<String>,
    /// Length in minutes, a day at most.
    min: u32,
    /// What happens.
    title: String,
    /// How people work: one of the words of docs/PROTOCOL.md.
    mode: String,
    /// Which side speaks first: `patient`, `professional` or `none`.
    opens: String,
    /// What people are asked to do, in a sentence; may be empty.
    #[serde(default)]
    says: String,
    /// What it is about: `map:map`, `stage:{id}`, `goal:{id}` or `question:{words}`; may be empty.
    #[serde(default)]
    about: String,
    /// How notes that people write for themselves are shown: `named` or `anonymous`; only for `silent`.
    #[serde(default)]
    notes: String,
}

/// What is written; nothing for what stays.
struct Checked {
    format: Option<String>,
    agenda: Option<Vec<AgendaItem>>,
    discuss: Option<Vec<String>>,
    facts: Option<Vec<String>>,
}

impl Command for PlanMeeting {
    const NAME: &'static str = "planMeeting";
    const PATH: &'static str = "/plan";
    const RIGHT: Right = Right::EditWorkshop;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        _state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let checked = self.check()?;
        Ok(Decision::new(Done {}).audit(&Entry::of(call.now_ms, AuditWord::PlanMeeting, call.caller)).edit(
            facts_document(&call.caller.workshop),
            move |document: &mut Document| {
                document.write(|txn, _| {
                    if let Some(format) = &checked.format {
                        plan::write_format(txn, format);
                    }
                    if let Some(agenda) = checked.agenda {
                        let agenda = with_ids(agenda, &plan::read_agenda(txn));
                        plan::write_agenda(txn, &agenda);
                    }
                    for (which, lines) in [(Lines::Discuss, &checked.discuss), (Lines::Facts, &checked.facts)]
                    {
                        if let Some(lines) = lines {
                            plan::write_lines(txn, which, lines);
                        }
                    }
                });
                Ok(())
            },
        ))
    }
}

impl PlanMeeting {
    fn check(&self) -> Result<Checked, CommandError> {
        let agenda = self.agenda.as_deref().map(read_agenda).transpose()?;
        let lines = |lines: &Option<Vec<String>>| lines.as_deref().map(read_lines).transpose();
        Ok(Checked {
            format: self
                .format
                .as_deref()
                .map(|text| input::read_plan_line(text, AGENDA_TITLE_CHARS_MAX))
                .transpose()?,
            agenda,
            discuss: lines(&self.discuss)?,
            facts: lines(&self.facts)?,
        })
    }
}

fn read_agenda(activities: &[PlannedActivity]) -> Result<Vec<AgendaItem>, CommandError> {
    if activities.len() > AGENDA_ITEMS_MAX {
        return Err(CommandError::bad(
            "agenda_too_long",
            format!("An agenda has {AGENDA_ITEMS_MAX} parts at most."),
        ));
    }
    activities.iter().map(read_activity).collect()
}

fn bad_activity() -> CommandError {
    CommandError::bad("bad_activity", "The page sent something the server does not understand. Reload it.")
}

fn read_activity(activity: &PlannedActivity) -> Result<AgendaItem, CommandError> {
    let PlannedActivity { id, min, title, mode, opens, says, about, notes } = activity;
    let is_known = ACTIVITY_MODES.contains(&mode.as_str())
        && OPENING_SIDES.contains(&opens.as_str())
        && (notes.is_empty() || NOTES_SHOWN.contains(&notes.as_str()));
    if !is_known {
        return Err(bad_activity());
    }
    if !(1..=AGENDA_ITEM_MINUTES_MAX).contains(min) {
        return Err(CommandError::bad(
            "minutes_wrong",
            "Each part of the agenda takes 1 minute or more, one day at most.",
        ));
    }
    let title = input::read_plan_line(title, AGENDA_TITLE_CHARS_MAX)?;
    if title.is_empty() {
        return Err(CommandError::bad("activity_empty", "Say what happens in each part of the agenda."));
    }
    Ok(AgendaItem {
        id: id.clone().filter(|id| is_agenda_id(id)).unwrap_or_default(),
        min: *min,
        title,
        mode: mode.clone(),
        opens: opens.clone(),
        says: input::read_plan_line(says, AGENDA_SAYS_CHARS_MAX)?,
        about: read_about(about)?,
        notes: if mode == SILENT { notes.clone() } else { String::new() },
    })
}

/// What an activity is about. Whether a stage or goal is still there is nobody's to say: it can go at any time.
fn read_about(text: &str) -> Result<Option<About>, CommandError> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(question) = text.strip_prefix("question:") {
        let question = input::read_plan_line(question, AGENDA_SAYS_CHARS_MAX)?;
        return Ok((!question.is_empty()).then_some(About::Question(question)));
    }
    About::parse(text).map(Some).ok_or_else(bad_activity)
}

/// Gives each item an id of its own: the one that it came with, if an item of before had it; that of the item of before with the
/// same title, for pages that know no ids; else a new one.
fn with_ids(mut agenda: Vec<AgendaItem>, before: &[AgendaItem]) -> Vec<AgendaItem> {
    let mut free: Vec<&AgendaItem> = before.iter().collect();
    let mut take = |fits: &dyn Fn(&AgendaItem) -> bool| {
        let index = free.iter().position(|item| fits(item))?;
        Some(free.remove(index).id.clone())
    };
    for item in &mut agenda {
        item.id = take(&|one| !item.id.is_empty() && one.id == item.id).unwrap_or_default();
    }
    for item in agenda.iter_mut().filter(|item| item.id.is_empty()) {
        item.id = take(&|one| one.title == item.title).unwrap_or_else(random_id);
    }
    agenda
}

/// Lines without the empty ones.
fn read_lines(lines: &[String]) -> Result<Vec<String>, CommandError> {
    let read = lines.iter().map(|line| input::read_plan_line(line, PREPARED_LINE_CHARS_MAX));
    let mut read = read.collect::<Result<Vec<_>, _>>()?;
    read.retain(|line| !line.is_empty());
    if read.len() > PREPARED_LINES_MAX {
        return Err(CommandError::bad(
            "too_many_lines",
            format!("There is room for {PREPARED_LINES_MAX} lines."),
        ));
    }
    Ok(read)
}
