//! Every sample of every page, in both languages, against what must hold on all pages.

use std::collections::BTreeSet;

use domain::Lang;
use scraper::{ElementRef, Html, Selector};

use super::{Sample, samples};

fn all(document: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    document.select(&selector).map(|e| e.html().chars().take(160).collect()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

fn each(check: impl Fn(&Sample, &Html, Lang)) {
    for lang in Lang::ALL {
        for sample in samples(*lang) {
            check(&sample, &Html::parse_document(&sample.html), *lang);
        }
    }
}

#[test]
fn samples_have_names_of_their_own() {
    let names: Vec<_> = samples(Lang::Ja).into_iter().map(|s| s.name).collect();
    let set: BTreeSet<_> = names.iter().collect();
    assert_eq!(set.len(), names.len());
}

#[test]
fn one_heading_a_title_and_a_language() {
    each(|sample, document, lang| {
        assert_eq!(all(document, "h1").len(), 1, "{}: h1", sample.name);
        assert_eq!(all(document, "main#main").len(), 1, "{}: main", sample.name);
        assert_eq!(all(document, &format!("html[lang={}]", lang.code())).len(), 1, "{}", sample.name);
        let title = document.select(&Selector::parse("title").unwrap()).next().map(words).unwrap();
        assert!(title.split('｜').next().is_some_and(|t| !t.is_empty()), "{}: title {title}", sample.name);
        assert!(!sample.html.contains('⟨'), "{}: {}", sample.name, around(&sample.html, '⟨'));
        assert!(!sample.html.contains('\u{2068}'), "{}: isolation marks", sample.name);
    });
}

fn around(text: &str, c: char) -> String {
    let at = text.find(c).unwrap_or(0);
    text[at..].chars().take(80).collect()
}

#[test]
fn nothing_inline_and_nothing_from_elsewhere() {
    each(|sample, document, _| {
        assert_eq!(all(document, "[style], style"), Vec::<String>::new(), "{}", sample.name);
        assert_eq!(all(document, "script:not([src])"), Vec::<String>::new(), "{}", sample.name);
        for element in document.tree.nodes().filter_map(|n| n.value().as_element()) {
            for (name, value) in element.attrs() {
                assert!(!name.starts_with("on"), "{}: {name}", sample.name);
                if matches!(name, "src" | "href" | "action" | "formaction") {
                    let inside = value.starts_with('/') && !value.starts_with("//") || value.starts_with(['#', '?']);
                    assert!(inside, "{}: {name}={value}", sample.name);
                }
            }
        }
    });
}

#[test]
fn ids_are_unique_and_what_is_named_exists() {
    each(|sample, document, _| {
        let mut ids = BTreeSet::new();
        for element in document.select(&Selector::parse("[id]").unwrap()) {
            let id = element.attr("id").unwrap();
            assert!(!id.is_empty() && ids.insert(id.to_owned()), "{}: id {id}", sample.name);
        }
        for name in ["for", "aria-labelledby", "aria-describedby", "popovertarget", "data-copy"] {
            for element in document.select(&Selector::parse(&format!("[{name}]")).unwrap()) {
                for id in element.attr(name).unwrap().split(' ') {
                    assert!(ids.contains(id), "{}: {name}={id}", sample.name);
                }
            }
        }
        for element in document.select(&Selector::parse("a[href^='#'], use[href^='#']").unwrap()) {
            let id = element.attr("href").unwrap().trim_start_matches('#');
            assert!(ids.contains(id), "{}: #{id}", sample.name);
        }
    });
}

#[test]
fn everything_to_press_or_fill_has_a_name() {
    each(|sample, document, _| {
        for element in document.select(&Selector::parse("a, button, summary").unwrap()) {
            assert!(!words(element).is_empty(), "{}: {}", sample.name, element.html());
        }
        for element in document.select(&Selector::parse("a").unwrap()) {
            assert!(element.attr("href").is_some_and(|h| !h.is_empty()), "{}: {}", sample.name, element.html());
        }
        let labels: BTreeSet<_> = document
            .select(&Selector::parse("label[for]").unwrap())
            .filter(|l| !words(*l).is_empty())
            .filter_map(|l| l.attr("for"))
            .collect();
        for element in document.select(&Selector::parse("input:not([type=hidden]), select, textarea").unwrap()) {
            let labelled = element.attr("id").is_some_and(|id| labels.contains(id))
                || element.attr("aria-label").is_some()
                || element.ancestors().filter_map(ElementRef::wrap).any(|a| a.value().name() == "label");
            assert!(labelled, "{}: {}", sample.name, element.html());
        }
        for element in document.select(&Selector::parse("fieldset").unwrap()) {
            let legend = element.select(&Selector::parse("legend").unwrap()).next().map(words);
            assert!(legend.is_some_and(|l| !l.is_empty()), "{}: {}", sample.name, element.html());
        }
    });
}

#[test]
fn forms_say_how_and_where_they_are_sent() {
    each(|sample, document, _| {
        for form in document.select(&Selector::parse("form").unwrap()) {
            let method = form.attr("method").unwrap_or_default();
            assert!(matches!(method, "get" | "post"), "{}: {}", sample.name, form.html());
            assert!(form.attr("action").is_some_and(|a| a.starts_with('/')), "{}: {}", sample.name, form.html());
            let button = form.select(&Selector::parse("button").unwrap()).next();
            let search = form.attr("role") == Some("search");
            assert!(button.is_some() || search, "{}: {}", sample.name, form.html());
            let file = form.select(&Selector::parse("input[type=file]").unwrap()).next().is_some();
            assert_eq!(file, form.attr("enctype") == Some("multipart/form-data"), "{}: enctype", sample.name);
            assert!(
                form.ancestors().filter_map(ElementRef::wrap).all(|a| a.value().name() != "form"),
                "{}: form in form",
                sample.name
            );
        }
    });
}

#[test]
fn tables_read_as_sheets_on_phones() {
    each(|sample, document, _| {
        for cell in document.select(&Selector::parse("table.table tbody td").unwrap()) {
            assert!(cell.attr("data-l").is_some_and(|l| !l.is_empty()), "{}: {}", sample.name, cell.html());
        }
        for row in document.select(&Selector::parse("table.table tbody tr").unwrap()) {
            assert!(row.select(&Selector::parse("th").unwrap()).next().is_some(), "{}: row head", sample.name);
        }
        for head in document.select(&Selector::parse("table.table thead th").unwrap()) {
            assert_eq!(head.attr("scope"), Some("col"), "{}: {}", sample.name, head.html());
        }
    });
}

#[test]
fn one_filled_button_and_one_current_entry() {
    each(|sample, document, _| {
        assert!(all(document, "main .btn--next").len() <= 1, "{}: filled buttons", sample.name);
        assert!(all(document, "nav#nav a[aria-current]").len() <= 1, "{}: menu", sample.name);
        for tabs in document.select(&Selector::parse("nav.tabs").unwrap()) {
            assert!(tabs.attr("aria-label").is_some(), "{}: tabs", sample.name);
            let current = tabs.select(&Selector::parse("[aria-current]").unwrap()).count();
            assert!(current <= 1, "{}: current tabs", sample.name);
        }
        // the articles of a paper are named by their own headings, as in the files made of it
        for section in document.select(&Selector::parse("main section:not(.paper-article)").unwrap()) {
            let named = section.attr("aria-labelledby").is_some() || section.attr("aria-label").is_some();
            assert!(named, "{}: {}", sample.name, section.html().chars().take(120).collect::<String>());
        }
    });
}

#[test]
fn headings_do_not_skip_levels() {
    each(|sample, document, _| {
        let mut last = 1;
        for heading in document.select(&Selector::parse("main :is(h1, h2, h3, h4)").unwrap()) {
            let level: u8 = heading.value().name()[1..].parse().unwrap();
            assert!(level <= last + 1, "{}: {}", sample.name, heading.html());
            last = level;
        }
    });
}
