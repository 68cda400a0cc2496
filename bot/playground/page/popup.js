/** Menus, lists and pickers: beside what they belong to, above everything else. */

import { el, moveWithArrows } from "./dom.js";
import { icon } from "./icons.js";
import { OUTWARD, safeUrl } from "./links.js";

const GAP = 4;

/** Return where a popup must stand in the document: a modal dialog makes everything outside it deaf. */
export function host(anchor) {
  return anchor.closest("dialog") ?? document.body;
}

/** Show a popup at an anchor: below it where there is room, else above; as wide as it where asked. */
export function showPopup(popup, anchor, { matchWidth = false, above = false } = {}) {
  if (!popup.isConnected) host(anchor).append(popup);
  popup.setAttribute("popover", "manual");
  if (!popup.matches(":popover-open")) popup.showPopover();
  const at = anchor.getBoundingClientRect();
  if (matchWidth) popup.style.width = `${Math.max(at.width, 220)}px`;
  const size = popup.getBoundingClientRect();
  const below = innerHeight - at.bottom - GAP;
  const isAbove = above ? at.top > size.height + GAP || at.top > below : below < size.height && at.top > below;
  const room = Math.max(120, (isAbove ? at.top : below) - 2 * GAP);
  popup.style.maxHeight = `${Math.min(room, 420)}px`;
  const height = Math.min(size.height, room, 420);
  popup.style.top = `${isAbove ? at.top - height - GAP : at.bottom + GAP}px`;
  const left = at.left + size.width > innerWidth - GAP ? at.right - size.width : at.left;
  popup.style.left = `${Math.max(GAP, Math.min(left, innerWidth - size.width - GAP))}px`;
}

/** Call `close` when somebody presses elsewhere, scrolls the page away or resizes it; returns how to stop. */
export function whenLeft(popup, anchor, close) {
  const outside = (event) => {
    if (!popup.contains(event.target) && !anchor.contains(event.target)) close();
  };
  document.addEventListener("pointerdown", outside, true);
  addEventListener("resize", close);
  return () => {
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", close);
  };
}

let open = null;

/** Open a popup that takes the focus; one at a time. Returns how to close it. */
export function openPopup(popup, anchor, { above = false, onclose } = {}) {
  open?.(false);
  anchor.setAttribute("aria-expanded", "true");
  const close = (back = true) => {
    if (open !== close) return;
    open = null;
    stop();
    popup.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (back) anchor.focus();
    onclose?.();
  };
  const stop = whenLeft(popup, anchor, () => close(false));
  popup.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  open = close;
  showPopup(popup, anchor, { above });
  return close;
}

export function popupFrame(className, given = {}) {
  return el(`div.popup.${className}`, given);
}

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
  if (url) return el(`a.menu-item${danger}`, { ...given, href: url, ...OUTWARD }, inside);
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
