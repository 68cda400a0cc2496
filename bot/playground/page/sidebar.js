/** The workspace bar and the list of channels, people and the app. */

import { post } from "./api.js";
import { el, keepFocus, moveWithArrows, refill } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, channelName, isApp, personName } from "./names.js";
import { address, appChannel, go, place } from "./place.js";
import { openMenu } from "./popup.js";
import { store } from "./store.js";
import { drawThemeButton } from "./theme.js";

export function startSidebar(rail, sidebar, { toggleTools }) {
  moveWithArrows(sidebar, () => [...sidebar.querySelectorAll("a, button")]);
  const theme = drawThemeButton();
  store.watch("all channel person place connection", () => {
    keepFocus(rail, () => refill(rail, drawRail(theme, toggleTools)));
    keepFocus(sidebar, () => refill(sidebar, drawSidebar()));
    const unread = [...store.state.channels.values()].reduce((sum, each) => sum + each.mentions, 0);
    document.title = `${unread ? `(${unread}) ` : ""}${channelName(place().channel) || "Workspace"} · ${store.state.team.name}`;
  });
}

function drawRail(theme, toggleTools) {
  const app = appChannel();
  const link = (to, drawn, label, current) => el("a.rail-item", { href: address(to), "aria-current": current ? "page" : null }, icon(drawn), el("span", {}, label));
  const { channel, home } = place();
  const first = [...store.state.channels.values()].find((each) => each.kind === "channel");
  return [
    el("div.team", { "aria-hidden": "true" }, store.state.team.name[0]),
    first && link({ channel: first.id }, "hash", "Channels", channel !== app?.id),
    app && link({ channel: app.id, home: store.state.app.home }, "people", store.state.app.name, channel === app.id),
    el("span.spring"),
    keyed("tools", el("button.rail-item", { onclick: toggleTools, "aria-label": "Inspector and tools" }, icon("inspect"), el("span", {}, "Inspect"))),
    theme,
    drawActing("rail-me", avatar(store.state.me)),
  ];

  function drawActing(className, face) {
    const label = `You act as ${personName(store.state.me)}. Act as somebody else`;
    return keyed("me", el(`button.${className}`, { "aria-label": label, title: label, "aria-haspopup": "menu", onclick: (event) => openPeople(event.currentTarget) }, face));
  }
}

function keyed(key, node) {
  node.dataset.key = key;
  return node;
}

/** Let somebody choose whom to act as. */
function openPeople(button) {
  const people = [...store.state.people.values()].filter((each) => !each.is_bot);
  openMenu(button, "Act as", [
    { heading: "Act as" },
    ...people.map((each) => ({
      label: personName(each.id),
      hint: [each.title, each.is_admin && "admin"].filter(Boolean).join(" · "),
      lead: avatar(each.id, "small"),
      checked: each.id === store.state.me,
      run: () => go({ ...place(), person: each.id, thread: "", ...elsewhere(each.id) }),
    })),
  ], { above: true });
}

/** A direct message is between two: another person has another one with the app. */
function elsewhere(person) {
  if (person === store.state.me || store.state.channels.get(place().channel)?.kind !== "im") return {};
  return { channel: "app" };
}

function drawSidebar() {
  const channels = [...store.state.channels.values()];
  const joined = channels.filter((each) => ["channel", "private"].includes(each.kind) && each.is_member);
  const others = channels.filter((each) => each.kind === "channel" && !each.is_member);
  const direct = channels.filter((each) => ["im", "mpim"].includes(each.kind) && !isApp(each.with));
  const app = appChannel();
  const me = store.state.people.get(store.state.me);
  return [
    el("header.sidebar-head", {}, el("h1", {}, store.state.team.name)),
    el("div.sidebar-lists", {},
      drawList("Channels", joined.map(drawChannel)),
      others.length > 0 && drawList("More channels", others.map(drawChannel)),
      drawList("Direct messages", [...direct.map(drawChannel), ...withoutDirect(direct).map(drawPerson)]),
      app && drawList("Apps", [drawChannel(app)])),
    keyed("acting", el("button.acting", { "aria-haspopup": "menu", onclick: (event) => openPeople(event.currentTarget) },
      avatar(store.state.me, "medium"),
      el("span.acting-words", {}, el("span.acting-name", {}, personName(store.state.me)),
        el("span.acting-title", {}, [me?.title, me?.is_admin && "admin"].filter(Boolean).join(" · "))),
      el("span.acting-switch", {}, "Switch"))),
  ];
}

function drawList(title, items) {
  return el("section", { "aria-label": title }, el("h2", {}, title), el("ul", {}, items.map((item) => el("li", {}, item))));
}

function withoutDirect(direct) {
  const known = new Set(direct.map((each) => each.with));
  return [...store.state.people.values()].filter((each) => !each.is_bot && each.id !== store.state.me && !known.has(each.id));
}

function drawPerson(person) {
  const open = async () => {
    const answer = await post("open-dm", { user: person.id });
    if (answer.ok) go({ channel: answer.channel });
  };
  return keyed(person.id, el("button.channel-link", { onclick: open }, avatar(person.id, "small"), el("span", {}, personName(person.id))));
}

function drawChannel(channel) {
  const current = place().channel === channel.id;
  const lead = channel.kind === "im" ? avatar(channel.with, "small") : icon(channel.kind === "private" ? "lock" : "hash");
  const unread = channel.unread > 0 ? ".unread" : "";
  return keyed(channel.id, el(`a.channel-link${unread}`, { href: address({ channel: channel.id }), "aria-current": current ? "page" : null },
    lead, el("span.channel-link-name", {}, channelName(channel.id)),
    channel.mentions > 0 && el("span.badge", { "aria-hidden": "true" }, String(channel.mentions)),
    channel.unread > 0 && el("span.spoken", {}, `, ${channel.unread} unread`)));
}
