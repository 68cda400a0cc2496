/** The thread beside the channel; on a phone it takes the whole page. */

import { Composer } from "./composer.js";
import { el, iconButton, refill } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import { channelTitle } from "./names.js";
import { go, here, place } from "./place.js";
import { drawStatus } from "./signals.js";
import { store } from "./store.js";

/** Show the thread that the address names, and follow it. */
export function startThread(panel) {
  const where = el("span.head-topic");
  const close = () => go({ channel: place().channel });
  const list = new MessageList("Thread", { inThread: true });
  const composer = new Composer(() => place(), { onup: () => list.focusLast() });
  const status = el("div.status", { role: "status" });
  let shown = "";
  panel.append(
    el("header.head", {}, el("div.head-row", {}, el("h2.head-title", {}, "Thread"), where, iconButton("Close thread", icon("close"), close))),
    list.node, el("div.foot", {}, status, composer.node));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && close());

  store.watch("place all message message_deleted person status clock", () => {
    const { thread } = place();
    const channel = here();
    panel.hidden = !thread || !channel;
    document.body.classList.toggle("with-thread", !panel.hidden);
    const key = `${store.state.me}/${channel?.id}/${thread}`;
    const arrived = shown !== key;
    shown = key;
    if (panel.hidden) return;
    const messages = store.thread(channel.id, thread);
    where.textContent = channelTitle(channel);
    list.show(key, messages);
    refill(status, drawStatus(channel.id, thread));
    composer.show("Reply…", { also: channel.kind === "im" ? "" : `Also send to #${channel.name}` });
    if (arrived) composer.focus();
  });
  store.hear("all", () => list.forget());
}
