/** What people have entered on a surface, kept while the app puts new blocks around it. */

const surfaces = new Map();

/** The inputs of one message or view. */
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

  /** Return the drawn inputs, for checks before a modal is submitted. */
  drawn() {
    return [...this.#drawn.values()];
  }
}

/** Return the inputs of a surface. */
export function valuesOf(key) {
  if (!surfaces.has(key)) surfaces.set(key, new Values());
  return surfaces.get(key);
}

/** Forget what was entered on a surface that is gone. */
export function forgetValues(key) {
  surfaces.delete(key);
}
