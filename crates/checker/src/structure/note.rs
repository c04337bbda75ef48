//! What stands in the file and binds nobody: guidance, remarks, internal notes, options not chosen, deleted articles.

use crate::{
    source::{Line, LineKind, Source},
    structure::grammar::Head,
};

/// Words of headings over text that is about the contract.
const HEADINGS: &[&str] = &[
    "解説",
    "ポイント",
    "メモ",
    "起案",
    "ドラフティング",
    "ドラフトノート",
    "ドラフト注",
    "コメント",
    "作成上の",
    "記載上の",
    "記載例",
    "記入例",
    "検討事項",
    "交渉",
    "社内用",
    "社内限",
    "社内確認",
    "社内検討",
    "社内記入",
    "社内欄",
    "契約の内容ではありません",
    "内部資料",
    "内部用",
    "申し送り",
    "引継ぎ",
    "引き継ぎ",
    "留意点",
    "作成者",
    "想定問答",
    "変更履歴",
    "改訂履歴",
    "改定履歴",
    "注釈",
    "編集注",
    "法務確認",
    "法務部",
    "レビューコメント",
    "レビュー指摘",
    "利用上の注意",
    "雛形の使い方",
    "ひな形の使い方",
    "本ひな形",
    "本雛形",
    "検討中",
    "未確定",
    "論点",
    "確認結果",
    "校閲",
    "削除した条項",
    "不採用",
    "旧条文",
    "改正前",
    "変更前",
    "現行条文",
    "参考条文",
    "参考例",
    "条項例",
    "代替案",
];
/// Words that make a line beginning with ※ or 注 a remark of the drafter.
const DRAFTING: &[&str] = &[
    "記載",
    "記入",
    "削除する",
    "削除して",
    "選択",
    "検討",
    "修正",
    "留意",
    "雛形",
    "ひな形",
    "本条",
    "条項",
    "要確認",
    "協議中",
    "案",
    "想定",
    "趣旨",
    "解説",
    "してください",
    "すること。必要",
    "場合には追加",
    "適宜",
    "望ましい",
    "社内",
    "法務",
];
const OPTIONS: &[&str] = &[
    "選択肢",
    "オプション",
    "パターン",
    "A案",
    "B案",
    "C案",
    "甲案",
    "乙案",
    "丙案",
    "案1",
    "案2",
    "案3",
    "第1案",
    "第2案",
    "案A",
    "案B",
    "代替条項",
    "代案",
];

/// Follows the lines and says which of them bind.
pub(crate) struct Notes {
    /// Inside a block of notes; `true` when it also survives the next article (behind the signatures).
    block: Option<bool>,
    signed: bool,
    option: bool,
    ticked: bool,
    boxes: bool,
}

impl Notes {
    pub(crate) fn new(source: &Source) -> Self {
        let starts = |signs: &[&str]| {
            source.lines.iter().filter(|line| signs.iter().any(|s| line.text().starts_with(s))).count()
        };
        let ticked = starts(&["☑", "☒", "✓", "✔", "[x]", "[X]", "- [x]", "- [X]", "(レ)"]) > 0;
        let boxes = starts(&["☐", "[ ]", "- [ ]"]) > 0;
        Self { block: None, signed: false, option: false, ticked, boxes }
    }

    pub(crate) fn begin_part(&mut self) {
        self.block = None;
        self.signed = false;
        self.option = false;
    }

    /// A new article begins: are its lines read at all?
    pub(crate) fn article(&mut self, head: &Head) -> bool {
        self.option = false;
        let heading = format!("{}{}", head.label, head.title);
        if self.block == Some(true) {
            return false;
        }
        if !head.label.is_empty() && is_heading_of_notes(&heading) {
            self.block = Some(self.signed);
            return false;
        }
        self.block = None;
        true
    }

