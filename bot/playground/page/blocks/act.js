/** Tells the workspace what somebody pressed, chose or entered. */

import { post } from "../api.js";
import { confirmed } from "../dialog.js";

/** Press an element, after its question where it has one; resolves to whether it was pressed. */
export async function press(ctx, block, element, value) {
  if (!(await confirmed(element.confirm))) return false;
  const answer = await post("act", {
    do: "press",
    on: ctx.on,
    block_id: block.block_id,
    action_id: element.action_id,
    value,
    values: ctx.values.json(),
  });
  return answer.ok;
}

/** Take over what was entered; outside input blocks, and where one asks for it, the app hears at once. */
export async function entered(ctx, block, element, entry, value, shown = []) {
  const before = { ...entry };
  Object.assign(entry, { value, shown });
  if (block.type === "input" && !block.dispatch_action) return true;
  const pressed = await press(ctx, block, element, value);
  if (!pressed && element.confirm) Object.assign(entry, before);
  return pressed;
}

/** Ask the app for the options of an external menu. */
export async function suggest(ctx, block, element, query) {
  const answer = await post("suggest", { on: ctx.on, block_id: block.block_id, action_id: element.action_id, query });
  return answer.ok ? answer : { options: [] };
}
