//! The list of those who should have handed in: a CSV file with a column of names, numbers or e-mail addresses.
//!
//! A grading worksheet of Moodle and a roster of GitHub Classroom are such lists.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Student;
use super::lateness::moodle_time;
use super::student::{folded, letters, plain_name, trailing_number, written_ways};

/// Who should have handed in, in the file's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    student: Student,
    /// All that a platform may call them.
    ids: Vec<String>,
    /// The name in every way that it is written.
    names: Vec<String>,
    handed_in: Option<Timestamp>,
}

/// The people that a name may belong to. Places are rows under the titles, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// `by_id` where the platform's number or an address says so, and not a name that two may have.
    One {
        place: usize,
        by_id: bool,
    },
    /// Nothing tells which of these it is.
    Several(Vec<usize>),
    Nobody,
}

/// Why a file is no roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterProblem {
    #[error("this is no CSV file: {0}")]
    NotCsv(String),
    #[error(
        "it has no column of names: the first line should hold a title such as name, id, username or email, \
         and holds {0}"
    )]
    NoColumn(String),
    #[error(
        "line {line} has {found} fields, and the titles are {titles}: a field with a comma in it needs quotes \
         around it, as in \"Li, Ann\""
    )]
    TooManyFields { line: u64, found: usize, titles: usize },
    #[error("line {0} opens a quote that is not closed")]
    OpenQuote(u64),
    #[error("it names nobody")]
    Empty,
}

const NAMES: &[&str] = &["name", "full name", "fullname", "student", "student name"];
const FIRST_NAMES: &[&str] = &["first name", "firstname", "given name"];
const LAST_NAMES: &[&str] = &["last name", "lastname", "surname", "family name"];
const IDS: &[&str] = &[
    "id",
    "identifier",
    "id number",
    "student id",
    "username",
    "user name",
    "login",
    "github username",
    "github",
    "sis login id",
    "sis user id",
];
/// When something was handed in, in Moodle's grading worksheet.
const TIMES: &[&str] = &["last modified (submission)"];
/// What Canvas puts under the titles: the points that can be had, and a student for trying things out.
const CANVAS_ROWS: &[&str] = &["points possible", "student, test", "manual posting"];
const EMAILS: &[&str] = &["email", "e mail", "mail", "email address", "e mail address"];

/// A CSV file's rows, and how it was written.
pub struct Table {
    pub rows: Vec<Vec<String>>,
    /// The line of the file in which each row begins.
    pub lines: Vec<u64>,
    pub delimiter: u8,
}

