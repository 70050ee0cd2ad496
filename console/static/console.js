// Small things that HTML cannot do by itself; the pages work without them.
"use strict";

const language = document.documentElement.lang;
const formats = {
  time: new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }),
  moment: new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
};

// The server writes UTC; the reader sees their own zone.
function showLocalTimes() {
  for (const element of document.querySelectorAll("time[data-show]")) {
    const text = formats[element.dataset.show].format(new Date(element.dateTime));
    if (element.textContent !== text) element.textContent = text;
  }
}

let newest = null;
function scrollToNewest() {
  const transcript = document.getElementById("transcript");
  const last = transcript?.querySelector("li:last-child");
  if (last && last.id !== newest) {
    newest = last.id;
    transcript.scrollTop = transcript.scrollHeight;
  }
}

function refresh() {
  showLocalTimes();
  scrollToNewest();
}

// The button that was pressed may be gone: the keyboard goes on where the work goes on. What came of it is shown by the
// answer to the request or by the stream's news, whichever is earlier, and either may replace what the other one showed.
const SOON = 2000; // ms
let acted = -Infinity;
function keepFocus() {
  if (performance.now() - acted > SOON || document.activeElement !== document.body) return;
  (document.getElementById("reply") ?? document.getElementById("case-title"))?.focus();
}

function noteAct(event) {
  if (event.detail?.ctx?.sourceElement?.closest("#case")) acted = performance.now();
}

document.addEventListener("DOMContentLoaded", refresh);
document.addEventListener("htmx:after:swap", () => {
  refresh();
  keepFocus();
  requestAnimationFrame(keepFocus);
});

document.addEventListener("htmx:before:request", (event) => {
  const source = event.detail?.ctx?.sourceElement;
  if (source?.matches("form, button")) document.getElementById("notice")?.replaceChildren();
  noteAct(event);
});
document.addEventListener("htmx:after:request", noteAct);

// A sent answer leaves the field; a refused one stays in it.
document.addEventListener("htmx:after:request", (event) => {
  const form = event.detail?.ctx?.sourceElement;
  if (form?.id === "composer" && event.detail.ctx.response?.status < 300) form.reset();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "reply") {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});
