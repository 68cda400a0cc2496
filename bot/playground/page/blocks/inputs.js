/** Input blocks: a label, a field, a hint, and what is wrong with what was entered. */

import { el, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { drawText, textOf } from "../text/object.js";
import { drawElement } from "./elements.js";

/** Draw an input block. */
export function drawInput(block, ctx) {
  const error = ctx.errors?.[block.block_id];
  const [id, labelId, hintId, errorId] = ["field", "label", "hint", "error"].map(uniqueId);
  const described = [block.hint && hintId, error && errorId].filter(Boolean).join(" ") || null;
  const field = { id, labelId, label: textOf(block.label), describedby: described, invalid: Boolean(error), required: !block.optional };
  const label = [drawText(block.label), block.optional && el("span.optional", {}, " (optional)")];
  const isGroup = ["checkboxes", "radio_buttons"].includes(block.element?.type);
  return el(`div.input-block${error ? ".invalid" : ""}`, {},
    isGroup ? el("div.input-label", { id: labelId }, label) : el("label.input-label", { id: labelId, for: id }, label),
    drawElement(block.element, block, ctx, field),
    error && el("p.field-error", { id: errorId }, icon("warning"), error),
    block.hint && el("p.field-note", { id: hintId }, drawText(block.hint)));
}

/** Return what is wrong with the inputs as they stand, by block id, before anything is sent. */
export function inputErrors(values) {
  const errors = {};
  for (const { block, element, entry } of values.drawn()) {
    if (block.type !== "input") continue;
    const problem = problemOf(element, entry.value, block.optional);
    if (problem) errors[block.block_id] = problem;
  }
  return errors;
}

function problemOf(element, value, optional) {
  const empty = value === null || value === undefined || value.length === 0 || (typeof value === "string" && !value.trim());
  if (empty) return optional ? "" : "Please complete this required field.";
  if (element.min_length > value.length) return `Please enter at least ${element.min_length} characters.`;
  return CHECKS[element.type]?.(element, value) ?? "";
}

const CHECKS = {
  email_text_input: (_, value) => (/^\S+@\S+\.\S+$/.test(value) ? "" : "Please enter a valid email address."),
  url_text_input: (_, value) => (/^https?:\/\/\S+$/.test(value) ? "" : "Please enter a link that begins with https:// or http://."),
  number_input: (element, value) => {
    const number = Number(value);
    if (Number.isNaN(number)) return "Please enter a number.";
    if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
    if (number < Number(element.min_value ?? -Infinity)) return `Please enter ${element.min_value} or more.`;
    if (number > Number(element.max_value ?? Infinity)) return `Please enter ${element.max_value} or less.`;
    return "";
  },
};
