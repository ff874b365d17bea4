//! A document against what `serde_json` reads: the same values, keys and texts in the same order, duplicates included.

use std::fmt;

use segue::domain::json::{Document, Kind, NodeId};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value as `serde_json` hands it out.
enum Value {
    Null,
    Bool(bool),
    Number,
    Text(String),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// Compares a document with what `serde_json` makes of the text; says nothing where that refuses what it would have
/// ignored: lone surrogates, numbers that no float holds, more than 128 levels.
pub fn compare(text: &[u8], document: &Document) {
    let bare = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    if let Ok(value) = serde_json::from_slice::<Value>(bare) {
        same(document, document.root(), &value);
    }
}

fn same(document: &Document, node: NodeId, value: &Value) {
    let children: Vec<_> = document.children(node).collect();
    match (document.kind(node), value) {
        (Kind::Null, Value::Null) | (Kind::Number, Value::Number) => {}
        (Kind::Bool, Value::Bool(value)) => assert_eq!(document.raw(node), value.to_string()),
        (Kind::String, Value::Text(text)) => assert_eq!(document.text(node).as_deref(), Some(text.as_str())),
        (Kind::Array, Value::Array(items)) => {
            assert_eq!(children.len(), items.len());
            for (child, item) in children.iter().zip(items) {
                same(document, *child, item);
            }
        }
        (Kind::Object, Value::Object(members)) => {
            assert_eq!(children.len(), members.len());
            for (child, (key, member)) in children.iter().zip(members) {
                assert_eq!(document.key(*child).as_deref(), Some(key.as_str()));
                same(document, *child, member);
            }
        }
        (kind, _) => panic!("{kind:?} is something else for serde_json"),
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Value::Object(object))
    }
}
