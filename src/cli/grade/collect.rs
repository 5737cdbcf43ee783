//! From folders to answers: who handed in what, with the texts read.

use std::path::Path;

use super::folder::{Folder, Naming};
use crate::lesson::grade::layout::{Content, HandedIn, Layout, Wanted, find, guess};
use crate::lesson::grade::pack::Pack;
use crate::lesson::grade::{Remark, Student};

/// An answer, or why its file holds none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    pub student: Student,
    pub lesson: String,
    pub answer: Result<String, String>,
}

/// All that was found.
#[derive(Debug, Default)]
pub struct Collected {
    pub submissions: Vec<Submission>,
    pub remarks: Vec<Remark>,
    /// What the one who grades should know.
    pub notes: Vec<String>,
}

impl Collected {
    /// Takes in a folder, all but `except`, or a file.
    pub fn add(
        &mut self,
        path: &Path,
        except: Option<&Path>,
        layout: Option<Layout>,
        wanted: Wanted,
    ) -> anyhow::Result<()> {
        let folder = if path.is_file() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let naming = if wanted.names(&name) { Naming::AfterLesson } else { Naming::AfterStudent };
            Folder::of_file(path, naming)
        } else {
            Folder::walk(path, except)?
        };
        let layout = layout.unwrap_or_else(|| {
            let layout = guess(&folder.listing, wanted);
            if layout != Layout::Flat {
                let (path, word) = (path.display(), layout.word());
                self.notes.push(format!("{path} looks like --layout {word}, and is read so"));
            }
            layout
        });
        let found = find(&folder.listing, layout, wanted);
        self.remarks.extend(found.others.into_iter().map(|(student, text)| Remark { student, text }));
        self.note("left out, as nobody's submission", &found.left_out);
        self.note("not looked at", &folder.unseen);
        for handed_in in found.handed_in {
            self.read(&folder, handed_in, wanted);
        }
        Ok(())
    }

    fn note(&mut self, what: &str, files: &[String]) {
        if let [first, rest @ ..] = files {
            let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            self.notes.push(format!("{what}: {first:.200}{more}"));
        }
    }

    fn read(&mut self, folder: &Folder, handed_in: HandedIn, wanted: Wanted) {
        let HandedIn { student, content, path } = handed_in;
        let text = folder.read(&path);
        match content {
            Content::Answer(lesson) => self.submissions.push(Submission { student, lesson, answer: text }),
            Content::Pack => {
                let pack = text.and_then(|it| Pack::read(&it).map_err(|it| it.to_string()));
                match pack {
                    Ok(pack) if pack.course != wanted.course => {
                        let text =
                            format!("{path}: these are answers to another course, {:.60}", pack.course);
                        self.remarks.push(Remark { student, text });
                    }
                    Ok(pack) => self.take_out(&student, pack, wanted),
                    Err(problem) => self.remarks.push(Remark { student, text: format!("{path}: {problem}") }),
                }
            }
        }
    }

    fn take_out(&mut self, student: &Student, pack: Pack, wanted: Wanted) {
        for (lesson, answer) in pack.answers {
            let is_wanted = wanted.lesson.is_none_or(|it| it == lesson);
            if wanted.lessons.iter().any(|(id, _)| *id == lesson) && is_wanted {
                self.submissions.push(Submission { student: student.clone(), lesson, answer: Ok(answer) });
            } else if is_wanted {
                let text = format!("there is no exercise {lesson:.60} in this course");
                self.remarks.push(Remark { student: student.clone(), text });
            }
        }
    }
}
