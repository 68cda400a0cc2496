/** Where in the workspace one is, and as whom: kept in the address, so that Back works and a tab is a person. */

import { store } from "./store.js";

/** `#/UNIA/CGENERAL`, `#/UNIA/CGENERAL/1795.0001` (a thread), `#/UNIA/DNIA/home` (the app's Home). */
export function place() {
  const [, person = "", channel = "", more = ""] = location.hash.split("/").map(decodeURIComponent);
  const home = more === "home";
  return { person, channel, home, thread: home ? "" : more };
}

/** Return the address of a place; what is not given stays as it is. */
export function address(to) {
  const now = place();
  const { person = now.person, channel = now.channel, home = false, thread = "" } = to;
  const parts = [person, channel, home ? "home" : thread].map(encodeURIComponent);
  return `#/${parts.join("/")}`.replace(/\/+$/, "");
}

export function go(to) {
  location.hash = address(to);
}

export function here() {
  return store.state.channels.get(place().channel);
}

/** Return the direct message between the acting person and the app. */
export function appChannel() {
  return [...store.state.channels.values()].find((each) => each.kind === "im" && each.with === store.state.app.user);
}
