/** What people press and enter, kept while the app draws anew, and told to the workspace. */

import { post } from "../api.js";
import { confirmed } from "../dialog.js";

const surfaces = new Map();

class Values {
  #entries = new Map();
  #drawn = new Map();

  /** Forget which inputs are drawn; those that are drawn next count. */
  begin() {
    this.#drawn.clear();
  }

  /** Return the entry of an input, `{value, shown}`; `initial` where nobody has touched it. */
  take(block, element, initial) {
    const key = JSON.stringify([block.block_id, element.action_id, element.type]);
    if (!this.#entries.has(key)) this.#entries.set(key, { value: null, shown: [], ...initial });
    const entry = this.#entries.get(key);
    this.#drawn.set(key, { block, element, entry });
    return entry;
  }

  /** Return every drawn input as `{block_id: {action_id: value}}`. */
  json() {
    const all = {};
    for (const { block, element, entry } of this.#drawn.values()) {
      all[block.block_id] ??= {};
      all[block.block_id][element.action_id] = entry.value;
    }
    return all;
  }
}

export function valuesOf(key) {
  if (!surfaces.has(key)) surfaces.set(key, new Values());
  return surfaces.get(key);
}

/** Forget what was entered on a surface that is gone. */
export function forgetValues(key) {
  surfaces.delete(key);
}

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
