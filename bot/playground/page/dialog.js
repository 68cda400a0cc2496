/** Small dialogs of the page itself: a question before a press, and things to read and copy. */

import { el, refill, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { drawText } from "./text/object.js";

/** Make a dialog with a title, a body and buttons; it leaves the document when it closes. */
export function makeDialog(className, title, body, foot) {
  const id = uniqueId("dialog");
  const dialog = el(`dialog.dialog.${className}`, { "aria-labelledby": id });
  const close = () => dialog.close();
  refill(dialog,
    el("header.dialog-head", {},
      el("h2", { id }, title),
      el("button.icon-button", { type: "button", "aria-label": "Close", title: "Close", onclick: close }, icon("close"))),
    el("div.dialog-body", { tabindex: "-1" }, body),
    foot && el("footer.dialog-foot", {}, foot));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  return dialog;
}

/** Ask before an action, as its `confirm` object says; resolves to whether to go on. */
export function confirmed(asked) {
  if (!asked) return Promise.resolve(true);
  return new Promise((resolve) => {
    let answer = false;
    const leave = (yes) => () => {
      answer = yes;
      dialog.close();
    };
    const style = asked.style === "danger" ? "danger" : "primary";
    const go = el(`button.button.${style}`, { type: "button", onclick: leave(true) }, drawText(asked.confirm) || "Yes");
    const stay = el("button.button", { type: "button", onclick: leave(false) }, drawText(asked.deny) || "Cancel");
    const dialog = makeDialog("confirm", drawText(asked.title) || "Are you sure?", el("div.text", {}, drawText(asked.text)), [stay, go]);
    dialog.addEventListener("close", () => resolve(answer));
    dialog.showModal();
    go.focus();
  });
}

/** Copy text and say so on the button; where the browser refuses, the text is selected instead. */
export async function copyFrom(button, text) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copying is not allowed here";
  }
  setTimeout(() => { button.textContent = label; }, 1500);
}

/** Return the address of Block Kit Builder with these blocks in it; it is for copying, never opened here. */
export function builderLink(content) {
  return `https://app.slack.com/block-kit-builder/#${encodeURIComponent(JSON.stringify(content))}`;
}

/** Draw JSON with buttons that copy it. */
export function drawJson(value, { builder = null, label = "JSON" } = {}) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const button = (name, what) => el("button.button.small", { type: "button", onclick: (event) => copyFrom(event.currentTarget, what()) }, name);
  return el("div.json", {},
    el("div.json-actions", {},
      button(`Copy ${label}`, () => text),
      builder && button("Copy link for Block Kit Builder", () => builderLink(builder))),
    el("pre.code-block", { tabindex: "0", "aria-label": label }, text));
}

/** Show a message's blocks as they were sent. */
export function showBlocks(message) {
  const content = { blocks: message.blocks ?? [] };
  const body = drawJson({ text: message.text, ...content }, { builder: content });
  makeDialog("wide", "As it was sent", body).showModal();
}
