//! Tests of the CSV, with a small reader of our own so that the writer is not checked by itself alone.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::kinds::PartKind;
use pairway_crdt::pathway::seed::seed_map;
use pairway_crdt::pathway::template::template;
use pairway_crdt::pathway::view::{LeftOut, ListedPart, ListedParts};

use super::*;

/// The golden file of the cardiac template.
const CARDIAC: &str = include_str!("cardiac-steps.csv");

fn cardiac() -> PathwayMap {
    let mut document = Document::new();
    let mut last = 0;
    seed_map(&mut document, &template("cardiac-services").unwrap().to_map(), &mut || {
        last += 1;
        format!("{last:026}")
    });
    PathwayMap::read_document(&document)
}

fn one_step(change: impl FnOnce(&mut Step)) -> PathwayMap {
    let mut step = Step {
        id: String::from("s1"),
        title: String::from("Rings"),
        detail: String::new(),
        kind: StepKind::Step,
        options: String::new(),
        matters: String::new(),
        stage: Some(String::from("st")),
        lane: Some(String::from("la")),
        ord: String::new(),
        mode: Mode::Unsaid,
        sector: Sector::Unsaid,
        perspective: Perspective::Unsaid,
        goals: vec![],
    };
    change(&mut step);
    let mut listed = ListedParts::default();
    listed.of_mut(PartKind::Stage).push(ListedPart::new("st", "Before"));
    let lane = ListedPart::new("la", "Person").with("sector", Sector::SelfFamily.as_str());
    listed.of_mut(PartKind::Lane).push(lane);
    PathwayMap { listed, steps: vec![step], ..PathwayMap::default() }
}

/// The rows of a file, header left out.
fn rows(file: &[u8]) -> Vec<Vec<String>> {
    let text = file.strip_prefix(b"\xEF\xBB\xBF").expect("a byte order mark comes first");
    let mut reader = csv::Reader::from_reader(text);
    reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
}

#[test]
fn export_1_the_cardiac_template_gives_the_golden_table() {
    let map = cardiac();
    let saying = |(at, step): (usize, &Step)| {
        let (state, views): (&str, &[&str]) = match at {
            0 => ("Agreed", &[]),
            1 => ("We see it differently", &["Too much at once", "=2+3"]),
            _ => ("Idea", &[]),
        };
        let views: Vec<String> = views.iter().map(|view| String::from(*view)).collect();
        let said = Saying { state: String::from(state), professional: views.clone(), patient: views };
        (PartName { kind: AgreeKind::Step, id: step.id.clone() }, said)
    };
    let said = map.steps.iter().enumerate().map(saying).collect();
    let file = String::from_utf8(steps_csv(&map, &said)).unwrap();
    let file = file.strip_prefix('\u{feff}').expect("a byte order mark comes first");
    assert!(file.lines().count() == 10 && file.ends_with("\r\n"));
    assert_eq!(file.replace("\r\n", "\n"), CARDIAC);
}

#[test]
fn export_1_every_step_of_every_template_has_its_row() {
    for template in pairway_crdt::pathway::template::templates() {
        let mut document = Document::new();
        let mut last = 0;
        seed_map(&mut document, &template.to_map(), &mut || {
            last += 1;
            format!("{last:026}")
        });
        let rows = rows(&steps_csv(&PathwayMap::read_document(&document), &Sayings::default()));
        assert_eq!(rows.len(), template.steps.len());
        for row in &rows {
            assert_eq!(row.len(), HEADER.len());
            assert!(row[..3].iter().chain(&row[4..6]).all(|cell| !cell.is_empty()), "{row:?}");
        }
        let goals: usize = rows.iter().filter(|row| !row[7].is_empty()).count();
        assert_eq!(goals, template.steps.iter().filter(|step| !step.goals.is_empty()).count());
        assert_eq!(rows.iter().filter(|row| !row[8].is_empty()).count(), template.links.len());
    }
}

#[test]
fn export_2_no_cell_can_be_a_formula() {
    for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
        let evil = format!("{start}cmd|'/c calc'!A1");
        let mut map = one_step(|step| {
            step.title.clone_from(&evil);
            step.detail.clone_from(&evil);
            step.goals = vec![String::from("g1")];
        });
        map.listed.of_mut(PartKind::Stage)[0].title.clone_from(&evil);
        map.listed.of_mut(PartKind::Lane)[0].title.clone_from(&evil);
        *map.listed.of_mut(PartKind::Goal) = vec![ListedPart::new("g1", &evil)];
        let to_itself = Link {
            id: String::from("l1"),
            from: String::from("s1"),
            to: String::from("s1"),
            label: String::new(),
            is_hidden: false,
        };
        map.links = vec![to_itself];
        let rows = rows(&steps_csv(&map, &Sayings::default()));
        for column in [0, 1, 2, 3, 7, 8] {
            assert_eq!(rows[0][column], format!("'{evil}"), "column {column}");
        }
    }
}

/// The cells of a file as a spreadsheet sees them that takes this character for the end of a cell.
fn cells_cut_at(file: &[u8], end: u8) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(end).flexible(true).has_headers(false).from_reader(file);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    rows.iter().flat_map(|row| row.iter().map(String::from)).collect()
}

