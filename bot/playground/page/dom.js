/** Makes DOM nodes. Text only ever goes in as text, so nothing that anybody types can become markup. */

/**
 * Make an element: `el("button.primary", { onclick, "aria-label": "..." }, "Send")`.
 * Strings become attributes, functions listeners, other values properties; null and false are left out.
 */
export function el(name, given = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  if (tag === "button") node.type = "button"; // and not what sends the form around it
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else if (value === true) node.setAttribute(key, "");
    else node.setAttribute(key, String(value));
  }
  fill(node, children);
  return node;
}

/** Append children, however nested; null, undefined and false are left out. */
export function fill(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== "") node.append(child);
  }
  return node;
}

export function refill(node, ...children) {
  node.replaceChildren();
  return fill(node, children);
}

/** Bring children into order, moving as few as can be: one that is moved loses the focus and what is open in it. */
export function arrange(node, wanted) {
  const kept = new Set(wanted);
  for (const child of [...node.children]) if (!kept.has(child)) child.remove();
  for (const [at, child] of wanted.entries()) {
    if (node.children[at] !== child) node.insertBefore(child, node.children[at] ?? null);
  }
}

export function fragment(...children) {
  return fill(document.createDocumentFragment(), children);
}

/** Make a button that shows a picture and says words. */
export function iconButton(label, drawn, onclick, classes = "") {
  return el(`button.icon-button${classes}`, { "aria-label": label, title: label, onclick }, drawn);
}

let made = 0;

/** Return an id that no other element of this page has, for labels and descriptions. */
export function uniqueId(stem) {
  made += 1;
  return `${stem}-${made}`;
}

/** Run once more than `delay` ms have passed without another call; `.now()` runs what is waiting. */
export function debounce(run, delay) {
  let timer = 0;
  let waiting = null;
  const now = () => {
    clearTimeout(timer);
    const call = waiting;
    waiting = null;
    call?.();
  };
  const later = (...given) => {
    clearTimeout(timer);
    waiting = () => run(...given);
    timer = setTimeout(now, delay);
  };
  later.now = now;
  return later;
}

/** Run at most once a turn of the event loop, however often it is asked for. */
export function coalesce(run) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      run();
    });
  };
}

/** Return the item `step` places on from the one that has the focus, round the ends. */
export function neighbour(items, current, step) {
  const at = items.indexOf(current);
  if (at < 0) return items[step > 0 ? 0 : items.length - 1];
  return items[(at + step + items.length) % items.length];
}

/** Let arrow keys, Home and End move the focus among the items that `find` returns. */
export function moveWithArrows(node, find, { along = ["ArrowUp", "ArrowDown"] } = {}) {
  node.addEventListener("keydown", (event) => {
    const items = find();
    const to = {
      [along[0]]: () => neighbour(items, document.activeElement, -1),
      [along[1]]: () => neighbour(items, document.activeElement, 1),
      Home: () => items[0],
      End: () => items.at(-1),
    }[event.key]?.();
    if (!to || !items.includes(document.activeElement)) return;
    event.preventDefault();
    to.focus();
  });
}

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
