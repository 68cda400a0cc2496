/** What a composer offers while one types: commands after /, people after @, channels after #, emoji after a colon. */

import { el, neighbour, refill, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./names.js";
import { popupFrame, showPopup } from "./popup.js";
import { store } from "./store.js";
import { EMOJI, findEmoji } from "./text/emoji.js";

const MOST = 8;
const TOKENS = [
  { kind: "command", find: /^\/[\w-]*$/ },
  { kind: "person", find: /(?:^|[\s(])@[\w.-]*$/ },
  { kind: "channel", find: /(?:^|[\s(])#[\w-]*$/ },
  { kind: "emoji", find: /(?:^|[\s(]):[\w+-]{2,}$/ },
];

const fits = (typed, ...names) => names.some((name) => (name ?? "").toLowerCase().split(/[\s.-]+/).concat((name ?? "").toLowerCase()).some((word) => word.startsWith(typed)));

const OFFERS = {
  command: (typed, { shortcuts }) => [
    ...store.state.app.commands.filter((each) => each.command.slice(1).startsWith(typed)).map((each) => ({
      insert: `${each.command} `, exact: each.command === `/${typed}`, label: `${each.command} ${each.usage_hint ?? ""}`.trim(),
      hint: each.description, lead: icon("slash"),
    })),
    ...(shortcuts ? store.state.app.shortcuts : []).filter((each) => each.type === "global" && fits(typed, each.name)).map((each) => ({
      run: each, label: each.name, hint: each.description || "Shortcut", lead: icon("bolt"),
    })),
  ],
  person: (typed) => [
    ...[...store.state.people.values()].filter((each) => each.id !== "USLACKBOT" && fits(typed, each.name, each.real_name)).map((each) => ({
      insert: `@${each.name} `, label: each.real_name || each.name, hint: `@${each.name}${each.title ? ` · ${each.title}` : each.is_bot ? " · app" : ""}`, lead: avatar(each.id, "small"),
    })),
    ...[...store.state.groups.values()].filter((each) => fits(typed, each.handle, each.name)).map((each) => ({
      insert: `@${each.handle} `, label: each.name, hint: `@${each.handle} · user group`, lead: icon("people"),
    })),
    ...["here", "channel", "everyone"].filter((each) => fits(typed, each)).map((each) => ({ insert: `@${each} `, label: `@${each}`, hint: "Notifies many", lead: icon("people") })),
  ],
  channel: (typed) => [...store.state.channels.values()].filter((each) => each.name && fits(typed, each.name)).map((each) => ({
    insert: `#${each.name} `, label: `#${each.name}`, hint: each.topic, lead: icon("hash"),
  })),
  emoji: (typed) => findEmoji(typed, MOST).map((name) => ({ insert: `:${name}: `, label: `:${name}:`, lead: el("span.emoji", {}, EMOJI.get(name)) })),
};

export class Completion {
  #offers = [];
  #active = -1;
  #dismissed = null;

  constructor(input, { onrun, shortcuts }) {
    this.input = input;
    this.onrun = onrun;
    this.shortcuts = shortcuts;
    this.list = popupFrame("listbox.completion", { id: uniqueId("offers"), role: "listbox", "aria-label": "Suggestions" });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    input.setAttribute("aria-autocomplete", "list");
    input.addEventListener("input", () => this.update());
    input.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return this.list.isConnected;
  }

  #token() {
    const before = this.input.value.slice(0, this.input.selectionStart);
    for (const { kind, find } of TOKENS) {
      const found = before.match(find);
      if (found) return { kind, start: before.length - found[0].replace(/^[\s(]/, "").length, typed: found[0].replace(/^[\s(]*[/@#:]/, "").toLowerCase() };
    }
    return null;
  }

  /** Look at what is typed and offer what fits. */
  update() {
    const token = this.#token();
    if (!token || token.start === this.#dismissed) {
      if (!token) this.#dismissed = null;
      return this.close();
    }
    this.#dismissed = null;
    this.#offers = OFFERS[token.kind](token.typed, this).slice(0, MOST);
    if (!this.#offers.length) return this.close();
    refill(this.list, this.#offers.map((offer) => this.#draw(offer)));
    showPopup(this.list, this.input.closest(".composer-box") ?? this.input, { above: true, matchWidth: true });
    this.input.setAttribute("aria-controls", this.list.id);
    return this.#activate(0);
  }

  #draw(offer) {
    offer.node = el("div.option", { id: uniqueId("offer"), role: "option", "aria-selected": "false", onclick: () => this.#take(offer) },
      offer.lead, el("span.option-text", {}, offer.label, offer.hint && el("span.option-hint", {}, offer.hint)));
    return offer.node;
  }

  #activate(at) {
    this.#offers[this.#active]?.node?.setAttribute("aria-selected", "false");
    this.#active = at;
    for (const [index, { node }] of this.#offers.entries()) {
      node.classList.toggle("active", index === at);
      node.setAttribute("aria-selected", String(index === at));
    }
    const { node } = this.#offers[at];
    node.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", node.id);
  }

  close() {
    this.list.remove();
    this.#active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.input.removeAttribute("aria-controls");
  }

  #take(offer) {
    const token = this.#token();
    this.close();
    if (offer.run) return this.onrun(offer.run);
    const end = this.input.selectionStart;
    this.input.setRangeText(offer.insert, token.start, end, "end");
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    return undefined;
  }

  /** Take a key while offers are shown; says whether it was used. */
  press(event) {
    if (!this.isOpen) return false;
    const offer = this.#offers[this.#active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#activate(this.#offers.indexOf(neighbour(this.#offers, offer, step)));
    else if (event.key === "Escape") {
      this.#dismissed = this.#token()?.start ?? null;
      this.close();
    } else if (event.key === "Tab" || (event.key === "Enter" && !offer.exact)) this.#take(offer);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
