// The desktop in the browser: noVNC with a bar, clipboard both ways, and tries after a loss.
// Talks to the portal only for a new one-time ticket per try ($server.ticket()).
import RFB from './novnc/core/rfb.js';

const WAITS = [1, 2, 4, 8, 10]; // seconds before try 2, 3, 4 …; the last one repeats
const MOST_TRIES = 30;
const LOOK_AGAIN = 2; // seconds, while the desktop is on its way
const TICKET_TIMEOUT = 15000;
const QUALITY = { low: [2, 9], medium: [6, 4], high: [9, 1] };
const SHIFT = [0xffe1, 'ShiftLeft'];
const INSERT = [0xff63, 'Insert'];
const MOST_CLIPBOARD = 262144; // characters; more is cut by the server

const wait = seconds => new Promise(done => setTimeout(done, seconds * 1000));

const timeout = (promise, millis) =>
  Promise.race([promise, new Promise((_, fail) => setTimeout(() => fail(new Error('timeout')), millis))]);

class LabVmNoVnc extends HTMLElement {
  connectedCallback() {
    // Flow may have set the property before this class was defined.
    if (Object.hasOwn(this, 'texts')) {
      const texts = this.texts;
      delete this.texts;
      this.texts = texts;
    }
    if (!this.screenArea) this.build();
    this.listeners = new AbortController();
    const signal = this.listeners.signal;
    window.addEventListener('focus', () => this.pasteLocalClipboard(), { signal });
    document.addEventListener('fullscreenchange', () => this.relabel(), { signal });
    window.addEventListener('keydown', event => this.shortcut(event), { signal, capture: true });
    this.wanted = true;
    this.tries = 0;
    this.connect();
  }

  disconnectedCallback() {
    this.wanted = false;
    this.listeners.abort();
    this.rfb?.disconnect();
    this.rfb = null;
  }

  set texts(texts) {
    this.words = texts;
    if (this.screenArea) this.relabel();
  }

  get texts() {
    return this.words;
  }

  // ---- building ----

  build() {
    this.screenArea = this.part('div', 'vnc-screen');
    this.message = this.part('div', 'vnc-message');
    this.message.setAttribute('role', 'status');
    this.bar = this.part('div', 'vnc-bar');
    this.bar.setAttribute('role', 'toolbar');
    this.handle = this.button(this.bar, 'handle', () => this.toggleBar());
    this.handle.classList.add('vnc-handle');
    this.tools = this.part('div', 'vnc-tools', this.bar);
    this.back = this.part('a', 'vnc-button', this.tools);
    this.back.dataset.key = 'back';
    this.button(this.tools, 'clipboard', () => this.toggleClipboard());
    this.button(this.tools, 'fullscreen', () => this.toggleFullscreen());
    this.button(this.tools, 'ctrlAltDel', () => this.rfb?.sendCtrlAltDel());
    this.buildChoices();
    this.button(this.tools, 'reconnect', () => this.again());
    this.buildClipboard();
    this.relabel();
    this.showBar();
    setTimeout(() => this.hideBarWhenIdle(), 4000);
    this.bar.addEventListener('pointerleave', () => this.hideBarWhenIdle());
    this.addEventListener('pointermove', event => {
      if (event.clientY < 4) this.showBar();
    });
  }

  buildChoices() {
    const resize = this.part('label', 'vnc-choice', this.tools);
    this.resizeBox = this.part('input', '', resize);
    this.resizeBox.type = 'checkbox';
    this.resizeBox.checked = localStorage.getItem('labvm-vnc-resize') !== 'off';
    this.part('span', '', resize).dataset.key = 'resize';
    this.resizeBox.addEventListener('change', () => {
      localStorage.setItem('labvm-vnc-resize', this.resizeBox.checked ? 'on' : 'off');
      this.applyChoices();
    });
    const quality = this.part('label', 'vnc-choice', this.tools);
    this.part('span', '', quality).dataset.key = 'quality';
    this.qualityBox = this.part('select', '', quality);
    for (const level of Object.keys(QUALITY)) {
      const option = this.part('option', '', this.qualityBox);
      option.value = level;
      option.dataset.key = level;
    }
    const kept = localStorage.getItem('labvm-vnc-quality');
    this.qualityBox.value = QUALITY[kept] ? kept : 'medium';
    this.qualityBox.addEventListener('change', () => {
      localStorage.setItem('labvm-vnc-quality', this.qualityBox.value);
      this.applyChoices();
    });
  }

