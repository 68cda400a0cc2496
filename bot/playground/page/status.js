/** What stands between messages and composer: what the app is doing, and questions that it suggests. */

import { post } from "./api.js";
import { el } from "./dom.js";
import { store } from "./store.js";

/** Draw what the app says it is doing in a channel or thread. */
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
    own.prompts.map((each) => el("button.prompt", { type: "button", onclick: () => ask(each.message) }, each.title)),
  ];
}
