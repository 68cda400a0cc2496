/** Draws one message: who, when, what, and what hangs on it. */

import { post } from "./api.js";
import { valuesOf } from "./blocks/act.js";
import { drawBlocks } from "./blocks/index.js";
import { drawFile } from "./blocks/pictures.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { messageToolbar } from "./message_menu.js";
import { avatar, channelName, isApp, personName } from "./names.js";
import { address } from "./place.js";
import { store } from "./store.js";
import { drawEmoji } from "./text/emoji.js";
import { drawMrkdwn } from "./text/mrkdwn.js";
import { clockTime, dayName, fullTime } from "./time.js";

const MOST_FACES = 5;

/** Draw a message; `compact` leaves out who says it, after another one of theirs. */
export function drawMessage(message, { compact = false, inThread = false } = {}) {
  const name = personName(message.user, message.username);
  const at = Number(message.ts);
  const row = el(`article.message${compact ? ".compact" : ""}${message.ephemeral ? ".ephemeral" : ""}`, {
    tabindex: "-1",
    "aria-label": `${name}, ${fullTime(at)}${message.ephemeral ? ", only visible to you" : ""}`,
  });
  row.dataset.ts = message.ts;
  row.append(
    el("div.gutter", {}, compact ? el("time.hover-time", {}, clockTime(at)) : avatar(message.user)),
    el("div.message-main", {}, ...[
      message.ephemeral && drawPrivate(message),
      message.subtype === "thread_broadcast" && !inThread && drawBroadcastNote(message),
      !compact && el("div.message-head", {},
        el("span.who", {}, name),
        (message.bot || isApp(message.user)) && el("span.app-tag", {}, "APP"),
        el("time.when", { title: fullTime(at) }, clockTime(at))),
      drawBody(message),
      message.files?.map(drawFile),
      message.reactions?.length > 0 && drawReactions(message),
      message.reply_count > 0 && !inThread && drawThreadSummary(message),
    ].flat().filter(Boolean)),
    messageToolbar(message, row, { inThread }));
  return row;
}

function drawPrivate(message) {
  const dismiss = () => post("act", { do: "dismiss", on: { channel: message.channel, ts: message.ts } });
  return el("div.private-note", {}, icon("eye"), "Only visible to you",
    el("button.text-button", { onclick: dismiss }, "Dismiss"));
}

function drawBroadcastNote(message) {
  const href = address({ channel: message.channel, thread: message.thread_ts });
  return el("div.private-note", {}, icon("reply"), "replied to ", el("a.link", { href }, "a thread"));
}

function drawBody(message) {
  const edited = message.edited && el("span.edited", {}, " (edited)");
  if (!message.blocks?.length) {
    const lists = !(message.bot || isApp(message.user));
    return el("div.message-body.text", {}, drawMrkdwn(message.text ?? "", { lists }), edited);
  }
  const on = { channel: message.channel, ts: message.ts };
  const values = valuesOf(`${store.state.me}/${message.channel}/${message.ts}`);
  values.begin();
  const ctx = { surface: "message", on, channel: message.channel, values };
  return el("div.message-body.blocks", {}, drawBlocks(message.blocks, ctx), edited);
}

function drawReactions(message) {
  return el("div.reactions", {}, message.reactions.map(({ name, users }) => {
    const mine = users.includes(store.state.me);
    const who = users.map((id) => personName(id)).join(", ");
    const react = () => post("react", { channel: message.channel, ts: message.ts, name });
    const given = { "aria-pressed": String(mine), title: `${who} reacted with :${name}:`, onclick: react };
    const button = el("button.reaction", given, drawEmoji(name) ?? `:${name}:`, el("span", {}, String(users.length)));
    button.dataset.key = `reaction ${name}`;
    return button;
  }));
}

function drawThreadSummary(message) {
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = Number(message.latest_reply);
  const when = last ? `Last reply ${dayName(last).toLowerCase()} at ${clockTime(last)}` : "";
  const where = channelName(message.channel);
  const link = el("a.thread-summary", { href: address({ channel: message.channel, thread: message.ts }), "aria-label": `${count}, open the thread in ${where}` },
    el("span.faces", {}, (message.reply_users ?? []).slice(0, MOST_FACES).map((id) => avatar(id, "small"))),
    el("span.thread-count", {}, count),
    el("span.thread-when", {}, when));
  link.dataset.key = "thread";
  return link;
}
