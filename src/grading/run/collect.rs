//! From folders to answers: who handed in what, with the texts read.

use std::path::Path;

use super::folder::{Folder, Naming as FileNaming};
use crate::grading::class::Candidate;
use crate::grading::decode::Decoded;
use crate::grading::lateness::nbgrader_time;
use crate::grading::layout::{Content, HandedIn, Layout, Naming, Rank, Wanted, find, guess};
use crate::grading::pack::{Pack, PackProblem};
use crate::grading::{Remark, Student};

/// All that was found.
#[derive(Debug, Default)]
pub struct Collected {
    pub candidates: Vec<Candidate>,
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
        let is_file = path.is_file();
        let folder = if is_file {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let naming = if wanted.names(&name) { FileNaming::AfterLesson } else { FileNaming::AfterStudent };
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
            self.read(&folder, handed_in, is_file, wanted);
        }
        Ok(())
    }

    fn note(&mut self, what: &str, files: &[String]) {
        if let [first, rest @ ..] = files {
            let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            self.notes.push(format!("{what}: {first:.200}{more}"));
        }
    }

    fn read(&mut self, folder: &Folder, handed_in: HandedIn, is_by_itself: bool, wanted: Wanted) {
        let HandedIn { student, content, path, mut rank, time, is_late } = handed_in;
        let text = folder.read(&path);
        let time = time.and_then(|it| folder.read(&it).ok()).and_then(|it| nbgrader_time(&it.text));
        rank.handed_in = time.or(rank.handed_in);
        match content {
            Content::Answer(lesson) => {
                let remark = text.as_ref().ok().and_then(|it| it.remark).map(str::to_owned);
                let answer = text.map(|it| it.text);
                self.candidates.push(Candidate {
                    student,
                    carried: None,
                    lesson,
                    answer,
                    path,
                    rank,
                    is_late,
                    remark,
                });
            }
            Content::Pack(naming) => match text {
                Err(problem) => self.remarks.push(Remark { student, text: format!("{path}: {problem}") }),
                Ok(Decoded { text, .. }) => match Pack::read(&text) {
                    Ok(pack) => self.take_out(
                        pack,
                        &PackFile { student, naming, path, rank, is_late },
                        is_by_itself,
                        wanted,
                    ),
                    Err(problem) => {
                        let is_ours = path.to_lowercase().contains(".answers");
                        let text = match problem {
                            PackProblem::NotJson(_) | PackProblem::OtherFormat(_) if !is_ours => {
                                let file = path.rsplit('/').next().unwrap_or(&path);
                                format!("handed in {file}, which is no Rhai script and no pack of answers")
                            }
                            problem => format!("{path}: {problem}"),
                        };
                        self.remarks.push(Remark { student, text });
                    }
                },
            },
        }
    }

    fn take_out(&mut self, pack: Pack, file: &PackFile, is_by_itself: bool, wanted: Wanted) {
        let PackFile { student, naming, path, rank, is_late } = file;
        let packed_at = pack.packed_at();
        let carried = pack.student.filter(|it| *naming == Naming::ByItself && !it.trim().is_empty());
        // The name of a file that was given by itself says the least.
        let (student, carried) = match carried {
            Some(name) if is_by_itself => (Student::named(name.trim()), Some(student.name.clone())),
            carried => (student.clone(), carried),
        };
        let mut remark = |text: String| self.remarks.push(Remark { student: student.clone(), text });
        if pack.course != wanted.course {
            remark(format!("{path}: these are answers to another course, {:.60}", pack.course));
            return;
        }
        let mut rank = rank.clone();
        rank.handed_in = rank.handed_in.or(packed_at);
        for (lesson, answer) in pack.answers {
            if wanted.lessons.iter().all(|(id, _)| *id != lesson) {
                remark(format!("there is no exercise {lesson:.60} in this course"));
            } else if wanted.takes(&lesson) {
                self.candidates.push(Candidate {
                    student: student.clone(),
                    carried: carried.clone(),
                    lesson,
                    answer: Ok(answer),
                    path: path.clone(),
                    rank: rank.clone(),
                    is_late: *is_late,
                    remark: None,
                });
            }
        }
    }
}

/// A file that holds a pack.
struct PackFile {
    student: Student,
    naming: Naming,
    path: String,
    rank: Rank,
    is_late: bool,
}
