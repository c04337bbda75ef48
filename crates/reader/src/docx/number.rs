//! Numbers as Word prints them (`w:numFmt`).

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const FORMAL: [char; 10] = ['零', '壱', '弐', '参', '四', '伍', '六', '七', '八', '九'];
const AIUEO: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const AIUEO_HALF: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ";
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";
const IROHA_HALF: &str = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
/// Letters that are doubled and trebled are not printed more often than this.
const REPEATS: u32 = 30;

/// A number in a format. Formats of other languages are printed as plain numbers.
pub(crate) fn print(value: u32, format: &str, pattern: Option<&str>) -> String {
    let plain = || value.to_string();
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{value:02}"),
        "custom" => padded(value, pattern.unwrap_or_default()),
        "upperRoman" => roman(value).map_or_else(plain, |r| r.to_uppercase()),
        "lowerRoman" => roman(value).unwrap_or_else(plain),
        "upperLetter" => repeated(value, LETTERS).map_or_else(plain, |l| l.to_uppercase()),
        "lowerLetter" => repeated(value, LETTERS).unwrap_or_else(plain),
        "ordinal" => format!("{value}{}", ordinal_end(value)),
        "numberInDash" => format!("- {value} -"),
        "decimalFullWidth" | "decimalFullWidth2" => plain().chars().map(full_width).collect(),
        "aiueoFullWidth" => repeated(value, AIUEO).unwrap_or_else(plain),
        "aiueo" => repeated(value, AIUEO_HALF).unwrap_or_else(plain),
        "irohaFullWidth" => repeated(value, IROHA).unwrap_or_else(plain),
        "iroha" => repeated(value, IROHA_HALF).unwrap_or_else(plain),
        "japaneseCounting" | "chineseCounting" | "chineseCountingThousand" | "taiwaneseCountingThousand" => {
            counting(value, &DIGITS, ['十', '百', '千', '万'], true)
        }
        "japaneseLegal" => counting(value, &FORMAL, ['拾', '百', '阡', '萬'], false),
        "japaneseDigitalTenThousand" | "ideographDigital" | "taiwaneseDigital" => {
            plain().chars().filter_map(|c| DIGITS.get(c.to_digit(10)? as usize)).collect()
        }
        "ideographTraditional" => cycle(value, STEMS).map_or_else(plain, String::from),
        "ideographZodiac" => cycle(value, BRANCHES).map_or_else(plain, String::from),
        "ideographZodiacTraditional" => match (cycle(value, STEMS), cycle(value, BRANCHES)) {
            (Some(stem), Some(branch)) => format!("{stem}{branch}"),
            _ => plain(),
        },
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(value, '①'),
        "decimalEnclosedParen" => enclosed(value, '⑴'),
        "decimalEnclosedFullstop" => enclosed(value, '⒈'),
        "ideographEnclosedCircle" => ideograph(value).map_or_else(plain, String::from),
        _ => plain(),
    }
}

fn full_width(c: char) -> char {
    c.to_digit(10).and_then(|d| char::from_u32('０' as u32 + d)).unwrap_or(c)
}

/// `001, 002, 003, ...` asks for three places.
fn padded(value: u32, pattern: &str) -> String {
    let first = pattern.split(',').next().unwrap_or_default().trim();
    let wide = first.chars().next().is_some_and(|c| ('０'..='９').contains(&c));
    let width = first.chars().count().min(9);
    let digits = format!("{value:0width$}");
    if wide { digits.chars().map(full_width).collect() } else { digits }
}

/// `a … z, aa, bb …`, as Word counts on after the last letter.
fn repeated(value: u32, letters: &str) -> Option<String> {
    let count = u32::try_from(letters.chars().count()).ok()?;
    let index = value.checked_sub(1)?;
    let letter = letters.chars().nth((index % count) as usize)?;
    let times = index / count + 1;
    (times <= REPEATS).then(|| std::iter::repeat_n(letter, times as usize).collect())
}

fn cycle(value: u32, letters: &str) -> Option<char> {
    let count = u32::try_from(letters.chars().count()).ok()?;
    letters.chars().nth((value.checked_sub(1)? % count) as usize)
}

