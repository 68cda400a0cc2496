/** The app's views: its Home, and a stack of modals of which the top one is shown. */

import { post } from "./api.js";
import { forgetValues, valuesOf } from "./blocks/act.js";
import { drawBlocks } from "./blocks/index.js";
import { el, iconButton, keepFocus, refill } from "./dom.js";
import { icon } from "./icons.js";
import { whileBusy } from "./signals.js";
import { store } from "./store.js";
import { drawText, textOf } from "./text/mrkdwn.js";

export class Home {
  #shown = null;

  constructor() {
    this.inner = el("div.home-inner.blocks");
    this.node = el("section.home", { "aria-label": "Home", tabindex: "-1" }, this.inner);
  }

  show() {
    const { home, app } = store.state;
    if (home === this.#shown && this.inner.hasChildNodes()) return;
    this.#shown = home;
    if (!home) return refill(this.inner, el("p.empty", {}, `${app.name} has not published a Home for you yet.`));
    const values = valuesOf(`${store.state.me}/${home.id}`);
    values.begin();
    const ctx = { surface: "home", on: { view: home.id }, values };
    return keepFocus(this.inner, () => refill(this.inner, drawBlocks(home.blocks, ctx)));
  }
}

let dialog = null;
let opener = null;
let shown = "";
const known = new Set();

const keyOf = (view) => `${store.state.me}/${view.id}`;

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
  keepFocus(dialog, () => draw(view, views.length > 1));
  if (isOther) (dialog.querySelector("[autofocus]") ?? dialog.querySelector(".dialog-body :is(input, textarea, button, a)") ?? dialog).focus();
  else dialog.querySelector("[aria-invalid]")?.focus();
}

function draw(view, isPushed) {
  const values = valuesOf(keyOf(view));
  values.begin();
  const ctx = { surface: "modal", on: { view: view.id }, values, errors: view.errors };
  const submit = view.submit && el("button.button.primary", { type: "submit" }, drawText(view.submit));
  const title = textOf(view.title);
  refill(dialog, el("form.modal-form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); send(view, values); } },
    el("header.dialog-head", {},
      isPushed && iconButton("Back", icon("back"), () => close(false)),
      el("h2", { id: "modal-title" }, title || store.state.app.name),
      iconButton("Close", icon("close"), () => close(true))),
    el("div.dialog-body.blocks", { tabindex: "-1" }, drawBlocks(view.blocks, ctx)),
    el("footer.dialog-foot", {}, el("button.button", { onclick: () => close(false) }, drawText(view.close) || "Close"), submit)));
}

function close(all) {
  const view = store.state.modals.at(-1);
  if (view) post("act", { do: "close", on: { view: view.id }, all });
}

async function send(view, values) {
  const button = dialog.querySelector("[type=submit]");
  if (button) whileBusy(button);
  await post("act", { do: "submit", on: { view: view.id }, values: values.json() });
}
