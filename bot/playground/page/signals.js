/** What the app is doing and what has happened: for eyes, and for those who hear the page. */

import { post } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { personName } from "./names.js";
import { place } from "./place.js";
import { isReply, store } from "./store.js";
import { plainText } from "./text/entities.js";

const SETTLE = 400;
const waiting = new Set();

/** Mark a button until the app has answered everything. */
export function whileBusy(button) {
  button.setAttribute("aria-busy", "true");
  waiting.add(button);
  // The app may have answered before this page heard that it was asked.
  setTimeout(() => store.state.busy || settle(), SETTLE);
}

function settle() {
  for (const button of waiting) button.removeAttribute("aria-busy");
  waiting.clear();
}

export function showBusy(line) {
  store.watch("busy all", () => {
    line.classList.toggle("on", store.state.busy > 0);
    if (!store.state.busy) settle();
  });
}

const MOST_SPOKEN = 300;
const NOTICE_STAYS = 7000;

/** Speak of new messages where one is, and show notices. */
export function startLive(region, notices) {
  const say = (text) => {
    region.append(el("p", {}, text));
    while (region.childElementCount > 5) region.firstChild.remove();
  };
  store.hear("arrival", (message) => {
    const { channel, thread } = place();
    const here = message.channel === channel && (!isReply(message) || message.thread_ts === thread || message.subtype === "thread_broadcast");
    if (!here || message.user === store.state.me) return;
    const whisper = message.ephemeral ? ", only visible to you" : "";
    say(`${personName(message.user, message.username)}${whisper}: ${plainText(message.text ?? "").slice(0, MOST_SPOKEN)}`);
  });
  store.hear("notice", ({ text }) => showNotice(notices, text));
  store.hear("connection", (open) => document.body.classList.toggle("offline", !open));
}

function showNotice(notices, text) {
  const notice = el("div.notice", {}, icon("warning"), el("span", {}, text),
    el("button.icon-button", { "aria-label": "Dismiss", onclick: () => notice.remove() }, icon("close")));
  notices.append(notice);
  while (notices.childElementCount > 3) notices.firstChild.remove();
  setTimeout(() => notice.remove(), NOTICE_STAYS);
}

export function drawStatus(channel, thread) {
  const own = store.state.status?.find((each) => each.channel === channel && (each.thread_ts ?? "") === thread);
  return own && [el("span.dots", { "aria-hidden": "true" }), `${store.state.app.name} ${own.text}`];
}

/** Draw the questions that the app suggests, while nothing else was said after them. */
export function drawPrompts(channel, messages, thread = "") {
  const own = store.state.prompts?.find((each) => each.channel === channel && (!thread || each.thread_ts === thread));
  if (!own || messages.at(-1)?.user === store.state.me) return null;
  const ask = (message) => post("say", thread ? { channel, text: message, thread_ts: thread } : { channel, text: message });
  return [
    own.title && el("span.prompts-title", {}, own.title),
    own.prompts.map((each) => el("button.prompt", { onclick: () => ask(each.message) }, each.title)),
  ];
}