/// Reads rows separated by commas, or, as spreadsheets of many countries write them, semicolons or tabs. A row with more
/// fields than there are titles would be read wrongly, so it is refused.
pub fn table(text: &str) -> Result<Table, RosterProblem> {
    let text = text.trim_start_matches('\u{feff}');
    let title = text.lines().next().unwrap_or("");
    let count = |delimiter: u8| title.bytes().filter(|it| *it == delimiter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|it| count(*it)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(delimiter);
    let mut table = Table { rows: Vec::new(), lines: Vec::new(), delimiter };
    for record in reader.from_reader(text.as_bytes()).into_records() {
        let record = record.map_err(|it| RosterProblem::NotCsv(it.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let row: Vec<String> = record.iter().map(str::to_owned).collect();
        let titles = table.rows.first().map_or(row.len(), Vec::len);
        // An empty one too many has moved the others all the same.
        if row.len() > titles {
            return Err(RosterProblem::TooManyFields { line, found: row.len(), titles });
        }
        // The end of the file has ended the field, and the people after it are in it.
        if row.len() < titles && row.last().is_some_and(|it| it.contains('\n')) {
            return Err(RosterProblem::OpenQuote(line));
        }
        table.rows.push(row);
        table.lines.push(line);
    }
    Ok(table)
}

impl Roster {
    /// Reads a CSV file. A file of one column may do without a title.
    pub fn read(text: &str) -> Result<Roster, RosterProblem> {
        let Table { rows, .. } = table(text)?;
        let Some((titles, rest)) = rows.split_first() else { return Err(RosterProblem::Empty) };
        let columns = |wanted: &[&str]| -> Vec<usize> {
            let is_wanted = |title: &String| wanted.contains(&plain_name(title).as_str());
            (0..titles.len()).filter(|it| is_wanted(&titles[*it])).collect()
        };
        let (names, ids, emails) = (columns(NAMES), columns(IDS), columns(EMAILS));
        let (first, last, times) = (columns(FIRST_NAMES), columns(LAST_NAMES), columns(TIMES));
        let is_titled = [&names, &ids, &emails, &last].iter().any(|it| !it.is_empty());
        if !is_titled && titles.len() > 1 {
            return Err(RosterProblem::NoColumn(titles.join(", ")));
        }
        let untitled = |row: &Vec<String>| Entry::new(row.first().map_or("", |it| it), vec![], None);
        let titled = |row: &Vec<String>| {
            let cells = |columns: &[usize]| -> Vec<String> {
                let cells = columns.iter().filter_map(|it| row.get(*it));
                cells.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
            };
            let mut name = cells(&names).into_iter().next().unwrap_or_default();
            if name.is_empty() {
                name = [cells(&first), cells(&last)].concat().join(" ");
            }
            let is_student = !CANVAS_ROWS.contains(&folded(&name).as_str());
            let name = if is_student { name } else { String::new() };
            let handed_in = cells(&times).first().and_then(|it| moodle_time(it)).filter(|_| is_student);
            let ids = if is_student { cells(&ids) } else { Vec::new() };
            Entry { handed_in, ..Entry::new(&name, ids, cells(&emails).into_iter().next()) }
        };
        let entries: Vec<Entry> =
            if is_titled { rest.iter().map(titled).collect() } else { rows.iter().map(untitled).collect() };
        // Places are rows of the file, so rows that name nobody keep theirs.
        if entries.iter().all(|it| it.is_nobody()) {
            Err(RosterProblem::Empty)
        } else {
            Ok(Roster { entries })
        }
    }

    /// All of them with their places, but nobody twice.
    pub fn students(&self) -> impl Iterator<Item = (usize, &Student)> {
        let named = self.entries.iter().enumerate().filter(|(_, it)| !it.is_nobody());
        named
            .filter(|(place, it)| !self.entries[..*place].iter().any(|other| it.is_same(other)))
            .map(|(place, it)| (place, &it.student))
    }

    /// The student in this place.
    pub fn student(&self, place: usize) -> Option<&Student> {
        self.entries.get(place).map(|it| &it.student)
    }

    /// When the student in this place handed in, as Moodle's worksheet says.
    pub fn handed_in(&self, place: usize) -> Option<Timestamp> {
        self.entries.get(place)?.handed_in
    }

    /// Names that two people share without an address or an id to tell them apart.
    pub fn indistinguishable(&self) -> Vec<&str> {
        let students: Vec<&Student> = self.students().map(|(_, it)| it).collect();
        let is_bare = |it: &&&Student| it.id.is_none() && it.email.is_none();
        let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
        for student in students.iter().filter(is_bare) {
            if !seen.insert(plain_name(&student.name)) {
                twice.insert(student.name.as_str());
            }
        }
        twice.into_iter().collect()
    }

    /// Whose a name, number or address is.
    pub fn find(&self, student: &Student) -> Match {
        let name = plain_name(&student.name);
        let short = letters(&student.name);
        let number = student.id.as_deref();
        type Fits<'a> = &'a dyn Fn(&Entry) -> bool;
        let steps: [(bool, Fits); 5] = [
            (true, &|it| number.is_some_and(|number| it.is_called(number))),
            (false, &|it| !name.is_empty() && it.names.contains(&name)),
            (true, &|it| it.is_called(&student.name)),
            (true, &|it| it.has_email(&student.name)),
            // As Canvas calls files.
            (false, &|it| !short.is_empty() && [letters(&it.student.name), it.turned()].contains(&short)),
        ];
        for (by_id, fits) in steps {
            match self.places(fits)[..] {
                [] => {}
                [place] => return Match::One { place, by_id },
                ref several => return Match::Several(several.to_vec()),
            }
        }
        // `max_final`, where there is a Max.
        student
            .name
            .rsplit_once('_')
            .map_or(Match::Nobody, |(shorter, _)| self.find(&Student::named(shorter)))
    }

    /// All who fit, but nobody twice.
    fn places(&self, fits: &dyn Fn(&Entry) -> bool) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        for place in (0..self.entries.len()).filter(|it| fits(&self.entries[*it])) {
            if !places.iter().any(|it| self.entries[place].is_same(&self.entries[*it])) {
                places.push(place);
            }
        }
        places
    }
}

impl Entry {
    fn new(name: &str, ids: Vec<String>, email: Option<String>) -> Entry {
        let name = name.trim();
        let name = [Some(name), email.as_deref(), ids.first().map(String::as_str)];
        let name = name.into_iter().flatten().find(|it| !it.is_empty()).unwrap_or("").to_owned();
        let names = written_ways(&name);
        Entry { student: Student { name, id: ids.first().cloned(), email }, ids, names, handed_in: None }
    }

    fn is_nobody(&self) -> bool {
        self.student.name.is_empty()
    }

    /// Whether two rows are about one person: an id or an address says so, a name does not.
    fn is_same(&self, other: &Entry) -> bool {
        let shares_id = !self.ids.is_empty() && self.ids == other.ids;
        let shares_email =
            self.ids.is_empty() && self.student.email.is_some() && self.student.email == other.student.email;
        self.names == other.names && (shares_id || shares_email)
    }

    fn is_called(&self, id: &str) -> bool {
        let id = folded(id);
        let is_id = |it: &String| folded(it) == id || (it.contains(' ') && trailing_number(it) == Some(&id));
        !id.is_empty() && self.ids.iter().any(is_id)
    }

    /// Whether a name is the address, or what stands before its @.
    fn has_email(&self, name: &str) -> bool {
        let Some(email) = &self.student.email else { return false };
        let (email, name) = (folded(email), folded(name));
        let local = email.split('@').next().unwrap_or("");
        email == name || (!local.is_empty() && local == name)
    }

    /// `liann`, of Ann Li: Canvas puts the last name first.
    fn turned(&self) -> String {
        match self.student.name.rsplit_once(' ') {
            Some((first, last)) => letters(&format!("{last}{first}")),
            None => String::new(),
        }
    }
}
