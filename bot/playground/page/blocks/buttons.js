/** Everything that is pressed: buttons, overflow menus, feedback and icon buttons. */

import { press } from "./act.js";
import { confirmed } from "../dialog.js";
import { el } from "../dom.js";
import { icon } from "../icons.js";
import { OUTWARD, safeUrl } from "../links.js";
import { menuButton } from "../popup.js";
import { whileBusy } from "../signals.js";
import { store } from "../store.js";
import { drawText, textOf } from "../text/mrkdwn.js";

const styleOf = (element) => (["primary", "danger"].includes(element.style) ? `.${element.style}` : "");

/** Draw a button; one with a link opens it beside the workspace and is pressed as well. */
export function drawButton(element, block, ctx) {
  const label = element.accessibility_label;
  const url = element.url && safeUrl(element.url);
  if (url) {
    const link = el(`a.button${styleOf(element)}`, { href: url, ...OUTWARD, "aria-label": label }, drawText(element.text));
    link.addEventListener("click", async (event) => {
      if (!element.confirm) return press(ctx, block, element);
      event.preventDefault();
      if (!(await confirmed(element.confirm))) return undefined;
      open(url, "_blank", "noopener,noreferrer");
      return press(ctx, block, { ...element, confirm: undefined });
    });
    return link;
  }
  const button = el(`button.button${styleOf(element)}`, { "aria-label": label }, drawText(element.text));
  button.addEventListener("click", async () => (await press(ctx, block, element)) && whileBusy(button));
  return button;
}

/** Draw a button that would start a workflow; there are none here, and it says so. */
export function drawWorkflowButton(element) {
  const title = "Workflows cannot run in the local workspace";
  return el(`button.button${styleOf(element)}`, { "aria-disabled": "true", title }, drawText(element.text));
}

export function drawOverflow(element, block, ctx, field) {
  const items = () => element.options.map((option) => ({
    label: textOf(option.text),
    hint: textOf(option.description),
    url: option.url,
    run: () => press(ctx, block, element, option.value),
  }));
  const button = menuButton("button.overflow", field.label ? `More for ${field.label}` : "More options", items);
  button.append(icon("dots"));
  return button;
}

/** Draw a thumb up and a thumb down; the pressed one stays marked. */
export function drawFeedback(element, block, ctx) {
  const entry = ctx.values.take(block, element, {});
  const sides = [["positive_button", "thumbsup"], ["negative_button", "thumbsdown"]];
  const buttons = sides.map(([name, drawn]) => {
    const side = element[name];
    const button = el("button.quiet-button", { "aria-pressed": String(entry.value === side.value), "aria-label": side.accessibility_label ?? textOf(side.text), title: textOf(side.text) }, icon(drawn));
    button.addEventListener("click", async () => {
      entry.value = side.value;
      for (const [at, each] of buttons.entries()) each.setAttribute("aria-pressed", String(element[sides[at][0]] === side));
      await press(ctx, block, element, side.value);
    });
    return button;
  });
  return el("span.feedback", { role: "group", "aria-label": "Feedback" }, buttons);
}

export function drawIconButton(element, block, ctx) {
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(store.state.me)) return "";
  const label = element.accessibility_label ?? textOf(element.text);
  const known = { trash: "trash" }[element.icon] ?? "dots";
  const button = el("button.quiet-button", { "aria-label": label, title: textOf(element.text) }, icon(known));
  button.addEventListener("click", () => press(ctx, block, element));
  return button;
}
