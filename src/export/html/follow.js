
// ---- Following ----

// What the server knows and shows: the runs, the one that goes on or came last, and the question. It comes whole once,
// and then as changes.
let hub = null;
// What is shown: the latest run, or an older one that was fetched.
let shown = null, older = null;
let isFollowing = true;

const parts = { code: '', tasks: '', words: '' };

/** A value with a change made to it; `change` is what the server's `patch` says. */
function changed(old, [kind, a, b, c]) {
  if (kind === 0) return a;
  if (kind === 1) return typeof old === 'string' ? old.slice(0, a) + c + old.slice(a + b) : old.slice(0, a).concat(c, old.slice(a + b));
  for (const key of Object.keys(a)) old[key] = changed(old[key], a[key]);
  return Array.isArray(old) ? old.slice(0, b).concat(c) : old;
}

/** Puts markup of the server's, which holds texts as texts alone, in the place of what is there. */
function put(name, markup) {
  if (parts[name] === markup) return false;
  parts[name] = markup;
  const slot = byId(`${name}-slot`), focused = slot.contains(document.activeElement) ? document.activeElement.closest('[data-lane]')?.dataset.lane : null;
  const places = [...slot.querySelectorAll('.box')].map(it => it.scrollTop);
  const made = document.createElement('template');
  made.innerHTML = markup;
  slot.replaceChildren(made.content);
  slot.querySelectorAll('.box').forEach((it, i) => { it.scrollTop = places[i] || 0; });
  requestAnimationFrame(() => { if (focused) slot.querySelector(`button[data-lane="${CSS.escape(focused)}"]`)?.focus(); });
  return true;
}

/** Draws a run, or what has become of the one that is drawn. */
function take(run) {
  const isOther = !shown || shown.id !== run.id, wasEnded = !isOther && shown.ended, lanes = rows.length;
  const place = state.lane.index, wasThread = state.lane.isThread && state.lane.run.lanes.length > 0;
  const noted = notes.indexOf(note);
  shown = { id: run.id, ended: run.ended };
  data = run.data;
  read();
  stack();
  const main = runs[0].lanes.find(it => !it.hidden) || runs[0].thread;
  state.lane = isOther ? main : wasThread ? runs[0].thread : runs[0].lanes[place] || main;
  note = isOther ? null : notes[noted] || null;
  // What the pointer is at is there again, as another object.
  const same = lane => lane && (lane.isThread ? runs[0].thread : runs[0].lanes[lane.index]);
  if (isOther) state.hover = state.drag = null;
  for (const it of [state.hover, state.drag]) if (it) {
    it.lane = same(it.lane);
    it.row = it.row && rows.find(row => row.isNotes === it.row.isNotes && row.lane === it.lane);
  }
  byId('title').textContent = run.title;
  byId('about').textContent = run.about;
  document.title = `${run.title} · meanwhile`;
  if (put('code', run.code)) shownLine = null;
  put('tasks', run.tasks);
  put('words', run.words);
  if (isOther) {
    told = ''; shownLines = shownValues = shownLine = shownRun = null;
    play(false);
    speed.value = motion.matches ? 'beat' : length >= 5e8 && length <= 60e9 ? '1' : 'whole';
  }
  // A run is the same one, with more in it: what is shown of it stays as it is.
  else shownRun = runs[0];
  dress();
  for (const it of document.querySelectorAll('.tree button')) it.setAttribute('aria-pressed', String(laneOf(it) === state.lane));
  stage.hidden = byId('panes').hidden = false;
  byId('console-pane').hidden = false;
  byId('variables-pane').hidden = !runs[0].variables.length;
  if (isFollowing || isOther) { state.at = length; show(0, length); }
  else { state.at = Math.min(state.at, length); show(view.from, Math.min(view.to, length)); }
  // Names may be wider, and the legend may have more to explain.
  if (isOther || rows.length !== lanes || run.ended !== wasEnded) arrange();
  redraw(true);
  if (isOther && !run.ended) byId('live').textContent = `${run.title} has begun.`;
  else if (run.ended && !wasEnded) byId('live').textContent = `${run.title} has ended. ${run.about}`;
}

