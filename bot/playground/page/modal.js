/** The app's modals: a stack of views of which the top one is shown. */

import { post } from "./api.js";
import { drawBlocks } from "./blocks/index.js";
import { inputErrors } from "./blocks/inputs.js";
import { forgetValues, valuesOf } from "./blocks/values.js";
import { el, iconButton, refill } from "./dom.js";
import { keepFocus } from "./focus.js";
import { icon } from "./icons.js";
import { store } from "./store.js";
import { drawText, textOf } from "./text/object.js";

let dialog = null;
let opener = null;
let errors = {};
let shown = "";
const known = new Set();

const keyOf = (view) => `${store.state.me}/${view.id}`;

/** Follow the stack. */
export function startModals() {
  store.watch("all modals", () => {
    const views = store.state.modals ?? [];
    const open = new Set(views.map(keyOf));
    for (const key of known) if (!open.has(key)) forgetValues(key) || known.delete(key);
    for (const key of open) known.add(key);
    views.length ? show(views) : leave();
  });
}

function leave() {
  dialog?.remove();
  dialog = null;
  shown = "";
  if (opener?.isConnected) opener.focus();
  opener = null;
}

function show(views) {
  const view = views.at(-1);
  if (!dialog) {
    opener = document.activeElement;
    dialog = el("dialog.dialog.modal", { "aria-labelledby": "modal-title" });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(false);
    });
    document.body.append(dialog);
    dialog.showModal();
  }
  const isOther = !shown.startsWith(`${view.id} `);
  const key = `${view.id} ${view.hash} ${JSON.stringify(view.errors ?? {})}`;
  if (shown === key) return;
  shown = key;
  errors = view.errors ?? {};
  keepFocus(dialog, () => draw(view, views.length));
  if (isOther) (dialog.querySelector("[autofocus]") ?? dialog.querySelector(".dialog-body :is(input, textarea, button, a)") ?? dialog).focus();
  else if (Object.keys(errors).length) dialog.querySelector("[aria-invalid]")?.focus();
}

function draw(view, depth) {
  const values = valuesOf(keyOf(view));
  values.begin();
  const ctx = { surface: "modal", on: { view: view.id }, values, errors };
  const submit = view.submit && el("button.button.primary", { type: "submit" }, drawText(view.submit));
  const title = textOf(view.title);
  refill(dialog, el("form.modal-form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); send(view, values, depth); } },
    el("header.dialog-head", {},
      depth > 1 && iconButton("Back", icon("back"), () => close(false)),
      el("h2", { id: "modal-title" }, title || store.state.app.name),
      iconButton("Close", icon("close"), () => close(true))),
    el("div.dialog-body.blocks", { tabindex: "-1" }, drawBlocks(view.blocks, ctx)),
    el("footer.dialog-foot", {}, el("button.button", { type: "button", onclick: () => close(false) }, drawText(view.close) || "Close"), submit)));
}

function close(all) {
  const view = store.state.modals.at(-1);
  if (view) post("act", { do: "close", on: { view: view.id }, all });
}

async function send(view, values, depth) {
  errors = inputErrors(values);
  if (Object.keys(errors).length) {
    keepFocus(dialog, () => draw(view, depth));
    dialog.querySelector("[aria-invalid]")?.focus();
    return;
  }
  const button = dialog.querySelector("[type=submit]");
  button?.setAttribute("aria-busy", "true");
  await post("act", { do: "submit", on: { view: view.id }, values: values.json() });
  setTimeout(() => button?.removeAttribute("aria-busy"), 400);
}
