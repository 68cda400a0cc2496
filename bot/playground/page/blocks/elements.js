/** Which drawing belongs to which element and input; one that is not known is shown as it was sent. */

import { drawButton, drawFeedback, drawIconButton, drawOverflow, drawWorkflowButton } from "./buttons.js";
import { drawChoices, drawDate, drawDateTime, drawFileInput, drawTime, drawTyped } from "./fields.js";
import { drawPicture } from "./pictures.js";
import { drawSelect } from "./selects.js";
import { el, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { drawText, textOf } from "../text/mrkdwn.js";

const ELEMENTS = {
  button: drawButton,
  checkboxes: drawChoices,
  datepicker: drawDate,
  datetimepicker: drawDateTime,
  email_text_input: drawTyped,
  feedback_buttons: drawFeedback,
  file_input: drawFileInput,
  icon_button: drawIconButton,
  image: (element) => drawPicture(element, "accessory-image"),
  number_input: drawTyped,
  overflow: drawOverflow,
  plain_text_input: drawTyped,
  radio_buttons: drawChoices,
  rich_text_input: drawTyped,
  timepicker: drawTime,
  url_text_input: drawTyped,
  workflow_button: drawWorkflowButton,
};
for (const kind of ["static", "external", "users", "conversations", "channels"]) {
  ELEMENTS[`${kind}_select`] = drawSelect;
  ELEMENTS[`multi_${kind}_select`] = drawSelect;
}

/** Draw an element within its block. `field` is what its label says and how it is described. */
export function drawElement(element, block, ctx, field = { label: "" }) {
  const draw = ELEMENTS[element?.type];
  if (!draw) return drawUnknown("element", element);
  const drawn = draw(element, block, ctx, { ...field, label: field.label || textOf(element.placeholder) });
  if (drawn.dataset) drawn.dataset.element = `${block.block_id ?? ""}/${element.action_id ?? ""}`;
  return drawn;
}

/** Draw a visible box with the JSON of something that this page does not know, or that is broken. */
export function drawUnknown(what, value, why = "is not known to this page") {
  const name = typeof value?.type === "string" ? `“${value.type}”` : "without a type";
  return el("figure.unknown", {},
    el("figcaption", {}, `The ${what} ${name} ${why}. This is what was sent:`),
    el("pre.code-block", { tabindex: "0" }, JSON.stringify(value, null, 2)));
}

export function drawInput(block, ctx) {
  const error = ctx.errors?.[block.block_id];
  const [id, labelId, hintId, errorId] = ["field", "label", "hint", "error"].map(uniqueId);
  const described = [error && errorId, block.hint && hintId].filter(Boolean).join(" ") || null;
  const field = { id, labelId, label: textOf(block.label), describedby: described, invalid: Boolean(error), required: !block.optional };
  const label = [drawText(block.label), block.optional && el("span.optional", {}, " (optional)")];
  const isGroup = ["checkboxes", "radio_buttons"].includes(block.element?.type);
  return el(`div.input-block${error ? ".invalid" : ""}`, {},
    isGroup ? el("div.input-label", { id: labelId }, label) : el("label.input-label", { id: labelId, for: id }, label),
    drawElement(block.element, block, ctx, field),
    error && el("p.field-error", { id: errorId }, icon("warning"), error),
    block.hint && el("p.field-note", { id: hintId }, drawText(block.hint)));
}
