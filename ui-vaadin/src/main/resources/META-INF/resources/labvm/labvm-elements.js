// Small things the browser does by itself: times that stay fresh, copying, colour scheme.

const SECOND = 1000;
const UNITS = [['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
const SHORT = {
  zh: { d: ' 天', h: ' 小时', m: ' 分', s: ' 秒' },
  en: { d: ' d', h: ' h', m: ' min', s: ' s' },
};

const language = () => (document.documentElement.lang || navigator.language || 'en');

/** "3 minutes ago" in the language of the page. */
function ago(seconds) {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return format.format(Math.trunc(-seconds / size), unit);
}

/** "14:02:11", with the day when that is not today. */
function clock(at) {
  const today = new Date(at).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language(), today ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
}

/** The two largest units of a length: "3 h 12 min". */
function length(seconds) {
  const words = SHORT[language().startsWith('zh') ? 'zh' : 'en'];
  const s = Math.max(0, Math.trunc(seconds));
  if (s < 60) return s + words.s;
  if (s < 3600) return Math.trunc(s / 60) + words.m + ' ' + (s % 60) + words.s;
  if (s < 86400) return Math.trunc(s / 3600) + words.h + ' ' + Math.trunc((s % 3600) / 60) + words.m;
  return Math.trunc(s / 86400) + words.d + ' ' + Math.trunc((s % 86400) / 3600) + words.h;
}

const clocks = new Set();
let ticking = null;

/** A time relative to now; attributes datetime and mode (ago, since, until, at). */
class LabVmTime extends HTMLElement {
  static observedAttributes = ['datetime', 'mode'];

  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
  }

  connectedCallback() {
    clocks.add(this);
    ticking ??= setInterval(() => clocks.forEach(clock => clock.render()), SECOND);
    this.render();
  }

  disconnectedCallback() {
    clocks.delete(this);
    if (clocks.size === 0) {
      clearInterval(ticking);
      ticking = null;
    }
  }

  attributeChangedCallback() {
    if (this.isConnected) this.render();
  }

  render() {
    const at = Date.parse(this.getAttribute('datetime'));
    if (Number.isNaN(at)) return;
    const seconds = (Date.now() - at) / SECOND;
    const mode = this.getAttribute('mode');
    const limit = Number(this.getAttribute('stale-after'));
    if (limit) this.closest('[data-ages]')?.classList.toggle('stale', seconds > limit);
    const text = mode === 'at' ? clock(at) : mode === 'since' ? length(seconds) : mode === 'until' ? length(-seconds) : ago(Math.max(0, seconds));
    if (this.shadowRoot.textContent !== text) this.shadowRoot.textContent = text;
    this.title = new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
  }
}

if (!customElements.get('labvm-time')) {
  customElements.define('labvm-time', LabVmTime);
  new MutationObserver(() => clocks.forEach(clock => clock.render()))
    .observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
}

const DAYS = 10;
const DAY = 86400 * SECOND;
const timelineLook = new CSSStyleSheet();
timelineLook.replaceSync(`
  :host { display: block; }
  .day { display: grid; grid-template-columns: 92px 1fr; align-items: center; min-height: 28px; }
  .name { color: var(--lv-quiet); font-size: 13px; white-space: nowrap; }
  .track { position: relative; height: 24px; margin-inline: 10px; }
  .day:not(.hours) .track::before { content: ''; position: absolute; inset: 50% 0 auto; height: 1px; background: var(--lv-line); }
  .now { position: absolute; inset-block: 3px; width: 2px; background: var(--lv-accent); }
  .hour { position: absolute; transform: translateX(-50%); color: var(--lv-quiet); font-size: 12px; line-height: 24px; }
  ::slotted(.dot) { position: absolute; top: 50%; inset-inline-start: var(--at); transform: translate(-50%, -50%); }
`);

/** Dots by day: every child has its time in data-at, the row it stands for in data-row, its words in data-text. */
class LabVmTimeline extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [timelineLook];
    this.observer = new MutationObserver(() => this.render());
    this.addEventListener('click', event => this.find(event.target.closest('[data-row]')));
  }

  connectedCallback() {
    this.observer.observe(this, { childList: true });
    this.observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
    this.render();
  }

  disconnectedCallback() {
    this.observer.disconnect();
  }

  render() {
    const days = new Map();
    const exact = new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' });
    for (const dot of this.children) {
      const at = new Date(dot.dataset.at);
      const day = new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
      days.set(day, 'day' + day);
      dot.slot = 'day' + day;
      dot.style.setProperty('--at', (100 * (at - day)) / DAY + '%');
      dot.title = dot.dataset.text + ' · ' + exact.format(at);
      dot.setAttribute('aria-label', dot.title);
    }
    const newest = [...days].sort(([a], [b]) => b - a).slice(0, DAYS);
    this.shadowRoot.replaceChildren(...newest.map(([day, slot]) => this.day(day, slot)), this.hours());
  }

  day(day, slot) {
    const track = element('div', 'track');
    if (Date.now() - day < DAY) {
      const now = element('div', 'now');
      now.style.insetInlineStart = (100 * (Date.now() - day)) / DAY + '%';
      track.append(now);
    }
    const dots = document.createElement('slot');
    dots.name = slot;
    track.append(dots);
    const row = element('div', 'day');
    row.append(element('div', 'name', this.name(day)), track);
    return row;
  }

  name(day) {
    const back = Math.round((new Date().setHours(0, 0, 0, 0) - day) / DAY);
    return back < 2
      ? new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(-back, 'day')
      : new Intl.DateTimeFormat(language(), { month: 'short', day: 'numeric', weekday: 'short' }).format(day);
  }

  hours() {
    const track = element('div', 'track');
    for (const hour of [0, 6, 12, 18, 24]) {
      const mark = element('div', 'hour', hour);
      mark.style.insetInlineStart = (100 * hour) / 24 + '%';
      track.append(mark);
    }
    const row = element('div', 'day hours');
    row.setAttribute('aria-hidden', 'true');
    row.append(element('div', 'name'), track);
    return row;
  }

  /** Shows the row of a dot, and puts the keyboard there. */
  find(dot) {
    const row = dot && document.getElementById(dot.dataset.row)?.closest('tr');
    if (!row) return;
    row.scrollIntoView({ block: 'center' });
    row.querySelector('a, vaadin-button')?.focus({ preventScroll: true });
    row.classList.add('found');
    setTimeout(() => row.classList.remove('found'), 2 * SECOND);
  }
}

