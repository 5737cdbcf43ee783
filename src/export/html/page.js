// The timeline to move through. It reads the runs from the block `data`, draws them on two canvases (the lanes, and
// over them what moves), and keeps console, code and tasks at the chosen instant. Texts get into the page as text only.
(() => {
'use strict';

const byId = id => document.getElementById(id);
let data = JSON.parse(byId('data').textContent);
const PHASES = ['running', 'blocking', 'ready', 'waiting'];
const OUTCOMES = ['done', 'failed', 'cancelled'];
const [RUNNING, BLOCKING, READY, WAITING] = [0, 1, 2, 3];
const FINDING = 'finding', MARK = 'mark';
const UNITS = [['ns', 1], ['µs', 1e3], ['ms', 1e6], ['s', 1e9]];

// Lengths in CSS pixels, as in the picture.
const AXIS = 30, LANE = 26, NOTES = 24, HEAD = 26, BAR = 16, LINE = 4, FINE = 3, TICK = 2, TAIL = 26;
// How many console lines are shown at once.
const MOST_LINES = 200;
// Between two events where one is shown a beat, and how long a run takes that is played as a whole, in milliseconds.
const BEAT = 700, WHOLE = 10000;

// ---- The runs ----

/** The first index in 0..count for which `isPast` holds; it holds for all from there on. */
function search(count, isPast) {
  let low = 0, high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPast(middle)) high = middle; else low = middle + 1;
  }
  return low;
}

/** A lane: edges[i] to edges[i + 1] is its segment i, all times in nanoseconds since the run began. */
function readLane(raw, run, index) {
  const count = raw.segments.length / 2;
  const edges = new Float64Array(count + 1), kinds = new Uint32Array(count);
  edges[0] = raw.from * run.unit;
  for (let i = 0; i < count; i++) {
    edges[i + 1] = edges[i] + raw.segments[2 * i] * run.unit;
    kinds[i] = raw.segments[2 * i + 1];
  }
  const letters = [...raw.name];
  return {
    run, index, edges, kinds, count, name: raw.name, line: raw.line, older: raw.older, threaded: raw.threaded, hidden: raw.hidden,
    // Sentences shorten long names.
    short: letters.length > 40 ? letters.slice(0, 40).join('') + '…' : raw.name,
    at: raw.at * run.unit, around: raw.around,
    end: raw.end && { at: raw.end[0] * run.unit, outcome: raw.end[1] },
    voices: [], steps: null,
  };
}

function readRun(raw, index) {
  const run = { index, title: raw.title, summary: raw.summary, unit: raw.unit, length: raw.length * raw.unit, window: raw.window };
  run.lanes = raw.lanes.map((it, at) => readLane(it, run, at));
  run.console = raw.console.map(([at, lane, line, remark, text]) => ({ at: at * raw.unit, lane: run.lanes[lane], line, remark, text }));
  run.variables = (raw.variables || []).map(([name, values]) => ({ name, values: values.map(([at, text]) => ({ at: at * raw.unit, text })) }));
  for (const it of run.console) if (it.lane && !it.remark) it.lane.voices.push(it.at);
  run.notes = raw.marks.map(([at, lane, text]) => ({ kind: MARK, at: at * raw.unit, text, lane: run.lanes[lane] || run.lanes[0], run }));
  raw.findings.forEach(([at, lane, line], number) => run.notes.push(
    { kind: FINDING, at: at * raw.unit, text: String(number + 1), lane: run.lanes[lane] || run.lanes[0], line, run }));
  run.notes.sort((a, b) => a.at - b.at);
  run.thread = { run, index: -1, name: 'thread', short: 'the thread', isThread: true, voices: [], around: [0, 0], steps: null };
  holds(run);
  return run;
}

