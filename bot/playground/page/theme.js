/** Light or dark: as the system has it, until somebody says otherwise on this machine. */

import { el, refill } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "rolecall-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

const chosen = () => localStorage.getItem(KEY);
const isDark = () => (chosen() ?? (system.matches ? "dark" : "light")) === "dark";

function apply() {
  if (chosen()) document.documentElement.dataset.theme = chosen();
}

export function drawThemeButton() {
  const button = el("button.rail-item", { });
  const draw = () => {
    const label = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to ${label.toLowerCase()} colours`);
    refill(button, icon(isDark() ? "sun" : "moon"), el("span", {}, label));
  };
  button.dataset.key = "theme";
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, isDark() ? "light" : "dark");
    apply();
    draw();
  });
  system.addEventListener("change", draw);
  apply();
  draw();
  return button;
}
