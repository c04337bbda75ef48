//! Closed lists on their way through the API: a plain code coming in, code and label going out.

use std::{borrow::Cow, marker::PhantomData};

use domain::{
    Lang, Problem, Words, approval, consultation, engagement, gate, handover, permission, person, plan,
    problem::Problems, register, risk, selection, subcontract,
};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, Ref, RefOr, Type, schema::Schema},
};

/// A closed list of the product.
pub(crate) trait CodeList: Copy + 'static {
    /// Name of its schema.
    const SCHEMA: &'static str;
    /// What the list is called.
    fn what() -> Words;
    /// Every code with its label, in the order people see them.
    fn all() -> Vec<(&'static str, Words)>;
    /// The code of a value.
    fn code_of(self) -> &'static str;
    /// The label of a value.
    fn words_of(self) -> Words;
    /// Reads a code.
    fn read(text: &str) -> Result<Self, Problem>;
}

macro_rules! code_lists {
    ($($list:ty = $schema:literal $(in $code:ident)? $(out $coded:ident)?;)+) => {
        $(
            impl CodeList for $list {
                const SCHEMA: &'static str = $schema;
                fn what() -> Words { <$list>::NAME }
                fn all() -> Vec<(&'static str, Words)> {
                    <$list>::ALL.iter().map(|one| (one.code(), one.words())).collect()
                }
                fn code_of(self) -> &'static str { self.code() }
                fn words_of(self) -> Words { self.words() }
                fn read(text: &str) -> Result<Self, Problem> { text.parse() }
            }
            $(
                /// A code as it comes in.
                pub(crate) type $code = Code<$list>;
            )?
            $(
                /// A code with its label.
                pub(crate) type $coded = Coded<$list>;
            )?
        )+
    };
}

code_lists! {
    engagement::Stage = "Stage" out StageLabel;
    engagement::Standing = "Standing" out StandingLabel;
    engagement::Category = "Category" in CategoryCode out CategoryLabel;
    engagement::CategoryFit = "CategoryFit" in CategoryFitCode;
    engagement::Activity = "Activity" in ActivityCode out ActivityLabel;
    engagement::InformationKind = "InformationKind" in InformationKindCode;
    engagement::Place = "Place" in PlaceCode;
    engagement::Connection = "Connection" in ConnectionCode;
    engagement::Answer = "Answer" in AnswerCode;
    engagement::Criticality = "Criticality" in CriticalityCode out CriticalityLabel;
    engagement::Access = "Access" in AccessCode;
    engagement::Seal = "Seal" out SealLabel;
    engagement::DueKind = "DueKind" out DueKindLabel;
    gate::Gate = "Gate" out GateLabel;
    approval::ApprovalKind = "ApprovalKind" out ApprovalKindLabel;
    approval::ApprovalState = "ApprovalState" out ApprovalStateLabel;
    register::RegisterList = "RegisterList" in RegisterListCode out RegisterListLabel;
    risk::Level = "Level" in LevelCode;
    consultation::Urgency = "Urgency" in UrgencyCode out UrgencyLabel;
    person::Role = "Role" in RoleCode out RoleLabel;
    permission::Permission = "Permission" out PermissionLabel;
    app::rules::decide::Verdict = "Verdict" out VerdictLabel;
    handover::HandoverKind = "HandoverKind" in HandoverKindCode out HandoverKindLabel;
    handover::Carrier = "Carrier" in CarrierCode out CarrierLabel;
    handover::SecrecyMark = "SecrecyMark" in SecrecyMarkCode;
    handover::CopyPermission = "CopyPermission" in CopyPermissionCode out CopyPermissionLabel;
    handover::ReceiptWay = "ReceiptWay" out ReceiptWayLabel;
    handover::DisposalMethod = "DisposalMethod" in DisposalMethodCode out DisposalMethodLabel;
    handover::AccessKind = "AccessKind" in AccessKindCode out AccessKindLabel;
    plan::RequirementLevel = "RequirementLevel" in RequirementLevelCode out RequirementLevelLabel;
    plan::MeasureOwner = "MeasureOwner" in MeasureOwnerCode out MeasureOwnerLabel;
    plan::AuditFactor = "AuditFactor" in AuditFactorCode;
    plan::Offer = "Offer" in OfferCode;
    selection::SelectionState = "SelectionState" out SelectionStateLabel;
    selection::Factor = "Factor" in FactorCode out FactorLabel;
    selection::SchemeDemand = "SchemeDemand" in SchemeDemandCode;
    selection::BenchmarkSet = "BenchmarkSet" in BenchmarkSetCode;
    selection::ScsDemand = "ScsDemand" in ScsDemandCode;
    selection::CostBearer = "CostBearer" in CostBearerCode;
    app::rules::profile::ClauseTier = "ClauseTier" out ClauseTierLabel;
    app::papers::OpenKind = "OpenKind" out OpenKindLabel;
    subcontract::Extent = "Extent" in ExtentCode;
    subcontract::SubcontractGround = "SubcontractGround" in SubcontractGroundCode;
    subcontract::SubcontractDecider = "SubcontractDecider" out SubcontractDeciderLabel;
    catalogue::Applies = "Applies" out AppliesLabel;
    catalogue::CheckCode = "Check" out CheckLabel;
    catalogue::question::Depth = "Depth" in DepthCode;
    domain::questionnaire::QuestionnaireState = "QuestionnaireState" out QuestionnaireStateLabel;
    app::questions::Band = "Band" out BandLabel;
    app::questions::Standing = "ScoreStanding" out ScoreStandingLabel;
    app::questions::MarkKind = "Doubt" out MarkKindLabel;
}

