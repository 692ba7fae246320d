//! The table: a CSV with a row a step, for people who plan in a spreadsheet.
//!
//! Owns the columns, the words in them and the defence against cells that a spreadsheet would run as a formula. The
//! archive is the lossless form; this one is for reading.

use std::borrow::Cow;
use std::collections::HashMap;

use pairway_crdt::pathway::meaning::{AgreeKind, PartName};
use pairway_crdt::pathway::schema::{Mode, Perspective, Sector, StepKind};
use pairway_crdt::pathway::view::{Link, PathwayMap, Step};

use super::sayings::{Saying, Sayings};

/// Names of the columns.
const HEADER: [&str; 15] = [
    "Stage",
    "Lane",
    "Step",
    "Detail",
    "Provider sector",
    "For, by or with",
    "Perspective",
    "Goals served",
    "Leads to",
    "Agreement",
    "Patient side sees it so",
    "Professional side sees it so",
    "Kind",
    "Options",
    "What matters",
];

/// Tells Excel that the file is UTF-8; without it names like "Siân" break.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Stage or lane of a step that has none.
const NOT_PLACED: &str = "Not placed";

/// Between several values of one cell.
const SEPARATOR: &str = "; ";

/// What makes a spreadsheet take a cell for a formula or a command, when it comes first.
const FORMULA_STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What some spreadsheet, set to another language, takes for the end of a cell. Quotes do not help there: a file with
/// commas read by semicolons is cut inside of quoted cells too.
const CELL_ENDS: [char; 6] = [';', ',', '\t', '|', '\r', '\n'];

/// Marks a cell as text.
const TEXT_MARK: char = '\'';

/// The steps of a map as a CSV file in UTF-8: a header, then a row a step in the order of the list.
///
/// # Panics
/// Never: rows go to memory and all have the columns of the header.
#[must_use]
pub fn steps_csv(map: &PathwayMap, said: &Sayings) -> Vec<u8> {
    let names = Names::of(map);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let rows = map.steps.iter().map(|step| row(step, &names, said));
    let rows = std::iter::once(HEADER.map(Cow::Borrowed)).chain(rows).chain(left_out_row(map));
    for row in rows {
        let cells = row.iter().map(|cell| harmless(cell));
        let cells: Vec<Cow<'_, str>> = cells.collect();
        writer
            .write_record(cells.iter().map(|cell| cell.as_bytes()))
            .expect("rows go to memory and all have the columns of the header");
    }
    writer.into_inner().expect("what is in memory needs no flushing")
}

type Row<'a> = [Cow<'a, str>; 15];

/// Titles by id, and the links that show by the step they come from.
struct Names<'a> {
    stages: HashMap<&'a str, &'a str>,
    lanes: HashMap<&'a str, &'a str>,
    goals: HashMap<&'a str, &'a str>,
    steps: HashMap<&'a str, &'a str>,
    links: HashMap<&'a str, Vec<&'a Link>>,
}

impl<'a> Names<'a> {
    fn of(map: &'a PathwayMap) -> Self {
        let mut links: HashMap<&str, Vec<&Link>> = HashMap::new();
        for link in map.links.iter().filter(|link| !link.is_hidden) {
            links.entry(&link.from).or_default().push(link);
        }
        Self {
            stages: map.stages().iter().map(|part| (part.id.as_str(), part.title.as_str())).collect(),
            lanes: map.lanes().iter().map(|part| (part.id.as_str(), part.title.as_str())).collect(),
            goals: map.goals().iter().map(|part| (part.id.as_str(), part.title.as_str())).collect(),
            steps: map.steps.iter().map(|part| (part.id.as_str(), part.title.as_str())).collect(),
            links,
        }
    }
}