#[test]
fn export_2_no_cell_is_a_formula_where_a_spreadsheet_cuts_cells_at_another_character() {
    let evils = [
        "Ring;=1+1",
        "Ring;=1+1;",
        "Ring; =1+1",
        "Ring;\"=1+1;",
        "Ring;\"\" =1+1;",
        "Ring\t=1+1\t",
        "Ring|=1+1|",
        "Ring,=1+1",
        "Ring\n=1+1;",
        "Ring\r\n=1+1;",
        "Ring;\u{a0}@SUM(1)",
        "Ring;＝1+1",
        " =1+1",
        "\u{feff}=1+1",
        "\u{3000}=1+1",
        "\"=1+1",
        "Ring;;-1;",
        ";+1",
    ];
    for evil in evils {
        let map = one_step(|step| {
            step.title = String::from(evil);
            step.detail = String::from(evil);
        });
        let file = steps_csv(&map, &Sayings::default());
        for end in [b',', b';', b'\t', b'|'] {
            for cell in cells_cut_at(&file, end) {
                let seen = cell.trim_matches(|letter: char| {
                    letter.is_whitespace() || letter == '"' || letter == '\u{feff}'
                });
                let is_formula = seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
                assert!(!is_formula, "{evil:?} cut at {:?}: {cell:?}", char::from(end));
            }
        }
    }
}

#[test]
fn export_2_every_cell_is_quoted() {
    let file = steps_csv(&one_step(|_| {}), &Sayings::default());
    let text = std::str::from_utf8(file.strip_prefix(b"\xEF\xBB\xBF").unwrap()).unwrap();
    for row in text.lines() {
        assert!(row.starts_with('"') && row.ends_with('"') && row.matches("\",\"").count() == 14, "{row}");
    }
}

#[test]
fn export_2_other_words_stay_as_they_are() {
    for words in [
        "Rings",
        "a=b",
        "'quoted'",
        "5 - 10 minutes",
        "Siân \"ŵ\", 日本",
        "two\nlines",
        "one; two, three",
        "",
    ] {
        let map = one_step(|step| step.detail = String::from(words));
        assert_eq!(rows(&steps_csv(&map, &Sayings::default()))[0][3], words);
    }
}

#[test]
fn export_1_a_step_without_stage_or_lane_is_still_in_the_table() {
    let map = one_step(|step| step.stage = None);
    assert_eq!(rows(&steps_csv(&map, &Sayings::default()))[0][..3], ["Not placed", "Person", "Rings"]);
    let map = one_step(|step| (step.stage, step.lane) = (None, None));
    assert_eq!(rows(&steps_csv(&map, &Sayings::default()))[0][..3], ["Not placed", "Not placed", "Rings"]);
}

#[test]
fn export_1_says_in_the_table_what_a_limit_left_out() {
    let mut map = one_step(|_| {});
    assert_eq!(rows(&steps_csv(&map, &Sayings::default())).len(), 1);
    map.left_out = LeftOut { parts: 3, texts: 2, step_goals: 1 };
    let rows = rows(&steps_csv(&map, &Sayings::default()));
    assert_eq!(
        rows[1][2],
        "This map is over a limit. Left out: 3 parts, 1 goals served. Cut short: 2 texts."
    );
}

#[test]
fn export_1_a_hidden_link_leads_nowhere_and_a_label_is_shown() {
    let mut map = one_step(|_| {});
    let link = |id: &str, label: &str, is_hidden| Link {
        id: String::from(id),
        from: String::from("s1"),
        to: String::from("s1"),
        label: String::from(label),
        is_hidden,
    };
    map.links = vec![link("l1", "if worried", false), link("l2", "", true), link("l3", "", false)];
    assert_eq!(rows(&steps_csv(&map, &Sayings::default()))[0][8], "Rings (if worried); Rings");
}

#[test]
fn export_1_words_for_every_choice_differ() {
    let sectors: std::collections::BTreeSet<&str> =
        Sector::ALL.iter().map(|sector| sector_words(*sector)).collect();
    assert_eq!(sectors.len(), Sector::ALL.len());
    let modes: std::collections::BTreeSet<&str> = Mode::ALL.iter().map(|mode| mode_words(*mode)).collect();
    assert_eq!(modes.len(), Mode::ALL.len());
    let perspectives = Perspective::ALL.iter().map(|perspective| perspective_words(*perspective));
    assert_eq!(perspectives.collect::<std::collections::BTreeSet<_>>().len(), Perspective::ALL.len());
}

#[test]
fn export_1_the_table_says_which_step_is_a_decision_with_its_options_and_what_matters() {
    let write = |kind| {
        let map = one_step(|step| {
            step.kind = kind;
            step.options = String::from("=Tablets\nClass");
            step.matters = String::from("Sleep");
        });
        rows(&steps_csv(&map, &Sayings::default()))[0][12..].to_vec()
    };
    assert_eq!(write(StepKind::Decision), ["Shared decision", "'=Tablets\nClass", "Sleep"]);
    assert_eq!(write(StepKind::Step), ["Step", "", ""], "what it keeps from before does not count");
}