impl CodeList for Lang {
    const SCHEMA: &'static str = "Language";
    fn what() -> Words {
        Words { ja: "言語", en: "Language" }
    }
    fn all() -> Vec<(&'static str, Words)> {
        Self::ALL.iter().map(|one| (one.code(), one.words_of())).collect()
    }
    fn code_of(self) -> &'static str {
        self.code()
    }
    fn words_of(self) -> Words {
        match self {
            Self::Ja => Words { ja: "日本語", en: "Japanese" },
            Self::En => Words { ja: "英語", en: "English" },
        }
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let known = Self::ALL.iter().copied().find(|l| l.code() == text);
        known.ok_or_else(|| Problem::NotOneOf { value: domain::problem::shorten(text), allowed: vec!["ja", "en"] })
    }
}
/// A language as it comes in.
pub(crate) type LanguageCode = Code<Lang>;

/// A code as a program sent it; read together with everything else, so that all problems are named at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Code<T> {
    text: String,
    #[serde(skip)]
    list: PhantomData<T>,
}

impl<T: CodeList> Code<T> {
    /// Of a value, for answers that are sent back as they were received.
    pub(crate) fn of(value: T) -> Self {
        Self { text: value.code_of().to_owned(), list: PhantomData }
    }

    /// The code as it was sent.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The value, or the problem at its field.
    pub(crate) fn read(&self, problems: &mut Problems, field: &str) -> Option<T> {
        if self.text.trim().is_empty() {
            return problems.keep(field, Err(Problem::Missing));
        }
        problems.keep(field, T::read(&self.text))
    }
}

impl<T: CodeList> PartialSchema for Code<T> {
    fn schema() -> RefOr<Schema> {
        let all = T::all();
        let listed: Vec<String> =
            all.iter().map(|(code, words)| format!("{code} – {} / {}", words.en, words.ja)).collect();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(all.iter().map(|(code, _)| *code)))
            .description(Some(format!("{}: {}", T::what().en, listed.join("; "))))
            .into()
    }
}
impl<T: CodeList> ToSchema for Code<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(T::SCHEMA)
    }
}

/// A code with the label for people, in the language asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Coded<T> {
    value: T,
    lang: Lang,
}

impl<T: CodeList> Coded<T> {
    /// A value in a language.
    pub(crate) const fn new(value: T, lang: Lang) -> Self {
        Self { value, lang }
    }
    /// Several values.
    pub(crate) fn each<'a>(values: impl IntoIterator<Item = &'a T>, lang: Lang) -> Vec<Self> {
        values.into_iter().map(|value| Self::new(*value, lang)).collect()
    }
}

impl<T: CodeList> Serialize for Coded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Coded", 2)?;
        out.serialize_field("code", self.value.code_of())?;
        out.serialize_field("label", self.value.words_of().get(self.lang))?;
        out.end()
    }
}
impl<T: CodeList> PartialSchema for Coded<T> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .property("code", Ref::from_schema_name(T::SCHEMA))
            .property("label", ObjectBuilder::new().schema_type(Type::String))
            .required("code")
            .required("label")
            .description(Some(format!("{}: its code, and its label in the language asked for", T::what().en)))
            .into()
    }
}
impl<T: CodeList> ToSchema for Coded<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Label", T::SCHEMA))
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::SCHEMA.to_owned(), Code::<T>::schema()));
    }
}

/// Reads a list of codes; each that is wrong is named with its index.
pub(crate) fn several<T: CodeList + Ord>(
    problems: &mut Problems,
    field: &str,
    codes: &[Code<T>],
) -> std::collections::BTreeSet<T> {
    codes.iter().enumerate().filter_map(|(i, code)| code.read(problems, &format!("{field}[{i}]"))).collect()
}

/// A code in the query.
pub(crate) fn in_query<T: CodeList>(problems: &mut Problems, field: &str, text: Option<&str>) -> Option<T> {
    text.and_then(|text| problems.keep(field, T::read(text)))
}
