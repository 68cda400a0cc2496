/** Keeps the keyboard where it was while something is drawn anew around it. */

const FOCUSABLE = "input, textarea, select, button, a[href], [tabindex]";

function keyOf(node) {
  const holder = node.closest("[data-element], [data-key]");
  if (!holder) return null;
  const attribute = holder.dataset.element === undefined ? "key" : "element";
  const inside = [...holder.querySelectorAll(FOCUSABLE)].indexOf(node);
  return { attribute, value: holder.dataset[attribute], inside };
}

/** Run `render`; if the focus was within `node`, give it to what has taken its place. */
export function keepFocus(node, render) {
  const focused = document.activeElement;
  const key = node.contains(focused) && focused !== node ? keyOf(focused) : null;
  const caret = key && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  render();
  if (!key || focused.isConnected) return;
  const holder = [...node.querySelectorAll(`[data-${key.attribute}]`)].find((each) => each.dataset[key.attribute] === key.value);
  const inside = holder && [...holder.querySelectorAll(FOCUSABLE)];
  const next = inside?.[key.inside] ?? (holder?.matches(FOCUSABLE) ? holder : inside?.[0]);
  const fallback = node.matches(FOCUSABLE) ? node : node.querySelector(FOCUSABLE);
  (next ?? fallback)?.focus({ preventScroll: true });
  if (next && caret?.[0] !== null && caret) setCaret(next, caret);
}

function setCaret(field, [start, end]) {
  try {
    field.setSelectionRange(start, end);
  } catch {
    // Fields for numbers and dates have no caret to set.
  }
}
