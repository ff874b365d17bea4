//! What a resource shows of others, by itself and when it is asked: for each type of the catalogue.

use std::collections::HashSet;

use segue::domain::catalog::State;
use serde_json::Value;

use crate::visits::types;
use crate::{Walk, examples};

/// A resource alone, by its id, and the same among others.
fn forms(path: &str, id: &str) -> [(bool, String); 2] {
    [(true, format!("{path}/{id}?")), (false, format!("{path}?ids={id}&"))]
}

/// The rows of a relationship that an answer embeds, if it does.
fn embedded<'a>(body: &'a Value, name: &str) -> Option<&'a Vec<Value>> {
    body["data"][0]["relationships"][name]["data"].as_array()
}

/// An answer without what hangs on the rows of a relationship: a type for which something is asked for may come again in
/// there, as a folder in a folder.
fn surface(mut body: Value, name: &str) -> Value {
    let rows = body["data"][0]["relationships"][name]["data"].as_array_mut();
    for row in rows.into_iter().flatten() {
        row.as_object_mut().unwrap().remove("relationships");
    }
    body
}

fn are_whole(rows: &[Value]) -> bool {
    rows.iter().all(|row| row["attributes"].is_object())
}

#[tokio::test]
async fn each_type_embeds_the_relationships_it_is_asked_for() {
    let walk = Walk::new(true).await;
    for (of, root) in types() {
        for one in &of.relationships {
            let name = &one.name;
            let mut rows = 0;
            for (is_alone, path) in examples::ids(&of.name).iter().flat_map(|id| forms(&root, id)) {
                let plain = walk.good(&path).await;
                let included = walk.good(&format!("{path}include={name}")).await;
                let scoped = walk.good(&format!("{path}include[{}]={name}", of.name)).await;
                assert_eq!(
                    surface(scoped, name),
                    surface(included.clone(), name),
                    "{path}{name} for the type itself"
                );
                // A relationship that shows by itself of one resource alone can be asked for of several; one that is always
                // omitted and of one alone cannot.
                let is_rare = one.is_single && !is_alone;
                if is_rare && one.state == State::Omitted {
                    assert!(embedded(&included, name).is_none(), "{path}{name}");
                    continue;
                }
                let state = if is_rare { State::Omitted } else { one.state };
                let related = walk.good(&format!("{path}relate={name}")).await;
                let whole = embedded(&included, name).unwrap();
                let bare = embedded(&related, name).unwrap();
                assert!(whole.len() == bare.len() && are_whole(whole), "{path}{name}");
                match (state, embedded(&plain, name)) {
                    (State::Omitted, shown) => assert!(shown.is_none(), "{path}{name}"),
                    (state, Some(shown)) => {
                        assert!(
                            shown.is_empty() || are_whole(shown) == (state == State::Objects),
                            "{path}{name}"
                        );
                    }
                    (_, None) => panic!("{path}{name} is not shown"),
                }
                assert!(bare.is_empty() || are_whole(bare) == (state == State::Objects), "{path}{name}");
                rows += whole.len();
            }
            assert!(rows > 0, "{}: no example has {name}", of.name);
        }
    }
}

#[tokio::test]
async fn each_type_has_views_and_more_attributes_when_asked_and_ignores_what_nobody_knows() {
    let walk = Walk::new(true).await;
    for (of, root) in types() {
        for (_, path) in forms(&root, examples::ids(&of.name)[0]) {
            let plain = walk.good(&path).await["data"][0].clone();
            for view in &of.views {
                let body = walk.good(&format!("{path}views={}", view.name)).await;
                assert!(
                    body["data"][0]["views"][&view.name]["attributes"]["title"].is_string(),
                    "{path}{view:?}"
                );
            }
            for name in &of.extended {
                assert!(plain["attributes"].get(name).is_none(), "{path}{name}: only when asked for");
                let body = walk.good(&format!("{path}extend={name}")).await;
                assert!(body["data"][0]["attributes"].get(name).is_some(), "{path}{name}");
            }
            let views = if of.views.is_empty() { "" } else { "&views=x" };
            let nonsense = walk.good(&format!("{path}include=x&extend=x&relate=x{views}")).await;
            assert_eq!(nonsense["data"][0], plain, "{path}: values nobody knows are ignored");
        }
    }
}

#[tokio::test]
async fn each_embedded_relationship_keeps_to_its_page() {
    let walk = Walk::new(true).await;
    for (of, root) in types() {
        for one in &of.relationships {
            let (_, path) = forms(&root, examples::ids(&of.name)[0])[0].clone();
            let (name, path) = (&one.name, format!("{path}include={}", one.name));
            let body = walk.good(&path).await;
            let rows = embedded(&body, name).unwrap().len();
            assert!(one.default.is_none_or(|default| rows <= default as usize), "{path}");
            let few = walk.good(&format!("{path}&limit[{name}]=1")).await;
            assert_eq!(embedded(&few, name).unwrap().len(), rows.min(1), "{path}");
            let Some(cap) = one.cap else { continue };
            let parameter = format!("limit[{name}]");
            walk.good(&format!("{path}&{parameter}={cap}")).await;
            walk.refused(&format!("{path}&{parameter}={}", cap + 1), 400, "40005", &parameter).await;
        }
    }
}

#[test]
fn every_type_has_an_example() {
    let names: HashSet<&str> = types().iter().map(|(of, _)| of.name.as_str()).collect();
    assert_eq!(names, examples::IDS.iter().map(|(name, _)| *name).collect());
}
