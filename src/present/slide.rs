//! A slide as text for a terminal.

use super::notes::Notes;
use crate::course::document::{Deck, Scene};
use crate::learn::{Block, painted, style};
use crate::show::Look;

/// The slide with that index: where the talk is, the prose, and what the room is asked.
pub fn painted_slide(deck: &Deck, at: usize, look: &Look) -> String {
    let slide = &deck.slides[at];
    let mut pieces =
        vec![Block::Faint(format!("{} · {} of {}", deck.title, at + 1, deck.slides.len())), Block::Gap];
    if !slide.prose.is_empty() {
        pieces.extend([Block::Prose(slide.prose.clone()), Block::Gap]);
    }
    match &slide.scene {
        Scene::Ask(quiz) => {
            pieces.push(Block::Words(quiz.question.clone()));
            pieces.extend(('a'..='z').zip(&quiz.choices).map(|(it, text)| Block::Lettered(it, text.clone())));
            pieces.push(Block::Gap);
        }
        Scene::Predict(_) => {
            pieces.extend([Block::Words("What will it print, and when?".to_owned()), Block::Gap]);
        }
        Scene::Pause | Scene::Run(_) | Scene::Type(_) => {}
    }
    painted(&pieces, style(look))
}

/// The answer to the question of a slide; nothing where it has none.
pub fn painted_answer(scene: &Scene, look: &Look) -> String {
    let Scene::Ask(quiz) = scene else { return String::new() };
    let pieces = [
        Block::Right(format!("{}.", quiz.answer.trim_end_matches('.'))),
        Block::Prose(quiz.explain.clone()),
        Block::Gap,
    ];
    painted(&pieces, style(look))
}

/// A text in the prompt, as far as it has been typed.
pub fn painted_typing(text: &str, look: &Look) -> String {
    let colors = crate::style::Colors::from(look.ability);
    let harmless: Vec<_> = text.split('\n').map(crate::plain::plain_text).collect();
    let shown = crate::editor::highlight(&harmless.join("\n"), None, colors);
    let rows = shown.split('\n').enumerate();
    let row = |(index, row): (usize, &str)| format!("{}{row}\n", if index == 0 { "  › " } else { "  · " });
    look.glyphs.own_words(&rows.map(row).collect::<String>()).to_string()
}

/// The notes and what comes next, as text for this terminal.
pub fn painted_notes(notes: &Notes, look: &Look) -> String {
    let mut pieces = Vec::new();
    if !notes.notes.is_empty() {
        pieces.extend([Block::Prose(notes.notes.clone()), Block::Gap]);
    }
    pieces.push(Block::Faint(notes.next.clone()));
    if !notes.code.is_empty() {
        pieces.extend([Block::Gap, Block::Code(notes.code.clone())]);
    }
    painted(&pieces, style(look))
}
