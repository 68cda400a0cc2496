/** The middle of the page: one channel, or the app's messages and its Home. */

import { post } from "./api.js";
import { Composer } from "./composer.js";
import { el, iconButton, refill } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import { avatar, channelName, channelTitle, personName } from "./names.js";
import { address, here, place } from "./place.js";
import { openMenu } from "./popup.js";
import { drawPrompts, drawStatus } from "./signals.js";
import { isReply, store } from "./store.js";
import { Home } from "./views.js";

/** Show the place that the address names, and follow it. */
export function startChannel(main, { openDrawer }) {
  const head = el("header.head");
  const list = new MessageList("Messages");
  const home = new Home();
  const foot = el("div.foot");
  const status = el("div.status", { role: "status" });
  const composer = new Composer(() => ({ channel: place().channel }), { onup: () => list.focusLast() });
  let shown = "";
  const drawn = {};
  // Drawn anew only where something is new: whoever is about to press a button there should find it.
  const once = (part, from, render) => {
    const now = JSON.stringify(from);
    if (drawn[part] !== now) render();
    drawn[part] = now;
  };
  let unreadFrom = "";
  main.append(head, home.node, list.node, foot);

  const draw = () => {
    const channel = here();
    if (!channel) return;
    const onHome = place().home;
    const key = `${store.state.me}/${channel.id}/${onHome}`;
    const arrived = shown !== key;
    shown = key;
    home.node.hidden = !onHome;
    list.node.hidden = foot.hidden = onHome;
    once("head", [channel.name, channel.topic, channel.members, channel.is_member, key], () => refill(head, drawHead(channel, openDrawer)));
    if (onHome) home.show();
    else {
      const messages = store.timeline(channel.id);
      if (arrived) unreadFrom = firstUnread(channel, messages);
      list.node.setAttribute("aria-label", `Messages in ${channelTitle(channel)}`);
      list.show(key, messages, { head: drawBeginning(channel), unreadFrom });
      refill(status, drawStatus(channel.id, ""));
      if (!foot.hasChildNodes() || foot.contains(composer.node) !== channel.is_member || arrived) {
        refill(foot, status, prompts, channel.is_member ? composer.node : drawJoin(channel));
      }
      once("prompts", [store.state.prompts, messages.at(-1)?.ts, key], () => refill(prompts, drawPrompts(channel.id, messages)));
      composer.show(`Message ${channelTitle(channel)}`);
    }
    if (arrived && channel.with === store.state.app.user) post("open-home", { tab: onHome ? "home" : "messages" });
    if (arrived && !onHome && matchMedia("(hover: hover)").matches && !place().thread) composer.focus();
    if (!onHome && channel.unread && document.visibilityState === "visible") post("read", { channel: channel.id });
  };
  const prompts = el("div.prompts");
  store.watch("place all message message_deleted channel person home status prompts clock", draw);
  store.hear("all", () => list.forget());
  document.addEventListener("visibilitychange", draw);
  return { focus: () => composer.focus() };
}

function firstUnread(channel, messages) {
  const others = messages.filter((each) => each.user !== store.state.me && !each.ephemeral && !isReply(each));
  return channel.unread ? others.at(-channel.unread)?.ts ?? "" : "";
}

function drawHead(channel, openDrawer) {
  const isAppChannel = channel.with === store.state.app.user;
  const lead = channel.kind === "im" ? avatar(channel.with, "small") : icon(channel.kind === "private" ? "lock" : "hash");
  const tab = (label, home) => el("a.tab", { href: address({ channel: channel.id, home }), "aria-current": place().home === home ? "page" : null }, label);
  const members = channel.members.length;
  return [
    el("div.head-row", {},
      iconButton("Channels and people", icon("menu"), openDrawer, ".drawer-button"),
      el("h2.head-title", { tabindex: "-1" }, lead, channelName(channel.id), isAppChannel && el("span.app-tag", {}, "APP")),
      el("span.head-topic", {}, channel.topic),
      channel.kind !== "im" && el("button.members", { "aria-haspopup": "menu", "aria-label": `${members} members`, onclick: (event) => openMembers(event.currentTarget, channel) }, icon("people"), String(members))),
    isAppChannel && store.state.app.home && el("nav.tabs", { "aria-label": store.state.app.name }, tab("Home", true), tab("Messages", false)),
  ];
}

function openMembers(button, channel) {
  const absent = [...store.state.people.values()].filter((each) => !channel.members.includes(each.id) && each.id !== "USLACKBOT");
  openMenu(button, "Members", [
    { heading: `In #${channel.name}` },
    ...channel.members.map((id) => ({ label: personName(id), lead: avatar(id, "small") })),
    absent.length > 0 && channel.is_member && { heading: "Add to the channel" },
    ...(channel.is_member ? absent : []).map((each) => ({ label: personName(each.id), lead: avatar(each.id, "small"), run: () => post("invite", { channel: channel.id, user: each.id }) })),
    channel.is_member && { rule: true },
    channel.is_member && { label: "Leave channel", danger: true, run: () => post("leave", { channel: channel.id }) },
  ]);
}

function drawBeginning(channel) {
  const isDirect = channel.kind === "im";
  const words = isDirect ? `This is the beginning of your messages with ${channelName(channel.id)}.` : `This is the beginning of #${channel.name}.`;
  return el("div.beginning", {}, isDirect ? avatar(channel.with, "large") : el("span.beginning-mark", { "aria-hidden": "true" }, "#"),
    el("p.beginning-title", {}, channelName(channel.id)), el("p", {}, words, channel.topic && ` ${channel.topic}.`));
}

function drawJoin(channel) {
  return el("div.join", {}, el("span", {}, `You are looking at #${channel.name}.`),
    el("button.button.primary", { onclick: () => post("join", { channel: channel.id }) }, "Join channel"));
}

/** Go to a place that exists: where the address names none, the first channel. */
export function settleSomewhere() {
  const { channel, person } = place();
  if (store.state.channels.has(channel) && person === store.state.me) return;
  const app = [...store.state.channels.values()].find((each) => each.with === store.state.app.user);
  const first = channel === "app" ? app : [...store.state.channels.values()][0];
  const known = store.state.channels.get(channel) ?? first;
  // Not a step of its own: Back leads to where one came from.
  history.replaceState(null, "", address({ ...place(), person: store.state.me, channel: known?.id ?? "" }));
}
