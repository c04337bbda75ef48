//! Accessors of the catalogue for the wording families.

use super::{AnnexId, ArticleId, ClauseId, PaperId};
use crate::{Annex, Article, Bundle, Catalogue, Clause, Paper};

impl Catalogue {
    /// Every clause family, by id.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.wordings.clauses
    }

    /// One clause family.
    #[must_use]
    pub fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.clauses().iter().find(|clause| clause.id == *id)
    }

    /// Every ordinary article, in the order of the file.
    #[must_use]
    pub fn articles(&self) -> &[Article] {
        &self.wordings.articles
    }

    /// One ordinary article.
    #[must_use]
    pub fn article(&self, id: &ArticleId) -> Option<&Article> {
        self.articles().iter().find(|article| article.id == *id)
    }

    /// Every annex.
    #[must_use]
    pub fn annexes(&self) -> &[Annex] {
        &self.wordings.annexes
    }

    /// One annex.
    #[must_use]
    pub fn annex(&self, id: &AnnexId) -> Option<&Annex> {
        self.annexes().iter().find(|annex| annex.id == *id)
    }

    /// Every paper.
    #[must_use]
    pub fn papers(&self) -> &[Paper] {
        &self.wordings.papers
    }

    /// One paper.
    #[must_use]
    pub fn paper(&self, id: &PaperId) -> Option<&Paper> {
        self.papers().iter().find(|paper| paper.id == *id)
    }

    /// Papers by stage.
    #[must_use]
    pub fn bundles(&self) -> &[Bundle] {
        &self.wordings.bundles
    }
}
