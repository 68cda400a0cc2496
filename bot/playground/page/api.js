/** The page's side of the workspace's own API; see `page_api` for the other. */

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

/** Get everything as one person sees it. */
export function getState(person) {
  return ask(`/page-api/state${person ? `?as=${encodeURIComponent(person)}` : ""}`);
}

/** Get what the inspector has not seen yet. */
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
