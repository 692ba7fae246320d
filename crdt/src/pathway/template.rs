//! Workshop templates: what a workshop can start from.
//!
//! Owns the reading of `crdt/data/templates.yaml` and `crdt/data/template-goals.yaml` and what is derived from them:
//! each step leads to the next one in template order, across stages; the sector of a step is that of its lane. Steps
//! are examples to change or delete. Knows nothing of documents: a template becomes a [`MapArchive`], as any map does.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::archive::{ArchivedLink, ArchivedStep, ArchivedStepGoal, MapArchive};
use super::kinds::PartKind;
use super::parts::{ListedPart, ListedParts};
use super::schema::{LINK_KIND, MapKind, Mode, Perspective, Sector, StepKind, key};
use super::view::LeftOut;
use crate::agenda::{ACTIVITY_MODES, AgendaItem, OPENING_SIDES};

const TEMPLATES: &str = include_str!("../../data/templates.yaml");
const TEMPLATE_GOALS: &str = include_str!("../../data/template-goals.yaml");

/// A template with everything derived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Stable id, as in the address of a link.
    pub id: String,
    /// Name.
    pub name: String,
    /// The published example it rests on.
    pub based_on: String,
    /// How people meet, in words.
    pub format: String,
    /// Who takes part, in words.
    pub pairs: String,
    /// Length of the whole agenda, in minutes.
    pub total_min: u32,
    /// What to do before the day.
    pub before: Vec<String>,
    /// In the order of the day.
    pub agenda: Vec<AgendaItem>,
    /// Names of the stages, left to right.
    pub stages: Vec<String>,
    /// Lanes, top to bottom.
    pub lanes: Vec<TemplateLane>,
    /// Goals in the person's words.
    pub goals: Vec<String>,
    /// Steps in template order, which is stage order.
    pub steps: Vec<TemplateStep>,
    /// Links as positions in `steps`, from and to.
    pub links: Vec<(usize, usize)>,
    /// Questions for the group.
    pub discuss: Vec<String>,
    /// Facts with their source.
    pub facts: Vec<String>,
}

/// A lane of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateLane {
    /// Id within the template.
    pub id: String,
    /// Name.
    pub name: String,
    /// Provider sector of what stands in it.
    pub sector: Sector,
}

/// A step of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateStep {
    /// Position in the template's stages.
    pub stage: usize,
    /// Position in the template's lanes.
    pub lane: usize,
    /// What happens.
    pub text: String,
    /// Done for, by or with people.
    pub mode: Mode,
    /// Sector of its lane.
    pub sector: Sector,
    /// Positions in the template's goals.
    pub goals: Vec<usize>,
}

/// What a chooser shows of a template; the JSON of `GET /api/templates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateSummary<'a> {
    /// Stable id.
    pub id: &'a str,
    /// Name.
    pub name: &'a str,
    /// The published example it rests on.
    pub based_on: &'a str,
    /// How people meet, in words.
    pub format: &'a str,
    /// Who takes part, in words.
    pub pairs: &'a str,
    /// Length of the whole agenda, in minutes.
    pub total_min: u32,
    /// What to do before the day.
    pub before: &'a [String],
    /// In the order of the day.
    pub agenda: &'a [AgendaItem],
    /// Names of the stages.
    pub stages: &'a [String],
    /// Names of the lanes.
    pub lanes: Vec<&'a str>,
    /// Goals in the person's words.
    pub goals: &'a [String],
    /// Number of steps.
    pub steps: usize,
    /// Number of links.
    pub links: usize,
    /// Number of pairs of a step and a goal it serves.
    pub goal_links: usize,
    /// Questions for the group.
    pub discuss: &'a [String],
    /// Facts with their source.
    pub facts: &'a [String],
}

/// All templates, in the order of the file.
///
/// # Panics
/// Never in a build whose tests passed: the files are part of the binary and TEMPLATE-1 reads them.
#[must_use]
pub fn templates() -> &'static [Template] {
    static PARSED: LazyLock<Vec<Template>> = LazyLock::new(|| {
        parse(TEMPLATES, TEMPLATE_GOALS).expect("the templates are part of the binary and a test reads them")
    });
    &PARSED
}

/// The template of an id.
#[must_use]
pub fn template(id: &str) -> Option<&'static Template> {
    templates().iter().find(|template| template.id == id)
}

impl Template {
    /// How many pairs of a step and a goal it serves there are.
    #[must_use]
    pub fn goal_links(&self) -> usize {
        self.steps.iter().map(|step| step.goals.len()).sum()
    }

