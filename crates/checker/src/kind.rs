//! What kind of document it is.

use serde::Serialize;

/// Kind of document; other names may be given by the person who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// Secrecy agreement.
    Nda,
    /// Contract for work or services.
    Outsourcing,
    /// Development, proof of concept, joint development.
    Development,
    /// Terms of a cloud service.
    CloudTerms,
    /// Annex on personal data.
    PersonalDataAnnex,
    /// Procurement or security specification.
    Specification,
    /// Anything else.
    Other,
}

impl DocumentType {
    /// All kinds.
    pub const ALL: &'static [Self] = &[
        Self::Nda,
        Self::Outsourcing,
        Self::Development,
        Self::CloudTerms,
        Self::PersonalDataAnnex,
        Self::Specification,
        Self::Other,
    ];

    /// The code in JSON, TOML and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nda => "nda",
            Self::Outsourcing => "outsourcing",
            Self::Development => "development",
            Self::CloudTerms => "cloud_terms",
            Self::PersonalDataAnnex => "personal_data_annex",
            Self::Specification => "specification",
            Self::Other => "other",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn words(self) -> domain::Words {
        let (ja, en) = match self {
            Self::Nda => ("秘密保持契約", "Secrecy agreement"),
            Self::Outsourcing => ("業務委託契約", "Outsourcing contract"),
            Self::Development => ("開発の契約", "Development contract"),
            Self::CloudTerms => ("クラウドサービスの規約", "Cloud service terms"),
            Self::PersonalDataAnnex => ("個人の情報の取扱いの特記事項", "Personal data annex"),
            Self::Specification => ("仕様書", "Specification"),
            Self::Other => ("そのほかの文書", "Other document"),
        };
        domain::Words { ja, en }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Tells the kind from an English title in small letters, whose spaces may be gone.
    fn english(title: &str) -> Option<Self> {
        let has = |words: &[&str]| words.iter().any(|w| title.contains(w) || title.contains(&w.replace(' ', "")));
        if title.chars().any(crate::text::is_japanese) {
            return None;
        }
        if has(&["data processing", "data protection", "personal data", "personal information"]) {
            return Some(Self::PersonalDataAnnex);
        }
        if has(&["disclosure", "confidentiality agreement", "secrecy", "confidentiality deed"]) {
            return Some(Self::Nda);
        }
        if has(&["terms of use", "terms of service", "cloud", "saas", "subscription", "terms and conditions of use"]) {
            return Some(Self::CloudTerms);
        }
        if has(&["statement of work", "specification", "requirements"]) {
            return Some(Self::Specification);
        }
        if has(&["development", "software licen"]) {
            return Some(Self::Development);
        }
        has(&[
            "services",
            "outsourcing",
            "vendor",
            "supply",
            "consult",
            "maintenance",
            "purchase",
            "subcontract",
            "processing",
        ])
        .then_some(Self::Outsourcing)
    }

    /// Tells the kind from the title and, where that says nothing, from the text.
    pub(crate) fn of(title: &str, body: &[&str]) -> Self {
        let has = |words: &[&str]| words.iter().any(|w| title.contains(w));
        if let Some(kind) = Self::english(&title.to_ascii_lowercase()) {
            return kind;
        }
        let count = |w: &str| body.iter().map(|t| t.matches(w).count()).sum::<usize>();
        if has(&["個人情報", "個人データ", "特定個人情報", "パーソナルデータ"])
            && has(&["特記", "覚書", "取扱", "保護", "別記", "条項", "確認書", "合意", "契約"])
        {
            return Self::PersonalDataAnnex;
        }
        if has(&["秘密保持", "機密保持", "守秘", "NDA", "誓約書", "秘密情報"]) && !has(&["業務委託"])
        {
            return Self::Nda;
        }
        if has(&[
            "利用規約",
            "サービス規約",
            "約款",
            "利用契約",
            "クラウド",
            "SaaS",
            "サービス利用",
            "利用条件",
            "会員規約",
        ]) {
            return Self::CloudTerms;
        }
        if has(&[
            "開発",
            "PoC",
            "検証",
            "製作",
            "制作",
            "ソフトウェア",
            "共同研究",
            "プログラム作成",
            "システム構築",
            "ファームウェア",
        ]) {
            return Self::Development;
        }
        if has(&["仕様書", "要件書"]) && !has(&["契約", "条件"]) {
            return Self::Specification;
        }
        if has(&[
            "委託",
            "請負",
            "保守",
            "運用",
            "派遣",
            "準委任",
            "業務",
            "サービス契約",
            "役務",
            "再委託",
            "取引基本",
            "BPO",
            "常駐",
            "運送",
            "配送",
            "印刷",
            "清掃",
            "警備",
            "保管",
            "寄託",
            "コール",
            "廃棄",
            "処理",
        ]) {
            return Self::Outsourcing;
        }
        let all = [
            (Self::CloudTerms, count("本サービス") + count("利用契約")),
            (Self::Outsourcing, count("本業務") + count("委託") + count("本件業務")),
            (Self::Development, count("本ソフトウェア") + count("本システム") + count("開発")),
            (Self::PersonalDataAnnex, count("個人情報") / 2),
            (Self::Nda, count("秘密情報") / 2),
        ];
        all.iter().max_by_key(|(_, n)| *n).filter(|(_, n)| *n > 2).map_or(Self::Other, |(kind, _)| *kind)
    }
}
