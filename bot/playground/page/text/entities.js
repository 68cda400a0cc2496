/** What stands in angle brackets in Slack's wire form: mentions, channels, dates and links. */

import { el } from "../dom.js";
import { anchor, safeUrl } from "../links.js";
import { channelName, mentionName } from "../names.js";
import { address } from "../place.js";
import { store } from "../store.js";
import { formatDate } from "../time.js";

/** Undo the three escapes of Slack's wire form. */
export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function drawPerson(id, label) {
  const own = id === store.state.me ? ".own" : "";
  return el(`span.mention${own}`, {}, `@${mentionName(id, label)}`);
}

/** Draw a channel's mention; one that exists here is a way to go there. */
export function drawChannel(id, label) {
  const name = channelName(id, label);
  const channel = store.state.channels.get(id);
  if (!channel) return el("span.mention", {}, `#${name}`);
  return el("a.mention", { href: address({ channel: id }) }, `#${name}`);
}

export function drawGroup(id, label) {
  const group = store.state.groups.get(id);
  const own = group?.users.includes(store.state.me) ? ".own" : "";
  return el(`span.mention${own}`, {}, `@${group?.handle ?? (label ?? id).replace(/^@/, "")}`);
}

export function drawBroadcast(range) {
  return el("span.mention.own", {}, `@${range}`);
}

/** Draw a moment as `pattern` says, in the acting person's time zone. */
export function drawDate(seconds, pattern, link, fallback) {
  const at = Number(seconds);
  const text = Number.isFinite(at) ? formatDate(pattern, at) : fallback;
  const time = el("time", { title: fallback }, text);
  return link ? anchor(link, time) : time;
}

/** Return the parts of what stood between `<` and `>`. */
export function readEntity(inner) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  return { target, label: bar < 0 ? "" : unescape(inner.slice(bar + 1)) };
}

export function drawEntity(inner) {
  const { target, label } = readEntity(inner);
  if (/^@[UWB]/.test(target)) return drawPerson(target.slice(1), label);
  if (/^#[CDG]/.test(target)) return drawChannel(target.slice(1), label);
  if (target.startsWith("!subteam^")) return drawGroup(target.slice(9), label);
  if (target.startsWith("!date^")) {
    const [, seconds, pattern, link] = target.split("^");
    return drawDate(seconds, pattern ?? "", link && unescape(link), label);
  }
  if (/^!(here|channel|everyone)$/.test(target)) return drawBroadcast(target.slice(1));
  const url = unescape(target);
  if (safeUrl(url)) return anchor(url, label || url.replace(/^mailto:/, ""));
  // Neither a mention nor a link that may be followed: show what was sent.
  return `<${unescape(inner)}>`;
}

/** Return the words of what stood between `<` and `>`, for code and notifications. */
export function entityText(inner) {
  const { target, label } = readEntity(inner);
  if (/^@[UWB]/.test(target)) return `@${mentionName(target.slice(1), label)}`;
  if (/^#[CDG]/.test(target)) return `#${channelName(target.slice(1), label)}`;
  if (target.startsWith("!")) return label || `@${target.slice(1)}`;
  return label || unescape(target);
}

/** Return wire text as the words that somebody would hear. */
export function plainText(text) {
  return unescape(text.replace(/<([^<>]+)>/g, (_, inner) => entityText(inner)));
}
