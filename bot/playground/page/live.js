/** Says what happens to those who hear the page, and shows passing notices to those who see it. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { personName } from "./names.js";
import { place } from "./place.js";
import { isReply, store } from "./store.js";
import { plainText } from "./text/entities.js";

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
    el("button.icon-button", { type: "button", "aria-label": "Dismiss", onclick: () => notice.remove() }, icon("close")));
  notices.append(notice);
  while (notices.childElementCount > 3) notices.firstChild.remove();
  setTimeout(() => notice.remove(), NOTICE_STAYS);
}
