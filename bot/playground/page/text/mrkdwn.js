/** Draws Slack's mrkdwn as Slack draws it: a small parser that makes DOM nodes and never markup. */

import { el, fragment } from "../dom.js";
import { anchor } from "../links.js";
import { drawEmoji, withEmoji } from "./emoji.js";
import { drawEntity, plainText, unescape } from "./entities.js";

const STYLES = { "*": "strong", _: "em", "~": "s" };
const LETTER = /[\p{L}\p{N}]/u;
const EMOJI = /:([\w+'-]+):(?::skin-tone-([2-6]):)?/y;
const BARE_LINK = /https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?)'"*_~]/y;
const BULLET = /^(\s*)[-*•] +(.*)$/;
const NUMBER = /^(\s*)\d+[.)] +(.*)$/;

/**
 * Draw wire text. `verbatim` leaves bare addresses alone, as Slack does where an app asks for it; `lists` draws
 * typed lists, which Slack's composer makes for people and never for apps.
 */
export function drawMrkdwn(text, { verbatim = false, lists = false } = {}) {
  const pieces = text.split("```");
  // A fence that nobody closed is three backticks and no fence.
  if (pieces.length % 2 === 0) pieces.push(pieces.splice(-2).join("```"));
  const nodes = pieces.map((piece, at) => {
    if (at % 2) return drawFence(piece);
    const opened = at ? piece.replace(/^\n/, "") : piece;
    return drawLines(at < pieces.length - 1 ? opened.replace(/\n$/, "") : opened, { verbatim, lists });
  });
  return fragment(nodes);
}

function drawFence(code) {
  return el("pre.code-block", { tabindex: "0" }, plainText(code.replace(/^\n|\n$/g, "")));
}

function drawLines(text, options) {
  if (!text) return [];
  const groups = [];
  const lines = text.split("\n");
  for (const [at, line] of lines.entries()) {
    if (line.startsWith("&gt;&gt;&gt;")) {
      groups.push({ kind: "quote", lines: [[line.slice(12), ...lines.slice(at + 1)].join("\n")] });
      break;
    }
    const kind = kindOf(line, options);
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map((group) => DRAW[group.kind](group.lines, options));
}

function kindOf(line, { lists }) {
  if (line.startsWith("&gt;") || /^>/.test(line)) return "quote";
  if (lists && BULLET.test(line) && !/^\s*\*[^*]+\*/.test(line)) return "bullets";
  if (lists && NUMBER.test(line)) return "numbers";
  return "plain";
}

const DRAW = {
  plain: (lines, options) => drawInline(lines.join("\n"), options),
  quote: (lines, options) => {
    const inner = lines.map((line) => line.replace(/^(&gt;|>) ?/, "")).join("\n");
    return el("blockquote", {}, drawInline(inner, options));
  },
  bullets: (lines, options) => el("ul", {}, lines.map((line) => drawItem(line.match(BULLET), options))),
  numbers: (lines, options) => {
    const start = Number.parseInt(lines[0], 10);
    return el("ol", { start: start === 1 ? null : start }, lines.map((line) => drawItem(line.match(NUMBER), options)));
  },
};

function drawItem([, indent, text], options) {
  return el("li", { class: indent.length > 1 ? "deep" : null }, drawInline(text, options));
}

/** Draw one run of text: styles, code, emoji, entities and bare links. */
export function drawInline(text, options = {}) {
  const nodes = [];
  let plain = "";
  const push = (node) => {
    if (plain) nodes.push(unescape(plain));
    plain = "";
    nodes.push(node);
  };
  let at = 0;
  while (at < text.length) {
    const found = readAt(text, at, options);
    if (found) {
      push(found.node);
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) nodes.push(unescape(plain));
  return nodes;
}

function readAt(text, at, options) {
  const letter = text[at];
  if (letter === "`") return readCode(text, at);
  if (letter === "<") return readBrackets(text, at);
  if (letter === ":") return readEmoji(text, at);
  if (letter in STYLES) return readStyled(text, at, options);
  if (letter === "h" && !options.verbatim && !LETTER.test(text[at - 1] ?? "")) return readBareLink(text, at);
  return null;
}

function readCode(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1 || text.slice(at, end).includes("\n")) return null;
  return { node: el("code", {}, plainText(text.slice(at + 1, end))), end: end + 1 };
}

function readBrackets(text, at) {
  const end = text.indexOf(">", at + 1);
  if (end < 0) return null;
  return { node: drawEntity(text.slice(at + 1, end)), end: end + 1 };
}

function readEmoji(text, at) {
  EMOJI.lastIndex = at;
  const found = EMOJI.exec(text);
  const node = found && drawEmoji(found[1], found[2]);
  return node ? { node, end: EMOJI.lastIndex } : null;
}

function readBareLink(text, at) {
  BARE_LINK.lastIndex = at;
  const found = BARE_LINK.exec(text);
  return found ? { node: anchor(unescape(found[0]), unescape(found[0])), end: BARE_LINK.lastIndex } : null;
}

function readStyled(text, at, options) {
  const mark = text[at];
  const before = text[at - 1] ?? "";
  if (LETTER.test(before) || before === mark || /^\s?$/.test(text[at + 1] ?? "")) return null;
  const end = closing(text, at + 1, mark);
  if (end < 0) return null;
  return { node: el(STYLES[mark], {}, drawInline(text.slice(at + 1, end), options)), end: end + 1 };
}

/** Find where a style ends: on the same line, after a letter, before none, not within code or brackets. */
function closing(text, from, mark) {
  for (let at = from; at < text.length && text[at] !== "\n"; at += 1) {
    const letter = text[at];
    if (letter === "`" || letter === "<") {
      const end = text.indexOf(letter === "<" ? ">" : "`", at + 1);
      if (end > 0) at = end;
    } else if (letter === mark && at > from && !/\s/.test(text[at - 1]) && !LETTER.test(text[at + 1] ?? "")) {
      return at;
    }
  }
  return -1;
}

export function drawText(object) {
  if (!object) return "";
  const text = String(object.text ?? "");
  if (object.type === "mrkdwn") return drawMrkdwn(text, { verbatim: object.verbatim === true });
  return object.emoji === false ? text : withEmoji(text);
}

/** Return a text object's words, for labels. */
export function textOf(object) {
  if (!object) return "";
  const text = String(object.text ?? "");
  return object.type === "mrkdwn" ? plainText(text).replace(/[*_~`]/g, "") : text;
}