/** Shows what the reader wants to see of what is known. */
function refresh() {
  if (!hub) return;
  byId('following').hidden = false;
  const list = byId('run'), wanted = hub.runs.map(it => [String(it.id), it.title]);
  if (JSON.stringify(wanted) !== list.dataset.known) {
    list.dataset.known = JSON.stringify(wanted);
    list.replaceChildren(...wanted.map(([value, text]) => {
      const option = document.createElement('option');
      option.value = value; option.textContent = text;
      return option;
    }));
  }
  list.disabled = !wanted.length;
  if (isFollowing) older = null;
  // Who looks at a run by themselves keeps it when the next one comes.
  else if (!older && shown && hub.run?.id !== shown.id) older = shown.id;
  if (hub.run && older === null) take(hub.run);
  list.value = String(older ?? hub.run?.id ?? '');
  showVote();
}

function setFollowing(isOn) {
  if (isFollowing === isOn) return;
  isFollowing = isOn;
  byId('follow').setAttribute('aria-pressed', String(isOn));
  say(isOn ? '' : 'You look around by yourself; Follow brings you back.');
  if (isOn) { play(false); refresh(); }
}

/** Shows a run of those before. */
async function fetchRun(id) {
  setFollowing(false);
  if (hub.run && id === hub.run.id) { older = null; return refresh(); }
  older = id;
  try {
    const answer = await fetch(`runs/${id}`);
    if (!answer.ok) throw new Error();
    const run = await answer.json();
    if (older === id) take(run);
  } catch {
    if (older !== id) return;
    older = null;
    say('That run is no longer kept.');
    refresh();
  }
}

const say = text => { if (byId('connection').textContent !== text) byId('connection').textContent = text; };

// ---- The connection ----

let source = null, latest = 0, hasEnded = false, wait = 1000, again = 0;
// One browser is one reader, in all its tabs and after the page was loaded again, so that it has one vote. It is a random
// number, which nobody else gets, and is forgotten with the session. Where nothing may be kept each page is a reader.
const KEY = `reader ${location.pathname}`;
let reader = kept();

function kept() {
  try { return localStorage.getItem(KEY) || ''; } catch { return ''; }
}

/** Goes on as the reader that another tab is. */
function become(other) { reader = other; connect(); }

// Of two tabs that were given names at the same moment, both go on with the first one in the alphabet.
addEventListener('storage', event => {
  if (event.key !== KEY || !event.newValue || !reader || event.newValue === reader || hasEnded) return;
  if (event.newValue < reader) become(event.newValue); else keep(reader);
});

/** Keeps who this reader is, and nothing of sessions before. */
function keep(name) {
  try {
    Object.keys(localStorage).filter(it => it.startsWith('reader /') && it !== KEY).forEach(it => localStorage.removeItem(it));
    if (name) localStorage.setItem(KEY, name); else localStorage.removeItem(KEY);
  } catch { /* it is not kept then */ }
}

function connect() {
  clearTimeout(again);
  source?.close();
  source = new EventSource(`events?reader=${encodeURIComponent(reader)}`);
  latest = performance.now();
  const heard = handle => event => { latest = performance.now(); handle(event.data); };
  source.addEventListener('seed', heard(text => {
    const seed = JSON.parse(text);
    // Another tab that was loaded at the same time may have been given a name first.
    const asked = reader, other = kept();
    reader = seed.reader;
    if (!asked && other && other !== reader) return become(other);
    keep(reader);
    wait = 1000;
    hub = seed.hub;
    say(isFollowing ? '' : 'You look around by yourself; Follow brings you back.');
    refresh();
  }));
  source.addEventListener('change', heard(text => { hub = changed(hub, JSON.parse(text)); refresh(); }));
  source.addEventListener('alive', heard(() => {}));
  source.addEventListener('end', heard(() => end('The session is no longer shared. What is here stays.')));
  source.addEventListener('error', () => { if (!hasEnded) retry(); });
}

