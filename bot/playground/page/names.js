/** What people, groups and channels are called, and how they look. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./store.js";

export function personName(id, label) {
  const person = store.state.people.get(id);
  return person?.real_name || person?.name || label || id;
}

export function mentionName(id, label) {
  const person = store.state.people.get(id);
  return person ? person.real_name || person.name : label || id;
}

export function channelName(id, label) {
  const channel = store.state.channels.get(id);
  if (!channel) return label || id;
  return channel.kind === "im" ? personName(channel.with) : channel.name;
}

/** Return a channel as it is spoken of: `#general`, or a person's name. */
export function channelTitle(channel) {
  return channel.kind === "im" || channel.kind === "mpim" ? channelName(channel.id) : `#${channel.name}`;
}

export function isApp(id) {
  return Boolean(store.state.people.get(id)?.is_bot);
}

/** Draw the square picture of somebody: initials on a colour of their own, a mark for the app. */
export function avatar(id, size = "") {
  const name = personName(id);
  const mine = id === store.state.app?.user;
  const node = el(`span.avatar${size ? `.${size}` : ""}`, { "aria-hidden": "true" });
  node.dataset.hue = mine ? "app" : String(hue(id));
  node.append(mine ? icon("people") : initials(name));
  return node;
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.[0] ?? "").join("").toUpperCase();
}

/** Neighbours in the list of people never look alike. */
function hue(id) {
  return Math.max(0, [...store.state.people.keys()].indexOf(id)) % 6;
}
