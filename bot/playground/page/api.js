/** The page's side of the workspace's own API, and the stream of changes for one person. */

import { store } from "./store.js";

async function read(response) {
  try {
    return await response.json();
  } catch {
    return { ok: false, error: "no_json", message: `The workspace answered ${response.status}.` };
  }
}

/** Post as the person who is acting; a refusal becomes a notice and `ok: false`, never an exception. */
export async function post(what, given = {}) {
  const answer = await ask(`/page-api/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ as: store.state.me, ...given }),
  });
  if (!answer.ok) store.notice(answer.message || `That did not work (${answer.error}).`);
  return answer;
}

/** Return everything as one person sees it; the page brings the first person's along, for once. */
async function getState(person) {
  const brought = document.getElementById("state");
  brought?.remove();
  const first = brought && JSON.parse(brought.textContent);
  if (first && (!person || person === first.me)) return { ok: true, ...first };
  return ask(`/page-api/state${person ? `?as=${encodeURIComponent(person)}` : ""}`);
}

export function getJournal(after) {
  return ask(`/page-api/inspector?after=${after}&limit=100`);
}

async function ask(address, options) {
  try {
    return await read(await fetch(address, options));
  } catch {
    return { ok: false, error: "unreachable", message: "The workspace does not answer. Is it still running?" };
  }
}

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
