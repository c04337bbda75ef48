use super::*;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn numbering(inner: &str) -> Numbering {
    let xml = format!("<w:numbering xmlns:w=\"{W}\">{inner}</w:numbering>");
    Numbering::read(&xml, "numbering.xml", &Limits::default()).unwrap()
}

fn lvl(at: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

fn printed(numbering: &mut Numbering, steps: &[(u32, u32)]) -> Vec<String> {
    steps.iter().map(|(num, level)| numbering.next(*num, *level).unwrap_or_else(|| "–".into())).collect()
}

#[test]
fn articles_paragraphs_and_items_count_as_printed() {
    let levels =
        [lvl(0, "decimal", "第%1条", ""), lvl(1, "decimalFullWidth", "%2", ""), lvl(2, "aiueoFullWidth", "（%3）", "")]
            .concat();
    let xml = format!(
        "<w:abstractNum w:abstractNumId=\"4\">{levels}</w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/></w:num>"
    );
    let mut list = numbering(&xml);
    let steps = [(7, 0), (7, 1), (7, 2), (7, 2), (7, 1), (7, 2), (7, 0), (7, 1), (9, 0)];
    assert_eq!(printed(&mut list, &steps), ["第1条", "１", "（ア）", "（イ）", "２", "（ア）", "第2条", "１", "–"]);
}

#[test]
fn decimal_levels_are_joined_and_legal_ones_are_plain() {
    let levels =
        [lvl(0, "upperRoman", "%1.", ""), lvl(1, "decimal", "%1.%2", ""), lvl(2, "decimal", "%1.%2.%3", "<w:isLgl/>")]
            .concat();
    let xml = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
    );
    let steps = [(1, 0), (1, 0), (1, 1), (1, 2), (1, 2)];
    assert_eq!(printed(&mut numbering(&xml), &steps), ["I.", "II.", "II.1", "2.1.1", "2.1.2"]);
}

#[test]
fn a_list_with_its_own_start_begins_again_and_lists_of_one_definition_count_on() {
    let level = lvl(0, "decimal", "(%1)", "");
    let xml = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{level}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>"
    );
    let steps = [(1, 0), (1, 0), (2, 0), (3, 0), (3, 0)];
    assert_eq!(printed(&mut numbering(&xml), &steps), ["(1)", "(2)", "(3)", "(1)", "(2)"]);
}

#[test]
fn levels_may_go_on_counting_under_a_new_heading() {
    let levels =
        [lvl(0, "japaneseCounting", "第%1章", ""), lvl(1, "decimal", "第%2条", "<w:lvlRestart w:val=\"0\"/>")].concat();
    let xml = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
    );
    let steps = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)];
    assert_eq!(printed(&mut numbering(&xml), &steps), ["第一章", "第1条", "第2条", "第二章", "第3条"]);
}

#[test]
fn a_format_of_its_own_making_keeps_its_pattern() {
    let level = "<w:lvl w:ilvl=\"0\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:start w:val=\"1\"/>\
        <mc:AlternateContent><mc:Choice Requires=\"w14\"><w:numFmt w:val=\"custom\" w:format=\"001, 002, 003, ...\"/></mc:Choice>\
        <mc:Fallback><w:numFmt w:val=\"decimal\"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val=\"No.%1\"/></w:lvl>";
    let xml = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{level}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
    );
    assert_eq!(printed(&mut numbering(&xml), &[(1, 0), (1, 0)]), ["No.001", "No.002"]);
}
