//! The list of engagements: filters, search, order, pages, export.

use domain::permission::Permission;
pub use store::engagements::list::{Cursor, Direction, Filter, Line, Sort, Stopped};

use super::{Engagements, Names};
use crate::{Caller, Result};

/// Which page of which list.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Which engagements.
    pub filter: Filter,
    /// Ordered by.
    pub sort: Sort,
    /// Up or down.
    pub direction: Direction,
    /// Where the page begins.
    pub from: From,
    /// Rows a page, 1 to 200.
    pub limit: u16,
}

/// Where a page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum From {
    /// At the beginning of the order.
    #[default]
    Start,
    /// After a row.
    After(Cursor),
    /// Before a row, walking back.
    Before(Cursor),
}

/// Counting stops here; a longer list says "1,000 or more".
pub const COUNT_UP_TO: i64 = 1_000;

/// A page of the list.
#[derive(Debug, Clone)]
pub struct Page {
    /// The rows, in order.
    pub lines: Vec<Line>,
    /// How many there are in all, up to [`COUNT_UP_TO`].
    pub count: i64,
    /// True when there are more than counted.
    pub more_than_counted: bool,
    /// True when rows stand before this page.
    pub has_before: bool,
    /// True when rows stand after it.
    pub has_after: bool,
    /// Names of owners.
    pub names: Names,
}

impl Engagements<'_> {
    /// A page of the list: at most five statements, whatever there is.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`].
    pub async fn list(&self, caller: &Caller, query: &Query) -> Result<Page> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let limit = i64::from(query.limit.clamp(1, 200));
        let mut tx = self.0.db().read().await?;
        let (direction, cursor, back) = match &query.from {
            From::Start => (query.direction, None, false),
            From::After(cursor) => (query.direction, Some(cursor), false),
            From::Before(cursor) => (query.direction.reversed(), Some(cursor), true),
        };
        let one_more = limit.saturating_add(1);
        let order = (query.sort, direction);
        let mut lines =
            store::engagements::list::page(&mut tx, &scope, &query.filter, order, (cursor, one_more)).await?;
        let further = lines.len() > usize::from(query.limit.clamp(1, 200));
        lines.truncate(usize::from(query.limit.clamp(1, 200)));
        if back {
            lines.reverse();
        }
        let whole = cursor.is_none() && !further;
        let count = if whole {
            i64::try_from(lines.len()).unwrap_or(i64::MAX)
        } else {
            store::engagements::list::count(&mut tx, &scope, &query.filter, COUNT_UP_TO.saturating_add(1)).await?
        };
        let owners: Vec<_> = lines.iter().map(|l| l.owner).collect();
        let names = Names::load(&mut tx, &owners).await?;
        tx.commit().await?;
        Ok(Page {
            count: count.min(COUNT_UP_TO),
            more_than_counted: count > COUNT_UP_TO,
            has_before: if back { further } else { cursor.is_some() },
            has_after: if back { true } else { further },
            lines,
            names,
        })
    }

    /// How many engagements a filter finds, counting no further than [`COUNT_UP_TO`] and one.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`].
    pub async fn count(&self, caller: &Caller, filter: &Filter) -> Result<i64> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let n = store::engagements::list::count(&mut tx, &scope, filter, COUNT_UP_TO.saturating_add(1)).await?;
        tx.commit().await?;
        Ok(n)
    }

    /// The next rows of an export, after a cursor, at most 1,000 at a time. Walks the list page by page so that memory
    /// stays flat.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`].
    pub async fn export_page(
        &self,
        caller: &Caller,
        query: &Query,
        after: Option<&Cursor>,
    ) -> Result<(Vec<Line>, Names)> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let order = (query.sort, query.direction);
        let lines = store::engagements::list::page(&mut tx, &scope, &query.filter, order, (after, 1_000)).await?;
        let owners: Vec<_> = lines.iter().map(|l| l.owner).collect();
        let names = Names::load(&mut tx, &owners).await?;
        tx.commit().await?;
        Ok((lines, names))
    }
}
