/** Draws rich text: sections, lists within lists, quotes and code. */

import { el } from "../dom.js";
import { anchor } from "../links.js";
import { drawEmoji } from "../text/emoji.js";
import { drawBroadcast, drawChannel, drawDate, drawGroup, drawPerson } from "../text/entities.js";

const WRAPPERS = [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"], ["underline", "u"], ["highlight", "mark"]];

export function drawRichText(block) {
  const nodes = [];
  let open = [];
  for (const part of block.elements ?? []) {
    if (part.type === "rich_text_list") {
      const list = drawList(part);
      open = hang(nodes, open, list, part.indent ?? 0);
      continue;
    }
    open = [];
    nodes.push(PARTS[part.type]?.(part) ?? el("pre.code-block", { tabindex: "0" }, JSON.stringify(part, null, 2)));
  }
  return el("div.rich-text", {}, nodes);
}

/** Hang a list under the last item of the list that it is indented from. */
function hang(nodes, open, list, indent) {
  const parents = open.filter((each) => each.indent < indent);
  const item = parents.at(-1)?.list.lastElementChild;
  if (item) item.append(list);
  else {
    list.dataset.indent = String(indent);
    nodes.push(list);
  }
  return [...parents, { list, indent }];
}

function drawList(part) {
  const ordered = part.style === "ordered";
  const items = part.elements.map((item) => el("li", {}, drawInline(item.elements)));
  const list = el(ordered ? "ol" : "ul", { start: ordered && part.offset ? part.offset + 1 : null, class: part.border ? "bordered" : null }, items);
  list.dataset.level = String((part.indent ?? 0) % 3);
  return list;
}

const PARTS = {
  rich_text_section: (part) => el("div.rich-section", {}, drawInline(part.elements)),
  rich_text_quote: (part) => el("blockquote", {}, drawInline(part.elements)),
  rich_text_preformatted: (part) => el("pre.code-block", { tabindex: "0" }, drawInline(part.elements)),
};

function drawInline(elements) {
  return (elements ?? []).map((element) => styled(draw(element), element.style));
}

function styled(node, style) {
  if (!style) return node;
  return WRAPPERS.reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}

function draw(element) {
  switch (element.type) {
    case "text": return element.text;
    case "link": return anchor(element.url, element.text || element.url);
    case "emoji": return drawEmoji(element.name, element.skin_tone) ?? fromUnicode(element) ?? `:${element.name}:`;
    case "user": return drawPerson(element.user_id);
    case "usergroup": return drawGroup(element.usergroup_id);
    case "channel": return drawChannel(element.channel_id);
    case "broadcast": return drawBroadcast(element.range);
    case "date": return drawDate(element.timestamp, element.format, element.url, element.fallback);
    case "color": return drawColour(element.value);
    default: return el("code", {}, JSON.stringify(element));
  }
}

function fromUnicode({ name, unicode }) {
  const points = (unicode ?? "").split("-").map((code) => Number.parseInt(code, 16));
  if (!points.length || points.some((point) => !(point > 0 && point < 0x110000))) return null;
  return el("span.emoji", { role: "img", "aria-label": name }, String.fromCodePoint(...points));
}

function drawColour(value) {
  const swatch = el("span.swatch", { "aria-hidden": "true" });
  if (/^#[0-9a-f]{3,8}$/i.test(value)) swatch.style.backgroundColor = value;
  return el("span", {}, value, swatch);
}
