/** Draws text objects, the one place where a block says whether its text is markup. */

import { withEmoji } from "./emoji.js";
import { plainText } from "./entities.js";
import { drawMrkdwn } from "./mrkdwn.js";

/** Draw a `plain_text` or `mrkdwn` object. */
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
