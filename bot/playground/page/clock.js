/** The workspace's own time, which can be moved forward: what is scheduled comes as if it had passed. */

import { post } from "./api.js";
import { el } from "./dom.js";
import { store } from "./store.js";
import { formatDate, fromField, toField } from "./time.js";

const HOUR = 3600;
const STEPS = [["1 minute", 60], ["1 hour", HOUR], ["1 day", 24 * HOUR], ["7 days", 7 * 24 * HOUR]];

export function drawClock() {
  const now = el("p.clock-now", { "aria-live": "polite" });
  const advance = (given) => post("clock", given);
  const field = el("input.field", { type: "datetime-local", "aria-label": "Move to" });
  const go = () => {
    const to = fromField(field.value);
    if (to) advance({ to });
  };
  const draw = () => {
    now.textContent = formatDate("{date_long}, {time}", store.state.time);
    field.value = toField(store.state.time);
  };
  store.watch("clock all", draw);
  draw();
  return el("div.clock", {},
    el("p.field-note", {}, "The workspace's time, as you read it. It only moves forward."), now,
    el("div.actions", {}, STEPS.map(([label, seconds]) => el("button.button", { onclick: () => advance({ advance: seconds }) }, `+ ${label}`))),
    el("div.actions", {}, field, el("button.button", { onclick: go }, "Move there")));
}