  buildClipboard() {
    this.panel = this.part('div', 'vnc-clipboard');
    this.panel.hidden = true;
    const label = this.part('label', '', this.panel);
    this.part('span', '', label).dataset.key = 'clipboardLabel';
    this.textArea = this.part('textarea', '', label);
    this.textArea.rows = 5;
    this.textArea.id = 'vnc-text';
    if (!navigator.clipboard) this.part('p', 'vnc-note', this.panel).dataset.key = 'insecure';
    const row = this.part('div', 'vnc-row', this.panel);
    this.button(row, 'sendPaste', () => this.sendText(this.textArea.value, true)).classList.add('vnc-primary');
    this.button(row, 'sendOnly', () => this.sendText(this.textArea.value, false));
    this.button(row, 'close', () => this.toggleClipboard());
  }

  part(tag, className, parent = this) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    parent.append(node);
    return node;
  }

  button(parent, key, action) {
    const button = this.part('button', 'vnc-button', parent);
    button.type = 'button';
    button.dataset.key = key;
    button.addEventListener('click', action);
    return button;
  }

  relabel() {
    if (!this.words) return;
    for (const node of this.querySelectorAll('[data-key]')) {
      const key = node.dataset.key === 'fullscreen' && document.fullscreenElement ? 'leaveFullscreen' : node.dataset.key;
      if (key === 'handle') {
        node.setAttribute('aria-label', this.words.handle);
        node.title = this.words.handle;
        node.setAttribute('aria-expanded', String(this.bar.classList.contains('open')));
      } else {
        node.textContent = this.words[key] ?? '';
      }
    }
    this.back.href = this.words.backHref;
    this.bar.setAttribute('aria-label', this.words.bar);
    this.showMessage();
  }

  // ---- states ----

  state(name, detail = {}) {
    this.now = { name, ...detail };
    this.dataset.state = name;
    this.showMessage();
    this.dispatchEvent(new CustomEvent('vnc-state', { detail: { state: name } }));
  }

  showMessage() {
    if (!this.now || !this.words) return;
    const { name, seconds, reason } = this.now;
    this.message.hidden = name === 'connected';
    const text = (this.words['state-' + name] ?? '').replace('{number}', seconds ?? this.tries);
    this.message.replaceChildren();
    this.part('p', '', this.message).textContent = text;
    if (reason) this.part('p', 'vnc-note', this.message).textContent = reason;
    if (name === 'stopped' || name === 'failed') {
      const row = this.part('div', 'vnc-row', this.message);
      this.button(row, 'tryNow', () => this.again()).textContent = this.words.tryNow;
      const back = this.part('a', 'vnc-button', row);
      back.href = this.words.backHref;
      back.textContent = this.words.back;
    } else if (name === 'waiting') {
      this.button(this.message, 'tryNow', () => this.again()).textContent = this.words.tryNow;
    }
  }

  /** Starts over at once, whatever goes on. */
  again() {
    this.tries = 0;
    const old = this.rfb;
    this.rfb = null;
    old?.disconnect();
    this.connect();
  }

  // One try; a newer call makes an older one void.
  async connect() {
    const round = (this.round = (this.round ?? 0) + 1);
    this.tries++;
    if (this.now?.name !== 'returning') this.state(this.tries === 1 ? 'connecting' : 'reconnecting');
    let answer;
    try {
      answer = await timeout(this.$server.ticket(), TICKET_TIMEOUT);
    } catch {
      if (round === this.round) this.retry();
      return;
    }
    if (round !== this.round || !this.wanted) return;
    if (answer.refused === undefined) this.open(answer, round);
    else if (answer.returns) this.awaitReturn();
    else this.state('stopped', { reason: answer.refused });
  }

  /** It moves or starts: asks again until it is there, however long that takes. */
  async awaitReturn() {
    const round = this.round;
    this.tries = 0;
    if (this.now?.name !== 'returning') this.state('returning');
    await wait(LOOK_AGAIN);
    if (round === this.round && this.wanted) this.connect();
  }

  /** The server has seen that it runs. */
  isBack() {
    if (['returning', 'stopped', 'waiting'].includes(this.now?.name)) this.again();
  }

  open({ path, protocols, password }, round) {
    const url = new URL(path, document.baseURI);
    url.protocol = url.protocol.replace('http', 'ws');
    const rfb = new RFB(this.screenArea, url.href, {
      shared: true,
      credentials: { password: password ?? '' },
      wsProtocols: protocols ?? [],
    });
    this.rfb = rfb;
    rfb.background = 'var(--vnc-background)';
    rfb.addEventListener('connect', () => this.connected(round));
    rfb.addEventListener('clipboard', event => this.takeRemoteClipboard(event.detail.text));
    rfb.addEventListener('securityfailure', () => (this.refusedBySecurity = true));
    rfb.addEventListener('disconnect', () => this.lost(round));
    this.applyChoices();
  }

  connected(round) {
    if (round !== this.round) return;
    this.tries = 0;
    this.refusedBySecurity = false;
    this.state('connected');
    // a slow connection is still there when the first look for it is over
    setTimeout(() => this.hideBarWhenIdle(), 4000);
    this.rfb.focus();
    this.pasteLocalClipboard();
  }

  lost(round) {
    if (round !== this.round || !this.wanted) return;
    this.rfb = null;
    // A refused secret stays refused; further tries would only lock the address out.
    if (this.refusedBySecurity) {
      this.refusedBySecurity = false;
      this.state('failed');
    } else {
      this.retry();
    }
  }

  async retry() {
    const round = this.round;
    if (this.tries >= MOST_TRIES) {
      this.state('failed');
      return;
    }
    const seconds = WAITS[Math.min(Math.max(this.tries, 1), WAITS.length) - 1];
    for (let left = seconds; left > 0; left--) {
      this.state('waiting', { seconds: left });
      await wait(1);
      if (round !== this.round || !this.wanted) return;
    }
    this.tries = Math.max(this.tries, 1);
    this.connect();
  }

  applyChoices() {
    if (!this.rfb) return;
    const [quality, compression] = QUALITY[this.qualityBox.value];
    this.rfb.scaleViewport = true;
    this.rfb.resizeSession = this.resizeBox.checked;
    this.rfb.qualityLevel = quality;
    this.rfb.compressionLevel = compression;
  }

  // ---- clipboard ----

  takeRemoteClipboard(text) {
    this.lastText = text;
    this.textArea.value = text;
    // Refused without permission or focus; the panel has the text all the same.
    navigator.clipboard?.writeText(text).catch(() => {});
  }

  async pasteLocalClipboard() {
    if (!this.rfb || !navigator.clipboard?.readText) return;
    try {
      const text = await navigator.clipboard.readText();
      if (text && text !== this.lastText) this.sendText(text, false);
    } catch {
      // No permission: the panel remains.
    }
  }

  sendText(text, paste) {
    if (!this.rfb || !text) return;
    this.lastText = text.slice(0, MOST_CLIPBOARD);
    this.rfb.clipboardPasteFrom(this.lastText);
    if (paste) {
      // Shift+Insert pastes in terminals and in every toolkit; the server asks for the text first.
      setTimeout(() => this.pressShiftInsert(), 200);
      this.toggleClipboard(false);
    }
  }

  pressShiftInsert() {
    this.rfb?.sendKey(...SHIFT, true);
    this.rfb?.sendKey(...INSERT, true);
    this.rfb?.sendKey(...INSERT, false);
    this.rfb?.sendKey(...SHIFT, false);
  }

  toggleClipboard(show = this.panel.hidden) {
    this.panel.hidden = !show;
    if (show) this.textArea.focus();
    else this.rfb?.focus();
  }

  // ---- bar ----

  shortcut(event) {
    if (event.ctrlKey && event.altKey && event.shiftKey) {
      this.showBar();
      this.handle.focus();
    }
  }

  toggleBar() {
    if (this.bar.classList.contains('open')) {
      this.bar.classList.remove('open');
      this.rfb?.focus();
    } else {
      this.showBar();
    }
    this.relabel();
  }

  showBar() {
    this.bar.classList.add('open');
    this.handle.setAttribute('aria-expanded', 'true');
  }

  hideBarWhenIdle() {
    const busy = this.bar.matches(':hover') || this.bar.matches(':focus-within') || !this.panel.hidden;
    if (!busy && this.now?.name === 'connected') {
      this.bar.classList.remove('open');
      this.handle.setAttribute('aria-expanded', 'false');
    }
  }

  toggleFullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }
}

if (!customElements.get('labvm-novnc')) customElements.define('labvm-novnc', LabVmNoVnc);
