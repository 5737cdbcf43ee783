use std::sync::Arc;

use super::Learner;
use crate::lesson::course::Course;
use crate::lesson::progress::Progress;
use crate::repl::learn::flow::Stage;

#[test]
fn the_built_in_course_is_learned_from_end_to_end() {
    let course = Arc::new(Course::builtin().unwrap());
    let mut learner = Learner::of(course.clone(), Progress::default());
    let (mut inputs, mut predictions) = (0, 0);
    while learner.flow.stage != Stage::End {
        inputs += 1;
        assert!(inputs < 1_000, "there is no way on from:\n{}", learner.screen);
        let lesson = learner.flow.current().unwrap();
        let solution = lesson.exercise.as_ref().map(|it| it.solutions[0].code.text.clone());
        match (&learner.flow.stage, solution) {
            (Stage::Exercise, Some(solution)) if !learner.flow.progress.is_done(&lesson.id) => {
                let id = lesson.id.clone();
                let screen = learner.types(&solution);
                assert!(screen.contains("✔ Passed"), "{id}: {screen}");
            }
            (Stage::Order(_), _) => {
                predictions += 1;
                learner.types("?");
            }
            (Stage::Time(_), _) => {
                learner.types("1 s");
                assert!(learner.screen.contains("in all 1.00 s"), "{}", learner.screen);
            }
            (Stage::Quiz, _) => {
                let answer = learner.flow.quiz().unwrap().answer.clone();
                let screen = learner.types(&answer);
                assert!(screen.contains("✔ Right."), "{answer}: {screen}");
            }
            _ => drop(learner.types("").to_owned()),
        }
    }
    let done = course.lessons.iter().filter(|it| learner.flow.progress.is_done(&it.id)).count();
    assert_eq!(done, course.lessons.len());
    assert!(predictions >= course.lessons.len() / 2, "{predictions} orders were asked for");
}

#[test]
fn a_language_of_several_cards_is_named_once() {
    let mut learner = Learner::of(Arc::new(Course::builtin().unwrap()), Progress::default());
    learner.plays(&[(":learn 11", "If you know Python, JavaScript or Rust: :card shows")]);
}
