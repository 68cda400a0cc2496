/** A list of messages that stays at its end, keeps what has not changed, and moves with arrow keys. */

import { arrange, el, keepFocus, neighbour } from "./dom.js";
import { drawMessage } from "./message.js";
import { openThread } from "./message_menu.js";
import { store } from "./store.js";
import { dayKey, dayName } from "./time.js";

const TOGETHER = 5 * 60;
const NEAR_END = 80;

/** One scrolling list: a channel's messages or a thread's. */
export class MessageList {
  #rows = new Map();
  #showing = "";
  #room = "";

  constructor(label, { inThread = false } = {}) {
    this.inThread = inThread;
    this.inner = el("div.messages-inner");
    this.node = el(`section.messages${inThread ? ".in-thread" : ""}`, { "aria-label": label, tabindex: "-1" }, this.inner);
    this.node.addEventListener("keydown", (event) => this.#pressed(event));
    this.node.addEventListener("focusin", (event) => this.#focused(event));
    const observer = new ResizeObserver(() => this.#resized());
    for (const each of [this.inner, this.node]) observer.observe(each);
    this.node.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.atEnd = true;
  }

  #resized() {
    this.#room = this.#measured();
    if (this.atEnd) this.toEnd();
  }

  /** Note where the reader has scrolled to; what the browser scrolls because there is more or less room is not them. */
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    if (this.#room === this.#measured()) this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #measured() {
    return `${this.node.scrollHeight} ${this.node.clientHeight}`;
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** Show messages; `what` names the list they belong to, `unreadFrom` the first one that is new to the reader. */
  show(what, messages, { head = null, unreadFrom = "" } = {}) {
    const isOther = what !== this.#showing;
    if (isOther) this.#rows.clear();
    this.#showing = what;
    const mineLast = messages.at(-1)?.user === store.state.me;
    const isMore = messages.length && !this.#rows.has(keyOf(messages.at(-1)));
    const follow = isOther || this.atEnd || (isMore && mineLast);
    keepFocus(this.inner, () => arrange(this.inner, [head, ...this.#drawn(messages, unreadFrom)].filter(Boolean)));
    this.#makeReachable();
    if (follow) this.toEnd();
    this.atEnd = follow;
  }

  #drawn(messages, unreadFrom) {
    const kept = new Map();
    const nodes = [];
    let before = null;
    for (const message of messages) {
      if (dayKey(Number(before?.ts ?? 0)) !== dayKey(Number(message.ts)) && !this.inThread) nodes.push(...drawDay(Number(message.ts)));
      if (this.inThread && message === messages[1]) nodes.push(drawCount(messages.length - 1));
      if (unreadFrom && message.ts === unreadFrom) nodes.push(el("div.unread-line", {}, el("span", {}, "New")));
      const compact = belongs(message, before);
      const old = this.#rows.get(keyOf(message));
      const same = old && old.message === message && old.compact === compact;
      const row = same ? old : { message, compact, node: drawMessage(message, { compact, inThread: this.inThread }) };
      row.node.dataset.key = keyOf(message);
      kept.set(keyOf(message), row);
      nodes.push(row.node);
      before = message;
    }
    this.#rows = kept;
    return nodes;
  }

  /** Draw everything anew, for another person or other names. */
  forget() {
    this.#rows.clear();
  }

  get rows() {
    return [...this.inner.querySelectorAll(":scope > .message")];
  }

  #makeReachable() {
    const { rows } = this;
    if (!rows.some((row) => row.tabIndex === 0)) rows.at(-1)?.setAttribute("tabindex", "0");
  }

  #focused({ target }) {
    const row = target.closest(".message");
    for (const each of row ? this.rows : []) each.setAttribute("tabindex", each === row ? "0" : "-1");
  }

  #pressed(event) {
    const row = event.target.closest(".message");
    if (event.key === "Escape" && row && event.target !== row) {
      event.stopPropagation();
      row.focus();
    }
    if (event.target !== row) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      neighbour(this.rows, row, step).focus();
    } else if (event.key === "Enter" && !this.inThread) {
      const { message } = this.#rows.get(row.dataset.key);
      if (!message.ephemeral) openThread(message);
    } else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      event.preventDefault();
      row.querySelector(".more").click();
    }
  }

  focusLast() {
    this.rows.at(-1)?.focus();
  }
}

const keyOf = (message) => `${message.ts}${message.ephemeral ? "e" : ""}`;

function belongs(message, before) {
  if (!before || before.user !== message.user || message.ephemeral || before.ephemeral) return false;
  if (message.subtype || message.username !== before.username) return false;
  const [one, other] = [Number(before.ts), Number(message.ts)];
  return other - one < TOGETHER && dayKey(one) === dayKey(other);
}

function drawCount(replies) {
  return el("div.replies", {}, `${replies} ${replies === 1 ? "reply" : "replies"}`);
}

function drawDay(seconds) {
  return [el("div.day-line"), el("div.day", {}, el("h2", {}, dayName(seconds)))];
}
