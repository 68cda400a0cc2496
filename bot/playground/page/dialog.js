/** Small dialogs of the page itself: a question before a press, and things to read and copy. */

import { el, refill, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { drawText } from "./text/mrkdwn.js";

/** Make a dialog with a title, a body and buttons; it leaves the document when it closes. */
export function makeDialog(className, title, body, foot) {
  const id = uniqueId("dialog");
  const dialog = el(`dialog.dialog.${className}`, { "aria-labelledby": id });
  const close = () => dialog.close();
  refill(dialog,
    el("header.dialog-head", {},
      el("h2", { id }, title),
      el("button.icon-button", { "aria-label": "Close", title: "Close", onclick: close }, icon("close"))),
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
    const go = el(`button.button.${style}`, { onclick: leave(true) }, drawText(asked.confirm) || "Yes");
    const stay = el("button.button", { onclick: leave(false) }, drawText(asked.deny) || "Cancel");
    const dialog = makeDialog("confirm", drawText(asked.title) || "Are you sure?", el("div.text", {}, drawText(asked.text)), [stay, go]);
    dialog.addEventListener("close", () => resolve(answer));
    dialog.showModal();
    go.focus();
  });
}