function end(text) {
  hasEnded = true;
  source.close();
  keep('');
  byId('following').hidden = false;
  byId('follow').disabled = true;
  if (hub?.vote) { hub.vote.open = false; showVote(); }
  say(text);
}

/** After a while. A server that is there and does not want us says so. */
function retry() {
  source.close();
  byId('following').hidden = false;
  say('The connection is lost; trying again …');
  clearTimeout(again);
  again = setTimeout(async () => {
    try {
      const answer = await fetch('.', { cache: 'no-store' });
      if (answer.status === 404 || answer.status === 421) return end('The session is no longer shared. What is here stays.');
      if (answer.ok) return connect();
    } catch { /* nobody is there */ }
    wait = Math.min(wait * 2, 30000);
    retry();
  }, wait * (.75 + Math.random() / 2));
}

// A connection can be dead without anybody saying so: the server is heard from every 15 s.
setInterval(() => { if (!hasEnded && source?.readyState === EventSource.OPEN && performance.now() - latest > 45000) retry(); }, 5000);

// ---- Votes ----

let ballot = null, picked = [], said = null;

function letter(index) { return String.fromCharCode(97 + index); }

function showVote() {
  const vote = hub.vote, section = byId('vote');
  section.hidden = !vote;
  if (!vote) { ballot = null; return; }
  const now = `${vote.id} ${vote.round} ${vote.open}`;
  if (ballot !== now) {
    const isNew = ballot === null || !ballot.startsWith(`${vote.id} ${vote.round} `);
    ballot = now;
    if (isNew) { picked = []; said = null; }
    byId('vote-title').textContent = vote.text;
    byId('ballot').replaceChildren(vote.open ? form(vote) : results(vote));
  } else if (!vote.open) byId('ballot').replaceChildren(results(vote));
  const count = `${vote.answered} of ${vote.readers} ${vote.readers === 1 ? 'reader has' : 'readers have'} answered.`;
  const text = vote.open ? [said && `Your answer: ${said}. You may change it.`, count].filter(Boolean).join(' ') : count;
  if (byId('vote-said').textContent !== text) byId('vote-said').textContent = text;
}

function form(vote) {
  const set = document.createElement('fieldset'), name = document.createElement('legend');
  name.className = 'unseen'; name.textContent = vote.text;
  set.append(name);
  if (vote.form === 'number') {
    const input = document.createElement('input'), label = document.createElement('label'), actions = document.createElement('div');
    input.inputMode = 'decimal'; input.autocomplete = 'off'; input.maxLength = 12; input.id = 'number';
    label.append(input, vote.unit ? ` ${vote.unit}` : '');
    input.setAttribute('aria-label', vote.unit === 's' ? 'Seconds' : 'Number');
    actions.className = 'actions';
    actions.append(label, button('Answer', () => send(vote, input.value.trim().replace(',', '.'))));
    set.append(actions);
    return set;
  }
  const letters = document.createElement('p');
  letters.className = 'letters';
  const showPicked = () => {
    letters.textContent = picked.length ? picked.join(' ') : vote.form === 'some' ? 'Tap the lines that appear, in their order; then answer.'
      : 'Tap the lines in the order in which they appear.';
    for (const it of set.querySelectorAll('.choice')) it.setAttribute('aria-pressed', String(picked.includes(it.dataset.letter)));
  };
  vote.options.forEach((text, index) => {
    const made = button('', () => {
      const it = letter(index);
      if (vote.form === 'choice') picked = [it];
      else picked = picked.includes(it) ? picked.filter(one => one !== it) : [...picked, it];
      showPicked();
      if (vote.form !== 'some' && picked.length === (vote.form === 'choice' ? 1 : vote.options.length)) send(vote, picked.join(' '));
    }), name = document.createElement('b'), words = document.createElement('span');
    made.className = 'choice'; made.dataset.letter = letter(index);
    made.setAttribute('aria-pressed', 'false');
    name.textContent = letter(index); words.textContent = text; words.dir = 'auto';
    made.append(name, words);
    set.append(made);
  });
  if (vote.form !== 'choice') set.append(letters);
  if (vote.form === 'some') {
    const actions = document.createElement('div');
    actions.className = 'actions';
    actions.append(button('Answer', () => { if (picked.length) send(vote, picked.join(' ')); }));
    set.append(actions);
  }
  showPicked();
  return set;
}

