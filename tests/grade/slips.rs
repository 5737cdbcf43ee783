//! A whole class in each layout, with every slip that one student makes: it costs that student only, or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::class::{Class, IN_TURN, RIGHT, text};
#[cfg(unix)]
use crate::interrupts::interruptible;

const NOTES: &str = "print(fs::read(\"notes.txt\"));\n";
/// How many ways to hand in there are.
const WAYS: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Flat,
    Moodle,
    Classroom,
    Nbgrader,
}

const LAYOUTS: [Layout; 4] = [Layout::Flat, Layout::Moodle, Layout::Classroom, Layout::Nbgrader];

/// One of the class.
struct Member {
    number: usize,
    name: String,
    user: String,
}

impl Member {
    fn of(number: usize) -> Member {
        // The last two have one name.
        let name = match number {
            0 | 1 => "Ann Li".to_owned(),
            it if it % WAYS == 10 => format!("Zoë Größe {it}"),
            it => format!("Mary O'Neil {it}"),
        };
        Member { number, name, user: format!("user{number}") }
    }

    /// The folder that the layout gives them.
    fn folder(&self, layout: Layout) -> String {
        let Member { number, name, user } = self;
        match layout {
            // Nothing else tells two of one name apart.
            Layout::Flat if *number < 2 => format!("{user}@x.org"),
            // One system writes accents by themselves, and some people write their names small.
            Layout::Flat => name.replace('ë', "e\u{308}").replace('ö', "o\u{308}").to_lowercase(),
            Layout::Moodle => format!("{}_{number}_assignsubmission_file_", name.replace('\'', "")),
            Layout::Classroom => format!("hw-submissions/hw-{}", user.to_uppercase()),
            Layout::Nbgrader => format!("submitted/{user}/hw"),
        }
    }

