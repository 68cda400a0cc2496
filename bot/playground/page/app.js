/** Puts the page together. */

import { follow } from "./api.js";
import { settleSomewhere, startChannel } from "./channel.js";
import { place } from "./place.js";
import { startSidebar } from "./sidebar.js";
import { showBusy, startLive } from "./signals.js";
import { store } from "./store.js";
import { startThread } from "./thread.js";
import { startTools } from "./tools.js";
import { startModals } from "./views.js";

const part = (id) => document.getElementById(id);

startLive(part("live"), part("notices"));
startSidebar(part("rail"), part("sidebar"), { toggleTools });
const channel = startChannel(part("main"), { openDrawer: () => drawer(true) });
startThread(part("thread"));
startModals();
showBusy(part("busy"));

let toggle = null;

/** Open or close the tools, which are not drawn before they are first asked for. */
function toggleTools() {
  toggle ??= startTools(part("tools"));
  toggle();
}

/** On a phone the channels stand in a drawer. */
function drawer(open) {
  document.body.classList.toggle("with-drawer", open);
  part("scrim").hidden = !open;
  if (open) part("sidebar").querySelector("[aria-current], a")?.focus();
}

async function arrive() {
  const { person } = place();
  if (person !== store.state.me && !(await follow(person))) await follow("");
  settleSomewhere();
  drawer(false);
  store.tell("place");
  document.body.dataset.place = location.hash;
}

part("scrim").addEventListener("click", () => drawer(false));
part("skip").addEventListener("click", (event) => {
  event.preventDefault();
  channel.focus();
});
addEventListener("hashchange", arrive);
addEventListener("keydown", (event) => event.key === "Escape" && drawer(false));
await arrive();
document.body.classList.add("ready");