/** How the room answered, in each round, with what really happened. */
function results(vote) {
  const all = document.createDocumentFragment();
  // What the letters stand for.
  vote.options.forEach((text, index) => {
    const line = document.createElement('p'), name = document.createElement('b'), words = document.createElement('span');
    line.className = 'option'; name.textContent = `${letter(index)}  `; words.textContent = text; words.dir = 'auto';
    line.append(name, words);
    all.append(line);
  });
  vote.rounds.forEach((round, index) => {
    if (vote.rounds.length > 1) {
      const head = document.createElement('p');
      head.className = 'note';
      head.textContent = index === 0 ? 'Before the discussion' : vote.rounds.length === 2 ? 'After the discussion' : `Round ${index + 1}`;
      all.append(head);
    }
    const grid = document.createElement('div'), total = round.reduce((sum, it) => sum + it[1], 0);
    grid.className = 'result';
    for (const [answer, count] of round) {
      const name = document.createElement('b'), bar = document.createElement('meter'), number = document.createElement('span');
      const words = vote.form === 'choice' ? vote.options[answer.charCodeAt(0) - 97] : '';
      name.textContent = answer + (vote.unit ? ` ${vote.unit}` : '');
      bar.max = total || 1; bar.value = count;
      bar.setAttribute('aria-label', `${answer}${words ? `, ${words}` : ''}: ${count} of ${total}`);
      number.textContent = `${count}${vote.right.includes(answer) ? ' ✓' : ''}`;
      grid.append(name, bar, number);
    }
    all.append(grid);
  });
  if (vote.happened) {
    const line = document.createElement('p');
    line.textContent = `What happened: ${vote.happened}`;
    all.append(line);
  }
  return all;
}

async function send(vote, answer) {
  const tell = text => { byId('vote-said').textContent = text; };
  try {
    const sent = await fetch('vote', {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ reader, vote: vote.id, round: vote.round, answer }),
    });
    if (!sent.ok) return tell(await sent.text());
    const { answer: counted } = await sent.json();
    if (!hub.vote?.open || hub.vote.id !== vote.id || hub.vote.round !== vote.round) return;
    said = counted;
    showVote();
  } catch { tell('The answer could not be sent. Try again.'); }
}

// ---- The beginning of following ----

// Whoever looks at something of their own no longer follows. Choosing a lane is no reason.
box.addEventListener('keydown', event => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (KEYS[key] && !['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].includes(key) && !event.ctrlKey && !event.altKey && !event.metaKey) setFollowing(false);
}, true);
box.addEventListener('pointerdown', event => { if (event.button === 0) setFollowing(false); }, true);
box.addEventListener('wheel', () => { if (document.activeElement === box) setFollowing(false); }, { capture: true, passive: true });
for (const name of ['play', 'in', 'out', 'whole', 'next', 'previous']) byId(name).addEventListener('click', () => setFollowing(false), true);
byId('scrubber').addEventListener('input', () => setFollowing(false), true);
for (const name of ['wheel', 'pointerdown', 'keydown']) byId('console').addEventListener(name, () => setFollowing(false), { passive: true });
byId('words-slot').addEventListener('click', event => { if (event.target.closest('.findings button')) setFollowing(false); }, true);
byId('follow').addEventListener('click', () => setFollowing(!isFollowing));
byId('run').addEventListener('change', event => fetchRun(Number(event.target.value)));
byId('ballot').addEventListener('submit', event => {
  event.preventDefault();
  byId('ballot').querySelector('.actions button')?.click();
});

begin();
stage.hidden = byId('console-pane').hidden = byId('variables-pane').hidden = true;
connect();
