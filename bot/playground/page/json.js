/** JSON to read and to copy. */

import { makeDialog } from "./dialog.js";
import { el } from "./dom.js";

/** Copy text and say so on the button; where the browser refuses, the text is selected instead. */
export async function copyFrom(button, text) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copying is not allowed here";
  }
  setTimeout(() => { button.textContent = label; }, 1500);
}

/** Return the address of Block Kit Builder with these blocks in it; it is for copying, never opened here. */
export function builderLink(content) {
  return `https://app.slack.com/block-kit-builder/#${encodeURIComponent(JSON.stringify(content))}`;
}

const PARTS = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\b\d[\d.eE+-]*\b|\b(?:true|false|null)\b/g;

/** Tell keys, texts and other values apart by their colour. */
function coloured(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(PARTS)) {
    const [whole, string, colon] = found;
    const kind = colon ? "key" : string ? "string" : "value";
    nodes.push(text.slice(end, found.index), el(`span.json-${kind}`, {}, string ?? whole), colon);
    end = found.index + whole.length;
  }
  return [...nodes, text.slice(end)];
}

export function drawJson(value, { builder = null, label = "JSON" } = {}) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const button = (name, what) => el("button.button.small", { onclick: (event) => copyFrom(event.currentTarget, what()) }, name);
  return el("div.json", {},
    el("div.json-actions", {},
      button(`Copy ${label}`, () => text),
      builder && button("Copy link for Block Kit Builder", () => builderLink(builder))),
    el("pre.code-block", { tabindex: "0", "aria-label": label }, typeof value === "string" ? text : coloured(text)));
}

export function showBlocks(message) {
  const content = { blocks: message.blocks ?? [] };
  const body = drawJson({ text: message.text, ...content }, { builder: content });
  makeDialog("wide", "As it was sent", body).showModal();
}