function element(tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

if (!customElements.get('labvm-timeline')) customElements.define('labvm-timeline', LabVmTimeline);

/** Lines of nodes with a cell for each figure and GPU; properties heads and lines are JSON. Arrows walk the cells, Enter opens. */
class LabVmHeat extends HTMLElement {
  #rows = new Map();
  #shownHeads = '';

  constructor() {
    super();
    this.addEventListener('click', event => this.choose(event.target.closest('[role=row]')));
    this.addEventListener('keydown', event => this.walk(event));
    this.addEventListener('focusin', event => this.enter(event.target));
  }

  /** What was set before this script was there. */
  connectedCallback() {
    for (const name of ['heads', 'lines']) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  set heads(json) {
    if (json === this.#shownHeads) return;
    this.#shownHeads = json;
    const heads = JSON.parse(json);
    this.stale = heads.stale;
    this.headLine().replaceChildren(...[heads.node, ...heads.figures, heads.gpus].map(text => cell('columnheader', text)));
    this.setAttribute('role', 'grid');
  }

  set lines(json) {
    const lines = JSON.parse(json);
    const kept = new Set(lines.map(each => each.id));
    for (const [id, row] of this.#rows) {
      if (!kept.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    let before = this.headLine();
    for (const each of lines) {
      const row = this.row(each.id);
      this.fill(row, each);
      if (row.previousElementSibling !== before) before.after(row);
      before = row;
    }
    if (!this.querySelector('[tabindex="0"]')) this.querySelector('[tabindex]')?.setAttribute('tabindex', '0');
  }

  /** Properties come in any order. */
  headLine() {
    this.head ??= this.appendChild(line('heat-head'));
    return this.head;
  }

  row(id) {
    if (!this.#rows.has(id)) {
      const row = line('heat-row');
      row.dataset.node = id;
      row.dataset.ages = '';
      this.#rows.set(id, row);
    }
    return this.#rows.get(id);
  }

  /** Cells stay what they are, so that the keyboard does not lose its place. */
  fill(row, now) {
    const cells = [null, ...now.figures, ...now.gpus];
    while (row.children.length > cells.length) row.lastElementChild.remove();
    while (row.children.length < cells.length) row.append(cell('gridcell', ''));
    this.name(row.firstElementChild, now);
    for (let i = 1; i < cells.length; i++) {
      const classes = i > now.figures.length ? 'heat-gpu' : 'heat-figure';
      paint(row.children[i], cells[i], classes);
    }
    if (now.gpus.length === 0) row.append(noCell(now.none));
  }

  name(cell, now) {
    const text = [now.state, now.desktops].join(' · ');
    if (cell.dataset.text !== text) {
      cell.className = 'heat-node';
      cell.dataset.text = text;
      cell.replaceChildren(element('b', '', now.id), element('span', now.meaning, now.state), element('span', 'quiet', now.desktops));
      cell.setAttribute('aria-label', now.id + ' · ' + text);
    }
    if (!now.at) return;
    let age = cell.querySelector('labvm-time');
    if (!age) {
      age = element('labvm-time', '');
      age.setAttribute('mode', 'ago');
      age.setAttribute('stale-after', '15');
      const box = element('span', 'ages-stale', (this.stale ?? '') + ' ');
      box.append(age);
      cell.append(box);
    }
    age.setAttribute('datetime', now.at);
  }

  choose(row) {
    if (row?.dataset.node) this.dispatchEvent(new CustomEvent('labvm-chosen', { detail: row.dataset.node }));
  }

  enter(target) {
    if (target.getAttribute('role') !== 'gridcell') return;
    this.querySelectorAll('[tabindex="0"]').forEach(each => each.setAttribute('tabindex', '-1'));
    target.setAttribute('tabindex', '0');
  }

  walk(event) {
    const here = event.target.closest('[role=gridcell]');
    if (!here) return;
    const row = here.parentElement;
    const at = [...row.children].indexOf(here);
    const to = {
      ArrowRight: () => here.nextElementSibling,
      ArrowLeft: () => here.previousElementSibling,
      ArrowDown: () => same(row.nextElementSibling, at),
      ArrowUp: () => same(row.previousElementSibling, at),
      Home: () => row.firstElementChild,
      End: () => row.lastElementChild,
    }[event.key];
    if (to) {
      event.preventDefault();
      to()?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.choose(row);
    }
  }
}

function same(row, at) {
  return row?.dataset.node ? row.children[Math.min(at, row.children.length - 1)] : null;
}

function line(className) {
  const row = element('div', className);
  row.setAttribute('role', 'row');
  return row;
}

function cell(role, text) {
  const made = element('div', '', text);
  made.setAttribute('role', role);
  if (role === 'gridcell') made.tabIndex = -1;
  return made;
}

function noCell(text) {
  const made = cell('gridcell', text);
  made.className = 'quiet';
  return made;
}

function paint(cell, now, className) {
  if (cell.className !== className) cell.className = className;
  if (cell.textContent !== now.text) cell.textContent = now.text;
  if (cell.title !== now.label) {
    cell.title = now.label;
    cell.setAttribute('aria-label', now.label);
  }
  const heat = now.share === null ? 'none' : String(now.share);
  if (cell.dataset.heat !== heat) {
    cell.dataset.heat = heat;
    cell.style.setProperty('--heat', now.share ?? 0);
  }
}

if (!customElements.get('labvm-heat')) customElements.define('labvm-heat', LabVmHeat);

/** Copies without the clipboard API, which pages without HTTPS lack. */
function copyOldWay(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.cssText = 'position:fixed;opacity:0';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

async function copy(button, text) {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else if (!copyOldWay(text)) return;
  } catch {
    if (!copyOldWay(text)) return;
  }
  button.setAttribute('data-copied', '');
  announce(button.getAttribute('data-copied-text') ?? '');
  setTimeout(() => button.removeAttribute('data-copied'), 2000);
}

function announce(text) {
  let region = document.getElementById('labvm-announcements');
  if (!region) {
    region = document.createElement('div');
    region.id = 'labvm-announcements';
    region.className = 'only-read';
    region.setAttribute('aria-live', 'polite');
    document.body.append(region);
  }
  region.textContent = text;
}

const SCHEMES = ['light dark', 'light', 'dark'];

function scheme() {
  return SCHEMES.includes(localStorage.getItem('labvm-scheme')) ? localStorage.getItem('labvm-scheme') : SCHEMES[0];
}

/** Goes to the other brightness than the one seen now. */
function toggleScheme() {
  const dark = scheme() === 'dark' || (scheme() === SCHEMES[0] && matchMedia('(prefers-color-scheme: dark)').matches);
  localStorage.setItem('labvm-scheme', dark ? 'light' : 'dark');
  document.documentElement.style.colorScheme = scheme();
}

if (!window.labvm) {
  window.labvm = { copy, toggleScheme };
  document.documentElement.style.colorScheme = scheme();
  document.addEventListener('click', event => {
    const button = event.composedPath().find(node => node.dataset?.copy !== undefined);
    if (button) copy(button, button.dataset.copy);
    if (event.composedPath().some(node => node.dataset?.schemeSwitch !== undefined)) toggleScheme();
  });
}
