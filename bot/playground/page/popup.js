/** Puts menus, lists and pickers beside what they belong to, above everything else. */

import { el } from "./dom.js";

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

/** Make the frame of a popup. */
export function popupFrame(className, given = {}) {
  return el(`div.popup.${className}`, given);
}
