/** What can be done with a message: react, reply, the app's message shortcuts, edit, delete. */

import { post } from "./api.js";
import { confirmed } from "./dialog.js";
import { el, iconButton } from "./dom.js";
import { editField } from "./edit.js";
import { pickEmoji } from "./emoji_picker.js";
import { icon } from "./icons.js";
import { showBlocks } from "./json.js";
import { go } from "./place.js";
import { menuButton } from "./popup.js";
import { store } from "./store.js";
import { EMOJI } from "./text/emoji.js";

const QUICK = ["eyes", "white_check_mark"];

export function messageToolbar(message, row, { inThread }) {
  const more = menuButton("icon-button.more", "More actions", () => menuItems(message, row));
  more.append(icon("dots"));
  const bar = el("div.toolbar", { role: "group", "aria-label": "Message actions" });
  if (message.ephemeral) return appended(bar, more);
  const react = (name) => post("react", { channel: message.channel, ts: message.ts, name });
  const quick = QUICK.map((name) => iconButton(`React with ${name.replaceAll("_", " ")}`, EMOJI.get(name), () => react(name)));
  const other = iconButton("React with another emoji", icon("smile"), () => pickEmoji(other, react));
  const reply = !inThread && iconButton("Reply in thread", icon("reply"), () => openThread(message));
  return appended(bar, quick, other, reply, more);
}

export function openThread(message) {
  go({ channel: message.channel, thread: message.thread_ts ?? message.ts });
}

function appended(bar, ...buttons) {
  bar.append(...buttons.flat().filter(Boolean));
  return bar;
}

function menuItems(message, row) {
  const blocks = message.blocks?.length > 0;
  const seeing = [
    blocks && { label: "See it as it was sent", icon: "inspect", run: () => showBlocks(message) },
  ];
  if (message.ephemeral) {
    const dismiss = () => post("act", { do: "dismiss", on: { channel: message.channel, ts: message.ts } });
    return [{ label: "Dismiss message", icon: "close", run: dismiss }, ...seeing];
  }
  const shortcuts = store.state.app.shortcuts.filter((each) => each.type === "message");
  const mine = message.user === store.state.me;
  return [
    { label: "Reply in thread", icon: "reply", run: () => openThread(message) },
    { label: "Copy link", icon: "copy", run: () => navigator.clipboard.writeText(message.permalink) },
    ...seeing,
    mine && { rule: true },
    mine && { label: "Edit message", icon: "edit", run: () => editMessage(message, row) },
    mine && { label: "Delete message…", icon: "trash", danger: true, run: () => deleteMessage(message) },
    shortcuts.length > 0 && { rule: true },
    shortcuts.length > 0 && { heading: store.state.app.name },
    ...shortcuts.map((each) => ({
      label: each.name,
      hint: each.description,
      icon: "bolt",
      run: () => post("shortcut", { callback_id: each.callback_id, channel: message.channel, ts: message.ts }),
    })),
  ];
}

function editMessage(message, row) {
  const body = row.querySelector(".message-body");
  const field = editField(message, (form) => form.replaceWith(body));
  body.replaceWith(field);
  field.querySelector("textarea").focus();
}

async function deleteMessage(message) {
  const text = (words) => ({ type: "plain_text", text: words });
  const yes = await confirmed({
    title: text("Delete message"), text: text("Are you sure? This cannot be undone."),
    confirm: text("Delete"), deny: text("Cancel"), style: "danger",
  });
  if (yes) await post("delete", { channel: message.channel, ts: message.ts });
}
