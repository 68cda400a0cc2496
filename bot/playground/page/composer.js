/** Where people type: one for the channel, one for the thread. */

import { post } from "./api.js";
import { Completion } from "./completion.js";
import { el, iconButton } from "./dom.js";
import { pickEmoji } from "./emoji_picker.js";
import { icon } from "./icons.js";
import { openMenu } from "./popup.js";
import { store } from "./store.js";

const drafts = new Map();

/** A field with its buttons; `where()` says which channel and thread it speaks into. */
export class Composer {
  constructor(where, { onup } = {}) {
    this.where = where;
    this.onup = onup;
    this.input = el("textarea.composer-input", { rows: "1", "aria-label": "Message", enterkeyhint: "send" });
    this.hint = el("p.composer-hint", { hidden: true });
    this.also = el("input", { type: "checkbox" });
    this.alsoLabel = el("span");
    this.alsoRow = el("label.composer-also", { hidden: true }, this.also, this.alsoLabel);
    this.send = el("button.icon-button.send", { type: "submit", "aria-label": "Send", title: "Send (Enter)" }, icon("send"));
    this.bar = el("div.composer-bar", {});
    this.node = el("form.composer", {},
      el("div.composer-box", {}, this.input, this.alsoRow, this.bar), this.hint);
    this.completion = new Completion(this.input, { onrun: (shortcut) => this.#shortcut(shortcut), shortcuts: true });
    this.#drawBar();
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#say();
    });
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.input.addEventListener("input", () => this.#typed());
  }

  #drawBar() {
    const shortcuts = iconButton("Shortcuts", icon("bolt"), () => this.#openShortcuts(shortcuts));
    shortcuts.setAttribute("aria-haspopup", "menu");
    const emoji = iconButton("Emoji", icon("smile"), () => pickEmoji(emoji, (name) => this.insert(`:${name}: `), { above: true }));
    this.bar.append(shortcuts, emoji,
      iconButton("Mention somebody", icon("at"), () => this.insert("@")),
      iconButton("Use a command", icon("slash"), () => this.#startCommand()),
      el("span.spring"), this.send);
  }

  /** Show the draft of where it speaks now. */
  show(label, { also = "" } = {}) {
    const key = this.#key();
    this.input.setAttribute("aria-label", label);
    this.input.placeholder = label;
    this.alsoRow.hidden = !also;
    this.alsoLabel.textContent = also;
    if (this.shown === key) return;
    this.shown = key;
    this.also.checked = false;
    this.input.value = drafts.get(key) ?? "";
    this.#typed();
  }

  #key() {
    const { channel, thread } = this.where();
    return `${store.state.me}/${channel}/${thread ?? ""}`;
  }

  #typed() {
    drafts.set(this.#key(), this.input.value);
    this.send.classList.toggle("ready", this.input.value.trim() !== "");
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 240)}px`;
    const word = this.input.value.match(/^(\/[\w-]+)\s/)?.[1];
    const command = store.state.app?.commands.find((each) => each.command === word);
    this.hint.hidden = !command;
    this.hint.textContent = command ? [command.command, command.usage_hint, "·", command.description].filter(Boolean).join(" ") : "";
  }

  #pressed(event) {
    if (event.isComposing || this.completion.press(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#say();
    } else if (event.key === "ArrowUp" && !this.input.value && this.onup) {
      event.preventDefault();
      this.onup();
    }
  }

  insert(text) {
    const { input } = this;
    const before = input.value[input.selectionStart - 1];
    const gap = before && !/\s/.test(before) ? " " : "";
    input.focus();
    input.setRangeText(gap + text, input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #startCommand() {
    if (!this.input.value.trim()) this.input.value = "";
    this.input.setSelectionRange(0, 0);
    this.insert("/");
    this.completion.update();
  }

  #openShortcuts(button) {
    const global = store.state.app.shortcuts.filter((each) => each.type === "global");
    const items = global.map((each) => ({ label: each.name, hint: each.description, icon: "bolt", run: () => this.#shortcut(each) }));
    const commands = store.state.app.commands.map((each) => ({ label: each.command, hint: each.description, icon: "slash", run: () => this.insert(`${each.command} `) }));
    openMenu(button, "Shortcuts", [{ heading: store.state.app.name }, ...items, ...commands], { above: true });
  }

  #shortcut(shortcut) {
    if (/^\/[\w-]*$/.test(this.input.value)) this.#clear();
    post("shortcut", { callback_id: shortcut.callback_id });
  }

  #clear() {
    this.input.value = "";
    this.#typed();
    this.completion.close();
  }

  async #say() {
    const text = this.input.value.trim();
    if (!text) return;
    const { channel, thread } = this.where();
    const key = this.#key();
    this.#clear();
    const place = thread ? { channel, thread_ts: thread } : { channel };
    const answer = /^\/[a-z0-9]/i.test(text) ? await post("command", { ...place, text })
      : await post("say", { ...place, text, broadcast: this.also.checked || undefined });
    this.also.checked = false;
    if (answer.ok || drafts.get(key)) return;
    drafts.set(key, text);
    if (this.#key() !== key) return;
    this.input.value = text;
    this.#typed();
  }

  focus() {
    this.input.focus();
  }
}
