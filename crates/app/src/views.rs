//! Saved views: a person's own bookmarks of lists. They hold an address of this program and no record, so the ledger
//! does not speak of them.

use domain::{Problem, Words, id::ViewId, permission::Permission, problem::Problems, text::Title};
pub use store::views::View;

use crate::{App, Caller, Error, Result};

/// Most views of one person.
pub const MAX_VIEWS: usize = 30;
/// Most characters of an address.
pub const MAX_QUERY: usize = 2000;

/// Lists whose views can be saved, with what it takes to see them.
pub const LISTS: &[(&str, Permission)] = &[
    ("/engagements", Permission::ViewEngagement),
    ("/approvals", Permission::ViewEngagement),
    ("/contractors", Permission::ViewContractor),
    ("/consultations", Permission::ViewConsultation),
    ("/register", Permission::ViewRegister),
    ("/ledger", Permission::ViewLedger),
];

/// The use cases of saved views.
#[derive(Debug, Clone, Copy)]
pub struct Views<'a>(&'a App);

impl App {
    /// A person's saved views of lists.
    #[must_use]
    pub const fn views(&self) -> Views<'_> {
        Views(self)
    }
}

impl Views<'_> {
    /// The caller's views, the oldest first. One's own need no permission.
    ///
    /// # Errors
    /// Of the database.
    pub async fn list(&self, caller: &Caller) -> Result<Vec<View>> {
        let mut tx = self.0.db().read().await?;
        let views = store::views::of_person(&mut tx, caller.id()).await?;
        tx.commit().await?;
        Ok(views)
    }

    /// Saves the address of a list (path and query) under a name.
    ///
    /// # Errors
    /// Invalid when it is no address of [`LISTS`] or the name is taken; forbidden when the caller may not see the list;
    /// conflict beyond [`MAX_VIEWS`].
    pub async fn save(&self, caller: &Caller, name: &str, query: &str) -> Result<View> {
        let mut problems = Problems::new();
        let title: Option<Title> = problems.required("name", name);
        let list = problems.keep("query", list_of(query));
        let (Some(name), Some(permission)) = (title, list) else { return Err(problems.into_vec().into()) };
        caller.may(permission)?;
        let view = View { id: self.0.mint(), name, query: query.to_owned(), created_at: self.0.clock().now() };
        let mut tx = self.0.db().write().await?;
        let others = store::views::of_person(&mut tx, caller.id()).await?;
        if others.iter().any(|other| other.name == view.name) {
            return Err(Error::field("name", Problem::Taken { value: view.name.to_string() }));
        }
        if others.len() >= MAX_VIEWS {
            return Err(Error::conflict(
                format!("保存できる絞り込みは{MAX_VIEWS}件までです。使わないものを消してください"),
                format!("At most {MAX_VIEWS} views can be saved. Delete one that is no longer needed"),
            ));
        }
        store::views::insert(&mut tx, caller.id(), &view).await?;
        tx.commit().await?;
        Ok(view)
    }

    /// Removes one of the caller's views.
    ///
    /// # Errors
    /// Not found when it is not the caller's own.
    pub async fn delete(&self, caller: &Caller, id: ViewId) -> Result<()> {
        let mut tx = self.0.db().write().await?;
        if !store::views::delete(&mut tx, caller.id(), id).await? {
            return Err(Error::NotFound);
        }
        Ok(tx.commit().await?)
    }
}

/// The list an address leads to: its path exactly, then nothing or a query of visible ASCII (anything else arrives
/// percent-encoded).
fn list_of(query: &str) -> Result<Permission, Problem> {
    let length = query.chars().count();
    if length > MAX_QUERY {
        return Err(Problem::TooLong { max: MAX_QUERY, actual: length });
    }
    let (path, rest) = query.split_once('?').unwrap_or((query, ""));
    let list = LISTS.iter().find(|(list, _)| *list == path);
    let Some((_, permission)) = list else {
        let allowed = LISTS.iter().map(|(list, _)| *list).collect();
        return Err(Problem::NotOneOf { value: domain::problem::shorten(path), allowed });
    };
    if rest.chars().any(|c| !c.is_ascii_graphic() || matches!(c, '#' | '\\' | '<' | '>' | '"')) {
        let form = Words {
            ja: "一覧の絞り込みを表す、記号を符号化した英数字です",
            en: "the encoded query of a list, in ASCII",
        };
        return Err(Problem::form(rest, form));
    }
    Ok(*permission)
}

#[cfg(test)]
mod tests;
