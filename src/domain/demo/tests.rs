//! What a demo file may say, and where it says something else.

use super::*;
use crate::domain::{
    json::Document,
    pages::{NodeRef, Page, Pages, Provenance},
};

const SMALL: &str = "title = \"t\"\n[[step]]\n";

#[test]
fn every_field_is_read() {
    let text = r#"
title = "All there is"
scenario = "expired"
columns = 100
rows = 30

[[step]]
note = "a"
scenario = "healthy"
request = "/v1/me/library/playlists"
method = "POST"
developer_token = true
user_token = false
headers = ["Accept-Language: fr", "Origin: https://a.example"]
body = '{"a":1}'
follow = 3
unfold = ["data[0].attributes", 'data[1]."a b"']
search = "x"
filter = ".data"
select = "data[0].id"
keys = ["v", "Ctrl-d"]
expect = 201
within_ms = 50

[[step]]
request = "/v1/test"
follow = "all"
"#;
    let demo = parse_demo(text).unwrap();
    let draft = demo.steps[0].draft().unwrap();
    assert_eq!((draft.method, draft.user), (Method::Post, Some(false)));
    assert_eq!(draft.headers, "Accept-Language: fr\nOrigin: https://a.example");
    assert_eq!(demo.steps[0].unfold[1].to_string(), "data[1].\"a b\"");
    assert_eq!((demo.steps[0].follow, demo.steps[1].follow), (Some(Follow::Pages(3)), Some(Follow::All)));
    assert!(demo.steps[0].expects(201) && !demo.steps[0].expects(200));
    assert!(demo.steps[1].expects(204) && !demo.steps[1].expects(401));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let cases = [
        ("", (1, 1), "title"),
        ("title = \"t\"", (1, 1), "step"),
        ("title = \"t\"\nstep = []", (2, 8), "1 to 360 steps"),
        (&format!("{SMALL}wait = 3"), (3, 1), "unknown field `wait`"),
        (&format!("{SMALL}follow = 0"), (3, 10), "number of pages"),
        (&format!("{SMALL}follow = \"on\""), (3, 10), "expected"),
        (&format!("{SMALL}unfold = [\"data[x]\"]"), (3, 10), "data[3].attributes.name"),
        (&format!("{SMALL}method = \"FETCH\""), (3, 10), "unknown variant"),
        (&format!("{SMALL}request = \"DELETE /v1/x\""), (2, 1), "step 1: a request is a path; DELETE stands"),
        (&format!("{SMALL}expect = 200"), (2, 1), "step 1 sets expect and sends no request"),
        (&format!("{SMALL}request = \"/v1/x\"\nheaders = [\"Cookie: a\"]"), (2, 1), "not typed by hand"),
        (&format!("profile = \"w\"\nsandbox = true\n{SMALL}"), (1, 1), "not both"),
        ("title = \"a profile\"\nsandbox = true\nprofile = \"profile\"\n[[step]]\n", (3, 1), "not both"),
    ];
    for (text, place, expected) in cases {
        let fault = parse_demo(text).unwrap_err();
        assert!(fault.message.contains(expected), "{text}: {fault}");
        assert_eq!((fault.line, fault.column), place, "{text}: {fault}");
    }
}

#[test]
fn a_path_is_one_or_is_refused() {
    for good in ["data", ".data", "data[0]", "data[0].a", "[0][1].b", "a.\"b.c\"[2]", ".", "a[\"b]\\\"c\"].d"]
    {
        assert!(Path::try_from(good.to_owned()).is_ok(), "{good}");
    }
    for bad in [
        "",
        "..",
        "a[\"b\"",
        "a[\"b\" ]",
        "data.",
        "data[",
        "data[]",
        "data[-1]",
        "a..b",
        "a.[0]",
        "data[0]x",
        "\"a",
    ] {
        assert!(Path::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}

#[test]
fn a_path_leads_over_the_pages_of_a_list() {
    let page = |text: &str| Page::read(Document::parse(text.as_bytes()).unwrap(), Provenance::default());
    let mut pages = Pages::new(page(r#"{"next":"/v1/x?offset=2","data":[{"id":"a"},{"id":"b"}]}"#));
    let list = pages.top_list().unwrap();
    pages.join(list, page(r#"{"data":[{"id":"c","n":{"k l":[1,2]}}]}"#)).unwrap();
    let found = |path: &str| {
        let node = Path::try_from(path.to_owned()).unwrap().find(&pages)?;
        Some(pages.page(node).document().raw(node.node).into_owned())
    };
    assert_eq!(found("data[0].id").as_deref(), Some("\"a\""));
    assert_eq!(found("data[2].n.\"k l\"[1]").as_deref(), Some("2"));
    for missing in ["data[3]", "data[0].name", "data.id", "next[0]", "[0]"] {
        assert_eq!(found(missing), None, "{missing}");
    }
}

#[test]
fn what_y_p_copies_is_a_path_that_leads_back() {
    let text = r#"{"data":[{"views":{"appears-on":{"data":[1,{"a b":2,"":3,"x\"]":4,"\u202e\u001b":5,"ü.ö":6,"0":7}]}}}]}"#;
    let pages = Pages::new(Page::read(Document::parse(text.as_bytes()).unwrap(), Provenance::default()));
    let mut open = vec![pages.root()];
    let mut seen = 0;
    while let Some(node) = open.pop() {
        let copied =
            crate::domain::copying::copied(&pages, node, crate::domain::copying::Part::Path).unwrap();
        let path = Path::try_from(copied.text.clone());
        assert_eq!(path.map(|path| path.find(&pages)), Ok(Some(node)), "{}", copied.text);
        seen += 1;
        open.extend(
            pages.page(node).document().children(node.node).map(|child| NodeRef { node: child, ..node }),
        );
    }
    assert_eq!(seen, 14);
}
