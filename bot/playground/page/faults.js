/** What goes wrong on demand. */

import { post } from "./api.js";
import { el, keepFocus, refill } from "./dom.js";
import { store } from "./store.js";

const COUNTED = [
  ["rate_limit", "Refuse calls with 429", "The next calls are told to try again later."],
  ["server_error", "Fail calls with 500", "The next calls are not done."],
  ["lose_answer", "Lose the answers of calls", "The next calls are done, but the app never hears of it."],
  ["malformed_answer", "Garble the answers of calls", "The next answers are not JSON."],
  ["page_answer", "Answer calls with a page", "The next answers are HTML, as of something in between."],
  ["lose_ack", "Lose acknowledgements", "What is delivered next is taken for undelivered, and events come again."],
  ["duplicate", "Deliver events twice", "The next events come two times."],
];

export function drawFaults() {
  const node = el("div.faults");
  const set = (name, value) => post("faults", { [name]: value });
  const row = (label, hint, field) => el("label.fault", {}, el("span", {}, label, el("span.choice-hint", {}, hint)), field);
  const number = (name, given) => {
    const field = el("input.field", { type: "number", step: "1", value: String(store.state.faults?.[name] ?? 0), ...given });
    field.dataset.key = name;
    field.addEventListener("change", () => set(name, Math.trunc(Number(field.value)) || 0));
    return field;
  };
  const draw = () => keepFocus(node, () => refill(node,
    el("p.field-note", {}, "Each number is how many of the next are hit; -1 hits all of them, 0 none."),
    row("Slow network", "Milliseconds that every call and delivery is held up.", number("slow_ms", { min: "0" })),
    COUNTED.map(([name, label, hint]) => row(label, hint, number(name, { min: "-1" }))),
    row("Only this method", "Such as chat.postMessage; empty hits all calls.", method()),
    row("A mention's first event", "Each mention comes as two events.", order()),
    el("button.button", { onclick: clear }, "Stop all faults")));
  const method = () => {
    const field = el("input.field", { type: "text", value: store.state.faults?.method ?? "" });
    field.dataset.key = "method";
    field.addEventListener("change", () => set("method", field.value.trim()));
    return field;
  };
  const order = () => {
    const field = el("select.field", { onchange: () => set("mention_order", field.value) }, ["app_mention", "message"].map((each) => el("option", { value: each }, each)));
    field.value = store.state.faults?.mention_order ?? "app_mention";
    field.dataset.key = "mention_order";
    return field;
  };
  const clear = () => post("faults", { slow_ms: 0, method: "", ...Object.fromEntries(COUNTED.map(([name]) => [name, 0])) });
  store.watch("faults all", draw);
  draw();
  return node;
}