/// ①–⑳ and the like; beyond twenty Word prints the plain number.
fn enclosed(value: u32, first: char) -> String {
    if !(1..=20).contains(&value) {
        return value.to_string();
    }
    char::from_u32(first as u32 + value - 1).map_or_else(|| value.to_string(), String::from)
}

fn ideograph(value: u32) -> Option<char> {
    (1..=10).contains(&value).then(|| char::from_u32('㊀' as u32 + value - 1)).flatten()
}

fn ordinal_end(value: u32) -> &'static str {
    match (value % 100, value % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

fn roman(value: u32) -> Option<String> {
    const PARTS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..=3999).contains(&value) {
        return None;
    }
    let mut rest = value;
    let mut out = String::new();
    for (worth, sign) in PARTS {
        while rest >= worth {
            out.push_str(sign);
            rest -= worth;
        }
    }
    Some(out)
}

/// 二百十四 (a lone one before ten, hundred and thousand is left out) or 弐百壱拾四 (it is written).
fn counting(value: u32, digits: &[char; 10], units: [char; 4], bare: bool) -> String {
    if value == 0 {
        return digits.first().map(ToString::to_string).unwrap_or_default();
    }
    let [ten, hundred, thousand, myriad] = units;
    let below = |mut rest: u32| {
        let mut out = String::new();
        for (worth, unit) in [(1000, Some(thousand)), (100, Some(hundred)), (10, Some(ten)), (1, None)] {
            let digit = rest / worth;
            rest %= worth;
            if digit == 0 {
                continue;
            }
            if !(bare && digit == 1 && unit.is_some()) {
                out.extend(digits.get(digit as usize));
            }
            out.extend(unit);
        }
        out
    };
    let (high, low) = (value / 10_000, value % 10_000);
    if high >= 10_000 {
        return value.to_string();
    }
    let high = if high == 0 {
        String::new()
    } else if high == 1 {
        format!("{}{myriad}", digits.get(1).copied().unwrap_or('一'))
    } else {
        format!("{}{myriad}", below(high))
    };
    format!("{high}{}", below(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_word_prints_them() {
        let cases = [
            (3, "decimal", "3"),
            (3, "decimalZero", "03"),
            (12, "decimalFullWidth", "１２"),
            (1, "aiueoFullWidth", "ア"),
            (46, "aiueoFullWidth", "ン"),
            (47, "aiueoFullWidth", "アア"),
            (2, "aiueo", "ｲ"),
            (3, "irohaFullWidth", "ハ"),
            (2, "iroha", "ﾛ"),
            (10, "japaneseCounting", "十"),
            (21, "japaneseCounting", "二十一"),
            (110, "japaneseCounting", "百十"),
            (10_001, "japaneseCounting", "一万一"),
            (12, "japaneseLegal", "壱拾弐"),
            (205, "japaneseDigitalTenThousand", "二〇五"),
            (7, "decimalEnclosedCircle", "⑦"),
            (20, "decimalEnclosedCircle", "⑳"),
            (21, "decimalEnclosedCircle", "21"),
            (2, "decimalEnclosedParen", "⑵"),
            (27, "lowerLetter", "aa"),
            (2, "upperLetter", "B"),
            (4, "lowerRoman", "iv"),
            (14, "upperRoman", "XIV"),
            (2, "ideographTraditional", "乙"),
            (1, "ideographZodiacTraditional", "甲子"),
            (3, "ideographEnclosedCircle", "㊂"),
            (22, "ordinal", "22nd"),
            (1, "none", ""),
            (5, "thaiCounting", "5"),
            (0, "lowerLetter", "0"),
            (u32::MAX, "aiueoFullWidth", "4294967295"),
            (u32::MAX, "japaneseCounting", "4294967295"),
        ];
        for (value, format, printed) in cases {
            assert_eq!(print(value, format, None), printed, "{value} {format}");
        }
        assert_eq!(print(7, "custom", Some("001, 002, 003, ...")), "007");
        assert_eq!(print(7, "custom", Some("０１, ０２, ...")), "０７");
    }
}
