/** Shows that the app works: a line at the top, and a mark on what was pressed. */

import { store } from "./store.js";

const SETTLE = 400;
const waiting = new Set();

/** Mark a button until the app has answered everything. */
export function whileBusy(button) {
  button.setAttribute("aria-busy", "true");
  waiting.add(button);
  // The app may have answered before this page heard that it was asked.
  setTimeout(() => store.state.busy || settle(), SETTLE);
}

function settle() {
  for (const button of waiting) button.removeAttribute("aria-busy");
  waiting.clear();
}

/** Follow the count of requests that the app has not answered. */
export function showBusy(line) {
  store.watch("busy all", () => {
    line.classList.toggle("on", store.state.busy > 0);
    if (!store.state.busy) settle();
  });
}
