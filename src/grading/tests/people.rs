use crate::grading::class::{Candidate, Person, assemble};
use crate::grading::layout::{Content, Layout, Listing, Wanted, find};
use crate::grading::roster::Roster;
use crate::grading::{Remark, Student};

/// Who is graded for what, as `name: path`, `!` before those who are not on the roster; then all remarks.
fn people(layout: Layout, roster: Option<&str>, paths: &[&str]) -> Vec<String> {
    people_at(layout, roster, &paths.iter().map(|it| (*it, None, None)).collect::<Vec<_>>())
}

/// The same with times of handing in, and names that packs carry.
fn people_at(
    layout: Layout,
    roster: Option<&str>,
    files: &[(&str, Option<&str>, Option<&str>)],
) -> Vec<String> {
    let lessons = [("two-fetches".to_owned(), String::new()), ("deadlock".to_owned(), String::new())];
    let wanted = Wanted { course: "test", lessons: &lessons, asked: &[] };
    let mut paths: Vec<String> = files.iter().map(|(it, _, _)| (*it).to_owned()).collect();
    paths.sort();
    let found = find(&Listing { root: "class".to_owned(), paths }, layout, wanted);
    let candidates = found.handed_in.into_iter().map(|it| {
        let (_, at, name) = files.iter().find(|(path, _, _)| *path == it.path).unwrap();
        let mut rank = it.rank;
        rank.handed_in = at.map(|at| at.parse().unwrap());
        let lesson = match it.content {
            Content::Answer(lesson) => lesson,
            Content::Pack(_) => "deadlock".to_owned(),
        };
        let (student, path, carried) = (it.student, it.path, name.map(str::to_owned));
        Candidate {
            student,
            carried,
            lesson,
            answer: Ok(path.clone()),
            path,
            rank,
            is_late: it.is_late,
            remark: None,
        }
    });
    let remarks = found.others.into_iter().map(|(student, text)| Remark { student, text });
    let roster = roster.map(|it| Roster::read(it).unwrap());
    let people = assemble(candidates.collect(), remarks.collect(), roster.as_ref());
    let mark = |it: &Person| if roster.is_some() && it.place.is_none() { "!" } else { "" };
    let graded = people.iter().flat_map(|person| {
        person
            .answers
            .iter()
            .map(move |it| format!("{}{}: {}", mark(person), person.student.told_apart(), it.path))
    });
    let remarks =
        people.iter().flat_map(|it| it.remarks.iter().map(|text| format!("{}? {text}", it.student.name)));
    graded.chain(remarks).collect()
}

const TWO_ANNS: &str = "name,email\nAnn Li,ann@x.org\nBo Ek,bo@x.org\nAnn Li,ann2@x.org\n";

#[test]
fn two_of_one_name_are_never_graded_as_one() {
    let told = people(
        Layout::Flat,
        Some(TWO_ANNS),
        &["Ann Li/deadlock.rhai", "ann2/deadlock.rhai", "bo_ek/deadlock.rhai"],
    );
    let expected = [
        "!Ann Li: Ann Li/deadlock.rhai",
        "Ann Li (ann2@x.org): ann2/deadlock.rhai",
        "Bo Ek (bo@x.org): bo_ek/deadlock.rhai",
        "Ann Li? 2 people on the roster fit Ann Li: Ann Li (ann@x.org), Ann Li (ann2@x.org); call the file or folder \
         after the e-mail address or id",
    ];
    assert_eq!(told, expected);
    // The roster knows one, the platform two.
    let moodle =
        ["Ann Li_1_assignsubmission_file_/deadlock.rhai", "Ann Li_2_assignsubmission_file_/deadlock.rhai"];
    let told = people(Layout::Moodle, Some("name\nAnn Li\n"), &moodle);
    assert!(told[0].starts_with("!Ann Li (1)") && told[1].starts_with("!Ann Li (2)"), "{told:?}");
    assert!(told[2].contains("the roster does not say who has number 1"), "{told:?}");
    let numbered = "id,name\nParticipant 2,Ann Li\nParticipant 1,Ann Li\n";
    let told = people(Layout::Moodle, Some(numbered), &moodle);
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|it| !it.starts_with('!')), "{told:?}");
}

#[test]
fn the_newest_of_two_is_graded_and_said() {
    let told =
        people(Layout::Flat, None, &["ann/deadlock.rhai", "ann/deadlock (1).rhai", "ann/deadlock (2).rhai"]);
    let expected = [
        "ann: ann/deadlock (2).rhai",
        "ann? ann/deadlock (1).rhai was not graded for deadlock: ann/deadlock (2).rhai is newer, by the number in its name",
        "ann? ann/deadlock.rhai was not graded for deadlock: ann/deadlock (1).rhai is newer, by the number in its name",
    ];
    let short = |it: &[String]| {
        it.iter().map(|it| it.replace("deadlock (1).rhai is", "deadlock (2).rhai is")).collect::<Vec<_>>()
    };
    assert_eq!(short(&told), short(&expected.map(str::to_owned)));
    let canvas = ["liann_12_700_deadlock.rhai", "liann_LATE_12_701_deadlock-1.rhai"];
    let told = people(Layout::Flat, None, &canvas);
    assert!(told[0].ends_with("liann_LATE_12_701_deadlock-1.rhai"), "{told:?}");
    assert!(told[1].contains("was handed in later, by its number"), "{told:?}");
    let nbgrader = [
        ("submitted/ann/ps1/deadlock.rhai", Some("2026-01-02T00:00:00Z"), None),
        ("submitted/ann/ps2/deadlock.rhai", Some("2026-01-01T00:00:00Z"), None),
    ];
    let told = people_at(Layout::Nbgrader, None, &nbgrader);
    assert!(told[0].ends_with("ps1/deadlock.rhai") && told[1].contains("was handed in later"), "{told:?}");
    let told = people(
        Layout::Flat,
        None,
        &["ann/a/deadlock.rhai", "ann/b/deadlock.rhai", "ann/deadlock - Copy.rhai"],
    );
    assert!(told[0].ends_with("ann/a/deadlock.rhai"), "{told:?}");
}

#[test]
fn a_pack_is_whose_it_says_where_its_name_says_nothing() {
    let files = [("my.answers (1).json", None, Some("Ann Li")), ("bo.answers.json", None, Some("Ann Li"))];
    assert_eq!(
        people_at(Layout::Flat, None, &files)[..2],
        ["Ann Li: my.answers (1).json", "bo: bo.answers.json"]
    );
    let roster = Some("name,id\nAnn Li,a\nBo Ek,b\n");
    let files = [("laptop.answers.json", None, Some("Ann Li")), ("b.answers.json", None, Some("Ann Li"))];
    assert_eq!(
        people_at(Layout::Flat, roster, &files)[..2],
        ["Ann Li (a): laptop.answers.json", "Bo Ek (b): b.answers.json"]
    );
}

#[test]
fn one_name_in_two_ways_is_one_student() {
    let told = people(Layout::Flat, None, &["Zoe\u{308}/deadlock.rhai", "zoë/two-fetches.rhai"]);
    assert_eq!(told, ["Zoe\u{308}: Zoe\u{308}/deadlock.rhai", "Zoe\u{308}: zoë/two-fetches.rhai"]);
    assert_ne!(Student::named("ann-li").cmp(&Student::named("ann_li")), std::cmp::Ordering::Equal);
}
