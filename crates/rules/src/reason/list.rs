//! How the list of reasons becomes a type.

macro_rules! reasons {
    ($($(#[$meta:meta])* $variant:ident = $code:literal [$($rule:literal)?] ($($param:literal),*);)+) => {
        /// Every reason the rules give. Its sentence stands in `catalogue/reasons.toml` under the same code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ReasonCode { $($(#[$meta])* $variant),+ }

        impl ReasonCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code used in the catalogue, the API and the ledger.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }

            /// Id of the main rule; `None` where the reason stands at a gate condition and takes the condition's source.
            #[must_use]
            pub const fn rule(self) -> Option<&'static str> {
                const fn first(rules: &[&'static str]) -> Option<&'static str> {
                    match rules { [rule, ..] => Some(*rule), [] => None }
                }
                match self { $(Self::$variant => first(&[$($rule)?])),+ }
            }

            /// Names of what the sentence is filled with.
            #[must_use]
            pub const fn params(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($param),*]),+ }
            }
        }
    };
}
