//! What people do with ideas that everybody reads: add one, put it into a theme. What is known afterwards is only what was answered.

use anyhow::{Context, Result, ensure};
use rand::Rng;
use serde_json::json;

use crate::world::World;

const THEMES: [&str; 3] = ["Going home", "On the ward", "Whom to call"];

impl World {
    pub(super) async fn add_idea(&mut self) -> Result<()> {
        let who = self.somebody(|_| true).unwrap_or_default();
        let words = self.new_words("idea");
        let (status, answer) = self.gives(who, "/session/ideas", json!({ "text": words })).await?;
        if status == 200 {
            ensure!(self.people[who].role != "observer", "an observer's idea: {answer}");
            let id = answer["idea"].as_str().context("an id")?.to_owned();
            self.added.insert(id, (words, None));
        }
        Ok(())
    }

    /// Somebody puts an idea that was added into a theme, or out of all.
    pub(super) async fn sort_idea(&mut self) -> Result<()> {
        let ids: Vec<String> = self.added.keys().cloned().collect();
        if ids.is_empty() {
            return Ok(());
        }
        let id = &ids[self.random.random_range(0..ids.len())];
        let theme = THEMES.get(self.random.random_range(0..=THEMES.len())).copied();
        let who = self.somebody(|_| true).unwrap_or_default();
        let (status, answer) =
            self.gives(who, &format!("/session/ideas/{id}/theme"), json!({ "name": theme })).await?;
        if status == 200 {
            ensure!(self.people[who].role != "observer", "sorted by an observer: {answer}");
            self.added.get_mut(id).context("it was added")?.1 = theme;
        }
        Ok(())
    }
}
