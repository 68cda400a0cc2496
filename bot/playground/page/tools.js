/** The drawer for those who build: the inspector, the faults and the clock. */

import { drawClock } from "./clock.js";
import { el, iconButton, moveWithArrows } from "./dom.js";
import { drawFaults } from "./faults.js";
import { icon } from "./icons.js";
import { drawInspector } from "./inspector.js";

const TABS = [["Inspector", drawInspector], ["Faults", drawFaults], ["Clock", drawClock]];

/** Fill the drawer; returns how to open and close it. */
export function startTools(panel) {
  let back = null;
  const pages = TABS.map(([name, draw]) => el("div.tools-page", { id: `tools-${name}`, role: "tabpanel", "aria-label": name }, draw()));
  const tabs = TABS.map(([name], at) => el("button.tab", { role: "tab", "aria-controls": `tools-${name}`, onclick: () => choose(at), onfocus: () => choose(at) }, name));
  const choose = (at) => {
    for (const [index, tab] of tabs.entries()) {
      tab.setAttribute("aria-selected", String(index === at));
      tab.tabIndex = index === at ? 0 : -1;
      pages[index].hidden = index !== at;
    }
  };
  const toggle = () => {
    panel.hidden = !panel.hidden;
    document.body.classList.toggle("with-tools", !panel.hidden);
    if (panel.hidden) return back?.focus();
    back = document.activeElement;
    return tabs.find((tab) => tab.tabIndex === 0).focus();
  };
  const row = el("div.tabs", { role: "tablist", "aria-label": "Tools" }, tabs);
  moveWithArrows(row, () => tabs, { along: ["ArrowLeft", "ArrowRight"] });
  panel.append(el("header.head", {}, el("div.head-row", {}, el("h2.head-title", {}, "Tools"), el("span.spring"), iconButton("Close tools", icon("close"), toggle)), row), ...pages);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && toggle());
  choose(0);
  return toggle;
}