fn row<'a>(step: &'a Step, names: &Names<'a>, said: &'a Sayings) -> Row<'a> {
    let title = |titles: &HashMap<&str, &'a str>, id: Option<&str>| {
        Cow::Borrowed(id.and_then(|id| titles.get(id).copied()).unwrap_or(NOT_PLACED))
    };
    let goals: Vec<&str> =
        step.goals.iter().filter_map(|goal| names.goals.get(goal.as_str()).copied()).collect();
    let links = names.links.get(step.id.as_str()).into_iter().flatten();
    let leads_to: Vec<Cow<'_, str>> = links
        .filter_map(|link| {
            let to = names.steps.get(link.to.as_str()).copied()?;
            let is_plain = link.label.is_empty();
            Some(if is_plain { Cow::Borrowed(to) } else { Cow::Owned(format!("{to} ({})", link.label)) })
        })
        .collect();
    // What a plain step keeps from when it was a decision is no part of what it says.
    let decided = |text: &'a str| if step.kind == StepKind::Decision { text } else { "" };
    let said = said.get(&PartName { kind: AgreeKind::Step, id: step.id.clone() });
    let views = |of: fn(&Saying) -> &Vec<String>| {
        Cow::Owned(said.map(|said| of(said).join(SEPARATOR)).unwrap_or_default())
    };
    [
        title(&names.stages, step.stage.as_deref()),
        title(&names.lanes, step.lane.as_deref()),
        Cow::Borrowed(&step.title),
        Cow::Borrowed(&step.detail),
        Cow::Borrowed(sector_words(step.sector)),
        Cow::Borrowed(mode_words(step.mode)),
        Cow::Borrowed(perspective_words(step.perspective)),
        Cow::Owned(goals.join(SEPARATOR)),
        Cow::Owned(leads_to.join(SEPARATOR)),
        Cow::Borrowed(said.map_or("", |said| said.state.as_str())),
        views(|said| &said.patient),
        views(|said| &said.professional),
        Cow::Borrowed(kind_words(step.kind)),
        Cow::Borrowed(decided(&step.options)),
        Cow::Borrowed(decided(&step.matters)),
    ]
}

/// Says in the table itself when a limit kept something out of it.
fn left_out_row(map: &PathwayMap) -> Option<Row<'static>> {
    let left_out = map.left_out;
    let words = format!(
        "This map is over a limit. Left out: {} parts, {} goals served. Cut short: {} texts.",
        left_out.parts, left_out.step_goals, left_out.texts
    );
    let mut row: Row<'static> = [""; 15].map(Cow::Borrowed);
    row[2] = Cow::Owned(words);
    (!left_out.is_nothing()).then_some(row)
}

/// A cell that no spreadsheet runs, wherever it takes one cell to end and the next to begin: what would come first in one
/// and look like a formula is marked as text.
fn harmless(cell: &str) -> Cow<'_, str> {
    let mut marked = String::new();
    let mut copied = 0;
    let begins = cell.match_indices(CELL_ENDS).map(|(at, end)| at + end.len());
    for begin in std::iter::once(0).chain(begins) {
        if looks_like_formula(&cell[begin..]) || (begin == 0 && cell.starts_with(['\t', '\r', '\n'])) {
            marked.push_str(&cell[copied..begin]);
            marked.push(TEXT_MARK);
            copied = begin;
        }
    }
    if marked.is_empty() {
        return Cow::Borrowed(cell);
    }
    marked.push_str(&cell[copied..]);
    Cow::Owned(marked)
}

/// Whether a spreadsheet that starts a cell here would take it for a formula: white space and quotes in front are dropped.
fn looks_like_formula(text: &str) -> bool {
    let is_dropped = |letter: char| {
        (letter.is_whitespace() && !CELL_ENDS.contains(&letter)) || letter == '"' || letter == '\u{feff}'
    };
    text.trim_start_matches(is_dropped).starts_with(FORMULA_STARTS)
}

fn kind_words(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Step => "Step",
        StepKind::Decision => "Shared decision",
    }
}

fn sector_words(sector: Sector) -> &'static str {
    match sector {
        Sector::Unsaid => "",
        Sector::Nhs => "NHS",
        Sector::SocialCare => "Social care and council",
        Sector::Vcse => "Voluntary and community sector",
        Sector::Peer => "Peer",
        Sector::SelfFamily => "Person and family",
        Sector::OtherPublic => "Other public (housing, work, leisure)",
    }
}

fn mode_words(mode: Mode) -> &'static str {
    match mode {
        Mode::Unsaid => "",
        Mode::For => "For people",
        Mode::By => "By people",
        Mode::With => "With each other",
    }
}

fn perspective_words(perspective: Perspective) -> &'static str {
    match perspective {
        Perspective::Unsaid => "",
        Perspective::Lived => "Lived experience",
        Perspective::Professional => "Professional knowledge",
        Perspective::Both => "Both",
        Perspective::Other => "Other",
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
