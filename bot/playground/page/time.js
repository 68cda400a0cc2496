/** Moments as the acting person reads them: in their own time zone, by the workspace's clock. */

import { store } from "./store.js";

const DAY = 86_400;

function zone() {
  return store.state.people.get(store.state.me)?.tz || undefined;
}

function format(seconds, options, locale = "en-GB") {
  try {
    return new Intl.DateTimeFormat(locale, { timeZone: zone(), ...options }).format(seconds * 1000);
  } catch {
    return new Intl.DateTimeFormat(locale, options).format(seconds * 1000);
  }
}

/** Return 11:06. */
export function clockTime(seconds) {
  return format(seconds, { hour: "2-digit", minute: "2-digit" });
}

/** Return 11:06:12. */
export function exactTime(seconds) {
  return format(seconds, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** Return 2026-11-20: equal for moments of one day. */
export function dayKey(seconds) {
  return format(seconds, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
}

/** Return "Today", "Yesterday" or "Friday, 20 November". */
export function dayName(seconds) {
  const today = store.state.time ?? seconds;
  if (dayKey(seconds) === dayKey(today)) return "Today";
  if (dayKey(seconds) === dayKey(today - DAY)) return "Yesterday";
  if (dayKey(seconds) === dayKey(today + DAY)) return "Tomorrow";
  const sameYear = dayKey(seconds).slice(0, 4) === dayKey(today).slice(0, 4);
  const year = sameYear ? {} : { year: "numeric" };
  return format(seconds, { weekday: "long", day: "numeric", month: "long", ...year });
}

export function fullTime(seconds) {
  return `${dayName(seconds)} at ${clockTime(seconds)}`;
}

const DATE_TOKENS = {
  date_num: (at) => dayKey(at),
  date_slash: (at) => format(at, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date: (at) => format(at, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (at) => format(at, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (at) => format(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  date_pretty: (at) => pretty(at, DATE_TOKENS.date),
  date_short_pretty: (at) => pretty(at, DATE_TOKENS.date_short),
  date_long_pretty: (at) => pretty(at, DATE_TOKENS.date_long),
  day_divider_pretty: (at) => pretty(at, DATE_TOKENS.date_long),
  time: clockTime,
  time_secs: exactTime,
  ago: (at) => ago(at),
};

/** Fill in Slack's date tokens: `{date_short_pretty} at {time}`. */
export function formatDate(pattern, seconds) {
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => DATE_TOKENS[token]?.(seconds) ?? whole);
}

function pretty(seconds, otherwise) {
  const name = dayName(seconds);
  return ["Today", "Yesterday", "Tomorrow"].includes(name) ? name.toLowerCase() : otherwise(seconds);
}

/** Return "3 minutes ago", roughly. */
export function ago(seconds) {
  const passed = Math.max(0, (store.state.time ?? seconds) - seconds);
  const [count, unit] = passed < 60 ? [0, ""] : passed < 3600 ? [passed / 60, "minute"]
    : passed < DAY ? [passed / 3600, "hour"] : [passed / DAY, "day"];
  const whole = Math.floor(count);
  return whole ? `${whole} ${unit}${whole === 1 ? "" : "s"} ago` : "just now";
}

/** Return `2026-11-20T11:06`, what a date and time field shows for a moment. */
export function toField(seconds) {
  return `${dayKey(seconds)}T${clockTime(seconds)}`;
}

/** Return the moment that a date and time field means for the acting person. */
export function fromField(text) {
  const asUtc = Date.parse(`${text}Z`) / 1000;
  if (Number.isNaN(asUtc)) return null;
  // The offset of the guess may be that of the other side of a clock change: look once more.
  const offset = (at) => Date.parse(`${toField(at)}Z`) / 1000 - at;
  const guess = asUtc - offset(asUtc);
  return asUtc - offset(guess);
}
