/** Follows the workspace's changes for one person, and starts anew where it fell too far behind. */

import { getState } from "./api.js";
import { store } from "./store.js";

const EVENTS = [
  "message", "message_deleted", "channel", "person", "group", "home", "modals", "status", "prompts",
  "busy", "notice", "clock", "faults", "journal",
];

let source = null;

/** Load everything as one person sees it, then follow; returns whether that worked. */
export async function follow(person) {
  const state = await getState(person);
  if (!state.ok) {
    store.notice(state.message);
    return false;
  }
  source?.close();
  store.load(state);
  source = new EventSource(`/page-api/stream?as=${encodeURIComponent(state.me)}&after=${state.cursor}`);
  for (const event of EVENTS) {
    source.addEventListener(event, ({ data }) => store.apply(event, JSON.parse(data)));
  }
  source.addEventListener("reset", () => follow(state.me));
  source.addEventListener("open", () => store.tell("connection", true));
  source.addEventListener("error", () => store.tell("connection", false));
  return true;
}
