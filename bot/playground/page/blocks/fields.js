/** Everything that is entered: text, numbers, dates and times, check boxes and radio buttons. */

import { entered, press } from "./act.js";
import { post } from "../api.js";
import { debounce, el, uniqueId } from "../dom.js";
import { drawText, textOf } from "../text/mrkdwn.js";
import { fromField, toField } from "../time.js";

const PICKING_PAUSE = 500;
const TYPING_PAUSE = 300;

const described = (field) => ({
  id: field.id,
  "aria-label": field.id ? null : field.label,
  "aria-describedby": field.describedby,
  "aria-invalid": field.invalid ? "true" : null,
  "aria-required": field.required ? "true" : null,
});

const TYPES = { email_text_input: "email", url_text_input: "url", plain_text_input: "text", number_input: "text" };

/** Draw a field for text, an address, a link or a number. */
export function drawTyped(element, block, ctx, field) {
  const entry = ctx.values.take(block, element, { value: initialText(element) });
  const given = {
    ...described(field),
    "aria-label": field.id ? null : field.label || textOf(element.placeholder) || "Text",
    placeholder: textOf(element.placeholder) || null,
    maxlength: element.max_length,
    autofocus: element.focus_on_load === true,
    value: entry.value ?? "",
  };
  const long = element.multiline || element.type === "rich_text_input";
  const input = long ? el("textarea.field", { ...given, rows: "4" })
    : el("input.field", { ...given, type: TYPES[element.type], inputmode: element.type === "number_input" ? "decimal" : null });
  const when = dispatchedOn(element, block);
  const tell = debounce(() => press(ctx, block, element, entry.value), TYPING_PAUSE);
  input.addEventListener("input", () => {
    entry.value = input.value || null;
    if (when.includes("on_character_entered")) tell();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || long || !when.includes("on_enter_pressed")) return;
    event.preventDefault();
    press(ctx, block, element, entry.value);
  });
  return input;
}

function dispatchedOn(element, block) {
  if (!block.dispatch_action && block.type === "input") return [];
  return element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
}

function initialText(element) {
  const given = element.initial_value;
  if (given && typeof given === "object") return richWords(given);
  return given ?? null;
}

function richWords(part) {
  if (part.elements) return part.elements.map(richWords).join(part.type === "rich_text" ? "\n" : "");
  return part.text ?? "";
}

function picker(element, block, ctx, field, { type, initial, read, write, label }) {
  const entry = ctx.values.take(block, element, { value: initial ?? null });
  const input = el("input.field.picker", {
    ...described(field),
    type,
    "aria-label": field.id ? null : textOf(element.placeholder) || field.label || label,
    autofocus: element.focus_on_load === true,
    value: entry.value === null ? "" : write(entry.value),
  });
  // A date that is typed is whole after each digit of its year: wait until somebody has finished.
  const tell = debounce(async () => {
    const value = input.value ? read(input.value) : null;
    if (value === entry.value) return;
    const kept = await entered(ctx, block, element, entry, value);
    if (!kept) input.value = entry.value === null ? "" : write(entry.value);
  }, block.type === "input" && !block.dispatch_action ? 0 : PICKING_PAUSE);
  input.addEventListener("change", tell);
  input.addEventListener("blur", () => tell.now());
  return input;
}

const same = (value) => value;

export function drawDate(element, block, ctx, field) {
  return picker(element, block, ctx, field, { type: "date", initial: element.initial_date, read: same, write: same, label: "Date" });
}

export function drawTime(element, block, ctx, field) {
  return picker(element, block, ctx, field, { type: "time", initial: element.initial_time, read: same, write: same, label: "Time" });
}

/** Draw a picker for a moment; it is entered and shown in the acting person's time zone. */
export function drawDateTime(element, block, ctx, field) {
  return picker(element, block, ctx, field, { type: "datetime-local", initial: element.initial_date_time, read: fromField, write: toField, label: "Date and time" });
}

export function drawChoices(element, block, ctx, field) {
  const many = element.type === "checkboxes";
  const given = (many ? element.initial_options : [element.initial_option].filter(Boolean)) ?? [];
  const initial = given.map((each) => each.value);
  const entry = ctx.values.take(block, element, { value: many ? initial : initial[0] ?? null });
  const name = uniqueId("choice");
  const isChosen = (value) => (many ? entry.value.includes(value) : entry.value === value);
  const boxes = element.options.map((option) => {
    const hintId = option.description ? uniqueId("hint") : null;
    const box = el("input", { type: many ? "checkbox" : "radio", name, value: option.value, "aria-describedby": hintId });
    box.checked = isChosen(option.value);
    box.addEventListener("change", async () => {
      const value = many ? boxes.filter((each) => each.box.checked).map((each) => each.box.value) : option.value;
      await entered(ctx, block, element, entry, value);
      for (const each of boxes) each.box.checked = isChosen(each.box.value);
    });
    const row = el("label.choice", {}, box, el("span", {}, drawText(option.text),
      option.description && el("span.choice-hint", { id: hintId }, drawText(option.description))));
    return { box, row };
  });
  const label = { "aria-labelledby": field.labelId, "aria-label": field.labelId ? null : field.label || "Choices" };
  return el("div.choices", { role: many ? "group" : "radiogroup", ...label, "aria-describedby": field.describedby }, boxes.map((each) => each.row));
}

/** Draw a field for files: each is given to the workspace once it is chosen, and its id is what is handed in. */
export function drawFileInput(element, block, ctx, field) {
  const entry = ctx.values.take(block, element, { value: [], names: [] });
  const chosen = el("p.field-note", { role: "status" }, entry.names.join(", "));
  const input = el("input.field", {
    ...described(field), type: "file", multiple: (element.max_files ?? 10) > 1,
    accept: element.filetypes?.map((ending) => `.${ending}`).join(",") || null,
  });
  input.addEventListener("change", async () => {
    const taken = await Promise.all([...input.files].map(taking));
    entry.value = taken.map((answer) => answer.file).filter(Boolean);
    entry.names = [...input.files].map((file) => file.name);
    chosen.textContent = entry.value.length ? `Added: ${entry.names.join(", ")}` : "";
  });
  return el("div", {}, input, chosen);
}

async function taking(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return post("upload", { name: file.name, content: btoa(text) });
}
