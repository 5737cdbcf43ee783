//! Whatever a script says, the document is well-formed and says it.

use proptest::prelude::*;
use roxmltree::Document;

use super::*;
use crate::export::escape::{shown, xml};
use crate::trace::{Event, EventKind, TaskId};

#[test]
fn markup_and_controls_are_made_harmless() {
    assert_eq!(xml("a < b && \"c\" > 'd'"), "a &lt; b &amp;&amp; &quot;c&quot; &gt; &#39;d&#39;");
    assert_eq!(xml("]]><!--\x1b[31m\0\u{ffff}\u{202e}"), "]]&gt;&lt;!--␛[31m␀\u{fffd}\u{fffd}");
    assert_eq!(xml("日本 👩‍👩‍👧"), "日本 👩‍👩‍👧");
}

/// Characters that markup, terminals or XML take for something else, among any others.
pub(super) fn any_text() -> impl Strategy<Value = String> {
    let special = proptest::sample::select(
        "<>&'\"\0\x01\x1b\t\r\n]-\u{85}\u{fffe}\u{ffff}\u{202e}".chars().collect::<Vec<_>>(),
    );
    proptest::collection::vec(prop_oneof![special, any::<char>()], 0..40).prop_map(String::from_iter)
}

/// A run in which every place for a text holds one of these.
pub(super) fn story_of(texts: &[String; 4]) -> Story {
    let mut story = Story::new("0 main begins\n0 main runs\n0 main spawns other");
    let [printed, label, name, error] = texts.each_ref().map(|it| story.trace.texts_mut().push(it.as_str()));
    let mut add = |kind| story.trace.push(Event { at: 1_000, task: TaskId(0), line: 1, kind });
    add(EventKind::Named { name });
    add(EventKind::Printed { text: printed });
    add(EventKind::Noted { text: error });
    add(EventKind::Mark { label });
    add(EventKind::Blocking { what: name });
    add(EventKind::Finished { outcome: crate::trace::Outcome::Failed, text: Some(error) });
    story
}

proptest! {
    #[test]
    fn any_text_gives_a_well_formed_picture(texts in [any_text(), any_text(), any_text(), any_text()]) {
        let title = Some(texts[0].clone());
        let picture = drawn_with(&story_of(&texts), &SvgOptions { title, ..SvgOptions::default() });
        let document = Document::parse(&picture).unwrap();
        let heading = document.root_element().first_element_child().unwrap();
        let expected = shown(&texts[0]).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
        prop_assert_eq!(heading.text().unwrap(), format!("Timeline of {expected}"));
    }

    #[test]
    fn any_text_gives_a_trace_that_can_be_read(texts in [any_text(), any_text(), any_text(), any_text()]) {
        let story = story_of(&texts);
        let document = chrome_trace(&story.trace, &story.timeline(), &texts[0]);
        let read: serde_json::Value = serde_json::from_str(&document).unwrap();
        let events = read["traceEvents"].as_array().unwrap();
        let printed = events.iter().find(|it| it["cat"] == "printed").unwrap();
        prop_assert_eq!(printed["args"]["text"].as_str().unwrap_or_default(), shown(&texts[0]));
    }
}
