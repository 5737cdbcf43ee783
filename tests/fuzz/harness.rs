//! Makes bad texts of good ones, and tries them. The same seed makes the same texts.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Texts of the sample that is in every run.
const SAMPLE: usize = 150;
/// How long a target is tried in the long run.
const LONG: Duration = Duration::from_secs(60);
/// No text is worth more than this, however bad it is.
const PATIENCE: Duration = Duration::from_secs(20);
/// The most bytes of a text.
const LONGEST: usize = 64 << 10;

/// What is tried.
pub struct Target<'a> {
    pub seeds: Vec<Vec<u8>>,
    /// Pieces that mean something to whoever reads it.
    pub words: &'a [&'a str],
    /// Reads a text. It panics where something is wrong with the reader; a text that is refused is none.
    pub read: &'a dyn Fn(&[u8]),
}

impl Target<'_> {
    /// Tries the sample that is in every run.
    pub fn sample(&self) {
        let mut random = Random(1);
        self.seeds.iter().for_each(|seed| self.attempt(seed, 0));
        for _ in 0..SAMPLE {
            let text = self.text(&mut random);
            self.attempt(&text, 1);
        }
    }

    /// Tries for a minute, from another beginning each time.
    pub fn long(&self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let seed = now.as_nanos() as u64;
        let (mut random, begin, mut count) = (Random(seed), Instant::now(), 0);
        while begin.elapsed() < LONG {
            let text = self.text(&mut random);
            self.attempt(&text, seed);
            count += 1;
        }
        println!("{count} texts from the seed {seed}");
    }

    fn attempt(&self, text: &[u8], seed: u64) {
        let begin = Instant::now();
        let read = catch_unwind(AssertUnwindSafe(|| (self.read)(text)));
        let shown = || text.escape_ascii().to_string();
        assert!(read.is_ok(), "seed {seed}: a panic at: {}", shown());
        assert!(begin.elapsed() < PATIENCE, "seed {seed}: it takes {:?}: {}", begin.elapsed(), shown());
    }

    fn text(&self, random: &mut Random) -> Vec<u8> {
        let mut text = random.of(&self.seeds).clone();
        for _ in 0..1 + random.below(6) {
            self.change(&mut text, random);
        }
        text.truncate(LONGEST);
        text
    }

    fn change(&self, text: &mut Vec<u8>, random: &mut Random) {
        let at = random.below(text.len() + 1);
        let end = at + random.below(text.len() - at + 1).min(200);
        match random.below(10) {
            0 if at < text.len() => text[at] = random.next() as u8,
            1 if at < text.len() => text[at] ^= 1 << random.below(8),
            2 => drop(text.drain(at..end)),
            3 => {
                let piece = text[at..end].to_vec();
                for _ in 0..1 + random.below(8) {
                    text.splice(at..at, piece.iter().copied());
                }
            }
            4 => text.truncate(at),
            5 => {
                let other = random.of(&self.seeds);
                let from = random.below(other.len() + 1);
                let to = from + random.below(other.len() - from + 1);
                text.splice(at..end, other[from..to].iter().copied());
            }
            6 => drop(text.splice(at..at, random.of(STRANGE).bytes())),
            7 => {
                let word = random.of(STRANGE).repeat(1 + random.below(300));
                text.splice(at..at, word.bytes());
            }
            // Lines of another order.
            8 => {
                let mut lines: Vec<Vec<u8>> = text.split(|it| *it == b'\n').map(<[u8]>::to_vec).collect();
                let (one, other) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(one, other);
                *text = lines.join(&b'\n');
            }
            _ if !self.words.is_empty() => drop(text.splice(at..at, random.of(self.words).bytes())),
            _ => {}
        }
    }
}

/// What readers stumble over.
const STRANGE: &[&str] = &[
    "\0",
    "\x1b[2J",
    "\x1b]0;x\x07",
    "\u{9b}",
    "\u{202e}",
    "\u{feff}",
    "\u{200d}",
    "e\u{301}",
    "👩‍👩‍👧",
    "\r\n",
    "\r",
    "\n",
    "\t",
    "\"",
    "'",
    "`",
    "${",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "|",
    "||",
    ",",
    ";",
    ":",
    "#{",
    "\\",
    "\\u0000",
    "../",
    "/",
    "C:\\",
    "-1",
    "0",
    "1e308",
    "-0.0",
    "9223372036854775807",
    "18446744073709551616",
    "NaN",
    "null",
    "true",
    "=",
    "+++",
    "```",
    "<script>",
    "&amp;",
    "]]>",
    "=cmd|' /C calc'!A0",
];

/// A small source of numbers (SplitMix64).
pub struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// The files of a folder of the project with this ending.
pub fn files(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.retain(|it| it.extension().is_some_and(|it| it == ending));
    paths.sort();
    let files: Vec<Vec<u8>> = paths.iter().map(|it| std::fs::read(it).unwrap()).collect();
    assert!(!files.is_empty());
    files
}
