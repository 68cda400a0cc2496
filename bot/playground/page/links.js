/** Where a link may lead. */

import { el } from "./dom.js";

/** How links leave: beside the workspace, and without a way back into it. */
export const OUTWARD = { target: "_blank", rel: "noopener noreferrer" };
const ALLOWED = new Set(["http:", "https:", "mailto:"]);

/** Return the address where it is http, https or mailto and nothing else; null otherwise. */
export function safeUrl(address) {
  if (typeof address !== "string") return null;
  try {
    const url = new URL(address);
    return ALLOWED.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Draw a link that opens beside the workspace; a forbidden one is drawn as the text it is. */
export function anchor(address, children, className = "link") {
  const href = safeUrl(address);
  if (!href) return el("span.link-refused", { title: "Only http, https and mailto links are followed" }, children);
  return el(`a.${className}`, { href, ...OUTWARD }, children);
}

/** Return the address of a picture that this server holds; others are never loaded. */
export function ownPicture(address) {
  if (typeof address !== "string") return null;
  if (address.startsWith("data:image/")) return address;
  const url = new URL(address, location.origin);
  return url.origin === location.origin && url.pathname.startsWith("/files/") ? url.href : null;
}