    /// What they hand in: files and their bytes, and the points for the two lessons.
    fn files(&self) -> (Vec<(&str, Vec<u8>)>, [&str; 2]) {
        let bytes = |it: &str| it.as_bytes().to_vec();
        let right = || bytes(RIGHT);
        let wide = || {
            [&[0xff, 0xfe][..], &RIGHT.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat()
        };
        let latin = || [b"// gr\xf6\xdfe\n", RIGHT.as_bytes()].concat();
        let pack = || {
            let answers = serde_json::json!({ "two-fetches": RIGHT, "read-notes": NOTES });
            let pack = serde_json::json!({ "format": "meanwhile-answers", "version": 1, "course": "small",
                "answers": answers, "student": "somebody else" });
            bytes(&pack.to_string())
        };
        match self.number % WAYS {
            0 => (vec![("two-fetches.rhai", right()), ("read-notes.rhai", bytes(NOTES))], ["5", "3"]),
            1 => (vec![("two-fetches.rhai", bytes(IN_TURN))], ["1", "0"]),
            2 => (vec![("two-fetches (1).rhai", right())], ["5", "0"]),
            3 => (vec![("two-fetches.rhai.txt", right())], ["5", "0"]),
            4 => (vec![("two-fetches.rhai", wide())], ["5", "0"]),
            5 => (vec![("two-fetches.rhai", latin())], ["5", "0"]),
            6 => (vec![("two-fetches.rhai", bytes(&RIGHT.replace('\n', "\r\n")))], ["5", "0"]),
            7 => (vec![("two-fetches.rhai", bytes(IN_TURN)), ("two-fetches (1).rhai", right())], ["5", "0"]),
            8 => (vec![("two_fetches.py", bytes("import asyncio"))], ["0", "0"]),
            9 => (vec![("two-fetches.rhai", right()), ("screen.pdf", bytes("%PDF"))], ["5", "0"]),
            10 => (vec![("Two_Fetches.RHAI", right())], ["5", "0"]),
            11 => (vec![("my.answers (1).json", pack())], ["5", "3"]),
            12 => (
                vec![("read-notes-2.rhai", bytes(NOTES)), ("two-fetches.rhai", bytes("let = ;"))],
                ["0", "3"],
            ),
            13 => (vec![("README.md", bytes("soon"))], ["0", "0"]),
            14 => (vec![("two-fetches.rhai", vec![0x80, 0, 1, 2])], ["0", "0"]),
            _ => (vec![], ["0", "0"]),
        }
    }
}

/// Makes a class of so many, with a roster of it.
fn class(layout: Layout, members: usize) -> (Class, Vec<Member>) {
    let class = Class::new();
    let members: Vec<Member> = (0..members).map(Member::of).collect();
    let mut roster = "Identifier;Full name;Email address;Username\r\n".to_owned();
    for member in &members {
        let Member { number, name, user } = member;
        roster.push_str(&format!("Participant {number};{name};{user}@x.org;{user}\r\n"));
        for (file, bytes) in member.files().0 {
            class.hand_in(&format!("{}/{file}", member.folder(layout)), bytes);
        }
        if layout == Layout::Classroom {
            class.hand_in(&format!("{}/.git/HEAD", member.folder(layout)), "ref");
        }
    }
    if layout == Layout::Nbgrader {
        class.hand_in("source/hw/two-fetches.rhai", RIGHT);
        class.hand_in("release/hw/two-fetches.rhai", IN_TURN);
    }
    // As a spreadsheet of Windows's writes it.
    let latin: Vec<u8> = roster.chars().map(|it| u8::try_from(it as u32).unwrap()).collect();
    fs::write(class.path("list.csv"), latin).unwrap();
    (class, members)
}

const OPTIONS: [&str; 6] = ["--roster", "list.csv", "--format", "csv", "--feedback", "told"];

/// Checks that everyone has the points that they should have.
fn check(csv: &[u8], members: &[Member], layout: Layout) {
    let csv = csv.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::Reader::from_reader(csv);
    let mut points: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in reader.records().map(|it| it.unwrap()) {
        let before = points.insert((row[2].to_owned(), row[3].to_owned()), row[5].to_owned());
        assert_eq!(before, None, "{layout:?}: twice: {row:?}");
    }
    assert_eq!(points.len(), members.len() * 2, "{layout:?}: everyone is on the roster");
    for member in members {
        for (lesson, expected) in ["two-fetches", "read-notes"].into_iter().zip(member.files().1) {
            let key = (format!("{}@x.org", member.user), lesson.to_owned());
            assert_eq!(
                points[&key],
                expected,
                "{layout:?}: {} of way {}: {lesson}",
                member.user,
                member.number % WAYS
            );
        }
    }
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_slip_costs_its_student_only() {
    for layout in LAYOUTS {
        let (class, members) = class(layout, WAYS + 2);
        let output = class.grade(&OPTIONS);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        check(&output.stdout, &members, layout);
        let told = text(&output.stdout);
        for remark in [
            "handed in two_fetches.py, which is no Rhai script",
            "handed in screen.pdf",
            "read as Latin-1",
            "is newer, by the number in its name",
        ] {
            assert!(told.contains(remark), "{layout:?}: {remark} in {told}");
        }
        let notes = text(&output.stderr);
        assert!(notes.contains("list.csv is not UTF-8; it was read as Latin-1"), "{notes}");
    }
}

/// Waits until the grader has kept so many judgements, or has ended.
fn wait_for_kept(class: &Class, grader: &mut Child, lines: usize) {
    let folder = class.path("data/meanwhile/grading");
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(60) {
        let files = fs::read_dir(&folder).into_iter().flatten().flatten();
        let kept: usize =
            files.map(|it| fs::read_to_string(it.path()).unwrap_or_default().lines().count()).sum();
        if kept >= lines || grader.try_wait().unwrap().is_some() {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("nothing is kept");
}

/// Kills the grader when it has kept so many judgements. Gives whether it was still at work.
fn kill(class: &Class, lines: usize) -> bool {
    let mut grader = class.command(&OPTIONS).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for_kept(class, &mut grader, lines);
    let _ = grader.kill();
    let was_at_work = grader.wait().unwrap().code().is_none();
    // What a killed process leaves is the system's to clear; its judging processes end by themselves.
    let begin = Instant::now();
    while class.path("temporary").exists() && begin.elapsed() < Duration::from_secs(60) {
        let _ = fs::remove_dir_all(class.path("temporary"));
    }
    was_at_work
}

#[cfg(unix)]
#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_killed_grader_goes_on_where_it_was() {
    let (class, members) = class(Layout::Flat, WAYS);
    assert!(kill(&class, 2));
    let mut broken = class.command(&OPTIONS);
    let mut broken = interruptible(&mut broken).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    wait_for_kept(&class, &mut broken, 4);
    let interrupt =
        std::process::Command::new("kill").args(["-INT", &broken.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let mut said = String::new();
    broken.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(broken.wait().unwrap().code(), Some(130));
    assert!(said.contains("were graded before"), "{said}");
    assert!(said.contains("what was graded is kept, and the same command goes on from there"), "{said}");
    let output = class.grade(&OPTIONS);
    assert!(text(&output.stderr).contains("were graded before"), "{}", text(&output.stderr));
    check(&output.stdout, &members, Layout::Flat);
    let again = class.grade(&OPTIONS);
    assert!(!text(&again.stderr).contains("were graded before"));
    assert_eq!(text(&output.stdout), text(&again.stdout));
}

/// Where the class report cannot be written, the grades are not lost.
#[test]
fn what_cannot_be_written_loses_nothing() {
    let (class, _) = class(Layout::Flat, 8);
    let output = class.grade(&[&OPTIONS[..], &["--class-report", "nowhere/class.html"]].concat());
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("what was graded is kept") && said.contains("nowhere"), "{said}");
    fs::create_dir(class.path("nowhere")).unwrap();
    let output = class.grade(&[&OPTIONS[..], &["--class-report", "nowhere/class.html"]].concat());
    assert!(text(&output.stderr).contains("were graded before"), "{}", text(&output.stderr));
    assert!(class.path("nowhere/class.html").exists());
}

/// `cargo test --release --test grade -- --ignored long_`
#[cfg(unix)]
#[test]
#[ignore = "takes a minute"]
fn long_a_class_of_three_hundred_in_every_layout_however_often_it_is_killed() {
    for layout in LAYOUTS {
        let (class, members) = class(layout, 300);
        let [first, second] = [class.grade(&OPTIONS), class.grade(&OPTIONS)];
        check(&first.stdout, &members, layout);
        assert_eq!(text(&first.stdout), text(&second.stdout), "{layout:?}");
        let told = files(&class.path("told"));
        // The moments are by chance: what the clock says last.
        let mut kept = 0;
        let killed = (0..10).filter(|_| {
            let chance =
                std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().subsec_nanos();
            kept += 1 + usize::try_from(chance / 1_000).unwrap() % 20;
            kill(&class, kept)
        });
        // One that was done before it could be killed has nothing left to go on with, and begins again.
        let killed = killed.count();
        assert!(killed >= 3, "{layout:?}: {killed}");
        let resumed = class.grade(&OPTIONS);
        assert_eq!(text(&first.stdout), text(&resumed.stdout), "{layout:?}");
        assert_eq!(told, files(&class.path("told")), "{layout:?}");
        println!("{layout:?}: killed {killed} times, up to {kept} of 300 kept");
    }
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap());
    entries
        .map(|it| (it.file_name().into_string().unwrap(), fs::read_to_string(it.path()).unwrap()))
        .collect()
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn an_overlay_is_proven() {
    let check = |check: &str| {
        let folder = tempfile::tempdir().unwrap();
        let overlay =
            format!("+++\nid = \"await-in-a-loop\"\n+++\n```rhai +check name=\"mine\"\n{check}\n```\n");
        fs::write(folder.path().join("loop.md"), overlay).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_meanwhile"));
        let output = command.args(["course", "check", "--overlay"]).arg(folder.path()).output().unwrap();
        (output.status.code(), text(&output.stderr), text(&output.stdout))
    };
    let (code, said, told) = check("expect(run.most_at_once(\"price\")).above(1, \"some shops at once\");");
    assert!(code == Some(0) && told.contains("1 lesson, 1 exercise"), "{said}{told}");
    // Most answers call it; an empty one does not.
    let (code, said, _) = check("expect(run.calls(\"price\")[0].begin).below(1, \"x\");");
    assert!(code == Some(1) && said.contains("loop.md:4: the check \"mine\" cannot be asked"), "{said}");
    let (code, said, _) = check("expect(run.tasks).has_length(70, \"seventy tasks\");");
    assert!(code == Some(1) && said.contains("this solution fails \"mine\""), "{said}");
}
