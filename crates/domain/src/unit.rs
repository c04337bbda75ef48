//! Organisation units 組織単位: a tree.

use serde::{Deserialize, Serialize};

use crate::{id::UnitId, text::Title};

/// A unit of the organisation: the whole, a division, a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The unit above it; `None` only for the organisation itself.
    pub parent: Option<UnitId>,
    /// Its name in Japanese.
    pub name: Title,
    /// Its name in English, where it has one.
    pub name_en: Option<Title>,
    /// Position among its neighbours.
    pub position: i64,
    /// Closed units keep their records and take no new ones.
    pub closed: bool,
}

impl Unit {
    /// The name in a language, falling back to Japanese.
    #[must_use]
    pub fn label(&self, lang: crate::Lang) -> &str {
        match (&self.name_en, lang) {
            (Some(name), crate::Lang::En) => name.as_str(),
            _ => self.name.as_str(),
        }
    }
}

/// All units, in the order of the tree.
#[derive(Debug, Clone, Default)]
pub struct UnitTree {
    units: Vec<(Unit, usize)>,
}

impl UnitTree {
    /// Orders units by tree; units whose parent is missing or that stand in a circle are left out.
    #[must_use]
    pub fn new(units: Vec<Unit>) -> Self {
        fn place(out: &mut Vec<(Unit, usize)>, all: &[Unit], parent: Option<UnitId>, depth: usize) {
            if depth > 32 {
                return;
            }
            let mut children: Vec<&Unit> = all.iter().filter(|u| u.parent == parent).collect();
            children.sort_by(|a, b| (a.position, a.name.as_str()).cmp(&(b.position, b.name.as_str())));
            for unit in children {
                out.push((unit.clone(), depth));
                place(out, all, Some(unit.id), depth.saturating_add(1));
            }
        }
        let mut out = Vec::with_capacity(units.len());
        place(&mut out, &units, None, 0);
        Self { units: out }
    }

    /// Each unit with its depth, parents before children.
    pub fn iter(&self) -> impl Iterator<Item = (&Unit, usize)> {
        self.units.iter().map(|(u, d)| (u, *d))
    }

    /// The organisation itself.
    #[must_use]
    pub fn root(&self) -> Option<&Unit> {
        self.units.first().map(|(u, _)| u)
    }

    /// One unit.
    #[must_use]
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find_map(|(u, _)| (u.id == id).then_some(u))
    }

    /// A unit and everything below it.
    #[must_use]
    pub fn below(&self, id: UnitId) -> Vec<UnitId> {
        let mut out = Vec::new();
        let mut depth_of_top = None;
        for (unit, depth) in &self.units {
            match depth_of_top {
                None if unit.id == id => {
                    depth_of_top = Some(*depth);
                    out.push(unit.id);
                }
                Some(top) if *depth > top => out.push(unit.id),
                Some(_) => break,
                None => {}
            }
        }
        out
    }

    /// A unit and everything above it, itself first.
    #[must_use]
    pub fn above(&self, id: UnitId) -> Vec<UnitId> {
        let mut out = Vec::new();
        let mut next = Some(id);
        while let Some(unit) = next.and_then(|id| self.get(id)) {
            if out.contains(&unit.id) {
                break;
            }
            out.push(unit.id);
            next = unit.parent;
        }
        out
    }
}
