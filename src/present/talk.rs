//! Where a talk is: which slide, what comes at the next Enter, and what has run.
//!
//! Pure. It does not know the terminal, nor how programs are run.

use std::sync::Arc;

use crate::course::document::{Deck, Scene, Slide};

/// A talk that is being given.
pub struct Talk {
    deck: Arc<Deck>,
    at: usize,
    stage: Stage,
    log: Vec<Ran>,
}

/// How far a slide is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It is on the screen.
    Shown,
    /// Its text is in the prompt.
    Typed,
    /// Its scene is over.
    Over,
}

/// What ran while a slide was on the screen.
struct Ran {
    slide: usize,
    /// None where the slide was left without its program.
    text: Option<String>,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// This text types itself.
    Type(String),
    /// The slide that the talk is at now is shown.
    Show,
    /// The answer to the slide's question is shown.
    Answer,
    /// It was the last one.
    End,
}

impl Talk {
    pub fn new(deck: Deck) -> Talk {
        Talk { deck: Arc::new(deck), at: 0, stage: Stage::Shown, log: Vec::new() }
    }

    pub fn deck(&self) -> Arc<Deck> {
        self.deck.clone()
    }

    /// From 0.
    pub fn at(&self) -> usize {
        self.at
    }

    pub fn slide(&self) -> &Slide {
        &self.deck.slides[self.at]
    }

    /// The one that comes after it.
    pub fn next_slide(&self) -> Option<&Slide> {
        self.deck.slides.get(self.at + 1)
    }

    /// Whether all that the slide has to show has been shown.
    pub fn is_over(&self) -> bool {
        self.stage == Stage::Over
    }

    /// One step on.
    pub fn forward(&mut self) -> Next {
        match (&self.slide().scene, self.stage) {
            (Scene::Ask(_), Stage::Shown) => {
                self.stage = Stage::Over;
                return Next::Answer;
            }
            (scene, Stage::Shown) => {
                if let Some(text) = scene.text() {
                    let text = text.to_owned();
                    self.stage = Stage::Typed;
                    return Next::Type(text);
                }
            }
            _ => {}
        }
        if self.next_slide().is_none() {
            self.stage = Stage::Over;
            return Next::End;
        }
        if self.slide().scene.program().is_some() && !self.log.iter().any(|it| it.slide == self.at) {
            self.log.push(Ran { slide: self.at, text: None });
        }
        (self.at, self.stage) = (self.at + 1, Stage::Shown);
        Next::Show
    }

    /// Whether the slide's text is in the prompt.
    pub fn is_typed(&self) -> bool {
        self.stage == Stage::Typed
    }

    /// Something was entered: what typed itself, perhaps changed, or anything else.
    pub fn entered(&mut self, text: &str) {
        self.log.push(Ran { slide: self.at, text: Some(text.to_owned()) });
        if self.stage == Stage::Typed {
            self.stage = Stage::Over;
        }
    }

    /// What was in the prompt was put away, so it may type itself once more.
    pub fn put_away(&mut self) {
        if self.stage == Stage::Typed {
            self.stage = Stage::Shown;
        }
    }

    /// One step back: to the beginning of this slide, or, from there, of the one before. Says whether there is one.
    pub fn back(&mut self) -> bool {
        let has_begun = self.stage != Stage::Shown || self.log.iter().any(|it| it.slide == self.at);
        match (has_begun, self.at) {
            (true, at) => self.go_to(at),
            (false, 0) => return false,
            (false, at) => self.go_to(at - 1),
        }
        true
    }

    /// To the beginning of a slide, from 0; what ran from there on has not.
    pub fn go_to(&mut self, slide: usize) {
        self.at = slide.min(self.deck.slides.len() - 1);
        self.stage = Stage::Shown;
        self.log.retain(|it| it.slide < self.at);
    }

    /// What has to run for the session to be as it was at the beginning of this slide: what ran then, and the programs
    /// of slides that were never shown.
    pub fn before(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for (index, slide) in self.deck.slides[..self.at].iter().enumerate() {
            let mut ran = self.log.iter().filter(|it| it.slide == index).peekable();
            match (ran.peek(), slide.scene.program()) {
                (None, Some(program)) => texts.push(program.text.clone()),
                _ => texts.extend(ran.filter_map(|it| it.text.clone())),
            }
        }
        texts
    }

    /// What has to run for the session to be as it is now.
    pub fn so_far(&self) -> Vec<String> {
        let here = self.log.iter().filter(|it| it.slide == self.at).filter_map(|it| it.text.clone());
        self.before().into_iter().chain(here).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::document::read_deck;

    const DECK: &str = "+++\ntitle = \"T\"\n+++\nOne.\n\n```rhai +run\nlet a = 1;\n```\n\nTwo.\n\n---\n\n\
                        Three.\n\n```rhai +run\nlet b = 2;\n```\n";

    fn talk() -> Talk {
        Talk::new(read_deck("t.md", DECK).unwrap())
    }

    #[test]
    fn enter_types_then_goes_on() {
        let mut talk = talk();
        assert_eq!(talk.forward(), Next::Type("let a = 1;\n".into()));
        talk.entered("let a = 10;");
        assert_eq!((talk.forward(), talk.at()), (Next::Show, 1));
        assert_eq!((talk.forward(), talk.at()), (Next::Show, 2));
        assert_eq!(talk.before(), ["let a = 10;"], "what was changed by hand counts");
        assert_eq!(talk.forward(), Next::Type("let b = 2;\n".into()));
        talk.entered("let b = 2;");
        assert_eq!(talk.forward(), Next::End);
    }

    #[test]
    fn a_step_back_forgets_what_ran_from_there_on() {
        let mut talk = talk();
        assert!(!talk.back(), "the first slide has none before it");
        talk.forward();
        talk.entered("let a = 1;");
        talk.forward();
        talk.entered("let free = 3;");
        assert_eq!(talk.so_far(), ["let a = 1;", "let free = 3;"]);
        assert!(talk.back());
        assert_eq!((talk.at(), talk.before()), (1, vec!["let a = 1;".to_owned()]));
        assert!(talk.back());
        assert_eq!((talk.at(), talk.before().len()), (0, 0));
        assert_eq!(talk.forward(), Next::Type("let a = 1;\n".into()));
        talk.put_away();
        assert_eq!(talk.forward(), Next::Type("let a = 1;\n".into()), "put away, it is typed again");
    }

    #[test]
    fn a_slide_that_is_jumped_over_has_run_and_one_that_was_left_has_not() {
        let mut talk = talk();
        talk.go_to(2);
        assert_eq!(talk.before(), ["let a = 1;\n"]);
        talk.go_to(0);
        talk.forward();
        talk.forward();
        talk.forward();
        assert_eq!((talk.at(), talk.before().len()), (2, 0));
        talk.go_to(99);
        assert_eq!(talk.at(), 2);
    }
}
