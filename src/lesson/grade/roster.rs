//! The list of those who should have handed in: a CSV file with a column of names, numbers or e-mail addresses.
//!
//! A grading worksheet of Moodle and a roster of GitHub Classroom are such lists.

use super::Student;
use super::student::{plain_name, trailing_number};

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
const EMAILS: &[&str] = &["email", "e mail", "mail", "email address", "e mail address"];

/// A CSV file's rows, and how it was written.
pub struct Table {
    pub rows: Vec<Vec<String>>,
    pub delimiter: u8,
}

/// Reads rows separated by commas, or, as spreadsheets of many countries write them, semicolons or tabs.
pub fn table(text: &str) -> Result<Table, RosterProblem> {
    let text = text.trim_start_matches('\u{feff}');
    let title = text.lines().next().unwrap_or("");
    let count = |delimiter: u8| title.bytes().filter(|it| *it == delimiter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|it| count(*it)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(delimiter);
    let rows = reader.from_reader(text.as_bytes()).into_records().map(|record| match record {
        Ok(record) => Ok(record.iter().map(str::to_owned).collect()),
        Err(error) => Err(RosterProblem::NotCsv(error.to_string())),
    });
    Ok(Table { rows: rows.collect::<Result<_, _>>()?, delimiter })
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
        let (first, last) = (columns(FIRST_NAMES), columns(LAST_NAMES));
        let is_titled = [&names, &ids, &emails, &last].iter().any(|it| !it.is_empty());
        if !is_titled && titles.len() > 1 {
            return Err(RosterProblem::NoColumn(titles.join(", ")));
        }
        let entries = match is_titled {
            false => {
                rows.iter().map(|row| Entry::new(row.first().map_or("", |it| it), vec![], None)).collect()
            }
            true => rest
                .iter()
                .map(|row| {
                    let cells = |columns: &[usize]| -> Vec<String> {
                        let cells = columns.iter().filter_map(|it| row.get(*it));
                        cells.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
                    };
                    let mut name = cells(&names).into_iter().next().unwrap_or_default();
                    if name.is_empty() {
                        name = [cells(&first), cells(&last)].concat().join(" ");
                    }
                    Entry::new(&name, cells(&ids), cells(&emails).into_iter().next())
                })
                .collect(),
        };
        let entries: Vec<Entry> = entries;
        // Places are rows of the file, so rows that name nobody keep theirs.
        if entries.iter().all(|it| it.is_nobody()) {
            Err(RosterProblem::Empty)
        } else {
            Ok(Roster { entries })
        }
    }

    /// All of them, one for each row under the titles.
    pub fn students(&self) -> impl Iterator<Item = &Student> {
        self.entries.iter().map(|it| &it.student)
    }

    /// The row, from 0, of the one who handed in under this name. None where nobody or more than one fits.
    pub fn place(&self, student: &Student) -> Option<usize> {
        let name = plain_name(&student.name);
        let number = student.id.as_deref();
        let only = |fits: &dyn Fn(&Entry) -> bool| -> Option<usize> {
            let mut places = (0..self.entries.len()).filter(|it| fits(&self.entries[*it]));
            let first = places.next()?;
            places.next().is_none().then_some(first)
        };
        only(&|it| number.is_some_and(|number| it.is_called(number)))
            .or_else(|| only(&|it| !name.is_empty() && plain_name(&it.student.name) == name))
            .or_else(|| only(&|it| it.is_called(&student.name)))
            .or_else(|| only(&|it| it.has_email(&student.name)))
            .or_else(|| {
                // `max_final`, where there is a Max.
                let (shorter, _) = student.name.rsplit_once('_')?;
                self.place(&Student::named(shorter))
            })
    }
}

impl Entry {
    fn new(name: &str, ids: Vec<String>, email: Option<String>) -> Entry {
        let name = name.trim();
        let name = [Some(name), email.as_deref(), ids.first().map(String::as_str)];
        let name = name.into_iter().flatten().find(|it| !it.is_empty()).unwrap_or("").to_owned();
        Entry { student: Student { name, id: ids.first().cloned(), email }, ids }
    }

    fn is_nobody(&self) -> bool {
        self.student.name.is_empty()
    }

    fn is_called(&self, id: &str) -> bool {
        !id.is_empty()
            && self.ids.iter().any(|it| {
                it.eq_ignore_ascii_case(id) || (it.contains(' ') && trailing_number(it) == Some(id))
            })
    }

    /// Whether a name is the address, or what stands before its @.
    fn has_email(&self, name: &str) -> bool {
        let Some(email) = &self.student.email else { return false };
        let local = email.split('@').next().unwrap_or("");
        email.eq_ignore_ascii_case(name) || (!local.is_empty() && local.eq_ignore_ascii_case(name))
    }
}
