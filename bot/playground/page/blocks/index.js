/** Draws blocks: each kind by its own small function, none ever dropped. */

import { drawAlert, drawCard, drawCarousel, drawPlan, drawTask } from "./cards.js";
import { drawElement, drawInput, drawUnknown } from "./elements.js";
import { drawFileBlock, drawImage, drawPicture, drawVideo } from "./pictures.js";
import { drawRichText } from "./rich_text.js";
import { drawChart, drawTable } from "./tables.js";
import { el, fragment } from "../dom.js";
import { icon } from "../icons.js";
import { drawMarkdown } from "../text/markdown.js";
import { drawText, textOf } from "../text/mrkdwn.js";

const BLOCKS = {
  actions: (block, ctx) => el("div.actions", {}, block.elements.map((each) => drawElement(each, block, ctx))),
  alert: drawAlert,
  card: drawCard,
  carousel: drawCarousel,
  container: drawContainer,
  context: drawContext,
  context_actions: (block, ctx) => el("div.context-actions", {}, block.elements.map((each) => drawElement(each, block, ctx))),
  data_table: drawTable,
  data_visualization: drawChart,
  divider: () => el("hr"),
  file: drawFileBlock,
  header: (block) => el("div.header-block", { role: "heading", "aria-level": "3" }, drawText(block.text)),
  image: drawImage,
  input: drawInput,
  markdown: (block) => el("div.markdown", {}, drawMarkdown(block.text)),
  plan: drawPlan,
  rich_text: drawRichText,
  section: drawSection,
  table: drawTable,
  task_card: drawTask,
  video: drawVideo,
};

function drawSection(block, ctx) {
  const label = textOf(block.text ?? block.fields?.[0]).split("\n")[0];
  return el(`div.section${block.accessory ? ".with-accessory" : ""}`, {},
    el("div.section-body", {},
      block.text && el("div.text", {}, drawText(block.text)),
      block.fields && el("div.fields", {}, block.fields.map((field) => el("div.text", {}, drawText(field))))),
    block.accessory && el("div.accessory", {}, drawElement(block.accessory, block, ctx, { label })));
}

function drawContext(block) {
  return el("div.context", {}, block.elements.map((each) => (
    each.type === "image" ? drawPicture(each, "context-image") : el("div.text", {}, drawText(each)))));
}

/** Draw a container with what it holds; a collapsible one opens and closes. */
export function drawContainer(block, ctx) {
  const title = block.rich_text_title ? drawRichText(block.rich_text_title) : drawText(block.title);
  const head = [
    block.icon && drawPicture(block.icon, "card-icon"),
    el("span.container-titles", {}, el("span.card-title", {}, title), block.subtitle && el("span.small-print", {}, drawText(block.subtitle))),
  ];
  const body = el("div.container-body", {}, drawBlocks(block.child_blocks, ctx));
  const width = ["narrow", "wide", "full"].includes(block.width) ? block.width : "standard";
  const ruled = block.has_header_divider ? ".ruled" : "";
  if (!block.is_collapsible) return el(`section.container.${width}${ruled}`, {}, el("div.container-head", {}, head), body);
  return el(`details.container.${width}`, { open: !block.default_collapsed }, el("summary.container-head", {}, head, icon("chevron")), body);
}

/**
 * Draw blocks in order. `ctx` says where they stand: `surface`, `on` (what the workspace calls it), `values`,
 * `errors` by block id, `channel`.
 */
export function drawBlocks(blocks, ctx) {
  return fragment((blocks ?? []).map((block) => drawBlock(block, ctx)));
}

function drawBlock(block, ctx) {
  const draw = BLOCKS[block?.type];
  const drawn = draw ? attempt(draw, block, ctx) : drawUnknown("block", block);
  const node = el("div.block", {}, drawn);
  node.dataset.block = block?.block_id ?? "";
  node.dataset.type = block?.type ?? "";
  return node;
}

/** Show what was sent where it cannot be drawn: an app's author needs to see it. */
function attempt(draw, block, ctx) {
  try {
    return draw(block, ctx);
  } catch (error) {
    return drawUnknown("block", block, `could not be drawn (${error.message})`);
  }
}
