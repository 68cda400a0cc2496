/** The field in which somebody changes a message of theirs. */

import { post } from "./api.js";
import { el } from "./dom.js";
import { mentionName } from "./names.js";
import { store } from "./store.js";
import { readEntity, unescape } from "./text/entities.js";

/** Return wire text as it was typed, so that it can be typed again. */
export function typedText(text) {
  return unescape(text.replace(/<([^<>]+)>/g, (_, inner) => {
    const { target, label } = readEntity(inner);
    if (target.startsWith("@")) return `@${store.state.people.get(target.slice(1))?.name ?? mentionName(target.slice(1), label)}`;
    if (target.startsWith("#")) return `#${store.state.channels.get(target.slice(1))?.name ?? label}`;
    if (target.startsWith("!subteam^")) return label || `@${store.state.groups.get(target.slice(9))?.handle}`;
    if (target.startsWith("!")) return `@${target.slice(1)}`;
    return target.replace(/^mailto:/, "");
  }));
}

/** Make the field; `done` takes it away again. */
export function editField(message, done) {
  const input = el("textarea.field", { "aria-label": "Edit message", rows: "2", value: typedText(message.text ?? "") });
  const close = () => {
    done(form);
    form.closest(".message")?.focus();
  };
  const save = async () => {
    const text = input.value.trim();
    if (!text || text === typedText(message.text)) return close();
    const answer = await post("edit", { channel: message.channel, ts: message.ts, text });
    return answer.ok ? close() : undefined;
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    save();
  });
  const form = el("form.edit", { onsubmit: (event) => { event.preventDefault(); save(); } }, input,
    el("div.edit-buttons", {},
      el("button.button.small", { onclick: close }, "Cancel"),
      el("button.button.small.primary", { type: "submit" }, "Save")));
  return form;
}
