/** A menu of things to do, opened by a button. */

import { el, moveWithArrows } from "./dom.js";
import { icon } from "./icons.js";
import { safeUrl } from "./links.js";
import { openPopup, popupFrame } from "./popup.js";

/**
 * Open a menu at a button. An item is `{label, run}` with optional `icon`, `hint`, `danger`, `checked`, `url`;
 * `{heading}` and `{rule: true}` structure it.
 */
export function openMenu(anchor, label, items, options = {}) {
  const menu = popupFrame("menu", { role: "menu", "aria-label": label });
  const close = () => done();
  menu.append(...items.filter(Boolean).map((item) => drawItem(item, close)));
  const find = () => [...menu.querySelectorAll("[role^=menuitem]")];
  moveWithArrows(menu, find);
  menu.addEventListener("keydown", (event) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.key === " ") return;
    const typed = event.key.toLowerCase();
    find().find((each) => each.textContent.trim().toLowerCase().startsWith(typed))?.focus();
  });
  const done = openPopup(menu, anchor, options);
  (menu.querySelector("[aria-checked=true]") ?? find()[0])?.focus();
}

function drawItem(item, close) {
  if (item.rule) return el("hr", { role: "separator" });
  if (item.heading) return el("div.menu-heading", { role: "presentation" }, item.heading);
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  const given = {
    role,
    tabindex: "-1",
    "aria-checked": item.checked === undefined ? null : String(item.checked),
    onclick: () => {
      close();
      item.run?.();
    },
  };
  const inside = [
    item.lead ?? (item.icon && icon(item.icon)),
    el("span.menu-label", {}, item.label, item.hint && el("span.menu-hint", {}, item.hint)),
    item.checked && icon("check"),
  ];
  const url = item.url && safeUrl(item.url);
  const danger = item.danger ? ".danger" : "";
  if (url) return el(`a.menu-item${danger}`, { ...given, href: url, target: "_blank", rel: "noopener noreferrer" }, inside);
  return el(`button.menu-item${danger}`, { ...given, type: "button" }, inside);
}

/** Make a button that opens a menu; `items` is called each time. */
export function menuButton(name, label, items, options) {
  const button = el(`button.${name}`, {
    type: "button",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "aria-label": label,
    title: label,
    onclick: () => openMenu(button, label, items(), options),
  });
  return button;
}
