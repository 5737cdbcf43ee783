use std::sync::Arc;

use super::Learner;
use crate::course::contents::Course;
use crate::course::document::StepKind;
use crate::course::progress::Progress;
use crate::learn::flow::Stage;

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn the_built_in_course_is_learned_from_end_to_end() {
    let course = Arc::new(Course::builtin().unwrap());
    let mut learner = Learner::of(course.clone(), Progress::default());
    let (mut inputs, mut predictions) = (0, 0);
    while learner.flow.stage != Stage::End {
        inputs += 1;
        assert!(inputs < 1_000, "there is no way on from:\n{}", learner.screen);
        let lesson = learner.flow.desk.current().unwrap();
        let solution = learner.flow.desk.exercise().map(|it| it.solutions[0].code.text.clone());
        let work = learner.flow.desk.work();
        match (&learner.flow.stage, solution) {
            (Stage::Exercise, Some(solution)) if !learner.flow.desk.progress.is_done(&work) => {
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
            (Stage::Arrange(pieces), _) => {
                let StepKind::Arrange(arrangement) = &lesson.steps[learner.flow.desk.step].act else {
                    panic!()
                };
                let numbers: Vec<String> =
                    pieces.solution(arrangement).iter().map(ToString::to_string).collect();
                let screen = learner.types(&numbers.join(" "));
                assert!(screen.contains("It does what it should."), "{screen}");
            }
            (Stage::Why(reasons, _), _) => {
                let right = reasons.choices.iter().position(|it| it.is_right).unwrap();
                let letter = (b'a' + right as u8) as char;
                let screen = learner.types(&letter.to_string());
                assert!(screen.contains("✔ Right."), "{screen}");
            }
            (Stage::Schedule, _) => {
                let screen = learner.types("?");
                assert!(screen.contains("One way: "), "{screen}");
            }
            (Stage::Quiz(_), _) => {
                let answer = learner.flow.desk.quiz().unwrap().answer.clone();
                let screen = learner.types(&answer);
                assert!(screen.contains("✔ Right."), "{answer}: {screen}");
            }
            _ => drop(learner.types("").to_owned()),
        }
    }
    let done = course.lessons.iter().filter(|it| learner.flow.desk.progress.is_done(&it.id)).count();
    assert_eq!(done, course.lessons.len());
    assert!(predictions >= course.lessons.len() / 2, "{predictions} orders were asked for");
}

#[test]
fn a_language_of_several_cards_is_named_once() {
    let mut learner = Learner::of(Arc::new(Course::builtin().unwrap()), Progress::default());
    learner.types(":learn 11");
    let mut screens = String::new();
    while !learner.flow.is_in_exercise() {
        screens.push_str(learner.types(":skip"));
    }
    assert!(screens.contains("Enter goes on. :card shows this in Python or JavaScript."), "{screens}");
}