/** The thread's track: whoever had it, one after another. */
function holds(run) {
  const found = [];
  for (const lane of run.lanes) for (let i = 0; i < lane.count; i++) {
    const phase = phaseOf(lane, i);
    if (phase === RUNNING || (phase === BLOCKING && !lane.threaded)) found.push([lane.edges[i], lane.edges[i + 1], lane.kinds[i], lane]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const edges = [0], kinds = [], holders = [];
  const add = (end, kind, lane) => { edges.push(end); kinds.push(kind); holders.push(lane); };
  for (const [start, end, kind, lane] of found) {
    const last = edges[edges.length - 1];
    if (start > last) add(start, 0, null);
    add(Math.max(end, last), kind, lane);
  }
  Object.assign(run.thread, { edges, kinds, holders, count: kinds.length });
}

const kindOf = (lane, i) => lane.kinds[i] ? data.kinds[lane.kinds[i] - 1] : null;
const phaseOf = (lane, i) => lane.kinds[i] ? data.kinds[lane.kinds[i] - 1][0] : -1;

/** The segment of a lane at an instant; -1 where there is none. */
function segmentAt(lane, at) {
  const i = search(lane.count, it => lane.edges[it + 1] > at);
  return i < lane.count && lane.edges[i] <= at && lane.kinds[i] ? i : -1;
}

/** The instants to step through, ascending. */
function sorted(times) {
  const them = Float64Array.from(times).sort();
  return them.filter((it, i) => i === 0 || it > them[i - 1]);
}

function stepsOf(lane) {
  if (!lane.steps) {
    const ends = lane.end ? [lane.end.at] : [];
    lane.steps = sorted([0, ...lane.isThread ? [] : [lane.at], ...lane.voices, ...ends, lane.run.length].concat(Array.from(lane.edges)));
  }
  return lane.steps;
}

let allSteps = null;
function stepsOfAll() {
  if (!allSteps) {
    const times = [];
    for (const run of runs) for (const lane of run.lanes) for (const it of stepsOf(lane)) times.push(it);
    allSteps = sorted(times);
  }
  return allSteps;
}

let runs, length, notes, unit;
/** Makes the runs of the data. */
function read() {
  runs = data.runs.map(readRun);
  length = Math.max(1000, ...runs.map(it => it.length));
  notes = runs.flatMap(it => it.notes).sort((a, b) => a.at - b.at);
  unit = UNITS[length >= 1e9 ? 3 : length >= 1e6 ? 2 : length >= 1e3 ? 1 : 0];
  allSteps = null;
}
read();

// ---- Words ----

/** An instant as the sentences have it: `0.50 s`. */
function instantText(at) {
  const hundredths = Math.floor((at + 5e6) / 1e7);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')} s`;
}

/** An instant, as fine as the part of the run that is in view needs it. */
function fineText(at) {
  if (length >= 120e9) {
    const seconds = Math.floor(at / 1e9), two = it => String(it).padStart(2, '0');
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const rest = view.to - view.from < 60e9 ? (at / 1e9 % 1).toFixed(2).slice(1) : '';
    return (h ? `${h}:${two(m)}` : m) + ':' + two(s) + rest;
  }
  const decimals = Math.min(9, Math.max(unit[1] === 1e9 ? 2 : 1, Math.ceil(Math.log10(unit[1] / ((view.to - view.from) / 100)))));
  return `${(at / unit[1]).toFixed(unit[1] === 1 ? 0 : decimals)} ${unit[0]}`;
}

/** A template with its signs filled in. */
function filled(text, lane, from, to, now) {
  return text.replace(/~(.)/g, (_, sign) => ({ n: lane.short, a: instantText(from), b: instantText(to), t: instantText(now) })[sign] ?? sign);
}

/** What a lane does at an instant, as others say it. */
function doing(lane, at) {
  const i = segmentAt(lane, at);
  if (i < 0) return '';
  const [phase, , , text] = kindOf(lane, i);
  const end = lane.edges[i + 1];
  return text ? filled(data.texts[text - 1], lane, lane.edges[i], end, at) : `was ${PHASES[phase]} until ${instantText(end)}`;
}

function whole(template, lane, from, to, at) {
  const parts = template.split('\n').map(part => {
    if (part.startsWith('~w')) {
      const awaited = part.slice(2).split(',').map(it => lane.run.lanes[it]);
      const said = [];
      for (const it of awaited) {
        const does = said.length < data.awaited ? doing(it, at) : '';
        if (does) said.push(`${it.short} ${does}.`);
      }
      return said.join(' ');
    }
    if (part.startsWith('~h')) {
      const it = lane.run.lanes[part.slice(2)], does = doing(it, at);
      return `${it.short} had it${does && `, and ${does}`}.`;
    }
    return filled(part, lane, from, to, at);
  });
  return parts.filter(Boolean).join(' ');
}

/** Why a lane is as it is at an instant: a sentence or two. */
function why(lane, at) {
  if (lane.isThread) return whyThread(lane, at);
  const [before, after] = lane.around;
  if (at < lane.at) return before ? whole(data.texts[before - 1], lane, 0, 0, at) : `${lane.short} did not exist yet.`;
  let i = segmentAt(lane, at);
  if (i < 0 && after) return whole(data.texts[after - 1], lane, 0, 0, at);
  if (i < 0 && lane.end && at >= lane.end.at) return `${lane.short} ${['was done', 'failed', 'was cancelled'][lane.end.outcome]} at ${instantText(lane.end.at)}.`;
  // A run's end is behind the last segment of those that go on.
  if (i < 0 && at >= lane.run.length) i = segmentAt(lane, lane.run.length - lane.run.unit);
  if (i < 0) return `What ${lane.short} did at ${instantText(at)} is not known.`;
  const [phase, line, text] = kindOf(lane, i), from = lane.edges[i], to = lane.edges[i + 1];
  if (text) return whole(data.texts[text - 1], lane, from, to, at);
  return `${lane.short} was ${PHASES[phase]} from ${instantText(from)} to ${instantText(to)}${line ? ` (line ${line})` : ''}.`;
}

function whyThread(lane, at) {
  const i = segmentAt(lane, at);
  if (i < 0) return `The thread was free at ${instantText(at)}: every task waited.`;
  return `The thread was ${phaseOf(lane, i) === BLOCKING ? 'held, doing nothing' : 'busy'}. ${why(lane.holders[i], at)}`;
}

/** The source line of a lane at an instant; 0 where it is not known. */
function lineAt(lane, at) {
  const i = segmentAt(lane, at);
  return i < 0 ? 0 : kindOf(lane, i)[1];
}

// ---- State ----

const motion = matchMedia('(prefers-reduced-motion: reduce)');
const stage = byId('stage'), box = byId('lanes'), base = byId('base'), over = byId('over');
const view = { from: 0, to: length };
// The end shows all of the run, as the picture does.
const state = { at: length, lane: runs[0].lanes.find(it => !it.hidden) || runs[0].thread, hover: null, drag: null, playing: 0, clock: 0 };

/** What stands below each other, with its place. */
let rows = [], laneRows = [], height = 0;
function addRow(row, rowHeight) { rows.push({ ...row, y: height, height: rowHeight }); height += rowHeight; }
function stack() {
  rows = []; height = 0;
  for (const run of runs) {
    if (runs.length > 1) addRow({ run, isHead: true }, HEAD);
    if (run.notes.length) addRow({ run, isNotes: true }, NOTES);
    for (const lane of run.lanes) if (!lane.hidden) addRow({ run, lane }, LANE);
    addRow({ run, lane: run.thread }, LANE + 6);
  }
  laneRows = rows.filter(it => it.lane);
  byId('spacer').style.height = `${height + AXIS + 4}px`;
}
stack();
/** The thread's row of the chosen run, which stays in sight at the bottom when its place is below. */
function pinned() {
  const row = laneRows[rowOf(state.lane.run.thread)];
  return row.y - box.scrollTop + AXIS + row.height > tall ? row : null;
}
const rowOf = lane => laneRows.findIndex(it => it.lane === lane);

// ---- Drawing ----

let width = 0, tall = 0, ratio = 1, names = 0, plot = 0, colors = {}, patterns = {};
const pens = { base: base.getContext('2d'), over: over.getContext('2d') };
const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';
const x = at => names + (at - view.from) / (view.to - view.from) * plot;
/** What is still seen behind the plot, where endings stand. */
const seenTo = () => view.from + (width - names) / plot * (view.to - view.from);
const timeAt = px => Math.min(length, Math.max(0, view.from + (px - names) / plot * (view.to - view.from)));

function readColors() {
  const style = getComputedStyle(document.documentElement);
  for (const it of ['background', 'border', 'grid', 'text', 'faint', ...PHASES]) colors[it] = style.getPropertyValue(`--${it}`).trim();
  patterns = {
    [READY]: tile(5, pen => {
      pen.globalAlpha = .25; pen.fillStyle = '#e69f00'; pen.fillRect(0, 0, 5, 5); pen.globalAlpha = 1;
      pen.fillStyle = colors.ready;
      for (const at of [1.5, 4]) { pen.beginPath(); pen.arc(at, at, 1, 0, 7); pen.fill(); }
    }),
    [BLOCKING]: tile(6, pen => {
      pen.fillStyle = colors.blocking; pen.fillRect(0, 0, 6, 6);
      pen.globalAlpha = .75; pen.fillStyle = colors.background; pen.fillRect(0, 0, 1.5, 6);
    }, 45),
  };
}

function tile(size, draw, turn = 0) {
  const canvas = document.createElement('canvas');
  // Whole pixels, or seams show.
  const scale = Math.ceil(ratio * 2);
  canvas.width = canvas.height = size * scale;
  const pen = canvas.getContext('2d');
  pen.scale(scale, scale);
  pen.fillStyle = colors.background;
  pen.fillRect(0, 0, size, size);
  draw(pen);
  const pattern = pens.base.createPattern(canvas, 'repeat');
  pattern.setTransform(new DOMMatrix().rotate(turn).scale(1 / scale));
  return pattern;
}

function measure() {
  ratio = window.devicePixelRatio || 1;
  width = box.clientWidth;
  tall = box.clientHeight;
  pens.base.font = `13px ${FONT}`;
  const widest = Math.max(60, ...laneRows.slice(0, 400).map(it => pens.base.measureText(it.lane.name).width));
  names = Math.min(Math.ceil(widest) + 34, Math.max(96, Math.floor(width * .28)));
  plot = Math.max(40, width - names - TAIL);
  for (const [canvas, pen] of [[base, pens.base], [over, pens.over]]) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(tall * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${tall}px`;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
  readColors();
}

/** The text, shortened in the middle to the width, so that `#2` at its end stays. */
function fitting(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  const letters = [...text];
  let keep = letters.length - 1;
  const cut = () => letters.slice(0, Math.ceil(keep * .6)).join('') + '…' + letters.slice(letters.length - Math.floor(keep * .4)).join('');
  while (keep > 1 && pen.measureText(cut()).width > room) keep--;
  return cut();
}

function step(room) {
  const least = (view.to - view.from) / Math.max(1, room / 90);
  if (least > 5e9) {
    const clock = [10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10800, 21600, 43200, 86400].map(it => it * 1e9);
    return clock.find(it => it >= least) || Math.ceil(least / 86400e9) * 86400e9;
  }
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map(it => it * power).find(it => it >= least);
}

function tickText(at, gap) {
  if (length >= 120e9) return fineText(at);
  if (at === 0) return '0';
  const decimals = Math.max(0, Math.ceil(-Math.log10(gap / unit[1]) - 1e-9));
  return (at / unit[1]).toFixed(Math.max(decimals, unit[1] === 1e9 && length < 1e10 ? 1 : 0));
}

function drawBase() {
  const pen = pens.base, top = box.scrollTop;
  pen.clearRect(0, 0, width, tall);
  pen.textBaseline = 'middle';
  pen.fillStyle = colors.background;
  pen.fillRect(0, 0, width, tall);
  const gap = step(plot), ticks = [];
  for (let at = Math.ceil(view.from / gap) * gap; at <= view.to * (1 + 1e-12); at += gap) ticks.push(at);
  pen.fillStyle = colors.grid;
  for (const at of ticks) pen.fillRect(Math.round(x(at)), AXIS - 4, 1, tall);
  pen.save();
  pen.beginPath(); pen.rect(0, AXIS, width, tall - AXIS); pen.clip();
  const first = search(rows.length, i => rows[i].y + rows[i].height > top);
  for (let i = first; i < rows.length && rows[i].y - top < tall; i++) drawRow(pen, rows[i], AXIS + rows[i].y - top);
  const low = pinned();
  if (low) {
    pen.fillStyle = colors.background; pen.fillRect(0, tall - low.height, width, low.height);
    drawRow(pen, low, tall - low.height);
  }
  pen.restore();
  pen.font = `12px ${FONT}`;
  pen.textAlign = 'center';
  pen.fillStyle = colors.faint;
  let free = 84;
  ticks.forEach((at, i) => {
    const text = tickText(at, gap) + (i === 0 && length < 120e9 ? ` ${unit[0]}` : ''), half = pen.measureText(text).width / 2;
    const place = Math.min(x(at), width - half - 2);
    if (place - half > free) { pen.fillText(text, place, AXIS / 2); free = place + half + 8; }
  });
  pen.textAlign = 'left';
  pen.font = `bold 13px ${FONT}`;
  pen.fillStyle = colors.text;
  pen.fillText('timeline', 12, AXIS / 2);
  pen.fillStyle = colors.border;
  pen.fillRect(0, AXIS - 1, width, 1);
}

function drawRow(pen, row, y) {
  const middle = y + row.height / 2;
  pen.font = `13px ${FONT}`;
  pen.textAlign = 'left';
  if (row.isHead) {
    pen.font = `bold 13px ${FONT}`;
    pen.fillStyle = colors.text;
    pen.fillText(fitting(pen, row.run.title, width - 24), 12, middle);
    return;
  }
  if (row.isNotes) return drawNotes(pen, row.run, y);
  const lane = row.lane, isChosen = lane === state.lane;
  if (lane.isThread) { pen.fillStyle = colors.border; pen.fillRect(12, y + 2.5, width - 24, 1); }
  if (isChosen) {
    pen.globalAlpha = .12; pen.fillStyle = colors.waiting; pen.fillRect(0, y, width, row.height); pen.globalAlpha = 1;
    pen.fillStyle = colors.text;
    pen.beginPath(); pen.moveTo(3, middle - 4); pen.lineTo(9, middle); pen.lineTo(3, middle + 4); pen.fill();
  }
  pen.fillStyle = lane.isThread || lane.older ? colors.faint : colors.text;
  pen.fillText(fitting(pen, (lane.older ? '‹' : '') + lane.name, names - 24), 12, middle + (lane.isThread ? 2.5 : .5));
  pen.save();
  pen.beginPath(); pen.rect(names - 1, y, width - names + 1, row.height); pen.clip();
  drawLane(pen, lane, lane.isThread ? middle + 2 : middle);
  pen.restore();
}

/** A lane's segments in true proportion; those too short to be told apart are gathered, and a hold among them shows. */
function drawLane(pen, lane, y) {
  const ticks = [], last = seenTo();
  let cell = null;
  const flush = () => {
    if (!cell) return;
    const [running, blocking, ready, waiting] = cell.time, held = running + blocking, span = cell.end - cell.start;
    if (held > span / 2) bar(pen, x(cell.start), x(cell.end), blocking > running ? BLOCKING : RUNNING, y);
    else {
      if (ready + waiting > 0) bar(pen, x(cell.start), x(cell.end), ready > waiting ? READY : WAITING, y);
      if (cell.hold >= 0) ticks.push([x(cell.at), cell.hold]);
    }
    cell = null;
  };
  const fine = FINE / plot * (view.to - view.from);
  for (let i = search(lane.count, it => lane.edges[it + 1] >= view.from); i < lane.count && lane.edges[i] <= last; i++) {
    const phase = phaseOf(lane, i), start = lane.edges[i], end = lane.edges[i + 1];
    if (phase < 0) { flush(); continue; }
    if (end - start >= fine) { flush(); bar(pen, x(start), x(end), phase, y); continue; }
    if (cell && (end - cell.start > fine || cell.end < start)) flush();
    cell ??= { start, end, time: [0, 0, 0, 0], hold: -1, at: 0 };
    cell.end = end;
    cell.time[phase] += end - start;
    if (phase <= BLOCKING && cell.hold < 0) { cell.hold = phase; cell.at = start; }
  }
  flush();
  for (const [at, phase] of ticks) bar(pen, at, at, phase, y);
  let latest = -9;
  for (let i = search(lane.voices.length, it => lane.voices[it] >= view.from); i < lane.voices.length && lane.voices[i] <= last; i++) {
    const at = x(lane.voices[i]);
    if (at - latest < 2) continue;
    voice(pen, at, y);
    latest = at;
  }
  if (lane.end && lane.end.at <= last && lane.end.at >= view.from) ending(pen, Math.max(x(lane.end.at), latest) + 11, y, lane.end.outcome);
}

function bar(pen, from, to, phase, y) {
  const high = phase === WAITING ? LINE : BAR, color = colors[PHASES[phase]];
  if (phase <= BLOCKING) to = Math.max(to, from + TICK);
  from = Math.max(from, names - 4); to = Math.min(to, width + 4);
  if (to <= from) return;
  // A pattern does not show in so little room, and takes its time.
  const isNarrow = to - from <= 3;
  pen.fillStyle = isNarrow ? color : patterns[phase] || color;
  pen.fillRect(from, y - high / 2, to - from, high);
  if (!isNarrow && patterns[phase]) {
    pen.strokeStyle = color; pen.lineWidth = 1;
    pen.strokeRect(from + .5, y - high / 2 + .5, Math.max(0, to - from - 1), high - 1);
  }
}

function voice(pen, at, y) {
  pen.fillStyle = colors.background; pen.strokeStyle = colors.text; pen.lineWidth = 1.5;
  pen.beginPath(); pen.arc(at, y, 3.5, 0, 7); pen.fill(); pen.stroke();
}

function flag(pen, at, y) {
  pen.fillStyle = colors.text;
  pen.beginPath(); pen.moveTo(at - 4, y - 3); pen.lineTo(at + 4, y - 3); pen.lineTo(at, y + 3); pen.fill();
}

function ending(pen, at, y, outcome) {
  pen.lineWidth = 2.2; pen.lineCap = pen.lineJoin = 'round';
  pen.strokeStyle = [colors.running, colors.blocking, colors.faint][outcome];
  pen.beginPath();
  if (outcome === 0) { pen.moveTo(at - 5, y + .5); pen.lineTo(at - 1.5, y + 4.5); pen.lineTo(at + 5, y - 4.5); }
  if (outcome === 1) { pen.moveTo(at - 4.5, y - 4.5); pen.lineTo(at + 4.5, y + 4.5); pen.moveTo(at - 4.5, y + 4.5); pen.lineTo(at + 4.5, y - 4.5); }
  if (outcome === 2) { pen.arc(at, y, 5, 0, 7); pen.moveTo(at - 3.5, y + 3.5); pen.lineTo(at + 3.5, y - 3.5); }
  pen.stroke();
  pen.lineCap = pen.lineJoin = 'butt'; pen.lineJoin = 'miter';
}

/** Findings as numbers in a box, marks as flags with their words; what has no room gives way. */
function drawNotes(pen, run, y) {
  let free = names - 12;
  const middle = y + NOTES / 2;
  pen.font = `12px ${FONT}`;
  for (const note of run.notes) {
    const at = x(note.at);
    let place = at;
    note.place = null;
    if (note.at < view.from || note.at > view.to) continue;
    pen.globalAlpha = .6; pen.fillStyle = colors.faint;
    for (let down = y + NOTES - 3; down < y + NOTES + run.lanes.filter(it => !it.hidden).length * LANE; down += 5) pen.fillRect(Math.round(at), down, 1, 3);
    pen.globalAlpha = 1;
    if (note.kind === FINDING) {
      const half = Math.max(8, pen.measureText(note.text).width / 2 + 4);
      // Beside the one before, unless that is too far off.
      place = Math.max(at, free + half);
      if (place - at > 60) continue;
      pen.fillStyle = colors.text; pen.beginPath(); pen.roundRect(place - half, middle - 8, 2 * half, 16, 4); pen.fill();
      pen.fillStyle = colors.background; pen.textAlign = 'center'; pen.fillText(note.text, place, middle + .5); pen.textAlign = 'left';
      note.place = [place - half - 2, place + half + 2];
      free = place + half + 2;
    } else if (at - 9 >= free) {
      flag(pen, at, middle);
      const room = Math.min(160, width - at - 12), text = room > 24 ? fitting(pen, note.text, room) : '';
      pen.fillStyle = colors.text; pen.fillText(text, at + 8, middle + .5);
      free = at + 8 + pen.measureText(text).width + 8;
      note.place = [at - 8, free];
    }
  }
}

function drawOver() {
  const pen = pens.over;
  pen.clearRect(0, 0, width, tall);
  if (state.drag?.isSelecting) {
    const [a, b] = [state.drag.from, state.drag.to].sort((one, two) => one - two);
    pen.globalAlpha = .18; pen.fillStyle = colors.waiting; pen.fillRect(a, AXIS, b - a, tall); pen.globalAlpha = 1;
    pen.fillStyle = colors.waiting; pen.fillRect(a, AXIS, 1, tall); pen.fillRect(b, AXIS, 1, tall);
  }
  if (state.hover && state.hover.x >= names) upright(pen, state.hover.x, fineText(timeAt(state.hover.x)), true);
  if (state.at >= view.from && state.at <= view.to) upright(pen, x(state.at), fineText(state.at), false);
}

/** The line at an instant through all lanes, with its time on the axis: dashed where the pointer is. */
function upright(pen, at, text, isHover) {
  pen.strokeStyle = colors.text; pen.lineWidth = isHover ? 1 : 1.5;
  pen.globalAlpha = isHover ? .6 : 1;
  pen.setLineDash(isHover ? [3, 3] : []);
  pen.beginPath(); pen.moveTo(at, AXIS - 4); pen.lineTo(at, tall); pen.stroke();
  pen.setLineDash([]); pen.globalAlpha = 1;
  pen.font = `12px ${FONT}`; pen.textBaseline = 'middle'; pen.textAlign = 'center';
  const half = pen.measureText(text).width / 2 + 5, place = Math.min(Math.max(at, names + half - 8), width - half - 2);
  pen.fillStyle = isHover ? colors.background : colors.text;
  pen.beginPath(); pen.roundRect(place - half, 4, 2 * half, 20, 4); pen.fill();
  if (isHover) { pen.strokeStyle = colors.text; pen.lineWidth = 1; pen.stroke(); }
  pen.fillStyle = isHover ? colors.text : colors.background;
  pen.fillText(text, place, 14.5);
}

// One frame for however many changes.
let wanted = 0;
function redraw(all) {
  if (!wanted) requestAnimationFrame(() => {
    const isAll = wanted > 1;
    wanted = 0;
    if (isAll) drawBase();
    drawOver();
    tell();
  });
  wanted = Math.max(wanted, all ? 2 : 1);
}

// ---- Panes ----

const lists = document.querySelectorAll('[data-run].pane');
let told = '', shownLines = null, shownValues = null, shownLine = null, shownRun = null;

/** Brings the page to the chosen instant: the sentence, the console, the code. */
function tell() {
  const hover = state.hover?.lane && state.hover.x >= names ? state.hover : null;
  const [lane, at] = hover ? [hover.lane, timeAt(hover.x)] : [state.lane, Math.min(state.at, state.lane.run.length)];
  const sentence = why(lane, at), head = `${lane.name}, ${fineText(at)}: `;
  if (told !== head + sentence) {
    told = head + sentence;
    const strong = document.createElement('b');
    strong.textContent = head;
    byId('said').replaceChildren(strong, sentence);
  }
  byId('clock').textContent = fineText(state.at);
  const scrubber = byId('scrubber');
  scrubber.value = String(state.at / length * 1000);
  scrubber.setAttribute('aria-valuetext', fineText(state.at));
  const run = state.lane.run;
  if (shownRun !== run) {
    shownRun = run;
    for (const it of lists) it.hidden = it.dataset.run !== String(run.index);
    if (runs.length > 1) byId('console-title').textContent = `Console: ${run.title}`;
  }
  tellConsole(run);
  tellVariables(run);
  tellLine(run);
}

function tellConsole(run) {
  const count = search(run.console.length, i => run.console[i].at > state.at);
  if (shownLines === `${run.index} ${count}`) return;
  shownLines = `${run.index} ${count}`;
  const from = Math.max(0, count - MOST_LINES), list = byId('console'), items = [];
  const item = (parts, name = '') => {
    const li = document.createElement('li');
    li.className = name;
    for (const [kind, text] of parts) {
      const span = document.createElement('span');
      span.className = kind; span.textContent = text; span.dir = 'auto';
      li.append(span);
    }
    items.push(li);
  };
  if (from > 0) item([['text', `… ${from.toLocaleString('en')} lines before`]]);
  if (count === 0) item([['text', run.console.length ? 'Nothing has been printed yet.' : 'Nothing was printed.']]);
  const latest = count ? run.console[count - 1].at : 0;
  for (const it of run.console.slice(from, count)) {
    const name = (it.remark ? 'remark' : '') + (it.at === latest && latest > state.at - length / 50 ? ' fresh' : '');
    item([['from', `${instantText(it.at)} ${it.lane ? it.lane.name : ''}`], ['text', it.text]], name);
  }
  list.replaceChildren(...items);
  list.scrollTop = list.scrollHeight;
}

/** What the shared variables hold at the instant; what has just changed stands out. */
function tellVariables(run) {
  const list = byId('variables');
  if (!list) return;
  const found = run.variables.map(it => {
    const count = search(it.values.length, i => it.values[i].at > state.at);
    return count ? { name: it.name, ...it.values[count - 1] } : null;
  }).filter(Boolean);
  const latest = Math.max(...found.map(it => it.at)), now = `${run.index} ${found.map(it => it.at)}`;
  if (shownValues === now) return;
  shownValues = now;
  list.replaceChildren(...found.map(it => {
    const li = document.createElement('li'), name = document.createElement('b'), text = document.createElement('span');
    name.textContent = it.name; text.textContent = it.text; text.dir = name.dir = 'auto';
    if (it.at === latest) li.className = 'fresh';
    li.append(name, ' = ', text);
    return li;
  }));
  if (!found.length) { const li = document.createElement('li'); li.textContent = 'No task shares a variable yet.'; list.append(li); }
}

function tellLine(run) {
  const line = state.lane.isThread ? threadLine(state.lane) : lineAt(state.lane, state.at);
  const wantedLine = line ? `line-${run.index}-${line}` : null;
  if (wantedLine === shownLine) return;
  const [old, now] = [shownLine && byId(shownLine), wantedLine && byId(wantedLine)];
  shownLine = wantedLine;
  if (old) { old.classList.remove('now'); old.removeAttribute('aria-current'); }
  if (!now) return;
  now.classList.add('now');
  now.setAttribute('aria-current', 'true');
  // Within its box: the page itself stays where it is.
  const frame = byId(`code-box-${run.index}`), top = now.offsetTop;
  if (top < frame.scrollTop + 20 || top + 40 > frame.scrollTop + frame.clientHeight) frame.scrollTop = top - frame.clientHeight / 2;
}

function threadLine(lane) {
  const i = segmentAt(lane, state.at);
  return i < 0 ? 0 : kindOf(lane, i)[1];
}

/** Says in the live region where one is, what it is, and what was printed since `before`. */
function announce(before) {
  const lane = state.lane, at = Math.min(state.at, lane.run.length);
  const printed = state.at > before ? lane.run.console.filter(it => it.at > before && it.at <= state.at && it.lane === lane) : lane.run.console.filter(it => it.at === state.at && it.lane === lane);
  const said = printed.slice(-3).map(it => ` ${it.lane.short} printed: ${it.text}.`).join('');
  byId('live').textContent = `${lane.name}, ${fineText(state.at)}. ${why(lane, at)}${said}`;
}

// ---- Going somewhere ----

/** Goes to an instant, and keeps it in view. */
function go(at, isSaid) {
  const before = state.at;
  state.at = Math.min(length, Math.max(0, at));
  const span = view.to - view.from;
  if (state.at < view.from || state.at > view.to) show(state.at - span / 2, state.at + span / 2);
  if (isSaid) announce(before);
  redraw(false);
}

/** Shows a part of the run. */
function show(from, to) {
  const span = Math.min(length, Math.max(to - from, Math.min(length, 100)));
  const start = Math.min(length - span, Math.max(0, (from + to - span) / 2));
  view.from = start;
  view.to = start + span;
  // For whoever looks from outside, such as a test.
  box.dataset.shown = `${view.from} ${view.to}`;
  redraw(true);
}

function zoom(factor, around = state.at >= view.from && state.at <= view.to ? state.at : (view.from + view.to) / 2) {
  show(around - (around - view.from) / factor, around + (view.to - around) / factor);
}

function pan(part) {
  const by = (view.to - view.from) * part, room = Math.min(Math.max(by, -view.from), length - view.to);
  show(view.from + room, view.to + room);
}

function choose(lane, isSaid) {
  state.lane = lane;
  if (lane.hidden) { lane.hidden = false; stack(); }
  const row = laneRows[rowOf(lane)];
  if (row.y < box.scrollTop) box.scrollTop = row.y - (rowOf(lane) ? 0 : row.y);
  // Above the thread's row, which may stand there.
  else if (!lane.isThread && row.y + row.height + AXIS > box.scrollTop + tall - LANE - 6) box.scrollTop = row.y + row.height + AXIS - tall + LANE + 6;
  for (const it of document.querySelectorAll('.tree button')) it.setAttribute('aria-pressed', String(laneOf(it) === lane));
  if (isSaid) announce(state.at);
  redraw(true);
}

/** To the next instant of these, or the previous one. */
function stepIn(steps, forward) {
  const i = forward ? search(steps.length, it => steps[it] > state.at) : search(steps.length, it => steps[it] >= state.at) - 1;
  if (i >= 0 && i < steps.length) go(steps[i], true);
}

let note = null;
function jump(to) {
  note = to;
  if (to.lane) choose(to.lane, false);
  go(to.at, false);
  byId('live').textContent = `${to.kind === FINDING ? `Finding ${to.text}: ${textOfFinding(to)}` : `Mark “${to.text}”`}. ${fineText(to.at)}. ${why(state.lane, to.at)}`;
}

function nextNote(forward) {
  if (!notes.length) return;
  const here = notes.indexOf(note);
  // Several may stand at one instant.
  if (here >= 0 && note.at === state.at) return jump(notes[(here + (forward ? 1 : notes.length - 1)) % notes.length]);
  const found = forward ? notes.find(it => it.at > state.at) : notes.findLast(it => it.at < state.at);
  jump(found || notes[forward ? 0 : notes.length - 1]);
}

const findingItem = it => document.querySelector(`.findings[data-run="${it.run.index}"] > li:nth-child(${Number(it.text)})`);
const textOfFinding = it => findingItem(it)?.querySelector('p').textContent || '';

// ---- Playing ----

const speed = byId('speed');
for (const [value, text] of [['0.1', '0.1×'], ['0.25', '0.25×'], ['0.5', '0.5×'], ['1', '1×'], ['2', '2×'], ['5', '5×'], ['10', '10×'],
  ['whole', 'all in 10 s'], ['beat', 'one event a beat']]) {
  const option = document.createElement('option');
  option.value = value; option.textContent = text;
  speed.append(option);
}
speed.value = motion.matches ? 'beat' : length >= 5e8 && length <= 60e9 ? '1' : 'whole';

function play(isOn) {
  if (isOn && state.at >= length) { state.at = 0; show(0, view.to - view.from); }
  state.playing = isOn ? 1 : 0;
  state.clock = performance.now();
  byId('play').textContent = isOn ? '❚❚ Pause' : '▶ Play';
  if (isOn) requestAnimationFrame(beat);
  redraw(false);
}

function beat(now) {
  if (!state.playing) return;
  const passed = now - state.clock;
  if (speed.value === 'beat') {
    if (passed >= BEAT) { state.clock = now; const all = stepsOfAll(); go(all[search(all.length, i => all[i] > state.at)] ?? length); }
  } else {
    state.clock = now;
    // A tab that was hidden goes on where it was.
    const by = Math.min(passed, 100);
    go(state.at + (speed.value === 'whole' ? by / WHOLE * length : by * 1e6 * Number(speed.value)));
  }
  if (state.at >= length) play(false); else requestAnimationFrame(beat);
}

// ---- Keys and pointers ----

const KEYS = {
  ArrowLeft: event => stepIn(event.shiftKey ? stepsOfAll() : stepsOf(state.lane), false),
  ArrowRight: event => stepIn(event.shiftKey ? stepsOfAll() : stepsOf(state.lane), true),
  ArrowUp: () => moveLane(-1), ArrowDown: () => moveLane(1), PageUp: () => moveLane(-10), PageDown: () => moveLane(10),
  Home: () => go(0, true), End: () => go(length, true),
  ' ': () => play(!state.playing),
  '+': () => zoom(1.5), '=': () => zoom(1.5), w: () => zoom(1.5), '-': () => zoom(1 / 1.5), s: () => zoom(1 / 1.5), 0: () => show(0, length),
  a: () => pan(-.2), d: () => pan(.2),
  n: event => nextNote(!event.shiftKey),
  Escape: () => { state.drag = null; state.hover = null; play(false); redraw(false); },
};

function moveLane(by) {
  choose(laneRows[Math.min(laneRows.length - 1, Math.max(0, rowOf(state.lane) + by))].lane, true);
}

box.addEventListener('keydown', event => {
  const key = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!key || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  key(event);
});

/** What is under a place of the window. */
function under(event) {
  const frame = box.getBoundingClientRect(), px = event.clientX - frame.left - box.clientLeft, py = event.clientY - frame.top - box.clientTop;
  const y = py - AXIS + box.scrollTop;
  const low = pinned();
  const row = py < AXIS ? null : low && py >= tall - low.height ? low : rows[search(rows.length, i => rows[i].y + rows[i].height > y)];
  return { x: px, isAxis: py < AXIS, row, lane: row?.lane };
}

const fingers = new Map();
let pinch = null;

box.addEventListener('pointerdown', event => {
  if (event.button !== 0) return;
  const it = under(event);
  // The scroll bar is not ours.
  if (it.x >= width) return;
  fingers.set(event.pointerId, it.x);
  // Not before it is sure that this is no scrolling.
  if (event.pointerType === 'mouse') { try { box.setPointerCapture(event.pointerId); } catch { /* it is gone */ } }
  state.drag = { ...it, from: it.x, to: it.x, isMouse: event.pointerType === 'mouse', isPanning: event.shiftKey, isSelecting: false, hasMoved: false };
  if (it.isAxis && it.x >= names) go(timeAt(it.x));
  if (fingers.size === 2) {
    const [a, b] = [...fingers.values()];
    pinch = { apart: Math.max(10, Math.abs(a - b)), around: timeAt((a + b) / 2), span: view.to - view.from };
    state.drag = null;
  }
});

box.addEventListener('pointermove', event => {
  const it = under(event), drag = state.drag;
  if (fingers.has(event.pointerId)) fingers.set(event.pointerId, it.x);
  if (pinch && fingers.size === 2) {
    const [a, b] = [...fingers.values()];
    const span = pinch.span * pinch.apart / Math.max(10, Math.abs(a - b));
    const from = pinch.around - ((a + b) / 2 - names) / plot * span;
    return show(from, from + span);
  }
  if (event.pointerType !== 'touch') state.hover = it.x < width ? it : null;
  if (drag) {
    const by = it.x - drag.to;
    if (Math.abs(it.x - drag.from) > 4) drag.hasMoved = true;
    drag.to = it.x;
    if (drag.isAxis) go(timeAt(it.x));
    else if (drag.hasMoved && (!drag.isMouse || drag.isPanning)) pan(-by / plot);
    else if (drag.hasMoved && drag.from >= names) { drag.isSelecting = true; drag.to = Math.min(Math.max(it.x, names), names + plot); }
  }
  redraw(false);
});

function release(event) {
  fingers.delete(event.pointerId);
  if (fingers.size < 2) pinch = null;
  const drag = state.drag;
  state.drag = null;
  if (!drag || event.type !== 'pointerup') return redraw(false);
  if (drag.isSelecting) {
    const [a, b] = [timeAt(drag.from), timeAt(drag.to)].sort((one, two) => one - two);
    return show(a, b);
  }
  if (drag.hasMoved || drag.isAxis) return redraw(false);
  if (drag.row?.isNotes) {
    const hit = drag.row.run.notes.find(it => it.place && drag.x >= it.place[0] && drag.x <= it.place[1]);
    if (hit) return jump(hit);
  }
  if (drag.lane) choose(drag.lane, false);
  if (drag.x >= names) go(timeAt(drag.x));
}
box.addEventListener('pointerup', release);
box.addEventListener('pointercancel', release);
box.addEventListener('pointerleave', () => { state.hover = null; redraw(false); });

// The wheel scrolls the page until the timeline has been chosen; what pinches on a touch pad zooms at once.
box.addEventListener('wheel', event => {
  const px = event.clientX - box.getBoundingClientRect().left - box.clientLeft;
  const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  const isOurs = event.ctrlKey || event.metaKey || (document.activeElement === box && px >= names);
  if (!isOurs && !isSideways) return;
  event.preventDefault();
  const by = (event.deltaY || event.deltaX) * (event.deltaMode === 1 ? 16 : 1);
  if (isSideways) pan((event.deltaX || event.deltaY) * (event.deltaMode === 1 ? 16 : 1) / plot);
  else zoom(Math.exp(-Math.max(-200, Math.min(200, by)) / 300), timeAt(px));
}, { passive: false });
box.addEventListener('scroll', () => redraw(true));

// ---- Beginning ----

function laneOf(element) {
  return runs[element.dataset.run].lanes[element.dataset.lane];
}

function button(text, press) {
  const made = document.createElement('button');
  made.type = 'button'; made.textContent = text;
  made.addEventListener('click', press);
  return made;
}

/** Makes buttons of the tasks' names and beside the findings. */
function dress() {
  for (const it of document.querySelectorAll('.task:not(:has(button))')) {
    const made = button(it.textContent, () => choose(laneOf(made), true));
    Object.assign(made.dataset, it.dataset);
    made.setAttribute('aria-pressed', 'false');
    it.replaceChildren(made);
  }
  for (const it of notes) if (it.kind === FINDING) {
    if (findingItem(it)?.querySelector('button')) continue;
    // The data may be read again before it is pressed.
    const itself = () => notes.find(note => note.kind === FINDING && note.text === it.text && note.run.index === it.run.index) || it;
    const made = button(`Show at ${instantText(it.at)}`, () => { jump(itself()); box.focus(); });
    made.setAttribute('aria-label', `Show finding ${it.text} on the timeline`);
    findingItem(it)?.append(made);
  }
  byId('jumps').hidden = !notes.length;
  const tasks = runs.reduce((sum, it) => sum + it.lanes.length, 0);
  box.setAttribute('aria-label', `Timeline of ${runs.map(it => it.title).join(' and ')}, ${tasks} ${tasks === 1 ? 'lane' : 'lanes'}`);
}

const arrange = () => { measure(); legend(); redraw(true); };

function begin() {
  dress();
  byId('console-pane').hidden = false;
  if (byId('variables-pane')) byId('variables-pane').hidden = false;
  byId('play').addEventListener('click', () => play(!state.playing));
  byId('scrubber').addEventListener('input', event => go(Number(event.target.value) / 1000 * length));
  byId('in').addEventListener('click', () => zoom(2));
  byId('out').addEventListener('click', () => zoom(.5));
  byId('whole').addEventListener('click', () => show(0, length));
  byId('next').addEventListener('click', () => nextNote(true));
  byId('previous').addEventListener('click', () => nextNote(false));
  stage.hidden = false;
  document.documentElement.classList.add('live');
  new ResizeObserver(arrange).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', arrange);
  arrange();
  const [from, to] = runs[0].window || [0, length];
  show(from, to);
  if (runs[0].window) state.at = from;
  choose(state.lane, false);
}

/** The shapes with their words. */
function legend() {
  const items = [
    ...[0, 1, 2, 3].map(phase => [PHASES[phase], 26, pen => bar(pen, names, names + 26, phase, 9)]),
    ['printed', 12, pen => voice(pen, names + 6, 9)],
    ...notes.some(it => it.kind === MARK) ? [['marked', 12, pen => flag(pen, names + 6, 9)]] : [],
    ...[0, 1, 2].filter(it => runs.some(run => run.lanes.some(lane => lane.end?.outcome === it))).map(it => [OUTCOMES[it], 14, pen => ending(pen, names + 7, 9, it)]),
  ];
  byId('legend').replaceChildren(...items.map(([word, wide, draw]) => {
    const canvas = document.createElement('canvas'), li = document.createElement('li');
    canvas.width = wide * ratio; canvas.height = 18 * ratio;
    canvas.style.width = `${wide}px`; canvas.style.height = '18px';
    canvas.setAttribute('aria-hidden', 'true');
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    pen.translate(-names, 0);
    draw(pen);
    li.append(canvas, word);
    return li;
  }));
}

begin();
})();
