/** Every request and answer between the workspace and the app, with its JSON and its time. */

import { getJournal } from "./api.js";
import { coalesce, el } from "./dom.js";
import { drawJson } from "./json.js";
import { store } from "./store.js";
import { exactTime } from "./time.js";

const MOST = 300;

/** Draw the list, newest first; it asks for what is new only while somebody looks. */
export function drawInspector() {
  const list = el("div.entries");
  const filter = el("input.field", { type: "search", "aria-label": "Filter", placeholder: "Filter: chat.postMessage, event…", autocomplete: "off" });
  let last = 0;
  let asking = false;
  const apply = () => {
    const typed = filter.value.trim().toLowerCase();
    for (const row of list.children) row.hidden = !row.dataset.what.includes(typed);
  };
  const load = coalesce(async () => {
    if (asking || !list.checkVisibility()) return;
    asking = true;
    const answer = await getJournal(last);
    asking = false;
    if (!answer.ok || answer.last === last) return;
    last = answer.last;
    for (const entry of answer.entries) put(list, entry);
    apply();
    while (list.childElementCount > MOST) list.lastChild.remove();
  });
  filter.addEventListener("input", apply);
  store.hear("journal", ({ seq }) => {
    // An answer comes later than its request, and others may come between them.
    last = Math.min(last, seq - 1);
    load();
  });
  new ResizeObserver(load).observe(list);
  return el("div.inspector", {}, el("p.field-note", {}, "What the workspace sends to the app, and what the app asks for."), filter, list);
}

function put(list, entry) {
  const row = drawEntry(entry);
  const old = [...list.children].find((each) => each.dataset.seq === String(entry.seq));
  if (!old) return list.prepend(row);
  row.open = old.open;
  return old.replaceWith(row);
}

function drawEntry(entry) {
  const toApp = entry.direction === "to_app";
  const failed = entry.status >= 400 || entry.answer?.ok === false || (entry.status === 0 && entry.ms > 0);
  const outcome = entry.answer?.ok === false ? entry.answer.error : entry.status || (entry.ms ? "no answer" : "…");
  const row = el("details.entry", {},
    el("summary", {},
      el("span.entry-way", { title: toApp ? "To the app" : "From the app" }, toApp ? "→" : "←"),
      el("span.entry-what", {}, entry.what),
      entry.fault && el("span.tag.bad", {}, entry.fault.replaceAll("_", " ")),
      entry.retry > 0 && el("span.tag", {}, `retry ${entry.retry}`),
      el(`span.entry-status${failed ? ".bad" : ""}`, {}, String(outcome)),
      el("span.entry-ms", {}, `${Math.round(entry.ms * 10) / 10} ms`),
      el("span.entry-time", {}, exactTime(entry.time))));
  row.dataset.seq = entry.seq;
  row.dataset.what = `${entry.what} ${entry.fault}`.toLowerCase();
  row.addEventListener("toggle", () => row.open && row.childElementCount === 1 && row.append(drawDetails(entry)));
  return row;
}

function drawDetails(entry) {
  const { request, answer, reading } = entry;
  const part = (title, value, label) => value !== null && value !== undefined && [el("h3", {}, title), drawJson(value, { label, builder: blocksIn(value) })];
  return el("div.entry-details", {},
    reading && [el("h3", {}, "Why this answer"), reading.evidence && drawReading(reading), drawJson(reading, { label: "reading" })],
    part("Request", request, "request"),
    part("Answer", answer, "answer"));
}

/** Draw what the question was read as, and which of its words spoke for that. */
function drawReading({ meaning, confidence, evidence }) {
  const read = [meaning.kind, ...meaning.roles, meaning.topic, ...meaning.items, meaning.entry].filter(Boolean);
  return [
    el("p.small-print", {}, `Read as ${read.join(" · ")}, ${Math.round(confidence * 100)} % sure`),
    el("ul.evidence", {}, evidence.map(({ words, read_as: as, subject, weight }) => el("li", {},
      el("q", {}, words), as !== words && [" read as ", el("q", {}, as)], ` → ${subject}`, el("span.entry-ms", {}, ` ${weight.toFixed(2)}`)))),
  ];
}

/** Return what Block Kit Builder would show of a request or answer, if it holds blocks. */
function blocksIn(value) {
  if (Array.isArray(value?.blocks)) return { blocks: value.blocks };
  const { view } = value ?? {};
  if (Array.isArray(view?.blocks)) return { type: view.type, title: view.title, submit: view.submit, close: view.close, blocks: view.blocks };
  return null;
}
