/* Dragoman web chat: one custom element, no dependencies.
 *
 *   <script src="https://chat.example.com/widget.js" data-locale="de" data-market="DE" async></script>
 *
 * or `<dragoman-chat server="…" locale="…" market="…" identity-token="…" heading="…" open>` anywhere in the page.
 * Colours: the custom properties --dragoman-accent and --dragoman-on-accent. Methods: open(), close(), send(text).
 * Events on the element: dragoman-open, dragoman-close, dragoman-message, dragoman-identity-refused.
 */
(() => {
  "use strict";
  if (customElements.get("dragoman-chat")) return;

  const script = document.currentScript;
  const HOME = script && script.src ? new URL(".", script.src).href : location.origin + "/";
  const SILENCE = 40000; // the server is heard at least every 15 s; longer means that the line is dead
  const TYPING = 12000;
  const SMALL = matchMedia("(max-width: 480px)");

  const CSS = `
:host { all: initial; color-scheme: light dark; --accent: var(--dragoman-accent, #0b5d5b); --on-accent: var(--dragoman-on-accent, #fff);
  --paper: #fff; --ink: #182427; --soft: #586469; --line: #d5dcde; --bubble: #eef2f2; --staff: #fff3dc; --bad: #a3231d;
  --shadow: 0 1.2rem 3.5rem #06202459, 0 .2rem .6rem #0620242e; }
@media (prefers-color-scheme: dark) { :host { --accent: var(--dragoman-accent-dark, #5cc4b8);
  --on-accent: var(--dragoman-on-accent-dark, #04211f); --paper: #141b1d; --ink: #e9f0f0; --soft: #a4b2b5; --line: #354245;
  --bubble: #232d30; --staff: #3b3120; --bad: #ff9d94; --shadow: 0 1.2rem 3.5rem #000a; } }
* { box-sizing: border-box; }
.root { position: fixed; z-index: 2147483000; inset-block-end: 1.25rem; inset-inline-end: 1.25rem; color: var(--ink);
  font: 400 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC",
  "Noto Sans Thai", sans-serif; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; border: 0; background: none; padding: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[hidden] { display: none !important; }
.sr { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launch { position: relative; inline-size: 3.75rem; block-size: 3.75rem; border-radius: 50%; background: var(--accent);
  color: var(--on-accent); box-shadow: var(--shadow); display: grid; place-items: center; transition: transform .15s; }
.launch:hover { transform: scale(1.05); }
.badge { position: absolute; inset-block-start: -.2rem; inset-inline-end: -.2rem; min-inline-size: 1.4rem; block-size: 1.4rem;
  border-radius: .7rem; padding: 0 .35rem; background: #b3261e; color: #fff; font-size: .8rem; line-height: 1.4rem;
  font-weight: 700; text-align: center; }
.panel { position: absolute; inset-block-end: 4.75rem; inset-inline-end: 0; inline-size: 24rem; max-inline-size: calc(100vw - 2rem);
  block-size: 38rem; max-block-size: calc(100dvh - 7.5rem); display: flex; flex-direction: column; overflow: hidden;
  background: var(--paper); border: 1px solid var(--line); border-radius: 1.1rem; box-shadow: var(--shadow);
  animation: rise .18s ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(.8rem); } }
.head { display: flex; align-items: center; gap: .75rem; padding: .9rem 1rem; background: var(--accent); color: var(--on-accent); }
.head div { flex: 1; min-inline-size: 0; }
h2 { margin: 0; font-size: 1.05rem; line-height: 1.25; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.state { margin: .1rem 0 0; font-size: .85rem; line-height: 1.3; }
.head button { inline-size: 2.5rem; block-size: 2.5rem; border-radius: 50%; display: grid; place-items: center; flex: none; }
.head :focus-visible { outline-color: var(--on-accent); }
.alarm { margin: 0; padding: .55rem 1rem; font-size: .87rem; background: var(--staff); border-block-end: 1px solid var(--line); }
.log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 1rem; display: flex; flex-direction: column; gap: .5rem; }
.log:focus-visible { outline-offset: -3px; }
.notice, .line { align-self: center; max-inline-size: 90%; margin: 0 0 .35rem; text-align: center; font-size: .85rem; color: var(--soft); }
.notice { border: 1px solid var(--line); border-radius: .8rem; padding: .5rem .8rem; }
.msg { max-inline-size: 85%; align-self: flex-start; }
.msg.shopper { align-self: flex-end; }
.bubble { padding: .55rem .85rem; border-radius: 1.05rem; border-end-start-radius: .3rem; background: var(--bubble);
  white-space: pre-wrap; overflow-wrap: anywhere; }
.staff .bubble { background: var(--staff); }
.shopper .bubble { background: var(--accent); color: var(--on-accent); border-radius: 1.05rem; border-end-end-radius: .3rem; }
.bubble a { color: inherit; text-decoration: underline; }
.pending .bubble { opacity: .85; }
.msg img { display: block; max-inline-size: 100%; max-block-size: 16rem; border-radius: .8rem; margin-block-end: .3rem; }
.meta { margin: .15rem .3rem 0; font-size: .78rem; color: var(--soft); }
.shopper .meta { text-align: end; }
.meta.bad { color: var(--bad); }
.meta button { text-decoration: underline; padding: .2rem; color: inherit; }
.choices { display: flex; flex-wrap: wrap; gap: .45rem; margin-block: .15rem .3rem; }
.choices > * { border: 1.5px solid var(--accent); color: var(--accent); background: var(--paper); border-radius: 1.3rem;
  padding: .5rem .9rem; min-block-size: 2.6rem; text-decoration: none; text-align: start; overflow-wrap: anywhere; }
.choices > :hover { background: var(--accent); color: var(--on-accent); }
.typing { align-self: flex-start; display: flex; gap: .3rem; padding: .75rem .9rem; border-radius: 1.05rem; background: var(--bubble); }
.typing i { inline-size: .45rem; block-size: .45rem; border-radius: 50%; background: var(--soft); animation: blink 1.2s infinite both; }
.typing i:nth-of-type(2) { animation-delay: .2s; }
.typing i:nth-of-type(3) { animation-delay: .4s; }
@keyframes blink { 0%, 80%, 100% { opacity: .3; } 40% { opacity: 1; } }
form { display: flex; align-items: flex-end; gap: .5rem; padding: .7rem; border-block-start: 1px solid var(--line); }
textarea { flex: 1; resize: none; border: 1.5px solid #7c8a8e; border-radius: 1.2rem; padding: .55rem .9rem; font-size: 16px;
  line-height: 1.4; min-block-size: 2.75rem; max-block-size: 8rem; background: var(--paper); }
textarea::placeholder { color: var(--soft); opacity: 1; }
form button { inline-size: 2.75rem; block-size: 2.75rem; border-radius: 50%; background: var(--accent); color: var(--on-accent);
  display: grid; place-items: center; flex: none; }
[dir=rtl] .flip { transform: scaleX(-1); }
@media (max-width: 480px) {
  .root.opened { inset: 0; }
  .root.opened .launch { display: none; }
  .panel { position: fixed; inset: 0; inline-size: 100%; max-inline-size: none; block-size: 100dvh; max-block-size: none;
    border: 0; border-radius: 0; }
}
@media (prefers-reduced-motion: reduce) { *, .typing i { animation: none; transition: none; } .launch:hover { transform: none; } }
@media (forced-colors: active) { .launch, .bubble, form button { border: 1px solid; } }
`;

  const ICONS = {
    chat: "M4 5.5A2.5 2.5 0 0 1 6.500 3h11A2.500 2.500 0 0 1 20 5.500v8a2.500 2.500 0 0 1-2.500 2.500H11l-4.600 4.200c-.5.5-1.400.1-1.400-.6V16A2.500 2.500 0 0 1 4 13.500z",
    close: "M6.700 5.300 12 10.600l5.300-5.300 1.400 1.400L13.400 12l5.300 5.300-1.400 1.400L12 13.400l-5.300 5.300-1.400-1.400L10.600 12 5.300 6.700z",
    send: "M3.400 20.400 21.500 12 3.400 3.600 3.500 10l12 2-12 2z",
  };

  function make(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name === "class") element.className = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  function icon(name, flip) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    for (const [key, value] of [["viewBox", "0 0 24 24"], ["width", "24"], ["height", "24"], ["fill", "currentColor"],
      ["aria-hidden", "true"], ["focusable", "false"]]) svg.setAttribute(key, value);
    if (flip) svg.setAttribute("class", "flip");
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  function randomId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* What outlives the page; where the browser allows none, it lives as long as the page. */
  class Store {
    constructor(prefix) { this.prefix = prefix; this.memory = new Map(); }
    get(key) {
      try { return JSON.parse(localStorage.getItem(this.prefix + key)); } catch { return this.memory.get(key) ?? null; }
    }
    set(key, value) {
      this.memory.set(key, value);
      try {
        if (value == null) localStorage.removeItem(this.prefix + key);
        else localStorage.setItem(this.prefix + key, JSON.stringify(value));
      } catch { /* private mode or full: the memory has it */ }
    }
  }

  /* Waits; the network's return or the end of the run make it shorter. */
  const pause = (ms, signal) => new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      removeEventListener("online", end);
      done();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
    addEventListener("online", end);
  });

  const address = (value) => {
    if (!value) return null;
    try {
      const url = new URL(value, location.href);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    } catch { return null; }
  };

  class DragomanChat extends HTMLElement {
    static observedAttributes = ["server", "locale", "market", "identity-token", "heading", "open"];

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      this.shadowRoot.adoptedStyleSheets = [sheet];
      this.run = null;
      this.onOnline = () => { if (this.wire) this.wire.abort(); this.flush(); };
      this.onOffline = () => this.offline(true);
      this.onSeen = () => { if (!document.hidden) this.markSeen(); };
    }

    connectedCallback() {
      addEventListener("online", this.onOnline);
      addEventListener("offline", this.onOffline);
      document.addEventListener("visibilitychange", this.onSeen);
      this.restart();
    }

    disconnectedCallback() {
      removeEventListener("online", this.onOnline);
      removeEventListener("offline", this.onOffline);
      document.removeEventListener("visibilitychange", this.onSeen);
      if (this.run) this.run.abort();
    }

    attributeChangedCallback(name, before, after) {
      if (!this.isConnected || before === after || !this.run) return;
      if (name === "open") { if (this.panel) this.toggle(after !== null); return; }
      if (this.changing) return;
      this.changing = true;
      queueMicrotask(() => { this.changing = false; if (this.isConnected) this.restart(); });
    }

    get base() { const given = this.getAttribute("server"); return given ? given.replace(/\/?$/, "/") : HOME; }
    get locale() { return this.getAttribute("locale") || document.documentElement.lang || navigator.language || "en"; }

    open() { this.setAttribute("open", ""); }
    close() { this.removeAttribute("open"); }
    send(text) { if (this.panel) this.say(String(text)); }

    emit(name, detail) { this.dispatchEvent(new CustomEvent("dragoman-" + name, { detail, bubbles: true, composed: true })); }

    async restart() {
      if (this.run) this.run.abort();
      const run = this.run = new AbortController();
      this.store = new Store("dragoman:" + this.base + ":");
      this.lastId = 0; this.session = null; this.state = null; this.connecting = null; this.sending = false;
      this.unread = 0; this.shown = new Map();
      const words = await this.loadWords(run.signal);
      if (run.signal.aborted || !words) return;
      this.words = words;
      this.draw();
      this.toggle(this.hasAttribute("open"), true);
      if (this.store.get("session")) this.connect();
    }

    /* The words come from the server; the last ones are kept, so that a page without network still speaks. */
    async loadWords(signal) {
      const key = "words:" + this.locale;
      for (let wait = 1000; !signal.aborted; wait = Math.min(wait * 2, 30000)) {
        try {
          const answer = await fetch(this.base + "webchat/strings/" + encodeURIComponent(this.locale), { signal });
          if (answer.ok) {
            const words = await answer.json();
            this.store.set(key, words);
            return words;
          }
        } catch { /* tried again below */ }
        const kept = this.store.get(key);
        if (kept) return kept;
        await pause(wait, signal);
      }
      return null;
    }

    draw() {
      const w = this.words;
      this.badge = make("span", { class: "badge", hidden: true, "aria-hidden": "true" });
      this.launcher = make("button", { class: "launch", type: "button", "aria-expanded": "false", "aria-controls": "panel",
        onclick: () => (this.hasAttribute("open") ? this.close() : this.open()) }, icon("chat"), this.badge);
      this.stateLine = make("p", { class: "state", role: "status" }, w.bot);
      this.alarm = make("p", { class: "alarm", role: "status", hidden: true });
      this.unknown = make("p", { class: "alarm", role: "status", hidden: true }, w.signed_out);
      this.log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": w.log, tabindex: "0" },
        make("p", { class: "notice" }, w.notice));
      this.input = make("textarea", { rows: "1", placeholder: w.placeholder, "aria-label": w.label, dir: w.dir, maxlength: "8000",
        enterkeyhint: "send", oninput: () => this.grow(), onkeydown: (event) => this.onEnter(event) });
      const form = make("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.submit(); } },
        this.input, make("button", { type: "submit", "aria-label": w.send }, icon("send", true)));
      this.panel = make("section", { class: "panel", id: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
        make("div", { class: "head" }, make("div", {}, make("h2", { id: "title" }, this.getAttribute("heading") || w.title), this.stateLine),
          make("button", { type: "button", "aria-label": w.close, onclick: () => this.close() }, icon("close"))),
        this.alarm, this.unknown, this.log, form);
      this.told = make("p", { class: "sr", role: "status" });
      this.root = make("div", { class: "root", lang: w.lang, dir: w.dir, onkeydown: (event) => this.onKey(event) },
        this.panel, this.launcher, this.told);
      this.shadowRoot.replaceChildren(this.root);
      this.input.value = this.store.get("draft") || "";
      for (const entry of this.queue) this.showOwn(entry);
      this.count();
    }

    /* ---- opening and keyboard ---- */

    toggle(open, quiet) {
      const was = !this.panel.hidden;
      this.panel.hidden = !open;
      this.root.classList.toggle("opened", open);
      if (open && SMALL.matches) this.panel.setAttribute("aria-modal", "true");
      else this.panel.removeAttribute("aria-modal");
      this.launcher.setAttribute("aria-expanded", String(open));
      if (open) {
        if (!this.connecting) this.connect();
        this.grow();
        this.bottom();
        this.markSeen();
        if (!was && !quiet) this.input.focus();
        if (!was) this.emit("open");
      } else if (was) {
        if (!quiet) this.launcher.focus();
        this.emit("close");
      }
      this.count();
    }

    onKey(event) {
      if (event.key === "Escape" && !this.panel.hidden) { event.stopPropagation(); this.close(); return; }
      if (event.key !== "Tab" || this.panel.hidden || !SMALL.matches) return;
      const stops = [...this.panel.querySelectorAll("button, a[href], textarea, [tabindex='0']")];
      const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
      if (this.shadowRoot.activeElement === edge) {
        event.preventDefault();
        (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
      }
    }

    onEnter(event) {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        this.submit();
      }
    }

    grow() {
      this.store.set("draft", this.input.value || null);
      this.input.dir = this.input.value ? "auto" : this.words.dir; // "auto" would turn an empty field to the left
      this.input.style.height = "auto";
      if (this.input.scrollHeight) this.input.style.height = this.input.scrollHeight + 3 + "px";
    }

    bottom() { this.log.scrollTop = this.log.scrollHeight; }

    /* ---- what the shopper says ---- */

    get queue() { return this.store.get("queue") || []; }
    set queue(entries) { this.store.set("queue", entries.length ? entries : null); }

    submit() {
      const text = this.input.value.trim();
      if (!text) return;
      this.input.value = "";
      this.grow();
      this.say(text);
    }

    say(text, payload) {
      const entry = { message_id: randomId(), text, payload, at: new Date().toISOString() };
      this.queue = [...this.queue, entry];
      this.showOwn(entry);
      this.bottom();
      this.flush();
    }

    showOwn(entry) {
      this.show({ author: "shopper", text: entry.text, at: entry.at, message_id: entry.message_id }, true);
    }

    async flush() {
      if (this.sending || !this.queue.length) return;
      this.sending = true;
      const run = this.run;
      try {
        if (!this.session) await this.connect();
        while (this.queue.length && this.session && !run.signal.aborted) {
          const entry = this.queue[0];
          const answer = await this.call("webchat/messages", { text: entry.text, payload: entry.payload, message_id: entry.message_id });
          if (answer.ok) this.sent(entry, await answer.json());
          else if (answer.status === 401) { this.session = null; await this.openSession(); }
          else if (answer.status === 429 || answer.status >= 500) {
            await pause(1000 * (Number(answer.headers.get("retry-after")) || 2), run.signal);
          } else this.refused(entry);
        }
      } catch {
        if (!run.signal.aborted) { this.offline(true); setTimeout(() => { if (this.run === run) this.flush(); }, 3000); }
      }
      if (this.run === run) this.sending = false;
    }

    sent(entry, stored) {
      this.queue = this.queue.filter((one) => one.message_id !== entry.message_id);
      const shown = this.shown.get(entry.message_id);
      if (shown) { shown.classList.remove("pending"); this.meta(shown, entry.at); }
      this.offline(false);
      // Of a conversation that is known, the stream tells: this answer may come after what has happened since.
      if (stored.conversation && (this.state || {}).id !== stored.conversation.id) this.setState(stored.conversation);
      if (this.lastId <= stored.id && this.state && this.state.status === "bot") this.typing("bot", true);
    }

    refused(entry) {
      this.queue = this.queue.filter((one) => one.message_id !== entry.message_id);
      const shown = this.shown.get(entry.message_id);
      if (!shown) return;
      const again = () => { shown.remove(); this.shown.delete(entry.message_id); this.say(entry.text, entry.payload); };
      const line = shown.querySelector(".meta");
      line.className = "meta bad";
      line.replaceChildren(this.words.failed + " ", make("button", { type: "button", onclick: again }, this.words.retry));
    }

    call(path, body) {
      return fetch(this.base + path, { method: "POST", signal: this.run.signal, body: JSON.stringify(body),
        headers: { "content-type": "application/json", authorization: "Bearer " + this.session } });
    }

    /* ---- what the server says ---- */

    connect() {
      if (!this.connecting) {
        const run = this.run;
        let ready;
        this.connecting = new Promise((done) => { ready = done; });
        this.listen(run, ready);
      }
      return this.connecting;
    }

    /* Opens the session and listens, again and again, until the element goes or its attributes change. */
    async listen(run, ready) {
      for (let wait = 1000; !run.signal.aborted;) {
        try {
          if (!this.session) await this.openSession();
          ready();
          this.offline(false);
          this.flush();
          await this.stream(run);
          wait = 1000;
        } catch { /* the line broke: again below */ }
        if (run.signal.aborted) return;
        if (!navigator.onLine || wait > 1000) this.offline(true);
        ready();
        await pause(wait * (0.75 + Math.random() / 2), run.signal);
        wait = Math.min(wait * 2, 20000);
      }
    }

    async openSession() {
      const kept = this.store.get("session");
      const answer = await fetch(this.base + "webchat/session", { method: "POST", signal: this.run.signal,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ session: kept, identity_token: this.getAttribute("identity-token") || null,
          locale: this.locale, market: this.getAttribute("market") || null }) });
      if (!answer.ok) throw new Error("session " + answer.status);
      const opened = await answer.json();
      if (kept && !opened.resumed) {
        this.lastId = 0;
        this.store.set("seen", null);
        if (this.store.get("identified")) this.queue = []; // of another shopper: not sent in this one's name
      }
      this.store.set("identified", opened.identified || null);
      this.unknown.hidden = !opened.identity_refused;
      if (opened.identity_refused) this.emit("identity-refused");
      this.session = opened.session;
      this.store.set("session", opened.session);
      if (opened.conversation) this.setState(opened.conversation, true);
      if (!this.lastId) this.redraw(opened.messages);
    }

    /* The history is not read out; what comes later is. */
    redraw(messages) {
      this.log.setAttribute("aria-live", "off");
      this.log.replaceChildren(this.log.firstElementChild);
      delete this.log.dataset.day;
      this.dots = null;
      this.shown.clear();
      for (const message of messages) this.take(message, true);
      for (const entry of this.queue) this.showOwn(entry);
      this.bottom();
      setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
    }

    async stream(run) {
      const line = this.wire = new AbortController();
      const end = () => line.abort();
      run.signal.addEventListener("abort", end, { once: true });
      let watch = setTimeout(end, SILENCE);
      try {
        const answer = await fetch(this.base + "webchat/events", { signal: line.signal, cache: "no-store",
          headers: { authorization: "Bearer " + this.session, "last-event-id": String(this.lastId), accept: "text/event-stream" } });
        if (answer.status === 401) this.session = null;
        if (!answer.ok) throw new Error("events " + answer.status);
        this.offline(false);
        const reader = answer.body.getReader();
        const decoder = new TextDecoder();
        let rest = "";
        for (;;) {
          const { value, done } = await reader.read();
          if (done) return;
          clearTimeout(watch);
          watch = setTimeout(end, SILENCE);
          const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
          rest = blocks.pop();
          for (const block of blocks) this.onEvent(block);
        }
      } finally {
        clearTimeout(watch);
        run.signal.removeEventListener("abort", end);
        line.abort();
      }
    }

    onEvent(block) {
      let kind = "message", data = "";
      for (const line of block.split(/\r?\n/)) {
        if (line.startsWith("event:")) kind = line.slice(6).trim();
        else if (line.startsWith("data:")) data += line.slice(5).trim();
      }
      if (!data) return;
      const value = JSON.parse(data);
      if (kind === "message") this.take(value);
      else if (kind === "status") this.setState(value);
      else if (kind === "typing") this.typing(value.author, value.on);
    }

    take(message, old) {
      if (message.id <= this.lastId) return;
      this.lastId = message.id;
      const own = message.message_id && this.shown.get(message.message_id);
      if (own) {
        own.classList.remove("pending");
        this.meta(own, message.at);
        this.queue = this.queue.filter((one) => one.message_id !== message.message_id);
        return;
      }
      if (message.author !== "shopper") this.typing("bot", false);
      this.show(message);
      if (message.author === "shopper") return;
      if (this.panel.hidden || document.hidden) {
        if (message.id > (this.store.get("seen") || 0)) this.unread += 1;
        this.count();
      } else this.markSeen();
      if (!old) this.emit("message", message);
    }

    setState(state, quiet) {
      const before = this.state;
      if (before && !("name" in state) && before.id === state.id && before.status === state.status) return;
      this.state = state;
      const w = this.words;
      const joined = state.name ? w.human_name.replace("{name}", state.name) : w.human;
      const line = { waiting: w.waiting, human: joined, closed: w.closed }[state.status] || w.bot;
      if (this.stateLine.textContent !== line) this.stateLine.textContent = line;
      const changed = before ? before.status !== state.status || before.id !== state.id : state.status !== "bot";
      if (changed && !quiet && (before || state.id)) {
        if (!(state.status === "bot" && (!before || !before.id || before.status === "closed"))) this.line(line);
      }
      if (state.status !== "bot") this.typing("bot", false);
    }

    typing(author, on) {
      clearTimeout(this.typingTimer);
      if (this.dots) { this.dots.remove(); this.dots = null; }
      if (!on) return;
      this.dots = make("div", { class: "typing" }, make("span", { class: "sr" }, author === "staff" ? this.words.typing_person : this.words.typing),
        make("i"), make("i"), make("i"));
      this.log.append(this.dots);
      this.bottom();
      this.typingTimer = setTimeout(() => this.typing(author, false), TYPING);
    }

    offline(is) {
      if (!this.alarm || this.alarm.hidden !== is) return;
      this.alarm.hidden = !is;
      this.alarm.textContent = is ? this.words.offline : "";
    }

    /* ---- drawing messages ---- */

    /* Digits and order of the shopper's region; years as the answers count them. */
    format(date, style) {
      const options = { ...style, calendar: "gregory" };
      const lang = this.words.lang;
      try {
        const own = this.locale.split("-")[0] === lang.split("-")[0];
        return new Intl.DateTimeFormat(own ? this.locale : lang, options).format(date);
      } catch {
        return new Intl.DateTimeFormat(lang, options).format(date);
      }
    }

    line(text) { this.add(make("p", { class: "line" }, text)); }

    day(at) {
      const date = new Date(at);
      const key = date.toDateString();
      if (this.log.dataset.day === key) return;
      this.log.dataset.day = key;
      const today = new Date();
      const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
      const text = key === today.toDateString() ? this.words.today : key === yesterday.toDateString() ? this.words.yesterday
        : this.format(date, { dateStyle: "long" });
      this.add(make("p", { class: "line" }, text));
    }

    show(message, pending) {
      if (message.author === "shopper" || (message.buttons || []).length) {
        for (const old of this.log.querySelectorAll(".choices")) old.remove();
      }
      this.day(message.at);
      const w = this.words;
      const who = { shopper: w.you, staff: message.name || w.person }[message.author] || w.assistant;
      const box = make("div", { class: "msg " + message.author + (pending ? " pending" : "") });
      const picture = address(message.image);
      if (picture) box.append(make("img", { src: picture, alt: message.text || w.image, onload: () => this.bottom() }));
      if (message.text) box.append(make("div", { class: "bubble", dir: "auto" }, make("span", { class: "sr", dir: w.dir }, who + ": "), ...this.linked(message.text)));
      const file = message.attachment;
      const link = file && address(typeof file === "string" ? file : (file.payload || {}).url || (file.payload || {}).src);
      if (link) box.append(make("div", { class: "bubble" }, this.anchor(link, (file.payload || {}).name || w.attachment)));
      box.append(make("p", { class: "meta" }));
      if (message.author === "staff") box.dataset.name = who;
      if (pending) box.querySelector(".meta").textContent = w.pending;
      else this.meta(box, message.at);
      if (message.message_id) this.shown.set(message.message_id, box);
      this.add(box);
      if (message.buttons && message.buttons.length) this.choices(message.buttons);
    }

    meta(box, at) {
      const time = this.format(new Date(at), { timeStyle: "short" });
      const line = box.querySelector(".meta");
      line.className = "meta";
      line.textContent = box.dataset.name ? box.dataset.name + " · " + time : time;
    }

    choices(buttons) {
      const group = make("div", { class: "choices", role: "group", "aria-label": this.words.choices });
      for (const { title, payload } of buttons) {
        const link = /^https?:\/\//.test(payload || "") && address(payload);
        group.append(link ? this.anchor(link, title)
          : make("button", { type: "button", dir: "auto", onclick: () => { group.remove(); this.input.focus(); this.say(title, payload || title); } }, title));
      }
      this.add(group);
    }

    anchor(href, text) { return make("a", { href, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, text); }

    linked(text) {
      return text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]。，、！？])/).map((piece, index) => (index % 2 ? this.anchor(piece, piece) : piece));
    }

    add(element) {
      const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 160;
      const waiting = element.classList.contains("pending") ? null : this.log.querySelector(".pending");
      this.log.insertBefore(element, waiting || this.dots || null);
      if (near || element.classList.contains("shopper")) this.bottom();
    }

    markSeen() {
      if (!this.panel || this.panel.hidden || document.hidden) return;
      this.unread = 0;
      if (this.lastId) this.store.set("seen", this.lastId);
      this.count();
    }

    count() {
      const text = this.unread ? this.words.unread.replace("{count}", this.unread) : "";
      this.badge.hidden = !this.unread;
      this.badge.textContent = this.unread > 99 ? "99+" : this.unread || "";
      const name = this.panel.hidden ? this.words.open : this.words.close;
      this.launcher.setAttribute("aria-label", text ? name + ". " + text : name);
      if (this.told.textContent !== text) this.told.textContent = text;
    }
  }

  customElements.define("dragoman-chat", DragomanChat);

  if (script && !("manual" in script.dataset)) {
    const embed = () => {
      if (document.querySelector("dragoman-chat")) return;
      const element = document.createElement("dragoman-chat");
      for (const [key, name] of [["server", "server"], ["locale", "locale"], ["market", "market"], ["identityToken", "identity-token"],
        ["heading", "heading"], ["open", "open"]]) {
        if (key in script.dataset) element.setAttribute(name, script.dataset[key]);
      }
      document.body.append(element);
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", embed);
    else embed();
  }
})();
