//! The nine sample engagements under `tests/engagements`, one for each category.

use std::{path::Path, sync::LazyLock};

use catalogue::Catalogue;
use domain::{
    Lang,
    engagement::{Category, Facts},
    plan::Plan,
};
use papers::{About, DocumentAbout, Era, Order};
use rules::profile::{Profile, profile};
use serde::Deserialize;

/// One sample: what is known, what people settled, what the records say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    pub facts: Facts,
    pub plan: Plan,
    pub about: About,
    pub document: DocumentAbout,
    #[serde(skip)]
    pub name: String,
}

pub static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::load_embedded().expect("the catalogue is sound"));

impl Sample {
    pub fn of(category: Category) -> Self {
        // beside this crate, so that tests of other crates can take the samples too
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a crate stands in a folder");
        let file = crates.join("papers/tests/engagements").join(format!("{category}.toml"));
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let mut sample: Self = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        sample.name = category.to_string();
        sample
    }

    pub fn profile(&self) -> Profile {
        profile(&CATALOGUE, &self.facts, &self.plan)
    }

    pub fn order<'a>(&'a self, profile: &'a Profile, lang: Lang) -> Order<'a> {
        Order {
            catalogue: &CATALOGUE,
            profile,
            facts: &self.facts,
            plan: &self.plan,
            about: &self.about,
            lang,
            era: Era::Wareki,
            document: self.document.clone(),
        }
    }
}
