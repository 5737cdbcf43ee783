//! Tests of what the terminal says about sharing.

use qrcode::{EcLevel, QrCode};

use super::qr::code;
use super::votes::chart;
use crate::render::{ColorAbility, Glyphs, Legend, Scale, Theme};
use crate::share::{Form, Poll, Question};
use crate::show::{Hints, Look, TimelineChoice};

fn look(glyphs: Glyphs, ability: ColorAbility) -> Look {
    Look {
        ability,
        theme: Theme::Dark,
        glyphs,
        legend: Legend::Hidden,
        width: Some(80),
        timeline: TimelineChoice::Auto,
        hints: Hints::Hidden,
        scale: Scale::Normal,
        whole_output: "",
        all_findings: "",
        below: 0,
    }
}

const LONGEST: &str = "http://192.168.100.100:54321/abcdefghijkmnpqr/";

#[test]
fn the_code_fits_a_small_window_and_is_the_address() {
    let coloured = code(LONGEST, 80, 17, &look(Glyphs::Unicode, ColorAbility::Ansi16)).unwrap();
    let plain = coloured.replace("\x1b[30;107m", "").replace("\x1b[0m", "");
    let rows: Vec<Vec<char>> = plain.lines().map(|it| it.chars().collect()).collect();
    let wanted = QrCode::with_error_correction_level(LONGEST, EcLevel::L).unwrap();
    let width = wanted.width();
    assert!(rows.len() <= 17 && rows[0].len() == width + 4, "{} × {}", rows[0].len(), rows.len());
    for row in 0..width {
        for column in 0..width {
            let cell = rows[(row + 2) / 2][column + 2];
            let is_dark = if (row + 2) % 2 == 0 { "█▀" } else { "█▄" }.contains(cell);
            assert_eq!(is_dark, wanted[(column, row)] == qrcode::Color::Dark, "{row} {column}");
        }
    }
    assert_eq!(code(LONGEST, 80, 12, &look(Glyphs::Unicode, ColorAbility::Ansi16)), None, "no room");
    assert_eq!(code(LONGEST, 20, 50, &look(Glyphs::Unicode, ColorAbility::Ansi16)), None);
    assert_eq!(code(LONGEST, 80, 50, &look(Glyphs::Ascii, ColorAbility::Ansi16)), None);
    let inverted = code(LONGEST, 80, 50, &look(Glyphs::Unicode, ColorAbility::None)).unwrap();
    assert!(inverted.starts_with("████") && !inverted.contains('\x1b'), "{inverted}");
}

#[test]
fn both_rounds_stand_beside_what_happened() {
    let options =
        vec!["one\u{1b}[31m".to_owned(), "an option that is much too long for its column".to_owned()];
    let mut poll = Poll::new(1, Question { text: "Which ends first?".into(), form: Form::Choice, options });
    for (reader, answer) in [("x", "a"), ("y", "b"), ("z", "b")] {
        poll.take(reader, 0, answer).unwrap();
    }
    poll.ask_again();
    for (reader, answer) in [("x", "a"), ("y", "a"), ("z", "b")] {
        poll.take(reader, 1, answer).unwrap();
    }
    poll.reveal("a  one".into(), |it| it == "a");
    insta::assert_snapshot!(chart(&poll, &look(Glyphs::Unicode, ColorAbility::None)));
    let plain = chart(&poll, &look(Glyphs::Ascii, ColorAbility::None));
    assert!(plain.contains("######## 2 v\n") && !plain.contains(['█', '✔', '…']), "{plain}");
}