    /// Does this line of an article bind?
    pub(crate) fn binds(&mut self, line: &Line) -> bool {
        let text: String = line.narrow.iter().filter(|c| !c.is_whitespace()).collect();
        if text.starts_with('>') {
            return false;
        }
        if option(&text) {
            self.option = true;
        }
        if line.kind != LineKind::Row && heading_like(line, &text) && is_heading_of_notes(&text) {
            self.block = Some(self.signed);
        }
        if self.block.is_some() || self.option || remark(&text) || self.unticked(&text) {
            return false;
        }
        if signature(&text) {
            self.signed = true;
            return true;
        }
        !self.signed
    }

    fn unticked(&self, text: &str) -> bool {
        let empty = ["☐", "□", "[]", "-[]"].iter().any(|b| text.starts_with(b));
        empty && (self.ticked || self.boxes)
    }
}

fn heading_like(line: &Line, text: &str) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    (text.chars().count() <= 32 && !text.ends_with('。')) || line.kind == LineKind::Heading || "【[〔<#".contains(first)
}

/// True for 【社内メモ】, ■ 起案上の注意 and the like.
fn is_heading_of_notes(text: &str) -> bool {
    let body: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let short: String = body.chars().take(24).collect();
    // 「メモ」 may be what a contract is about
    HEADINGS.iter().any(|word| short.contains(word))
        && !["メモの", "メモ用紙", "コメントの", "交渉権", "優先交渉"].iter().any(|w| short.contains(w))
}

fn remark(text: &str) -> bool {
    let marked = [
        "※",
        "(注",
        "【注",
        "[注",
        "注)",
        "注:",
        "注1",
        "注2",
        "注意:",
        "*注",
        "(※",
        "【※",
        "//",
        "(解説",
        "【解説",
        "[解説",
        "(コメント",
        "【コメント",
    ];
    if !marked.iter().any(|m| text.starts_with(m)) {
        return false;
    }
    let strong = ["(注", "【注", "[注", "注)", "注:", "//", "(解説", "【解説", "[解説", "(コメント", "【コメント"];
    strong.iter().any(|m| text.starts_with(m)) || DRAFTING.iter().any(|word| text.contains(word))
}

fn option(text: &str) -> bool {
    let body = text.trim_start_matches(['【', '[', '(', '<', '〔', '〈', '■', '#', '*', '・', '-']);
    let bare = body.len() < text.len() || body.chars().count() <= 12;
    bare && OPTIONS.iter().any(|word| {
        body.strip_prefix(word).is_some_and(|rest| {
            let next = rest.chars().next();
            next.is_none_or(|c| "】])>〕〉:0123456789ABCⅠⅡⅢ①②③一二三甲乙(、".contains(c))
        })
    })
}

/// 「…の成立を証するため本書2通を作成し、記名押印の上、各1通を保有する。」
fn signature(text: &str) -> bool {
    let signs = [
        "記名押印",
        "記名捺印",
        "署名押印",
        "署名捺印",
        "記名・押印",
        "電子署名",
        "各1通",
        "各自1通",
        "各々1通",
        "それぞれ1通",
        "各一通",
        "各自一通",
        "1通を保有",
        "1通を保管",
        "一通を保有",
        "1通ずつ",
    ];
    let copies = [
        "2通",
        "二通",
        "1通",
        "一通",
        "3通",
        "本書を作成",
        "電磁的記録を作成",
        "正本",
        "証として",
        "証する",
        "証明する",
        "証とし",
    ];
    let text: String = text.chars().map(crate::text::narrow).collect();
    signs.iter().any(|w| text.contains(w))
        && copies.iter().any(|w| text.contains(w))
        && ["契約", "本書", "合意", "覚書", "協定"].iter().any(|w| text.contains(w))
}

/// 「削除」 where nothing else stands in the article.
pub(crate) fn deleted(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !"。()（）【】[]「」、".contains(*c)).collect();
    let words = ["削除", "欠番", "廃止", "削る", "適用除外"];
    let tail = |rest: &str| ["", "する", "とする", "した", "済み", "された", "します"].contains(&rest);
    let body = bare.strip_prefix("本条は").or_else(|| bare.strip_prefix("本条")).unwrap_or(&bare);
    words.iter().any(|w| body.strip_prefix(w).is_some_and(tail))
        || (bare.chars().count() <= 30 && bare.starts_with("本条は") && bare.contains("削除"))
}