    /// What a chooser shows.
    #[must_use]
    pub fn summary(&self) -> TemplateSummary<'_> {
        TemplateSummary {
            id: &self.id,
            name: &self.name,
            based_on: &self.based_on,
            format: &self.format,
            pairs: &self.pairs,
            total_min: self.total_min,
            before: &self.before,
            agenda: &self.agenda,
            stages: &self.stages,
            lanes: self.lanes.iter().map(|lane| lane.name.as_str()).collect(),
            goals: &self.goals,
            steps: self.steps.len(),
            links: self.links.len(),
            goal_links: self.goal_links(),
            discuss: &self.discuss,
            facts: &self.facts,
        }
    }

    /// The template as a map. It shows how things could be, so it is a future map.
    #[must_use]
    pub fn to_map(&self) -> MapArchive {
        let id = |kind: &str, position: usize| format!("{kind}{position}");
        let titled = |kind: &str, titles: &[String]| {
            let titles = titles.iter().enumerate();
            titles.map(|(at, title)| ListedPart::new(id(kind, at), title)).collect()
        };
        let lanes = self.lanes.iter().enumerate().map(|(at, lane)| {
            ListedPart::new(id("lane", at), &lane.name).with(key::SECTOR, lane.sector.as_str())
        });
        let mut listed = ListedParts::default();
        *listed.of_mut(PartKind::Stage) = titled("stage", &self.stages);
        *listed.of_mut(PartKind::Lane) = lanes.collect();
        *listed.of_mut(PartKind::Goal) = titled("goal", &self.goals);
        let steps = self.steps.iter().enumerate().map(|(at, step)| ArchivedStep {
            id: id("step", at),
            title: step.text.clone(),
            detail: String::new(),
            stage: id("stage", step.stage),
            lane: id("lane", step.lane),
            options: String::new(),
            matters: String::new(),
            kind: StepKind::Step,
            mode: step.mode,
            sector: step.sector,
            perspective: Perspective::Unsaid,
        });
        let links = self.links.iter().enumerate().map(|(at, (from, to))| ArchivedLink {
            id: id("link", at),
            from: id("step", *from),
            to: id("step", *to),
            kind: LINK_KIND,
            label: String::new(),
        });
        let step_goals = self.steps.iter().enumerate().flat_map(|(at, step)| {
            step.goals
                .iter()
                .map(move |goal| ArchivedStepGoal { step: id("step", at), goal: id("goal", *goal) })
        });
        MapArchive {
            kind: MapKind::Future,
            name: String::new(),
            listed,
            steps: steps.collect(),
            links: links.collect(),
            step_goals: step_goals.collect(),
            agreement: Vec::new(),
            left_out: LeftOut::default(),
        }
    }
}

/// Why a template file cannot be used; for whoever writes templates.
#[derive(Debug, thiserror::Error)]
enum TemplateError {
    #[error("not a template file: {0}")]
    Yaml(#[from] serde_yaml_ng::Error),
    #[error("template {template}: {what} {name:?} is not one that it has")]
    Unknown { template: String, what: &'static str, name: String },
}

/// The file of templates; its shared lanes are used through YAML's own references.
#[derive(Deserialize)]
struct TemplateFile {
    templates: Vec<WrittenTemplate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTemplate {
    id: String,
    name: String,
    based_on: String,
    format: String,
    pairs: String,
    total_min: u32,
    before: Vec<String>,
    agenda: Vec<AgendaItem>,
    stages: Vec<String>,
    lanes: Vec<TemplateLane>,
    goals: Vec<String>,
    steps: Vec<WrittenStep>,
    discuss: Vec<String>,
    facts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    stage: String,
    lane: String,
    text: String,
    with: Mode,
}

/// The goals served in one template.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGoals {
    template: String,
    serves: Vec<WrittenServes>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenServes {
    step: String,
    goal: String,
    /// For whoever reviews the file; required, so that no judgement is without its reason.
    #[serde(rename = "because")]
    _because: String,
}

fn parse(templates: &str, goals: &str) -> Result<Vec<Template>, TemplateError> {
    let file: TemplateFile = serde_yaml_ng::from_str(templates)?;
    let goals: Vec<WrittenGoals> = serde_yaml_ng::from_str(goals)?;
    let mut templates = file.templates.into_iter().map(derive).collect::<Result<Vec<_>, _>>()?;
    for written in goals {
        let template = templates.iter_mut().find(|template| template.id == written.template);
        let Some(template) = template else {
            return Err(unknown(&written.template, "template", &written.template));
        };
        for serves in &written.serves {
            let goal = template.goals.iter().position(|goal| *goal == serves.goal);
            let goal = goal.ok_or_else(|| unknown(&template.id, "goal", &serves.goal))?;
            let step = template.steps.iter_mut().find(|step| step.text == serves.step);
            step.ok_or_else(|| unknown(&written.template, "step", &serves.step))?.goals.push(goal);
        }
        for step in &mut template.steps {
            step.goals.sort_unstable();
        }
    }
    Ok(templates)
}

fn derive(written: WrittenTemplate) -> Result<Template, TemplateError> {
    for item in &written.agenda {
        if !ACTIVITY_MODES.contains(&item.mode.as_str()) {
            return Err(unknown(&written.id, "mode", &item.mode));
        }
        if !OPENING_SIDES.contains(&item.opens.as_str()) {
            return Err(unknown(&written.id, "opening side", &item.opens));
        }
    }
    let step = |step: &WrittenStep| {
        let stage = written.stages.iter().position(|stage| *stage == step.stage);
        let lane = written.lanes.iter().position(|lane| lane.id == step.lane);
        let lane = lane.ok_or_else(|| unknown(&written.id, "lane", &step.lane))?;
        Ok(TemplateStep {
            stage: stage.ok_or_else(|| unknown(&written.id, "stage", &step.stage))?,
            lane,
            text: step.text.clone(),
            mode: step.with,
            sector: written.lanes[lane].sector,
            goals: Vec::new(),
        })
    };
    let steps: Vec<TemplateStep> = written.steps.iter().map(step).collect::<Result<_, TemplateError>>()?;
    let links = (1..steps.len()).map(|next| (next - 1, next)).collect();
    Ok(Template {
        id: written.id,
        name: written.name,
        based_on: written.based_on,
        format: written.format,
        pairs: written.pairs,
        total_min: written.total_min,
        before: written.before,
        agenda: written.agenda,
        stages: written.stages,
        lanes: written.lanes,
        goals: written.goals,
        steps,
        links,
        discuss: written.discuss,
        facts: written.facts,
    })
}

fn unknown(template: &str, what: &'static str, name: &str) -> TemplateError {
    TemplateError::Unknown { template: String::from(template), what, name: String::from(name) }
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
