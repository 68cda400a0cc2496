/** A grid of emoji to pick from, by name or by arrow keys. */

import { el, refill } from "./dom.js";
import { openPopup, popupFrame } from "./popup.js";
import { EMOJI, findEmoji } from "./text/emoji.js";

const COLUMNS = 8;
const MOST = 200;

/** Open the grid at a button; `pick` gets the name of what was chosen. */
export function pickEmoji(anchor, pick, options = {}) {
  const grid = el("div.emoji-grid", { role: "group", "aria-label": "Emoji" });
  const search = el("input.field", { type: "search", "aria-label": "Find an emoji", placeholder: "Find an emoji", autocomplete: "off" });
  const frame = popupFrame("emoji-picker", { role: "dialog", "aria-label": "Pick an emoji" });
  frame.append(search, grid);
  const draw = () => refill(grid, findEmoji(search.value.trim().toLowerCase(), MOST).map((name) => (
    el("button", { tabindex: "-1", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, onclick: () => { close(); pick(name); } }, EMOJI.get(name)))));
  draw();
  search.addEventListener("input", draw);
  frame.addEventListener("keydown", (event) => {
    const buttons = [...grid.children];
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (event.key === "Enter" && at < 0) {
      event.preventDefault();
      buttons[0]?.click();
    } else if (step && (at >= 0 || event.key === "ArrowDown")) {
      event.preventDefault();
      const next = at < 0 ? 0 : at + step;
      (next < 0 ? search : buttons[Math.min(next, buttons.length - 1)])?.focus();
    }
  });
  const close = openPopup(frame, anchor, options);
  search.focus();
}
