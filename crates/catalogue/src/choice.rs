//! Plain words for what a person can choose, written for a line manager without security vocabulary.

use domain::{
    Lang,
    engagement::{Activity, Category, Connection, InformationKind, Place},
};
use serde::{Deserialize, Serialize};

use crate::Text;

/// One value with its plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice<T> {
    /// The value.
    pub value: T,
    /// A label in everyday words.
    pub label: Text,
    /// One line of help.
    pub hint: Text,
}

/// All values of one list, in the order people see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Options<T>(pub(crate) Vec<Choice<T>>);

impl<T: Copy + PartialEq> Options<T> {
    /// Every value with its words.
    pub fn iter(&self) -> impl Iterator<Item = &Choice<T>> {
        self.0.iter()
    }

    /// One value. The loader has made sure that every value is there.
    #[must_use]
    pub fn get(&self, value: T) -> Option<&Choice<T>> {
        self.0.iter().find(|choice| choice.value == value)
    }

    /// The label of one value.
    #[must_use]
    pub fn label(&self, value: T, lang: Lang) -> &str {
        self.get(value).map_or("", |choice| choice.label.get(lang))
    }

    /// The line of help of one value.
    #[must_use]
    pub fn hint(&self, value: T, lang: Lang) -> &str {
        self.get(value).map_or("", |choice| choice.hint.get(lang))
    }
}

/// The lists a person chooses from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choices {
    /// Work categories.
    pub category: Options<Category>,
    /// What is done.
    pub activity: Options<Activity>,
    /// Kinds of information.
    pub information: Options<InformationKind>,
    /// Places of work.
    pub place: Options<Place>,
    /// Ways to connect.
    pub connection: Options<Connection>,
}
