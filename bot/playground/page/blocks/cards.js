/** Blocks that stand as a piece of their own: cards, carousels, alerts, plans. */

import { drawElement } from "./elements.js";
import { drawPicture } from "./pictures.js";
import { drawRichText } from "./rich_text.js";
import { el } from "../dom.js";
import { icon } from "../icons.js";
import { anchor } from "../links.js";
import { drawText, textOf } from "../text/mrkdwn.js";

export function drawCard(block, ctx) {
  const titled = block.title || block.subtitle || block.icon;
  return el("article.card", { "aria-label": textOf(block.title) || null },
    block.hero_image && drawPicture(block.hero_image, "card-hero"),
    titled && el("div.card-head", {}, block.icon && drawPicture(block.icon, "card-icon"),
      el("div", {}, el("div.card-title", {}, drawText(block.title)), block.subtitle && el("div.small-print", {}, drawText(block.subtitle)))),
    block.body && el("div.text", {}, drawText(block.body)),
    block.actions && el("div.actions", {}, block.actions.map((each) => drawElement(each, block, ctx))));
}

export function drawCarousel(block, ctx) {
  return el("div.carousel", { tabindex: "0", role: "region", "aria-label": `${block.elements.length} cards, scroll sideways` },
    block.elements.map((card) => drawCard({ block_id: block.block_id, ...card }, ctx)));
}

const ALERTS = { info: "info", warning: "warning", error: "warning", success: "check", default: "info" };

export function drawAlert(block) {
  const level = block.level in ALERTS ? block.level : "default";
  return el(`div.alert.${level}`, { role: "note" }, icon(ALERTS[level]), el("div.text", {}, drawText(block.text)));
}

const STATES = { pending: ["clock", "To do"], in_progress: ["bolt", "Under way"], complete: ["check", "Done"], error: ["warning", "Failed"] };

/** Draw one step of what an agent does. */
export function drawTask(block) {
  const [drawn, words] = STATES[block.status] ?? STATES.pending;
  const inside = [block.details, block.output].filter(Boolean).map(drawRichText);
  const sources = (block.sources ?? []).map((each) => el("li", {}, anchor(each.url, each.text || each.url)));
  return el("div.task", {}, el("span.task-state", { role: "img", "aria-label": words, title: words }, icon(drawn)),
    el("div", {}, el("div", {}, block.title), inside, sources.length > 0 && el("ul", {}, sources)));
}

export function drawPlan(block) {
  return el("div.plan", {}, el("div.card-title", {}, textOf(block.title) || block.title), (block.tasks ?? []).map(drawTask));
}
