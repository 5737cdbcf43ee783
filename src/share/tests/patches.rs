//! A change leads from what was to what is, whatever both are.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::share::patch::patch;

/// Makes a change, as the page's script does.
fn changed(old: &Value, change: &Value) -> Value {
    let index = |it: usize| change[it].as_u64().unwrap() as usize;
    match change[0].as_u64().unwrap() {
        0 => change[1].clone(),
        1 => match old {
            Value::String(old) => {
                let units: Vec<u16> = old.encode_utf16().collect();
                let new = change[3].as_str().unwrap().encode_utf16();
                let rest = units[index(1) + index(2)..].to_vec();
                let all: Vec<u16> = units[..index(1)].iter().copied().chain(new).chain(rest).collect();
                String::from_utf16(&all).unwrap().into()
            }
            _ => {
                let mut all = old.as_array().unwrap().clone();
                all.splice(index(1)..index(1) + index(2), change[3].as_array().unwrap().iter().cloned());
                all.into()
            }
        },
        _ => {
            let mut new = old.clone();
            for (key, change) in change[1].as_object().unwrap() {
                match &mut new {
                    Value::Array(list) => {
                        let place: usize = key.parse().unwrap();
                        list[place] = changed(&list[place], change);
                    }
                    Value::Object(map) => {
                        let old = map.get(key).cloned().unwrap_or_default();
                        map.insert(key.clone(), changed(&old, change));
                    }
                    other => panic!("{other} has no parts"),
                }
            }
            if let Value::Array(list) = &mut new {
                list.truncate(index(2));
                list.extend(change[3].as_array().unwrap().iter().cloned());
            }
            new
        }
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        (0..4u8).prop_map(|it| json!(it)),
        "[a-c🙂é]{0,4}".prop_map(|it| json!(it)),
        "[a-c🙂é]{50,60}".prop_map(|it| json!(it)),
    ];
    leaf.prop_recursive(3, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("id|one|two", inner, 0..3).prop_map(|it| json!(it)),
        ]
    })
}

proptest! {
    #[test]
    fn a_change_leads_from_one_to_the_other(old in any_value(), new in any_value()) {
        match patch(&old, &new) {
            None => prop_assert_eq!(old, new),
            Some(change) => prop_assert_eq!(changed(&old, &change), new),
        }
    }
}

#[test]
fn what_grows_at_its_end_costs_its_growth() {
    let text = "a sentence that is long enough to be worth while. ".repeat(100);
    let change = patch(&json!({ "words": text }), &json!({ "words": format!("{text}More.") })).unwrap();
    assert_eq!(change, json!([2, { "words": [1, 5000, 0, "More."] }]));
    let change = patch(&json!([[1, 2, 3, 4]]), &json!([[1, 2, 3, 5, 6]])).unwrap();
    assert_eq!(change, json!([1, 0, 1, [[1, 2, 3, 5, 6]]]));
    let lane = |segments: &[u64]| json!({ "name": "main", "segments": segments });
    let change =
        patch(&json!([lane(&[1, 2]), lane(&[3])]), &json!([lane(&[1, 2]), lane(&[3, 4]), lane(&[5])]));
    assert_eq!(change.unwrap(), json!([2, { "1": [2, { "segments": [1, 1, 0, [4]] }] }, 2, [lane(&[5])]]));
    assert_eq!(patch(&json!([lane(&[1])]), &json!([lane(&[1])])), None);
    let other = patch(&json!({ "id": 1, "a": 1 }), &json!({ "id": 2, "a": 1 })).unwrap();
    assert_eq!(other, json!([0, { "id": 2, "a": 1 }]), "another run is no version of this one");
}
