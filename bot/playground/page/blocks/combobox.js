/** A menu that one can type into: every select of Block Kit, for one choice or many. */

import { debounce, el, neighbour, refill, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { popupFrame, showPopup, whenLeft } from "../popup.js";

/**
 * Make one. `load(query)` gives `[{label, options: [{value, label, description, lead}]}]`, at once or later;
 * `onchange(options)` hears of every choice; `many` keeps several, up to `most`.
 */
export function combobox(given) {
  const { id, label, placeholder, many, most = Infinity, load, onchange, clearable, wait = 0 } = given;
  let chosen = [...(given.chosen ?? [])];
  let options = [];
  let active = -1;
  let stop = null;
  let asked = 0;
  const listId = uniqueId("list");
  const list = popupFrame("listbox", { id: listId, role: "listbox", "aria-label": label, "aria-multiselectable": many ? "true" : null });
  const chips = el("span.chips");
  const input = el("input.select-input", {
    id, type: "text", role: "combobox", placeholder, autocomplete: "off", spellcheck: "false",
    "aria-label": id ? null : label, "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
    "aria-describedby": given.describedby, "aria-invalid": given.invalid ? "true" : null, "aria-required": given.required ? "true" : null,
  });
  const clear = el("button.select-clear", { "aria-label": `Clear ${label}`, onclick: () => choose([]) }, icon("close"));
  const node = el("span.select", { onclick: clicked }, chips, input, clear, icon("chevron"));
  const isOpen = () => stop !== null;

  function clicked(event) {
    if (event.target.closest("button")) return;
    input.focus();
    open();
    if (!many) input.select();
  }

  function draw() {
    node.classList.toggle("many", Boolean(many));
    refill(chips, many && chosen.map((option) => el("span.chip", {}, option.label,
      el("button", { "aria-label": `Remove ${option.label}`, onclick: () => choose(without(option)) }, icon("close")))));
    if (!many) input.value = chosen[0]?.label ?? "";
    input.placeholder = many && chosen.length ? "" : placeholder;
    clear.hidden = many || !clearable || !chosen.length;
  }

  const without = (option) => chosen.filter((each) => each.value !== option.value);

  async function choose(next) {
    const before = chosen;
    chosen = next.slice(0, most);
    draw();
    if ((await onchange(chosen)) === false) {
      chosen = before;
      draw();
    }
  }

  function pick(option) {
    input.value = "";
    if (!many) {
      close();
      return choose([option]);
    }
    const has = chosen.some((each) => each.value === option.value);
    const changed = choose(has ? without(option) : [...chosen, option]);
    fill("");
    return changed;
  }

  function open(query = "") {
    if (isOpen()) return;
    showPopup(list, input.parentElement, { matchWidth: true });
    stop = whenLeft(list, node, close);
    input.setAttribute("aria-expanded", "true");
    fill(query);
  }

  function close() {
    if (!isOpen()) return;
    stop();
    stop = null;
    asked += 1;
    list.remove();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    draw();
  }

  async function fill(query) {
    asked += 1;
    const turn = asked;
    const answer = load(query);
    if (answer instanceof Promise) refill(list, el("div.list-note", { role: "presentation" }, "Looking…"));
    const groups = await answer;
    if (turn !== asked || !isOpen()) return;
    options = [];
    refill(list, groups.map(drawGroup));
    if (!options.length) refill(list, el("div.list-note", { role: "option", "aria-disabled": "true" }, groups.note ?? "Nothing found"));
    showPopup(list, input.parentElement, { matchWidth: true });
    const current = options.findIndex(({ option }) => !query && !many && option.value === chosen[0]?.value);
    activate(options.length ? Math.max(current, 0) : -1);
  }

  function drawGroup(group) {
    const drawn = group.options.map((option) => {
      const selected = chosen.some((each) => each.value === option.value);
      const shown = el("div.option", { id: uniqueId("option"), role: "option", "aria-selected": String(selected), onclick: () => pick(option) },
        option.lead?.(), el("span.option-text", {}, option.label, option.description && el("span.option-hint", {}, option.description)),
        selected && icon("check"));
      options.push({ option, shown });
      return shown;
    });
    return group.label ? el("div", { role: "group", "aria-label": group.label }, el("div.list-heading", { role: "presentation" }, group.label), drawn) : drawn;
  }

  function activate(at) {
    options[active]?.shown.classList.remove("active");
    active = at;
    const shown = options[at]?.shown;
    if (!shown) return input.removeAttribute("aria-activedescendant");
    shown.classList.add("active");
    shown.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", shown.id);
  }

  const typed = debounce((query) => fill(query), wait);
  input.addEventListener("input", () => {
    if (isOpen()) typed(input.value);
    else open(input.value);
  });
  input.addEventListener("blur", () => setTimeout(() => node.contains(document.activeElement) || list.contains(document.activeElement) || close()));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!isOpen()) return open();
      return activate(options.indexOf(neighbour(options, options[active], step)));
    }
    if (event.key === "Enter" && !isOpen() && !event.defaultPrevented) {
      event.preventDefault();
      return open();
    }
    if (event.key === "Enter" && options[active]) {
      event.preventDefault();
      return pick(options[active].option);
    }
    if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      return close();
    }
    if (event.key === "Backspace" && many && !input.value && chosen.length) return choose(chosen.slice(0, -1));
    return undefined;
  });
  draw();
  return node;
}
