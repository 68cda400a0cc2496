/** The app's Home, as it published it for the acting person. */

import { drawBlocks } from "./blocks/index.js";
import { valuesOf } from "./blocks/values.js";
import { el, refill } from "./dom.js";
import { keepFocus } from "./focus.js";
import { store } from "./store.js";

export class Home {
  #shown = null;

  constructor() {
    this.inner = el("div.home-inner.blocks");
    this.node = el("section.home", { "aria-label": "Home", tabindex: "-1" }, this.inner);
  }

  /** Draw the Home, if it has changed. */
  show() {
    const { home, app } = store.state;
    if (home === this.#shown && this.inner.hasChildNodes()) return;
    this.#shown = home;
    if (!home) return refill(this.inner, el("p.empty", {}, `${app.name} has not published a Home for you yet.`));
    const values = valuesOf(`${store.state.me}/${home.id}`);
    values.begin();
    const ctx = { surface: "home", on: { view: home.id }, values };
    return keepFocus(this.inner, () => refill(this.inner, drawBlocks(home.blocks, ctx)));
  }
}
