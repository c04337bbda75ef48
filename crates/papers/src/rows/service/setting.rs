//! Concrete settings proposed where nobody has set others.

use super::*;

pub(super) const fn standard(
    clause: &'static str,
    figures: &'static [&'static str],
    cells: &'static [(&'static str, Words)],
    measure: &'static str,
) -> Proposal {
    Proposal { clause, figures, cells, measure: Some(measure) }
}

/// Standards in figures (KL-32); the same figures as in the clause.
pub(super) const STANDARDS: &[Proposal] = &[
    standard(
        "KL-32",
        &["password_count"],
        &[
            ("subject", words("パスワード", "Passwords")),
            ("setting", words("{password_count}以上とし、使い回さない", "{password_count} or more, never reused")),
        ],
        "CM-AC-02",
    ),
    standard(
        "KL-32",
        &["mfa"],
        &[
            ("subject", words("外からの接続と管理者の認証", "Access from outside and by administrators")),
            ("setting", words("多要素認証：{mfa}", "Multi-factor authentication: {mfa}")),
        ],
        "CM-AC-02",
    ),
    standard(
        "KL-32",
        &["cipher"],
        &[("subject", words("暗号の方式", "Ciphers")), ("setting", words("{cipher}", "{cipher}"))],
        "CM-IN-10",
    ),
    standard(
        "KL-32",
        &["patch_days"],
        &[
            ("subject", words("深刻な脆弱性の修正", "Fixes of grave vulnerabilities")),
            ("setting", words("公開から{patch_days}以内に適用", "applied within {patch_days} of release")),
        ],
        "CM-TE-02",
    ),
    standard(
        "KL-32",
        &["review_months"],
        &[
            ("subject", words("アクセス権の見直し", "Review of access rights")),
            ("setting", words("{review_months}に1回以上", "at least every {review_months}")),
        ],
        "CM-AC-01",
    ),
    standard(
        "KL-32",
        &["idle_days"],
        &[
            ("subject", words("担当を外れた者の権限", "Rights of people who leave the work")),
            ("setting", words("外れた日から{idle_days}以内に削除", "removed within {idle_days} of leaving")),
        ],
        "CM-EX-05",
    ),
    standard(
        "KL-24",
        &["log_months"],
        &[
            ("subject", words("ログの保存", "Keeping of logs")),
            ("setting", words("{log_months}以上", "at least {log_months}")),
        ],
        "CM-LG-01",
    ),
    standard(
        "KL-03",
        &["method"],
        &[("subject", words("消去の方法", "Erasure")), ("setting", words("{method}", "{method}"))],
        "CM-EX-03",
    ),
];
