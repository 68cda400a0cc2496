/** Draws standard Markdown, which `markdown` blocks hold; Slack's own markup is another language. */

import { el, fragment } from "../dom.js";
import { anchor } from "../links.js";
import { withEmoji } from "./emoji.js";

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;
const ROW = /^\s*\|?(.+?)\|?\s*$/;
const RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

export function drawMarkdown(text) {
  const lines = text.replaceAll("\r", "").split("\n");
  const nodes = [];
  while (lines.length) {
    const read = READERS.find((reader) => reader.fits(lines));
    nodes.push(read.take(lines));
  }
  return fragment(nodes);
}

/** Remove and return the lines from the first on for which `fits` holds. */
function takeWhile(lines, fits) {
  const end = lines.findIndex((line) => !fits(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

const READERS = [
  { fits: ([line]) => !line.trim(), take: (lines) => { lines.shift(); return null; } },
  {
    fits: ([line]) => line.startsWith("```"),
    take: (lines) => {
      lines.shift();
      const code = takeWhile(lines, (line) => !line.startsWith("```"));
      lines.shift();
      return el("pre.code-block", { tabindex: "0" }, code.join("\n"));
    },
  },
  {
    fits: ([line]) => /^#{1,6}\s/.test(line),
    take: (lines) => {
      const [, marks, text] = lines.shift().match(/^(#{1,6})\s+(.*?)\s*#*$/);
      return el(`p.md-heading.md-h${marks.length}`, { role: "heading", "aria-level": marks.length + 2 }, drawSpan(text));
    },
  },
  { fits: ([line]) => /^\s*([-*_])(\s*\1){2,}\s*$/.test(line), take: (lines) => { lines.shift(); return el("hr"); } },
  {
    fits: ([line]) => line.startsWith(">"),
    take: (lines) => {
      const quoted = takeWhile(lines, (line) => line.startsWith(">")).map((line) => line.replace(/^> ?/, ""));
      return el("blockquote", {}, drawMarkdown(quoted.join("\n")));
    },
  },
  { fits: (lines) => lines[0].includes("|") && RULE.test(lines[1] ?? ""), take: drawTable },
  { fits: ([line]) => ITEM.test(line), take: (lines) => drawList(lines, 0) },
  {
    fits: () => true,
    take: (lines) => {
      const first = lines.shift();
      const more = takeWhile(lines, (line) => line.trim() && !/^(#{1,6}\s|>|```)/.test(line) && !ITEM.test(line));
      return el("p", {}, drawSpan([first, ...more].join("\n")));
    },
  },
];

function drawList(lines, depth) {
  const [, , mark] = lines[0].match(ITEM);
  const list = el(/\d/.test(mark) ? "ol" : "ul", { start: /^[^1]\d*/.test(mark) && /\d/.test(mark) ? Number.parseInt(mark, 10) : null });
  while (lines.length) {
    const found = lines[0].match(ITEM);
    if (!found || found[1].length < depth) break;
    if (found[1].length > depth + 1) {
      (list.lastElementChild ?? list).append(drawList(lines, found[1].length));
      continue;
    }
    lines.shift();
    const box = found[3] === undefined ? "" : found[3] === " " ? "☐ " : "☑ ";
    list.append(el("li", {}, box, drawSpan(found[4])));
  }
  return list;
}

function drawTable(lines) {
  const cells = (line) => line.match(ROW)[1].split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
  const head = cells(lines.shift());
  lines.shift();
  const rows = takeWhile(lines, (line) => line.includes("|")).map(cells);
  return el("div.table-scroll", { tabindex: "0", role: "region", "aria-label": "Table" }, el("table", {},
    el("thead", {}, el("tr", {}, head.map((cell) => el("th", { scope: "col" }, drawSpan(cell))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, drawSpan(cell)))))),
  ));
}

const SPAN = new RegExp([
  /\\(?<escaped>[\\`*_{}[\]()#+.!~|<>-])/, /`(?<code>[^`\n]+)`/,
  /!\[(?<alt>[^\]]*)\]\((?<image>[^\s)]+)[^)]*\)/, /\[(?<label>[^\]]+)\]\((?<url>[^\s)]+)[^)]*\)/,
  /<(?<auto>(?:https?:\/\/|mailto:)[^<>\s]+)>/, /(?<bare>https?:\/\/[^\s<>]*[^\s<>.,;:!?)'"*_~])/,
  /\*\*(?<strong>\S(?:.*?\S)?)\*\*/, /__(?<strong2>\S(?:.*?\S)?)__/, /~~(?<strike>\S(?:.*?\S)?)~~/,
  /\*(?<em>[^\s*](?:[^*\n]*[^\s*])?)\*/, /(?<![\p{L}\p{N}])_(?<em2>[^\s_](?:[^_\n]*[^\s_])?)_(?![\p{L}\p{N}])/,
].map((each) => each.source).join("|"), "gu");

function drawSpan(text) {
  const nodes = [];
  let last = 0;
  for (const found of text.matchAll(SPAN)) {
    nodes.push(withEmoji(text.slice(last, found.index)), drawFound(found.groups));
    last = found.index + found[0].length;
  }
  return [...nodes, withEmoji(text.slice(last))];
}

function drawFound(is) {
  if (is.escaped) return is.escaped;
  if (is.code) return el("code", {}, is.code);
  if (is.image) return anchor(is.image, is.alt || is.image);
  if (is.url) return anchor(is.url, drawSpan(is.label));
  if (is.auto || is.bare) return anchor(is.auto || is.bare, is.auto || is.bare);
  if (is.strong || is.strong2) return el("strong", {}, drawSpan(is.strong || is.strong2));
  if (is.strike) return el("s", {}, drawSpan(is.strike));
  return el("em", {}, drawSpan(is.em || is.em2));
}
