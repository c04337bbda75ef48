//! Words of the pages: Fluent files per language, embedded, read once.
//!
//! Keys begin with the feature they belong to (`home-…`, `engagement-…`). Labels of form fields are `f-<form>-<field>`,
//! with `-hint` for the line beneath; explanations of a domain code are `<family>-<code>`.

use std::{borrow::Cow, sync::LazyLock};

use domain::Lang;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// Name and text of each file, in one language.
        const fn sources(lang: Lang) -> &'static [(&'static str, &'static str)] {
            match lang {
                Lang::Ja => &[$(($name, include_str!(concat!("../locales/ja/", $name, ".ftl")))),+],
                Lang::En => &[$(($name, include_str!(concat!("../locales/en/", $name, ".ftl")))),+],
            }
        }
    };
}
files!(
    "shell",
    "home",
    "engagements",
    "engagement",
    "handovers",
    "requests",
    "papers",
    "contract",
    "selection",
    "requirements",
    "catalogue",
    "chain",
    "questionnaire",
    "questions",
    "approvals",
    "register",
    "parties",
    "contractors",
    "organisation",
    "system",
    "handlers",
);

static JA: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Ja));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En));

fn bundle(lang: Lang) -> Bundle {
    let id: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // marks around values would be copied along with them and break searching a page
    bundle.set_use_isolating(false);
    for (_, text) in sources(lang) {
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        // a duplicate key keeps its first meaning; the tests refuse both
        drop(bundle.add_resource(resource));
    }
    bundle
}

/// The words in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct T {
    /// Which language.
    pub lang: Lang,
}

impl T {
    /// Words in a language.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self { lang }
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        #[cfg(test)]
        tests::note(key);
        let bundle: &'static Bundle = match self.lang {
            Lang::Ja => &JA,
            Lang::En => &EN,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return Cow::Owned(format!("⟨{key}⟩"));
        };
        bundle.format_pattern(pattern, args, &mut Vec::new())
    }

    /// The text of a key; the key itself in brackets when there is none.
    #[must_use]
    pub fn t(self, key: &str) -> Cow<'static, str> {
        self.format(key, None)
    }

    /// The text of a key, if there is one.
    #[must_use]
    pub fn maybe(self, key: &str) -> Option<Cow<'static, str>> {
        let bundle = if self.lang == Lang::Ja { &JA } else { &EN };
        bundle.has_message(key).then(|| self.t(key))
    }

    /// With one value.
    #[must_use]
    pub fn t1(self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), FluentValue::from(value.to_string()));
        self.format(key, Some(&args)).into_owned()
    }

    /// With two values.
    #[must_use]
    pub fn t2(
        self,
        key: &str,
        (name, value): (&str, impl std::fmt::Display),
        (name2, value2): (&str, impl std::fmt::Display),
    ) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), FluentValue::from(value.to_string()));
        args.set(name2.to_owned(), FluentValue::from(value2.to_string()));
        self.format(key, Some(&args)).into_owned()
    }

    /// With a count `n`, which also chooses the plural in English.
    #[must_use]
    pub fn tn(self, key: &str, n: impl Count) -> String {
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(n.count()));
        self.format(key, Some(&args)).into_owned()
    }
}

/// A number of things.
pub trait Count {
    /// How many.
    fn count(&self) -> i64;
}
macro_rules! counts {
    ($($kind:ty),+) => { $(impl Count for $kind {
        fn count(&self) -> i64 { i64::try_from(*self).unwrap_or(i64::MAX) }
    })+ };
}
counts!(u32, u64, usize, i64, i32);
impl<C: Count + ?Sized> Count for &C {
    fn count(&self) -> i64 {
        (*self).count()
    }
}

#[cfg(test)]
pub(crate) mod tests;
